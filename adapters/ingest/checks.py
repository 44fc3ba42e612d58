"""Sources whose page changed or vanished, and facts past their re-check date, come back to the
queue of those who decide on them, once each.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from adapters.ingest.collect import Collected, collect_page
from adapters.ingest.fetch import Known, fetch_changed
from adapters.ingest.guard import Reach
from adapters.ingest.reading import Drafting, document_of
from adapters.ingest.trouble import DraftError, GoneError
from bot.drafts.record import SourceDraft
from bot.ports import KeyValue, Leases
from bot.review.item import EVERYBODY, Circle, Document, Item, ItemKind, prefix
from bot.review.line_up import item_id
from bot.review.ports import ReviewPorts
from facts.library import Library
from facts.source import Source, archive_text

EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)  # after a check that said nothing: the site did not answer
DAILY = timedelta(days=1)  # facts are looked through
KEPT = timedelta(days=400)
LEASE_SECONDS = 900.0
AT_A_TIME = 5  # pages a turn
PAUSE = 1.0  # seconds between two pages
GONE, CHANGED, QUOTE_LOST, STALE = 4.0, 3.0, 5.0, 1.0  # scores; drafts have 1.2 to 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """What the last check of a page saw; `sha256` is that of its text."""

    due: str = ""
    sha256: str = ""
    etag: str | None = None
    last_modified: str | None = None

    def is_due(self, now: datetime) -> bool:
        """At once for a page that was never checked."""
        return not self.due or datetime.fromisoformat(self.due) <= now


@dataclass(frozen=True)
class CheckPorts:
    """What checks need kept."""

    review: ReviewPorts
    key_value: KeyValue
    leases: Leases


class Checks:
    """Of several processes one checks."""

    def __init__(
        self, ports: CheckPorts, drafting: Drafting, clock: Callable[[], datetime], owner: str,
        reach: Reach | None = None, *, pause: float = PAUSE,
    ) -> None:  # fmt: skip
        self._ports, self._drafting, self._clock = ports, drafting, clock
        self._owner, self._reach, self._pause = owner, reach or Reach(), pause

    async def turn(self) -> bool:
        """Check some pages and, once a day, all facts; False when nothing was due."""
        if not await self._ports.leases.hold("checks", self._owner, LEASE_SECONDS):
            return False
        checked = 0
        for circle in (EVERYBODY, *await self._others()):
            library = self._drafting.library(circle).library
            await self._recheck(circle, library)
            for source in _with_pages(library, circle):
                if checked < AT_A_TIME:
                    checked += await self._page(circle, library, source)
        return checked > 0

    async def _others(self) -> list[Circle]:
        return [c for c in await self._ports.review.published.revisions() if c != EVERYBODY]

    async def _recheck(self, circle: Circle, library: Library) -> None:
        now, key = self._clock(), f"rechecked:{circle}"
        if await self._ports.key_value.get(key, now):
            return
        items = list(_stale(library, circle, now))
        await self._ports.review.queue.add(circle, None, b"", items, None, now)
        await self._ports.key_value.put(key, now.isoformat(), now + DAILY)

    async def _page(self, circle: Circle, library: Library, source: Source) -> bool:
        """Whether the page was due."""
        now, key = self._clock(), _key(circle, source.url or "")
        text = await self._ports.key_value.get(key, now)
        state = State(**json.loads(text)) if text else State()
        if not state.is_due(now):
            return False
        await asyncio.sleep(self._pause)
        try:
            state = await self._looked_at(circle, library, source, state)
            wait = EVERY
        except GoneError as error:
            await self._add(_about(circle, "gone", source, now, GONE, str(error), ""))
            wait = EVERY
        except DraftError as error:
            _log.info("a source could not be checked: %s", error)
            wait = AGAIN
        kept = replace(state, due=(now + wait).isoformat())
        await self._ports.key_value.put(key, json.dumps(asdict(kept)), now + KEPT)
        return True

    async def _looked_at(
        self, circle: Circle, library: Library, source: Source, state: State
    ) -> State:
        known, now = Known(state.etag, state.last_modified), self._clock()
        got = await fetch_changed(source.url or "", now, known, reach=self._reach)
        if got is None:
            return state
        found = await collect_page(got)
        digest = hashlib.sha256(found.archive).hexdigest()
        seen = {state.sha256, *_archives(library, source.url)}
        lost, quotes = _lost(library, source, archive_text(found.archive))
        # The archive of a page that a person saved by other means never has the same letters.
        ours = source.id.startswith(prefix(circle)) or bool(state.sha256)
        if digest not in seen and (ours or lost):
            await self._changed(circle, library, source, found, f"{lost}/{quotes}", lost=lost)
        return State("", digest, got.etag, got.last_modified)

    async def _changed(
        self, circle: Circle, library: Library, source: Source, found: Collected, note: str, *,
        lost: int,
    ) -> None:  # fmt: skip
        """The item, with the newer text and what can be drafted from it."""
        now = self._clock()
        document = replace(document_of(library, circle, found), newer=True)
        score = QUOTE_LOST if lost else CHANGED
        item = _about(circle, "changed", source, now, score, note, document.archive)
        item = replace(item, archive=document.archive)
        drafted = await self._drafting.items(circle, document, found.archive, now)
        await self._add(item, *drafted, document=document, archive=found.archive)

    async def _add(
        self, *items: Item, document: Document | None = None, archive: bytes = b""
    ) -> None:
        circle = items[0].circle
        await self._ports.review.queue.add(circle, document, archive, items, None, self._clock())


def _with_pages(library: Library, circle: Circle) -> Iterator[Source]:
    """The sources that a circle's curators answer for, one for each page."""
    pages = {s.url: s for s in library.sources.values() if s.url and _is_of(circle, s.id)}
    yield from pages.values()


