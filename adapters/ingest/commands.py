"""`japan-ai ingest`: drafts of facts from pages and files, for a curator at the terminal."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.plain_text import inert

if TYPE_CHECKING:
    from adapters.ingest.collect import Collected
    from adapters.ingest.queued import Opened
    from bot.drafts.draft import Draft
    from facts.compiled import Compiled
    from facts.library import Library

# Tests alone set this: their servers are on this machine, which is never fetched from otherwise.
LOOPBACK = "JAPAN_AI_TEST_LOOPBACK"
_AT_ONCE = 4


@dataclass
class Outcome:
    """What became of the places given: documents by the id of their source, and what went wrong."""

    documents: dict[str, "Collected"] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    doubles: dict[str, str] = field(default_factory=dict)


def ingest_commands(
    load: Callable[[], "Compiled"], opened: "Opened | None" = None
) -> list[click.Command]:
    """The sub-commands of this adapter; `opened` gives the queue, where there is one."""

    @click.command("ingest", help="Draft facts from pages and files; nothing is published.")
    @click.argument("places", nargs=-1, metavar="URL|FILE...")
    @click.option(
        "--queue", is_flag=True,
        help="put the drafts into the queue for `review`, with those of what was suggested",
    )  # fmt: skip
    @click.option("--json", "as_json", is_flag=True, help="print JSON for programs")
    @click.option(
        "--write", "folder", type=click.Path(file_okay=False, path_type=Path),
        help="write archives, sources and drafts as TOML into this folder",
    )  # fmt: skip
    @click.option("--least", type=float, default=None, help="leave out what scores less")
    def ingest(
        places: tuple[str, ...], queue: bool, as_json: bool, folder: Path | None, least: float | None,  # noqa: FBT001  # click passes them by name
    ) -> int:  # fmt: skip
        if queue and opened is not None:
            return _queue(places, opened)
        if not places:
            raise click.UsageError("Missing argument 'URL|FILE...'.")
        return _ingest(load(), places, as_json=as_json, folder=folder, least=least)

    return [ingest]


def _queue(places: tuple[str, ...], opened: "Opened") -> int:
    import asyncio

    from adapters.ingest.guard import Reach
    from adapters.ingest.queued import queue_up
    from bot.ports import StoreError

    reach = Reach(loopback=os.environ.get(LOOPBACK) == "1")
    try:
        lines, failed = asyncio.run(queue_up(opened, places, reach))
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    for line in lines:
        click.echo(inert(line))
    return 1 if failed else 0


def _ingest(
    ready: "Compiled", places: tuple[str, ...], *, as_json: bool, folder: Path | None,
    least: float | None,
) -> int:  # fmt: skip
    import asyncio  # 20 ms that other commands do without

    from adapters.ingest.collect import document_of
    from bot.drafts.drafter import draft_facts
    from bot.drafts.rank import LEAST

    now = datetime.now(UTC).astimezone()
    outcome = asyncio.run(_collect(ready.library, places, now))
    documents = [document_of(ready.library, c, id_) for id_, c in outcome.documents.items()]
    drafts = draft_facts(ready, documents, LEAST if least is None else least)
    written: list[str] = []
    if folder is not None and not _written(ready.library, outcome, drafts, folder, now, written):
        return 1
    for line in _json(outcome, drafts, written) if as_json else _lines(outcome, drafts, written):
        click.echo(inert(line))
    if not as_json:
        for place, message in outcome.errors.items():
            click.echo(inert(f"{place}: {message}"), err=True)
    return 1 if outcome.errors else 0


async def _collect(library: "Library", given: Iterable[str], now: datetime) -> Outcome:
    import asyncio

    from adapters.ingest.collect import Collected, collect, places, source_of
    from adapters.ingest.guard import Reach
    from adapters.ingest.trouble import DraftError

    reach, gate, outcome = Reach(loopback=os.environ.get(LOOPBACK) == "1"), asyncio.Semaphore(_AT_ONCE), Outcome()  # fmt: skip

    async def one(place: str) -> "Collected | str":
        try:
            async with gate:
                return await collect(place, now, reach)
        except DraftError as error:
            return str(error)

    wanted = places(given)
    for place, found in zip(wanted, await asyncio.gather(*map(one, wanted))):
        if not isinstance(found, Collected):
            outcome.errors[place] = found
            continue
        source = source_of(library, found)
        same = next((i for i, c in outcome.documents.items() if c.archive == found.archive), None)
        if same:
            outcome.doubles[place] = same
        else:
            outcome.documents[_free(source, outcome.documents)] = found
    return outcome


def _free(source: str, taken: Iterable[str]) -> str:
    known = set(taken)
    names = (source, *(f"{source}-{n}" for n in range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def _written(
    library: "Library", outcome: Outcome, drafts: "list[Draft]", folder: Path, now: datetime,
    written: list[str],
) -> bool:  # fmt: skip
    from adapters.ingest.trouble import DraftError
    from adapters.ingest.write import write_drafts

    try:
        written += write_drafts(library, folder, outcome.documents, drafts, now)
    except (DraftError, OSError) as error:
        click.echo(inert(str(error)), err=True)
        return False
    return True


def _json(outcome: Outcome, drafts: "list[Draft]", written: list[str]) -> Iterator[str]:
    data: dict[str, Any] = {
        "documents": [
            {"source": id_, "address": c.address, "title": c.page.title, "date": c.page.date,
             "language": c.page.language}
            for id_, c in outcome.documents.items()
        ],
        "drafts": [asdict(draft) for draft in drafts],
        "doubles": outcome.doubles,
        "errors": outcome.errors,
        "written": written,
    }  # fmt: skip
    yield json.dumps(data, ensure_ascii=False)


def _lines(outcome: Outcome, drafts: "list[Draft]", written: list[str]) -> Iterator[str]:
    for place, same in outcome.doubles.items():
        yield f"{place}: the same document as {same}"
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        told.setdefault(draft.group, []).append(draft)
    for number, group in enumerate(told.values(), 1):
        yield from _draft_lines(number, group[0], len(group) - 1)
    yield f"{len(drafts)} drafts of {len(told)} facts from {len(outcome.documents)} documents"
    yield from written


def _draft_lines(number: int, draft: "Draft", others: int) -> Iterator[str]:
    relation = " ".join(filter(None, (draft.relation.kind, draft.relation.fact)))
    yield f"{number}. {draft.score:.1f} {relation}; {draft.topic}, {draft.claim}"
    yield f"   > {' '.join(draft.quote.exact.split())}"
    for value, words in zip(draft.values, draft.quote.as_written):
        numbers = " to ".join(f"{n:,}" for n in value.numbers()) or "no number"
        unit = value.currency or value.unit or ""
        yield f"   {value.metric}: {words} = {value.kind} {numbers} {unit} ({value.bound})"
    about = [*draft.entities, *(f"{name} (new)" for name in draft.names)]
    said = [f"about {', '.join(about)}"] if about else []
    said += [f"noticed {', '.join(draft.hedges)}"] if draft.hedges else []
    said += [f"told {others} times more"] if others else []
    yield f"   {draft.source} {draft.quote.start}-{draft.quote.end}; {'; '.join(said)}"
    yield ""
