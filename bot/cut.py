"""Blocks too large for a message of their own are halved until each part fits. Real answers need
it only for very long words of people; pages of bot/paginate do the rest.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, assert_never

from bot.card import (
    Block,
    Bullets,
    Buttons,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
    Table,
)  # fmt: skip
from bot.plain_text import chart_lines

T = TypeVar("T")


def cut(block: Block, fits: Callable[[Block], bool]) -> Iterator[Block]:
    """The block in parts that fit, in order, with every character but spaces at the cuts. What
    can't be halved is left as it is.
    """
    parts = [] if fits(block) else halves(block)
    if not parts:
        yield block
    for part in parts:
        yield from cut(part, fits)


def halves(block: Block) -> list[Block]:
    """A block in two or more parts, [] where there is nothing to part."""
    match block:
        case Paragraph(spans):
            return [Paragraph(part) for part in _spans(spans)]
        case Bullets(items) | Sources(items):
            parts = _half(items) or [(part,) for item in items for part in _spans(item)]
            return [type(block)(part) for part in parts]
        case Fields(pairs):
            parted = _half(pairs) or [part for pair in pairs for part in _pair(*pair)]
            return [Fields(part) for part in parted]
        case Table(header, rows) if len(rows) > 1:
            return [Table(header, part) for part in _half(rows)]
        case Table(header, rows):
            named = (tuple(pair for pair in zip(header, row) if filled(pair[1])) for row in rows)
            return [Fields(pairs) for pairs in named]
        case Quote(text, language, source) if text and source:
            return [Quote(text, language, ""), Quote("", language, source)]
        case Quote(text, language, source):
            return [
                *(Quote(part, language, "") for part in _text(text)),
                *(Quote("", language, part) for part in _text(source)),
            ]
        case Notice(level, text):
            return [Notice(level, part) for part in _text(text)]
        case Buttons(buttons):
            return [Buttons(part) for part in _half(buttons)]
        case Picture(chart):
            return [Paragraph((Plain(line),)) for line in chart_lines(chart) if line]
        case _:
            assert_never(block)


def filled(span: Span) -> bool:
    """Whether a reader sees anything of the span."""
    return bool(span.text or (isinstance(span, Link) and span.url))


def _half(items: tuple[T, ...]) -> list[tuple[T, ...]]:
    middle = len(items) // 2
    return [items[:middle], items[middle:]] if middle else []


def _pair(name: str, span: Span) -> list[tuple[tuple[str, Span], ...]]:
    """The name and the value apart, else the halves of the one that is there."""
    if name and filled(span):
        return [((name, Plain("")),), (("", span),)]
    names = [((part, Plain("")),) for part in _text(name)]
    return names + [(("", part[0]),) for part in _spans((span,))]


def _spans(spans: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    if len(spans) != 1:
        return _half(spans)
    span = spans[0]
    match span:
        case Link(text, url) if text == url:
            return [(Plain(part),) for part in _text(url)]
        case Link(text, url):
            return [(Plain(text),), (Link(url, url),)]
        case Plain() | Strong() | Exact():
            return [(replace(span, text=part),) for part in _text(span.text)]
        case _:
            assert_never(span)


def _text(text: str) -> list[str]:
    """Both halves of a text, parted at the space before its middle where there is one near."""
    middle = len(text) // 2
    space = text.rfind(" ", middle // 2, middle)
    middle = space + 1 if space > 0 else middle
    return [text[:middle], text[middle:]] if middle else []
