"""A brief as sections of lines, which the card, the Markdown and the page all draw: one sentence
is one fact, with the number of its footnote.
"""

from dataclasses import dataclass

from bot.brief.choose import Brief
from bot.card import Chart
from bot.charts import like_chart, name_of, picture
from bot.fact_card import Reader, conflict_text, fact_age, when_text
from bot.measures import Row, as_written
from bot.present import date_text, value_text
from facts.fact import Fact
from facts.language import Language

QUOTES = 2  # of one fact; a page has little room, and `source` shows them all


@dataclass(frozen=True)
class Line:
    """A sentence of its own; `strong` stands in front of it, `notes` are its footnotes."""

    text: str
    strong: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table under its name; a row's last cell is the number of its footnote."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Cited:
    """The exact words of a source, and where they stand; `url` None where none is known."""

    quotes: tuple[str, ...]
    language: Language
    where: str
    url: str | None


@dataclass(frozen=True)
class Footnote:
    """What a fact rests on."""

    number: int
    fact: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class Content:
    """All that a brief says."""

    title: str
    made: str
    numbers: tuple[Line, ...]
    grids: tuple[Grid, ...]
    chart: Chart | None
    alt: str
    context: tuple[Line, ...]
    advice: tuple[Line, ...]
    careful: tuple[Line, ...]
    conflicts: Grid | None
    missing: tuple[str, ...]
    footnotes: tuple[Footnote, ...]


def content_of(reader: Reader, brief: Brief) -> Content:
    """The words of a brief in the reader's language."""
    drawn = _chart(reader, brief)
    made = date_text(reader.today.isoformat(), reader.language)
    return Content(
        reader.say("brief.title", theme=brief.theme),
        reader.say("brief.made", date=made, n=len(brief.facts)),
        tuple(_number(reader, brief, row) for row in brief.numbers),
        tuple(_grid(reader, brief, rows) for rows in brief.tables),
        drawn, picture(reader, drawn).alt if drawn else "",
        tuple(_sentence(reader, brief, fact) for fact in brief.context),
        tuple(_sentence(reader, brief, fact) for fact in brief.advice),
        tuple(_careful(reader, brief)), _conflicts(reader, brief), tuple(brief.missing),
        tuple(_footnote(reader, n, fact) for n, fact in enumerate(brief.facts, 1)),
    )  # fmt: skip


def _number(reader: Reader, brief: Brief, row: Row) -> Line:
    text = f"{row.fact.text(reader.language)} ({fact_age(reader, row.fact)})"
    return Line(text, value_text(row.value, reader.language), (brief.number(row.fact),))


def _sentence(reader: Reader, brief: Brief, fact: Fact) -> Line:
    return Line(fact.text(reader.language), notes=(brief.number(fact),))


def _grid(reader: Reader, brief: Brief, rows: list[Row]) -> Grid:
    """Columns without any text are left out."""
    header = (
        reader.say("list.who"), reader.say("list.value"), reader.say("fact.amount"),
        reader.say("list.population"), reader.say("list.when"), "",
    )  # fmt: skip
    name = reader.library.metric(rows[0].value.metric).names.best(reader.language)
    cells = [_cells(reader, brief, row) for row in rows]
    kept = [n for n in range(len(header)) if any(row[n] for row in cells)]
    shown = tuple(tuple(row[n] for n in kept) for row in cells)
    return Grid(name, tuple(header[n] for n in kept), shown)


def _cells(reader: Reader, brief: Brief, row: Row) -> tuple[str, ...]:
    value = row.value
    dated = date_text(
        value.as_of or value.period or reader.library.dated(row.fact), reader.language
    )
    if value.kind == "money" and not (value.as_of or value.period):
        dated = when_text(reader, row.fact) or dated  # with the period that a commitment is for
    return (
        name_of(reader, row), value_text(value, reader.language), as_written(row),
        value.population.best(reader.language) if value.population else "",
        dated, f"[{brief.number(row.fact)}]",
    )  # fmt: skip


def _chart(reader: Reader, brief: Brief) -> Chart | None:
    """The first table as a picture where it is of three values or more, else none."""
    rows = next((rows for rows in brief.tables if len(rows) > 2), None)
    return like_chart(reader, rows, "USD") if rows else None


def _careful(reader: Reader, brief: Brief) -> list[Line]:
    said = [
        Line(fact.caveat.best(reader.language), notes=(brief.number(fact),))
        for fact in brief.facts if fact.caveat
    ]  # fmt: skip
    same: dict[str, tuple[int, ...]] = {}
    for line in said:
        same[line.text] = (*same.get(line.text, ()), *line.notes)
    lines = [Line(text, notes=notes) for text, notes in same.items()]
    if brief.stale:
        text = reader.say("brief.not_rechecked", n=brief.stale, total=len(brief.facts))
        lines.append(Line(text))
    return lines


def _conflicts(reader: Reader, brief: Brief) -> Grid | None:
    """Facts that must not be taken for one another, side by side."""
    if not brief.conflicts:
        return None
    rows = tuple(
        (f"{one.text(reader.language)} [{brief.number(one)}]",
         f"{_against(reader, other)} [{brief.number(other)}]")
        for one, other in brief.conflicts
    )  # fmt: skip
    return Grid("", (reader.say("brief.one_says"), reader.say("brief.other_says")), rows)


def _against(reader: Reader, other: Fact) -> str:
    """The other fact with its number, population and date, as every card puts it."""
    text = conflict_text(reader, other)
    empty = reader.say("fact.conflict", statement="", details="\0").partition("\0")[0]
    lead = empty.split("(")[0].split("（")[0].strip()
    return text.removeprefix(lead).strip()


def _footnote(reader: Reader, number: int, fact: Fact) -> Footnote:
    """The quotes that carry the number first, those of one source together."""
    shown = sorted(fact.quotes, key=lambda quote: not quote.as_written)[:QUOTES]
    sources = tuple(
        Cited(
            tuple(quote.exact for quote in shown if quote.source == id_), source.language,
            f"{source.publisher.best(reader.language)}, "
            f"{date_text(source.published, reader.language)}", source.url,
        )
        for id_ in dict.fromkeys(quote.source for quote in shown)
        for source in [reader.library.sources[id_]]
    )  # fmt: skip
    return Footnote(number, fact.id, sources)
