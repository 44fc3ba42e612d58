"""Intake, decisions and publishing in processes that are killed at random moments.

Run as a module it forks two workers at a time on the store of an address and kills them with
SIGKILL, so many times; `finish` and `losses` then say whether anything was lost or done twice.
"""

import asyncio
import contextlib
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from adapters.ingest.collect import Collected
from adapters.ingest.extract import Page
from adapters.ingest.reading import Drafting, Reader
from adapters.store.review_schema import SUGGESTIONS
from adapters.store.store import Store
from adapters.store.suggestions import StoredSuggestions
from bot.ports import Person, StoreError
from bot.review.item import EVERYBODY, Circle, Decision, Document, Entry, Item, Suggestion
from bot.review.line_up import item_id
from facts.compiled import Compiled
from facts.fact import Fact, Quote, Review
from facts.language import Text
from facts.library import Library
from facts.lookup.index import Index
from facts.money import Rates
from facts.pack import LOCK_FILE

CURATOR = Person("terminal", "", "curator")
SUGGESTED = select(SUGGESTIONS.c.id)
STATES = ("waiting", "published", "rejected")
ITEMS_EACH = 3  # drafts of a document
LEASE = 0.4  # seconds, so that what a killed worker held is soon free


def words(number: int) -> str:
    """The text of a document."""
    return f"Report number {number}. " + " ".join(f"[Acme gets {n} yen.]" for n in range(9))


def ids(number: int) -> list[str]:
    """The items that its drafts have."""
    return [item_id(EVERYBODY, "draft", words(number), f"{n}") for n in range(ITEMS_EACH)]


async def _find(suggestion: Suggestion, now: datetime) -> Collected:
    """The text as it is: a child that reads it would take longer than a worker lives."""
    text = suggestion.text or ""
    return Collected(text.encode(), None, Page(text, "en", text[:20]), now, "text")


class FixedDrafting(Drafting):
    """Three items a document."""

    async def items(
        self, circle: Circle, document: Document, archive: bytes, now: datetime
    ) -> list[Item]:
        text = archive.decode()
        return [
            Item(id_, circle, "draft", "waiting", 0, now, source=document.source, archive=document.archive)
            for number in range(100) if words(number) == text.strip() for id_ in ids(number)
        ]  # fmt: skip


class Worker:
    """Reads and decides, in no order, for as long as it lives."""

    def __init__(self, store: Store, owner: str, chance: random.Random) -> None:
        store.suggestions = StoredSuggestions(store.database, LEASE)
        self._queue, self._published, self._chance = store.queue, store.published, chance
        empty = Compiled(Library(), Index(None, None, {}), Rates())  # type: ignore[arg-type]  # FixedDrafting reads no index
        drafting = FixedDrafting(store.queue, store.requests, lambda _: empty)
        self._reader = Reader(store.review(), _find, drafting, _now, owner)

    async def read(self) -> bool:
        """Take a turn at what is suggested."""
        return await self._reader.turn()

    async def decide(self, states: Sequence[str]) -> bool:
        """Decide on any item in one of these states; False when there was none."""
        items = await self._queue.page(EVERYBODY, states, 0, 500)  # type: ignore[arg-type]  # states of items
        if items:
            await self._queue.decide(await self._decision(self._chance.choice(items)), _now())
        return bool(items)

    async def _decision(self, item: Item) -> Decision:
        made = Decision(item.id, item.turn, "approve", CURATOR, "published", fact=f"own-{item.id}")
        if item.state == "waiting" and self._chance.random() < 0.2:
            return replace(made, verb="reject", state="rejected", fact=None)
        undone = item.state != "waiting" and self._chance.random() < 0.5
        if undone or item.state == "rejected":
            gone = (f"own-{item.id}",) if item.state == "published" else ()
            return replace(made, verb="undo", state="waiting", fact=None, withdraws=gone)
        verb = "approve" if item.state == "waiting" else "edit"
        return replace(made, verb=verb, publishes=(await self._fact(item),))  # type: ignore[arg-type]  # both are verbs

    async def _fact(self, item: Item) -> Fact:
        assert item.source
        known = await self._published.versions(EVERYBODY, f"own-{item.id}")
        return Fact(
            f"own-{item.id}", "investment", date(2026, 11, 22), "reported",
            Text(en=f"Turn {item.turn + 1}."), (Quote(item.source.id, "[Acme gets 3 yen.]"),),
            Review("curator", "person", date(2026, 11, 22)), version=len(known) + 1,
        )  # fmt: skip

    async def live(self, heart: int) -> None:
        """Until the process is killed; `heart` is a pipe that says that it does something."""
        while True:
            with contextlib.suppress(StoreError):  # the other one has the file
                await asyncio.gather(self.read(), self.decide(STATES))
                os.write(heart, b".")


def _now() -> datetime:
    return datetime.now(UTC)


