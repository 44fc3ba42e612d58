"""`japan-ai export`: the facts, filtered, in a form for other programs."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import click

from facts.compiled import Compiled
from facts.fact import Fact, Topic
from facts.library import Library
from facts.when import parse_edtf

FORMS = ("jsonl", "csv", "xlsx", "md", "bibtex")


def export_command(load: Callable[[], Compiled]) -> click.Command:
    """`export`, of the library that `load` gives."""

    @click.command("export", help="Print the facts: jsonl, csv, xlsx, md or bibtex.")
    @click.option("--format", "form", type=click.Choice(FORMS), default="jsonl")
    @click.option("--source", multiple=True, help="only facts of this source (repeatable)")
    @click.option("--topic", type=click.Choice(get_args(Topic)), help="only this topic")
    @click.option("--since", help="only from this date on, such as 2024 or 2024-04")
    @click.option("--until", help="only up to this date")
    @click.option("--entity", help="only about this company, person … (id or name)")
    @click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path), help="into this file"
    )
    def export(
        form: str, source: tuple[str, ...], output: Path | None, **filters: str | None
    ) -> int:
        from bot.export import export as exported

        library = load().library
        facts = _chosen(library, source, filters)
        content = exported(library, facts, form)
        if output is not None:
            output.write_bytes(content)
        elif form != "xlsx":
            sys.stdout.write(content.decode())
        elif sys.stdout.isatty():
            raise click.UsageError("a workbook is no text: name a file with --output FILE")
        else:
            sys.stdout.buffer.write(content)
        return 0

    return export


def _chosen(
    library: Library, sources: tuple[str, ...], filters: dict[str, str | None]
) -> list[Fact]:
    """The facts that all filters leave; UsageError for one that names nothing."""
    unknown = [id_ for id_ in sources if id_ not in library.sources]
    if unknown:
        known = ", ".join(library.sources)
        raise click.UsageError(f"no source {unknown[0]!r}; known: {known}")
    first = _day(filters["since"], "first")
    last = _day(filters["until"], "last")
    entity = _entity(library, filters["entity"])
    quoting = library.of_sources(sources) if sources else set(library.facts)
    return [
        fact for fact in library.facts.values()
        if fact.id in quoting
        and filters["topic"] in (None, fact.topic)
        and (entity is None or entity in {id_ for _, id_ in fact.named()})
        and (first is None or (library.period(fact).last or first) >= first)
        and (last is None or (library.period(fact).first or last) <= last)
    ]  # fmt: skip


def _day(text: str | None, end: Literal["first", "last"]) -> date | None:
    if text is None:
        return None
    try:
        period = parse_edtf(text)
        return period.first if end == "first" else period.last
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _entity(library: Library, name: str | None) -> str | None:
    """The id of an entity that is named by its id or any of its names."""
    if name is None:
        return None
    wanted = name.casefold()
    for entity in library.entities.values():
        if wanted in (entity.id, *(each.casefold() for each in entity.all_names())):
            return entity.id
    raise click.UsageError(f"nothing that the library knows is named {name!r}")
