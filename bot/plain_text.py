"""A card as plain text: for pipes, logs and any place that shows no more than characters."""

import re
from collections.abc import Iterator
from typing import assert_never

from bot.card import (
    Bar,
    BarStyle,
    Block,
    Bullets,
    Buttons,
    Card,
    Chart,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Sources,
    Span,
    Table,
)  # fmt: skip

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SIGNS = {"info": "i", "caution": "!", "error": "x"}
CELLS = 20  # of the longest bar
_CELLS: dict[BarStyle, str] = {"solid": "█", "hollow": "░", "hatched": "▒"}
_DOTS: dict[BarStyle, str] = {"solid": "●", "hollow": "○", "hatched": "◌"}


def plain_text(card: Card) -> str:
    """The whole card; control and bidirectional characters are shown as escapes."""
    lines = [card.title, ""] if card.title else []
    for block in card.blocks:
        lines += [*_lines(block), ""]
    return inert("\n".join(lines)).rstrip() + "\n"


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
        case Picture(chart):
            yield from chart_lines(chart)
        case _:
            assert_never(block)


def chart_lines(chart: Chart) -> Iterator[str]:
    """A chart in lines of text: its title, a line a bar under its group, then the footnotes."""
    yield " · ".join(filter(None, (chart.title, chart.unit)))
    group = ""
    for bar, drawn in zip(chart.bars, drawn_bars(chart)):
        if bar.group != group:
            group = bar.group
            yield group
        yield " ".join(filter(None, (drawn, bar_words(bar))))
    yield from chart.footnotes


def bar_words(bar: Bar) -> str:
    """Whose value it is, the value, and what stands beside it."""
    return " · ".join(filter(None, (bar.label, bar.text, bar.note)))


def drawn_bars(chart: Chart) -> list[str]:
    """The bars of a chart in block characters, none for a timeline, where only order counts."""
    if chart.kind == "timeline":
        return [_DOTS[bar.style] for bar in chart.bars]
    most = max((bar.value for bar in chart.bars), default=0)
    return [_CELLS[bar.style] * cells(bar.value, most, CELLS) for bar in chart.bars]


def cells(value: float, most: float, of: int) -> int:
    """How many of so many cells a value fills; one at least where it is more than nothing."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, round(of * min(1.0, value / most)))


def span_text(spans: tuple[Span, ...]) -> str:
    """The words of some spans."""
    return "".join(_word(span) for span in spans)


def _word(span: Span) -> str:
    if isinstance(span, Link) and span.text != span.url:
        return f"{span.text} ({span.url})"
    return span.text


def inert(text: str) -> str:
    """Text that can't steer a terminal: control and bidirectional characters become escapes."""
    if text.isprintable():  # they are not; asking is much faster than looking for each
        return text
    return _HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
