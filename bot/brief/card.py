"""A brief as a card."""

from bot.brief.content import Content, Footnote, Grid, Line
from bot.card import (
    Block,
    Bullets,
    Card,
    Exact,
    Link,
    Notice,
    Paragraph,
    Plain,
    Sources,
    Span,
    Strong,
    Table,
)
from bot.fact_card import Reader


def brief_card(reader: Reader, content: Content) -> Card:
    """The card; an empty section is left out."""
    blocks: list[Block] = [Paragraph((Plain(content.made),))]
    parts: list[tuple[str, list[Block]]] = [
        ("numbers", _lines(content.numbers)),
        ("table", [block for grid in content.grids for block in _grid(grid)]),
        ("context", _lines(content.context)),
        ("advice", _lines(content.advice)),
        ("careful", _careful(content)),
        ("missing", _lines(tuple(Line(text) for text in content.missing))),
        ("sources", [Sources(tuple(_footnote(reader, note) for note in content.footnotes))]),
    ]
    for key, drawn in parts:
        if drawn:
            blocks += [Paragraph((Strong(reader.say(f"brief.{key}")),)), *drawn]
    return Card(content.title, tuple(blocks), reader.language)


def _careful(content: Content) -> list[Block]:
    notices: list[Block] = [Notice("caution", _text(line)) for line in content.careful]
    return notices + (_grid(content.conflicts) if content.conflicts else [])


def _lines(lines: tuple[Line, ...]) -> list[Block]:
    items = [_spans(line) for line in lines]
    return [Bullets(tuple(items))] if items else []


def _spans(line: Line) -> tuple[Span, ...]:
    strong = (Strong(line.strong), Plain(" — ")) if line.strong else ()
    return (*strong, Plain(_text(line)))


def _text(line: Line) -> str:
    return " ".join((line.text, *(f"[{n}]" for n in line.notes)))


def _grid(grid: Grid) -> list[Block]:
    named: list[Block] = [Paragraph((Plain(grid.name),))] if grid.name else []
    rows = tuple(tuple(map(Plain, row)) for row in grid.rows)
    return [*named, Table(grid.header, rows)]


def _footnote(reader: Reader, note: Footnote) -> tuple[Span, ...]:
    spans: list[Span] = [Plain(f"[{note.number}] ")]
    for cited in note.sources:
        spans += [Exact(f"“{words}” ") for words in cited.quotes]
        spans.append(Plain(f"({cited.language}) {cited.where} · "))
        url = cited.url
        spans.append(Link(url, url) if url else Plain(reader.say("source.no_address")))
        spans.append(Plain(" · "))
    return (*spans, Plain(note.fact))
