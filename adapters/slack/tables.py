"""Tables: Slack's own where its rows stay short and the place is known to draw it, else a list."""

from adapters.slack.checks import Json
from adapters.slack.rich import Line, bullets, line, rich, section, small, words
from bot.card import Span, Strong, Table
from bot.plain_text import span_text

ROW = 160  # cells across that a message on a desktop shows as a few lines
COLUMN = 80
WORD = 16  # a column no wider than this never needs a second line
LONG = 60  # a cell this wide stands on a line of its own in a list


def width(text: str) -> int:
    """Cells of a screen that a text takes: one a Latin letter, two a Chinese or Japanese one."""
    return (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2


def reads_as_table(table: Table) -> bool:
    """Whether the rows are short enough for columns."""
    widths = _widths(table)
    return len(widths) <= 20 and sum(widths) <= ROW and max(widths, default=0) <= COLUMN


def as_table(table: Table) -> list[Json]:
    """Slack's own table; columns without any text are left out."""
    kept = _filled(table)
    header: tuple[Span, ...] = tuple(map(Strong, table.header))
    if not kept:
        return []
    settings = [{"is_wrapped": cells > WORD} for cells in _widths(table)]
    # Slack has answered raw_text cells with internal errors; rich text ones work.
    cells = [[_cell(line((row[n],))) for n in kept] for row in (header, *table.rows)]
    return [{"type": "table", "rows": cells, "column_settings": settings}]


def as_rows(table: Table) -> list[Json]:
    """The names of the columns in small letters, and a list: a row's short cells on one line, the
    first of them in bold, then each long one on a line of its own.
    """
    kept = _filled(table)
    names = " · ".join(table.header[n] for n in kept)
    return [*small(names), *rich(bullets(_row([row[n] for n in kept]) for row in table.rows))]


def _row(cells: list[Span]) -> Line:
    filled = [(place, cell) for place, cell in enumerate(cells) if span_text((cell,))]
    shown: Line = []
    for place, cell in sorted(filled, key=lambda each: bool(each[0]) and _is_long(each[1])):
        if shown:
            shown += words("\n" if _is_long(cell) else " · ")
        shown += line((cell,)) if place else line((cell,), "bold")
    return shown


def _is_long(cell: Span) -> bool:
    return width(span_text((cell,))) > LONG


def _cell(elements: Line) -> Json:
    return {"type": "rich_text", "elements": [section(elements or words(" "))]}


def _filled(table: Table) -> list[int]:
    columns = range(len(table.header))
    return [n for n in columns if any(span_text((row[n],)) for row in table.rows)]


def _widths(table: Table) -> list[int]:
    """The widest cell of every column that has any."""
    return [
        max(
            width(text) for text in (table.header[n], *(span_text((row[n],)) for row in table.rows))
        )
        for n in _filled(table)
    ]
