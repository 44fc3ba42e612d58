"""Rich text of Slack: words as they are, which no markup, mention or bare address in them changes."""

from collections.abc import Iterable
from typing import assert_never

from adapters.slack.checks import ADDRESS, URL, Json
from bot.card import Exact, Link, Plain, Span, Strong
from bot.plain_text import inert

SMALL = 3000  # characters of a text in a context block; limits row "blocks"

Line = list[Json]  # what stands in one paragraph


def words(text: str, *styles: str) -> Line:
    """A text in these styles (bold, italic); [] for an empty one, which Slack refuses."""
    if not text:
        return []
    element: Json = {"type": "text", "text": inert(text)}
    return [element | {"style": dict.fromkeys(styles, True)} if styles else element]


def line(spans: Iterable[Span], *styles: str) -> Line:
    """Spans one after the other. Only an http(s) address becomes a link."""
    return [element for span in spans for element in _span(span, styles)]


def _span(span: Span, styles: tuple[str, ...]) -> Line:
    match span:
        case Plain(text):
            return words(text, *styles)
        case Strong(text):
            return words(text, *{*styles, "bold"})
        case Exact(text):
            return words(text, *{*styles, "italic"})
        case Link(text, url) if is_address(url):
            shown = text.strip() and text != url
            return [{"type": "link", "url": url} | ({"text": inert(text)} if shown else {})]
        case Link(text, url):
            return words(text if text == url else f"{text} ({url})", *styles)
        case _:
            assert_never(span)


def is_address(url: str) -> bool:
    """Whether something may become a link: an http(s) address without hidden characters."""
    return len(url) <= URL and bool(ADDRESS.fullmatch(url)) and url.isascii()


def emoji(name: str) -> Line:
    """One of Slack's own pictures."""
    return [{"type": "emoji", "name": name}, *words(" ")]


def section(elements: Line) -> Json:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": elements}


def quote(elements: Line) -> Json:
    """A paragraph with a bar beside it."""
    return {"type": "rich_text_quote", "elements": elements}


def bullets(lines: Iterable[Line]) -> Json:
    """A list; a line that says nothing is left out."""
    items = [section(each) for each in lines if _says(each)]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def rich(*parts: Json) -> list[Json]:
    """A block of these parts, [] where none of them says anything."""
    said = [part for part in parts if _says(part["elements"])]
    return [{"type": "rich_text", "elements": said}] if said else []


def _says(elements: Line) -> bool:
    return any(each["type"] != "text" or each["text"].strip() for each in elements)


def plain(text: str) -> Json:
    """Plain text in which ":x:" is no picture."""
    return {"type": "plain_text", "text": text, "emoji": False}


def small(text: str) -> list[Json]:
    """A line in small grey letters, a paragraph where it is too long; [] for an empty one."""
    shown = inert(text)
    if not shown.strip() or len(shown) > SMALL:
        return rich(section(words(shown)))
    return [{"type": "context", "elements": [plain(shown)]}]
