"""A card as plain text: for pipes, logs and any place that shows no more than characters."""

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
            yield from (f"{name}: {span.text}" for name, span in pairs)
        case Table(header, rows):
            for row in rows:
                cells = zip(header, row)
                yield " | ".join(f"{name}: {cell.text}" for name, cell in cells if cell.text)
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
    return "".join(c if _harmless(c) else f"\\u{ord(c):04x}" for c in text)


def _harmless(character: str) -> bool:
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return character == "\n"
    bidirectional = code in (0x061C, 0x200E, 0x200F) or 0x202A <= code <= 0x202E
    return not (bidirectional or 0x2066 <= code <= 0x2069 or 0xD800 <= code <= 0xDFFF)