def _is_of(circle: Circle, id_: str) -> bool:
    """What a workspace published is its own; everything else is everybody's."""
    return circle == EVERYBODY or id_.startswith(prefix(circle))


def _archives(library: Library, url: str | None) -> Iterator[str]:
    for source in library.sources.values():
        if source.url == url and source.id in library.lock.archives:
            yield library.lock.archives[source.id]


def _lost(library: Library, source: Source, text: str) -> tuple[int, int]:
    """How many quotes of the source are no longer on its page, spaces aside, and how many it has."""
    plain = "".join(text.split())
    quotes = {
        "".join(quote.exact.split())
        for fact in library.facts.values() for quote in fact.quotes if quote.source == source.id
    }  # fmt: skip
    return sum(quote not in plain for quote in quotes), len(quotes)


def _about(
    circle: Circle, kind: ItemKind, source: Source, now: datetime, score: float, note: str,
    archive: str,
) -> Item:  # fmt: skip
    """An item for a page, the same for the same page in the same state."""
    id_ = item_id(circle, kind, source.url or source.id, archive)
    record = SourceDraft(
        source.id, source.title.best(source.language), source.publisher.best(source.language),
        source.language, source.published, dated=True, archive=source.archive, url=source.url,
        authors=source.authors,
    )  # fmt: skip
    return Item(id_, circle, kind, "waiting", 0, now, score, source=record, note=note)


def _stale(library: Library, circle: Circle, now: datetime) -> Iterator[Item]:
    """Facts that nothing newer stands for; again after as many days more when one is kept."""
    replaced = {fact.supersedes for fact in library.facts.values()}
    for fact in library.facts.values():
        last = library.period(fact).last
        if last is None or fact.id in replaced or not _is_of(circle, fact.id):
            continue
        times = (now.date() - last).days // fact.recheck_days
        if (now.date() - last).days > fact.recheck_days:
            id_ = item_id(circle, "recheck", fact.id, f"{last}", f"{times}")
            yield Item(id_, circle, "recheck", "waiting", 0, now, STALE, fact=fact.id)


def _key(circle: Circle, url: str) -> str:
    return f"checked:{hashlib.sha256(f'{circle} {url}'.encode()).hexdigest()[:16]}"
