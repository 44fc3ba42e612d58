"""A card for a terminal: rich texts and tables, never markup strings, so nothing typed is obeyed."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from bot.card import (
    Block,
    Bullets,
    Buttons,
    Card,
    Chart,
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
from bot.plain_text import bar_words, drawn_bars, inert

ROOM = 12  # cells that a column of a table needs
_STYLES = {"info": ("i ", "cyan"), "caution": ("! ", "yellow"), "error": ("x ", "bold red")}


def show(card: Card, console: Console) -> None:
    """Print a card."""
    if card.title:
        console.print(Text(inert(card.title), style="bold reverse"))
        console.print()
    for block in card.blocks:
        for renderable in _renderables(block, console.width):
            console.print(renderable)
        console.print()


def _renderables(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case Paragraph(spans):
            yield _text(spans)
        case Bullets(items):
            for item in items:
                yield _hanging("• ", _text(item))
        case Fields(pairs):
            yield _fields(pairs)
        case Table(header, rows):
            yield from _table(header, rows, width)
        case Quote(text, language, source):
            yield _hanging("│ ", Text(inert(text), style="italic"))
            yield _hanging("│ ", Text(f"[{language}] {inert(source)}", style="dim"))
        case Notice(level, text):
            sign, style = _STYLES[level]
            yield _hanging(sign, Text(inert(text), style=style))
        case Sources(items):
            for item in items:
                yield _hanging("· ", _text(item, "dim"))
        case Buttons(buttons):
            for button in buttons:
                yield Text(f"→ {inert(button.command)}", style="green")
        case Picture(chart):
            yield from _chart(chart)
        case _:
            assert_never(block)


def _chart(chart: Chart) -> Iterator[RenderableType]:
    yield Text(inert(" · ".join(filter(None, (chart.title, chart.unit)))), style="bold")
    group = ""
    for bar, drawn in zip(chart.bars, drawn_bars(chart)):
        if bar.group != group:
            group = bar.group
            yield Text(inert(group), style="bold")
        yield Text.assemble((drawn, "cyan"), " " * bool(drawn), inert(bar_words(bar)))
    for footnote in chart.footnotes:
        yield _hanging("· ", Text(inert(footnote), style="dim"))


def _hanging(sign: str, text: Text) -> RenderableType:
    grid = _grid()
    grid.add_row(Text(sign, style="dim"), text)
    return Padding(grid, (0, 0, 0, 2))


def _grid(padding: int = 0) -> RichTable:
    """Two columns in which a word that is too long is folded, never cut off."""
    grid = RichTable.grid(padding=(0, padding))
    for _ in range(2):
        grid.add_column(overflow="fold")
    return grid


def _fields(pairs: Iterable[tuple[str, Span]]) -> RichTable:
    table = _grid(padding=2)
    for name, span in pairs:
        table.add_row(Text(inert(name), style="dim"), _text((span,)))
    return table


def _table(
    header: tuple[str, ...], rows: tuple[tuple[Span, ...], ...], width: int
) -> Iterator[RenderableType]:
    """Columns without any text are left out; where there is no room for the others, each row
    stands by itself.
    """
    kept = [n for n in range(len(header)) if any(_text((row[n],)) for row in rows)]
    if width < ROOM * len(kept):
        for row in rows:
            yield _fields((header[n], row[n]) for n in kept if _text((row[n],)))
            yield Text()
        return
    table = RichTable(show_lines=True, border_style="dim", header_style="bold")
    for n in kept:
        widest = max(len(row[n].text) for row in rows)
        table.add_column(Text(inert(header[n])), ratio=3 if widest > 40 else None, overflow="fold")
    for row in rows:
        table.add_row(*(_text((row[n],)) for n in kept))
    yield table


def _text(spans: tuple[Span, ...], style: str = "") -> Text:
    text = Text(style=style)
    for span in spans:
        match span:
            case Plain(words):
                text.append(inert(words))
            case Exact(words):
                text.append(inert(words), style="italic")
            case Strong(words):
                text.append(inert(words), style="bold")
            case Link(words, url):
                shown = words if words == url else f"{words} ({url})"
                text.append(inert(shown), style="underline")
            case _:
                assert_never(span)
    return text
