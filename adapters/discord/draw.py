"""Blocks as Discord's markdown. Discord has no tables and narrow screens: a row is a few lines."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, takewhile
from typing import assert_never

from adapters.discord.markdown import address, escape, escape_line
from bot.card import (
    Block,
    Bullets,
    Buttons,
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
from facts.language import Language

SHORT, BESIDE = 30, 2  # the width of cells that stand beside the name of a row, and how many do
EMPTY = "–"
SPACE = re.compile(r"\s+")
_SIGNS = {"info": "ℹ️", "caution": "⚠️", "error": "❌"}


def draw(block: Block) -> str:
    """The markdown of a block, "" where it has no text; buttons are no text."""
    match block:
        case Paragraph(spans):
            return _spans(spans, lines=True)
        case Bullets(items):
            return _lines(f"- {_spans(item)}" for item in items)
        case Fields(pairs):
            return _lines(_field(name, span) for name, span in pairs)
        case Table(header, rows):
            return _table(header, rows)
        case Quote(text, language, source):
            return _quote(text, language, source)
        case Notice(level, text):
            return f"{_SIGNS[level]} {escape_line(text)}"
        case Sources(items):
            return _lines(f"-# {_spans(item)}" for item in items)
        case Buttons():
            return ""
        case Picture(chart):
            return _chart(chart)
        case _:
            assert_never(block)


def heading(title: str) -> str:
    """A title above a card, "" for none."""
    shown = escape_line(title)
    return f"### {shown}" if shown else ""


def width(text: str) -> int:
    """About the room that a text takes, in Latin letters: Chinese and Japanese ones take two."""
    return (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line.strip("-# "))


def _chart(chart: Chart) -> str:
    """A chart in block characters, for where no picture can be shown."""
    title = " · ".join(filter(None, (chart.title, chart.unit)))
    lines, group = [_spans((Strong(title),))], ""
    for bar, drawn in zip(chart.bars, drawn_bars(chart)):
        if bar.group != group:
            group = bar.group
            lines.append(_spans((Strong(group),)))
        lines.append(" ".join(filter(None, (drawn, escape_line(bar_words(bar))))))
    return _lines([*lines, *(f"-# {escape_line(each)}" for each in chart.footnotes)])


def _quote(text: str, language: Language, source: str) -> str:
    """The words and who said them behind one bar; nothing inside the words is added or cut."""
    lines = [f"> {line}" for line in escape(text).split("\n")] if text else []
    return "\n".join([*lines, f"> -# {language} · {escape_line(source)}"])


def _field(name: str, span: Span) -> str:
    shown = escape_line(name)
    return f"-# {shown}: {_spans((span,))}" if shown else _spans((span,))


def _table(header: tuple[str, ...], rows: tuple[tuple[Span, ...], ...]) -> str:
    """The names of the columns, then each row; columns without any text are left out."""
    cells = [[_spans((span,)) for span in row] for row in rows]
    kept = [n for n in range(len(header)) if any(row[n] for row in cells)]
    if not kept:
        return ""
    widths = {n: max(width(row[n].text) for row in rows) for n in kept}
    first, head, long, rest = _columns(kept, widths)
    names = " · ".join(escape_line(header[n]) for n in (first, *head, *long, *rest))
    drawn = []
    for row, texts in zip(rows, cells):
        name = texts[first] if isinstance(row[first], Link) else _spans((Strong(row[first].text),))
        lines = [[texts[n] or EMPTY for n in columns] for columns in (head, long, rest)]
        drawn.append(_row(name or EMPTY, *(" · ".join(line) for line in lines)))
    between = "\n\n" if long else "\n"
    return f"-# {names}\n{between.join(drawn)}"


def _columns(
    kept: list[int], widths: dict[int, int]
) -> tuple[int, list[int], list[int], list[int]]:
    """The column that names a row, those that stand beside it, the longest one, and the others."""
    first, *others = kept
    long = sorted((n for n in others if widths[n] > SHORT), key=lambda n: -widths[n])[:1]
    others = [n for n in others if n not in long]
    head = list(takewhile(lambda n: widths[n] <= SHORT, others[:BESIDE]))
    return first, head, long, others[len(head) :]


def _row(name: str, head: str, long: str, rest: str) -> str:
    """What is measured beside its name, the longest text on lines of its own, the rest small."""
    lines = [f"{name} — {head}" if head else name, long, f"-# {rest}" if rest else ""]
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4096)  # pages are found by trying, which draws the same words again
def _spans(spans: tuple[Span, ...], *, lines: bool = False) -> str:
    """Spans one after the other, on one line unless they may have `lines`."""
    drawn = []
    for look, group in groupby(spans, key=_look):
        if look == "link":
            drawn += [_link(span) for span in group if isinstance(span, Link)]
            continue
        # Neighbours of one look are one text: signs that touch would be read as others.
        text = inert("".join(span.text for span in group))
        text = escape(text if lines else SPACE.sub(" ", text))
        drawn.append(_strong(text) if look == "strong" else text)
    return "".join(drawn).strip()


def _look(span: Span) -> str:
    match span:
        case Plain() | Exact():
            return "plain"
        case Strong(text):
            return "strong" if text.strip() else "plain"
        case Link():
            return "link"
        case _:
            assert_never(span)


def _strong(text: str) -> str:
    """Every line for itself, because bold letters end with their line's block."""
    return "\n".join(f"**{line}**" if line.strip() else line for line in text.split("\n"))


def _link(link: Link) -> str:
    """Words and the address in full: a reader sees where a link leads before it is followed."""
    shown = address(link.url)
    return shown if link.text == link.url else f"{escape_line(link.text)} ({shown})"
