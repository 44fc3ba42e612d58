"""What a reader sees of Slack's blocks."""

from typing import Any

PICTURES = {"warning": "⚠", "x": "✗", "information_source": "ℹ"}


def visible(thing: Any) -> str:
    """The words of blocks, elements and buttons, in order; a link with its address."""
    if isinstance(thing, list):
        return "\n".join(map(visible, thing))
    match thing.get("type"):
        case "rich_text_section" | "rich_text_quote":
            return "".join(map(visible, thing["elements"]))
        case "text" | "plain_text":
            return str(thing["text"])
        case "mrkdwn":
            return _unescaped(thing["text"])
        case "link":
            return f"{thing.get('text', '')} {thing['url']}".strip()
        case "emoji":
            return PICTURES[thing["name"]]
        case "table":
            return "\n".join(visible(cell) for row in thing["rows"] for cell in row)
        case "feedback_buttons":
            return visible([thing["positive_button"]["text"], thing["negative_button"]["text"]])
        case "static_select":
            return visible([option["text"] for option in thing["options"]])
        case "divider" | "data_visualization":  # what a chart of Slack's own shows is said below it
            return ""
        case "input":
            return visible(thing["label"])
        case "header" | "button":
            return visible(thing["text"])
        case _:
            return visible(thing["elements"])


def _unescaped(text: str) -> str:
    """Links as their label and address; what was escaped as itself."""
    shown = text.replace("<", "").replace(">", "").replace("|", " ")
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
