"""What Slack would refuse in a block, and what this app must never send (mentions, odd links).

Only blocks that the app sends are known; any other type is a problem. Limits are the rows
"blocks", "table" and "text" of Slack in the platform limits, and the models of slack_sdk.
Problems name types and lengths, never words: they are logged.

Every answer is checked before it leaves, and next to none has a problem: what is looked at in
each word of a text is no generator but a function that gives () where nothing is wrong.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

Json = dict[str, Any]  # a JSON object as it goes to Slack
Found = Iterable[str]  # problems

ID = 255
URL = 3000
TABLE_CHARACTERS = 10_000
# Limits row "charts". Its document and a library disagree on 12 or 6 series: the smaller is safe.
CHART_TITLE, CHART_LABEL, MOST_SERIES, MOST_CATEGORIES = 50, 20, 6, 20
CHARTS = 2  # in one message
MENTION = re.compile(r"<[!@#]")
ADDRESS = re.compile(r"https?://[^\s<>|]+")
_OBJECTS = (dict, list)
_STYLES = {"bold", "italic", "strike", "code"}
_CONTAINERS = {
    "rich_text_section": {"type", "elements"},
    "rich_text_list": {"type", "elements", "style", "indent", "offset", "border"},
    "rich_text_quote": {"type", "elements", "border"},
    "rich_text_preformatted": {"type", "elements", "border"},
}


def block_problems(block: Json) -> Found:
    """Everything wrong with one block; it is a dict with a type."""
    check = _BLOCKS.get(block["type"])
    if check is None:
        return ["a type that this app does not send"]
    found = [*length(block, "block_id", ID), *check(block)]
    return [f"{block['type']}: {problem}" for problem in found]


def letters(thing: Any) -> int:
    """How many characters of text and addresses something holds."""
    if isinstance(thing, list):
        return sum(map(letters, thing))
    total = 0
    for key, value in thing.items() if isinstance(thing, dict) else ():
        if isinstance(value, str):
            total += len(value) if key in ("text", "url") else 0
        elif isinstance(value, _OBJECTS):
            total += letters(value)
    return total


def kind(thing: Any) -> str:
    """The type that an object says it has, "" for none."""
    said = thing.get("type") if isinstance(thing, dict) else None
    return said if isinstance(said, str) else ""


def keys(thing: Json, required: set[str], optional: Iterable[str] = ()) -> Found:
    """Missing keys, and those that Slack does not know."""
    given = thing.keys()
    if given == required:
        return ()
    missing, unknown = required - given, (given - required).difference(optional)
    if not missing and not unknown:
        return ()
    return [*(f"no {key}" for key in missing), *["an unknown key"] * len(unknown)]


def text_object(thing: Any, most: int, kinds: tuple[str, ...] = ("plain_text",)) -> Found:
    """Problems of a text object of 1 to `most` characters."""
    if kind(thing) not in kinds:
        return [f"text is not {' or '.join(kinds)}"]
    markup = thing["type"] == "mrkdwn"
    found = [
        *keys(thing, {"type", "text"}, ("verbatim",) if markup else ("emoji",)),
        *_words(thing, most),
    ]
    if markup and MENTION.search(str(thing.get("text"))):
        found.append("a mention")
    return found


def _words(thing: Json, most: int) -> Found:
    text = thing.get("text")
    if not isinstance(text, str) or not text:
        return ["empty text"]
    return [f"text of {len(text)} characters, at most {most}"] if len(text) > most else ()


def length(thing: Json, key: str, most: int) -> Found:
    """A value that is there and is no string of at most so many characters."""
    value = thing.get(key, "")
    if isinstance(value, str) and len(value) <= most:
        return ()
    return [f"{key} is no string of at most {most} characters"]


def items(thing: Json, key: str) -> list[Json]:
    """The objects of a list; what else may be in it is for `count` to find."""
    listed = thing.get(key)
    return [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []


def count(thing: Json, key: str, most: int, least: int = 1) -> Found:
    """A value that is no list of `least` to `most` objects or lists."""
    value = thing.get(key)
    if not isinstance(value, list) or not least <= len(value) <= most:
        return [f"{key} is no list of {least} to {most}"]
    if [each for each in value if not isinstance(each, _OBJECTS)]:
        return [f"{key} holds something that is no object"]
    return ()


def _header(block: Json) -> Found:
    yield from keys(block, {"type", "text"}, ("block_id",))
    yield from text_object(block.get("text"), 150)


def _section(block: Json) -> Found:
    yield from keys(block, {"type"}, ("block_id", "text", "fields", "accessory", "expand"))
    if "text" not in block and "fields" not in block:
        yield "neither text nor fields"
    if "text" in block:
        yield from text_object(block["text"], 3000, ("mrkdwn", "plain_text"))
    if "fields" in block:
        yield from count(block, "fields", 10)
        for each in items(block, "fields"):
            yield from text_object(each, 2000, ("mrkdwn", "plain_text"))
    if "accessory" in block:
        yield from _element(block["accessory"])


def _divider(block: Json) -> Found:
    yield from keys(block, {"type"}, ("block_id",))


def _context(block: Json) -> Found:
    yield from keys(block, {"type", "elements"}, ("block_id",))
    yield from count(block, "elements", 10)
    for each in items(block, "elements"):
        yield from text_object(each, 3000, ("mrkdwn", "plain_text"))


def _actions(block: Json) -> Found:
    yield from _holder(block, 25, ("button", "static_select"))


def _context_actions(block: Json) -> Found:
    yield from _holder(block, 5, ("feedback_buttons",))


def _holder(block: Json, most: int, types: tuple[str, ...]) -> Found:
    yield from keys(block, {"type", "elements"}, ("block_id",))
    yield from count(block, "elements", most)
    elements = list(items(block, "elements"))
    for each in elements:
        if kind(each) not in types:
            yield "an element that does not go here"
        else:
            yield from _element(each)
    ids = [each.get("action_id") for each in elements]
    if len(set(map(str, ids))) < len(ids):
        yield "one action_id twice"


def _element(element: Any) -> Found:
    check = _ELEMENTS.get(kind(element))
    if check is None:
        yield "an element that this app does not send"
        return
    if not element.get("action_id"):
        yield "no action_id"
    yield from length(element, "action_id", ID)
    yield from check(element)


def _button(element: Json) -> Found:
    optional = ("value", "url", "style", "confirm", "accessibility_label")
    yield from keys(element, {"type", "text", "action_id"}, optional)
    yield from text_object(element.get("text"), 75)
    yield from length(element, "value", 2000)
    yield from length(element, "accessibility_label", 75)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "an unknown style"
    if "url" in element:
        yield from _address(element)
    if "confirm" in element:
        yield from _confirm(element["confirm"])


def select(element: Json) -> Found:
    """Problems of a list of which one is chosen."""
    optional = ("placeholder", "initial_option", "confirm", "focus_on_load")
    yield from keys(element, {"type", "action_id", "options"}, optional)
    yield from count(element, "options", 100)
    options = list(items(element, "options"))
    for each in options:
        yield from option(each)
    if "initial_option" in element and element["initial_option"] not in options:
        yield "initial_option is none of the options"
    if "placeholder" in element:
        yield from text_object(element["placeholder"], 150)
    if "confirm" in element:
        yield from _confirm(element["confirm"])


def option(choice: Json) -> Found:
    """Problems of one option of a list to choose from."""
    yield from keys(choice, {"text", "value"}, ("description",))
    yield from text_object(choice.get("text"), 75)
    yield from length(choice, "value", 150)
    if "description" in choice:
        yield from text_object(choice["description"], 75)


def _confirm(confirm: Any) -> Found:
    if not isinstance(confirm, dict):
        yield "confirm is no object"
        return
    yield from keys(confirm, {"title", "text", "confirm", "deny"}, ("style",))
    yield from text_object(confirm.get("title"), 100)
    yield from text_object(confirm.get("text"), 300, ("mrkdwn", "plain_text"))
    yield from text_object(confirm.get("confirm"), 30)
    yield from text_object(confirm.get("deny"), 30)


def _feedback(element: Json) -> Found:
    sides = ("positive_button", "negative_button")
    yield from keys(element, {"type", "action_id", *sides})
    for button in map(element.get, sides):
        if not isinstance(button, dict):
            yield "a side that is no object"
            continue
        yield from keys(button, {"text", "value"}, ("accessibility_label",))
        yield from text_object(button.get("text"), 75)
        yield from length(button, "value", 2000)
        yield from length(button, "accessibility_label", 75)


def _rich_text(block: Json) -> Found:
    yield from keys(block, {"type", "elements"}, ("block_id",))
    yield from count(block, "elements", 10_000)
    for container in items(block, "elements"):
        yield from _container(container)


def _container(container: Json) -> Found:
    allowed = _CONTAINERS.get(kind(container))
    if allowed is None:
        return ["a part of rich text that this app does not send"]
    found = [*keys(container, {"type", "elements"}, allowed), *count(container, "elements", 10_000)]
    check = _inline
    if container["type"] == "rich_text_list":
        found += _list_looks(container)
        check = _item
    for each in items(container, "elements"):
        found += check(each)
    return found


def _list_looks(container: Json) -> Found:
    if container.get("style") not in ("bullet", "ordered"):
        yield "a list without a style"
    if container.get("indent", 0) not in range(9):
        yield "an indent beyond 8"


def _item(each: Json) -> Found:
    if kind(each) == "rich_text_section":
        return _container(each)
    return ["an item of a list that is no section"]


def _inline(each: Json) -> Found:
    # What has no check would ping somebody: a user, a channel, a broadcast.
    check = _PARTS.get(kind(each))
    found = check(each) if check else ["a part of a line that this app does not send"]
    return [*found, *_style(each["style"])] if "style" in each else found


def _text(each: Json) -> Found:
    return [*keys(each, {"type", "text"}, ("style",)), *_words(each, TABLE_CHARACTERS)]


def _link(each: Json) -> Found:
    yield from keys(each, {"type", "url"}, ("text", "style", "unsafe"))
    yield from _address(each)
    if "text" in each:
        yield from _words(each, TABLE_CHARACTERS)


def _emoji(each: Json) -> Found:
    return keys(each, {"type", "name"}, ("unicode",))


def _style(style: Any) -> Found:
    return () if isinstance(style, dict) and style.keys() <= _STYLES else ["an unknown style"]


def _address(thing: Json) -> Found:
    url = thing.get("url")
    if not isinstance(url, str) or len(url) > URL or not ADDRESS.fullmatch(url):
        yield f"url is no web address of at most {URL} characters"


def _table(block: Json) -> Found:
    yield from keys(block, {"type", "rows"}, ("block_id", "column_settings"))
    yield from _rows(block, 100, 1)
    if "column_settings" in block:
        yield from count(block, "column_settings", 20)
        for each in items(block, "column_settings"):
            yield from keys(each, set(), ("align", "is_wrapped"))
            if each.get("align", "left") not in ("left", "center", "right"):
                yield "an unknown align"


def _data_table(block: Json) -> Found:
    optional = ("block_id", "page_size", "row_header_column_index")
    yield from keys(block, {"type", "rows", "caption"}, optional)
    yield from _rows(block, 101, 2)
    if not block.get("caption"):
        yield "an empty caption"
    if block.get("page_size", 5) not in range(1, 101):
        yield "page_size is not 1 to 100"
    if any(kind(cell) == "rich_text" for cell in next(iter(_lists(block)), [])):
        yield "rich text in a header"


def _data_visualization(block: Json) -> Found:
    yield from keys(block, {"type", "title", "chart"}, ("block_id",))
    yield from _named(block, "title", CHART_TITLE)
    chart = block.get("chart")
    if kind(chart) != "bar" or not isinstance(chart, dict):
        yield "a chart that this app does not send"
        return
    yield from keys(chart, {"type", "series", "axis_config"})
    yield from count(chart, "series", MOST_SERIES)
    config = chart.get("axis_config")
    config = config if isinstance(config, dict) else {}
    yield from keys(config, {"categories"}, ("x_label", "y_label"))
    categories = config.get("categories")
    categories = categories if isinstance(categories, list) else []
    if not 1 <= len(categories) <= MOST_CATEGORIES:
        yield f"categories are no list of 1 to {MOST_CATEGORIES}"
    for each in categories:
        yield from _named({"category": each}, "category", CHART_LABEL)
    for key in config.keys() & {"x_label", "y_label"}:
        yield from _named(config, key, CHART_TITLE)
    series = list(items(chart, "series"))
    if len({str(each.get("name")) for each in series}) < len(series):
        yield "two series of one name"
    for each in series:
        yield from _one_series(each, categories)


def _one_series(series: Json, categories: list[Any]) -> Found:
    yield from keys(series, {"name", "data"})
    yield from _named(series, "name", CHART_LABEL)
    points = list(items(series, "data"))
    for point in points:
        yield from keys(point, {"label", "value"})
        if not isinstance(point.get("value"), int | float):
            yield "a value that is no number"
    if [point.get("label") for point in points] != categories:
        yield "data that is not of every category once"


def _named(thing: Json, key: str, most: int) -> Found:
    text = thing.get(key)
    if not isinstance(text, str) or not 1 <= len(text) <= most:
        yield f"{key} is no text of 1 to {most} characters"


def _rows(block: Json, most: int, least: int) -> Found:
    yield from count(block, "rows", most, least)
    rows = _lists(block)
    if any(not 1 <= len(row) <= 20 for row in rows) or len({len(row) for row in rows}) > 1:
        yield "rows are not of one length from 1 to 20"
    for cell in (cell for row in rows for cell in row):
        yield from _cell(cell)
    if letters(rows) > TABLE_CHARACTERS:
        yield f"a table of {letters(rows)} characters, at most {TABLE_CHARACTERS}"


def _lists(block: Json) -> list[list[Any]]:
    rows = block.get("rows")
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _cell(cell: Any) -> Found:
    match kind(cell):
        case "raw_text":
            yield from keys(cell, {"type", "text"})
            yield from _words(cell, TABLE_CHARACTERS)
        case "rich_text":
            yield from _rich_text(cell)
        case _:
            yield "a cell that this app does not send"


_Check = Callable[[Json], Found]
_BLOCKS: dict[str, _Check] = {
    "header": _header, "section": _section, "divider": _divider, "context": _context,
    "actions": _actions, "context_actions": _context_actions, "rich_text": _rich_text,
    "table": _table, "data_table": _data_table, "data_visualization": _data_visualization,
}  # fmt: skip
_PARTS: dict[str, _Check] = {"text": _text, "link": _link, "emoji": _emoji}
_ELEMENTS: dict[str, _Check] = {
    "button": _button, "static_select": select, "feedback_buttons": _feedback,
}  # fmt: skip
