"""A brief as Markdown, in which no word of a record is markup."""

import re
from collections.abc import Iterator

from bot.brief.content import Content, Footnote, Grid, Line
from bot.fact_card import Reader
from bot.plain_text import inert

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def brief_markdown(reader: Reader, content: Content) -> str:
    """The whole brief; quotes stand in the footnotes, to the letter but for escapes."""
    lines = [f"# {_safe(content.title)}", "", _safe(content.made), ""]
    grids = [line for grid in content.grids for line in _grid(grid)]
    parts = [
        ("numbers", [*_lines(content.numbers)]),
        ("table", grids),
        ("context", [*_lines(content.context)]),
        ("advice", [*_lines(content.advice)]),
        ("careful", [*_lines(content.careful), *_grid(content.conflicts)]),
        ("missing", [f"- {_safe(text)}" for text in content.missing]),
        ("sources", [_footnote(reader, note) for note in content.footnotes]),
    ]
    for key, drawn in parts:
        if drawn:
            lines += [f"## {_safe(reader.say(f'brief.{key}'))}", "", *drawn, ""]
    return "\n".join(lines).rstrip() + "\n"


def _safe(text: str) -> str:
    """Words on one line that no reader of Markdown takes for markup."""
    return _SIGNS.sub(r"\\\1", " ".join(inert(text).split()))


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        strong = f"**{_safe(line.strong)}** — " if line.strong else ""
        notes = "".join(rf" \[{n}\]" for n in line.notes)
        yield f"- {strong}{_safe(line.text)}{notes}"


def _grid(grid: Grid | None) -> Iterator[str]:
    if grid is None:
        return
    yield ""
    if grid.name:
        yield from (f"### {_safe(grid.name)}", "")
    yield f"| {' | '.join(map(_safe, grid.header))} |"
    yield f"|{' --- |' * len(grid.header)}"
    for row in grid.rows:
        yield f"| {' | '.join(map(_safe, row))} |"


def _footnote(reader: Reader, note: Footnote) -> str:
    parts = []
    for cited in note.sources:
        url = cited.url
        address = f"<{url}>" if url and not re.search(r"[\s<>]", url) else ""
        address = address or _safe(url or reader.say("source.no_address"))
        words = " ".join(f"“{_safe(quote)}”" for quote in cited.quotes)
        parts.append(f"{words} ({cited.language}) {_safe(cited.where)} · {address}")
    return f"{note.number}. {' · '.join(parts)} · `{note.fact}`"
