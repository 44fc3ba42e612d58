"""A card as plain text: for pipes, logs and any place that shows no more than characters."""

import re
from collections.abc import Iterator
from typing import assert_never

from bot.card import (
    Block,
    Bullets,
    Buttons,
    Card,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
    Table,
)  # fmt: skip

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SIGNS = {"info": "i", "caution": "!", "error": "x"}


def plain_text(card: Card) -> str:
    """The whole card; control and bidirectional characters are shown as escapes."""
    lines = [inert(card.title), ""] if card.title else []
    for block in card.blocks:
        lines += [*map(inert, _lines(block)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(spans):
            yield span_text(spans)
        case Bullets(items):
            yield from (f"- {span_text(item)}" for item in items)
        case Fields(pairs):
            yield from (f"{name}: {_word(span)}" for name, span in pairs)
        case Table(header, rows):
            for row in rows:
                cells = zip(header, row)
                yield " | ".join(f"{name}: {_word(cell)}" for name, cell in cells if _word(cell))
        case Quote(text, language, source):
            yield f"> [{language}] {text}"
            yield f">   {source}"
        case Notice(level, text):
            yield f"{_SIGNS[level]} {text}"
        case Sources(items):
            yield from (f"* {span_text(item)}" for item in items)
        case Buttons(buttons):
            yield from (f"-> {button.command}" for button in buttons)
        case _:
            assert_never(block)


def span_text(spans: tuple[Span, ...]) -> str:
    """The words of some spans."""
    return "".join(_word(span) for span in spans)


def _word(span: Span) -> str:
    match span:
        case Plain(text) | Strong(text) | Exact(text):
            return text
        case Link(text, url):
            return text if text == url else f"{text} ({url})"
        case _:
            assert_never(span)


def inert(text: str) -> str:
    """Text that can't steer a terminal: control and bidirectional characters become escapes."""
    return _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