async def finish(store: Store) -> None:
    """What a worker that nobody kills still does: read all, and decide what waits."""
    worker = Worker(store, "last", random.Random(0))  # noqa: S311  # no secret
    deadline = time.monotonic() + 30
    while (await worker.read() or await _left(store)) and time.monotonic() < deadline:
        await asyncio.sleep(LEASE / 4)
    while await worker.decide(["waiting"]):
        pass


async def _left(store: Store) -> bool:
    return bool(await store.database.read(SUGGESTED))


async def losses(store: Store, documents: int) -> list[str]:
    """What was lost or done twice, in words."""
    expected = Counter(id_ for number in range(documents) for id_ in ids(number))
    items = await store.queue.page(
        EVERYBODY, ["waiting", "published", "merged", "rejected"], 0, 999
    )
    found = list(_differences("items", expected, Counter(item.id for item in items)))
    log = await store.queue.log(EVERYBODY, 100_000)
    for item in items:
        entries = [e for e in log if e.item == item.id][::-1]
        found += _of_item(item, entries)
        versions = await store.published.versions(EVERYBODY, f"own-{item.id}")
        told = [f"Turn {e.turn}." for e in entries if e.verb in ("approve", "edit")]
        found += _differences(item.id, Counter(told), Counter(v.statement.en for v in versions))
    changes = sum(_changes(e, log) for e in log)
    if (revision := (await store.published.revisions()).get(EVERYBODY, 0)) != changes:
        found.append(f"revision {revision} after {changes} changes")
    return found + await _pack(store, items)


def _of_item(item: Item, entries: list[Entry]) -> Iterator[str]:
    if [e.turn for e in entries] != list(range(1, item.turn + 1)):
        yield f"{item.id}: turn {item.turn}, log {[e.turn for e in entries]}"
    last = {"approve": "published", "edit": "published", "reject": "rejected", "undo": "waiting"}
    if entries and last[entries[-1].verb] != item.state:
        yield f"{item.id}: {item.state} after {entries[-1].verb}"


def _changes(entry: Entry, log: list[Entry]) -> bool:
    """Whether a decision published something, or took back what was published."""
    before = {(e.item, e.turn): e.verb for e in log}.get((entry.item, entry.turn - 1))
    return entry.verb in ("approve", "edit") or (entry.verb == "undo" and before != "reject")


async def _pack(store: Store, items: Sequence[Item]) -> list[str]:
    files = await store.published.records(EVERYBODY)
    facts = Counter(path.split("/")[-1] for path in files if path.startswith("facts/"))
    there = Counter(f"own-{item.id}.toml" for item in items if item.state == "published")
    quoted = files[LOCK_FILE].count('"[Acme gets 3 yen.]"')
    sources = sum(path.startswith("sources/") for path in files)
    found = list(_differences("pack", there, facts))
    return [*found, *([f"{quoted} quotes of {sources} sources"] if quoted > sources else [])]


def _differences(what: str, wanted: Counter[str], got: Counter[str | None]) -> Iterator[str]:
    lost, more = wanted - got, got - wanted
    yield from (f"{what}: lost {each}" for each in lost)
    yield from (f"{what}: {each} once too often" for each in more)


class Killer:
    """Two workers, of which one or the other is killed and replaced."""

    def __init__(self, address: str, seed: int) -> None:
        self._address, self._chance = address, random.Random(seed)  # noqa: S311  # no secret
        self._ear, self._heart = os.pipe()
        self._workers = [self._fork() for _ in range(2)]

    def kill(self) -> None:
        """Kill one after a few beats, in the midst of what it does then."""
        began = time.monotonic()
        beats = self._chance.randint(1, 5)
        for _ in range(beats):
            os.read(self._ear, 1)
        time.sleep(self._chance.random() * 2 * (time.monotonic() - began) / beats)
        self._end(self._workers.pop(self._chance.randrange(2)))
        self._workers.append(self._fork())

    def end(self) -> None:
        """Kill both."""
        for worker in self._workers:
            self._end(worker)

    def _end(self, worker: int) -> None:
        os.kill(worker, signal.SIGKILL)
        _, status = os.waitpid(worker, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("a worker ended by itself")

    def _fork(self) -> int:
        seed = self._chance.random()
        if process := os.fork():
            return process
        with contextlib.suppress(BaseException):  # whatever it was, the parent tells of it
            asyncio.run(_work(self._address, seed, self._heart))
        os._exit(1)


async def _work(address: str, seed: float, heart: int) -> None:
    store = Store(address)
    await Worker(store, f"{os.getpid()}", random.Random(seed)).live(heart)  # noqa: S311  # no secret


def main(address: str, seed: int, kills: int) -> None:
    """Fork, kill, fork again."""
    killer = Killer(address, seed)
    for _ in range(kills):
        killer.kill()
    killer.end()


if __name__ == "__main__":
    logging.disable()
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
