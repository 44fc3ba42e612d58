"""Suggestions become items of the queue: fetched, saved, drafted; what fails is tried again."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.ingest.collect import Collected, collect_page, collect_text, record_of
from adapters.ingest.fetch import fetch
from adapters.ingest.guard import Reach
from adapters.ingest.trouble import DraftError, PassingError
from bot.drafts.record import slug
from bot.ports import StoreError
from bot.review.item import EVERYBODY, Circle, Document, Item, Suggestion, prefix
from bot.review.line_up import line_up
from bot.review.lists import MostWanted
from bot.review.ports import Queue, ReviewPorts
from facts.compiled import Compiled
from facts.library import Library

AT_ONCE = 4
AGAIN_SECONDS = (60.0, 600.0, 3600.0)  # between the four tries that a suggestion has
WAITING = 1_000  # items that new ones are compared with
QUESTIONS = 200  # requests that a draft may answer
_log = logging.getLogger(__name__)

Libraries = Callable[[Circle], Compiled]


@dataclass(frozen=True)
class Drafting:
    """Documents to items: what the queue holds and readers ask for is in view."""

    queue: Queue
    requests: MostWanted
    library: Libraries

    async def items(
        self, circle: Circle, document: Document, archive: bytes, now: datetime
    ) -> list[Item]:
        """The items of a document; drafting goes on in a thread."""
        waiting = await self.queue.page(circle, ["waiting"], 0, WAITING)
        questions = await self._questions(circle)
        return await asyncio.to_thread(
            line_up, self.library(circle), circle, document, archive, waiting, questions, now
        )

    async def add(
        self, circle: Circle, found: Collected, suggestion: str | None, now: datetime
    ) -> int:
        """Put a document with its drafts into the queue, and end its suggestion; how many items
        are new.
        """
        known = await self.queue.known(circle, found.address) if found.address else None
        document = document_of(self.library(circle).library, circle, found)
        document = replace(document, newer=known is not None)
        items = await self.items(circle, document, found.archive, now)
        return await self.queue.add(circle, document, found.archive, items, suggestion, now)

    async def _questions(self, circle: Circle) -> Sequence[str]:
        """Requests say nothing of where they come from: one workspace never sees another's."""
        if circle != EVERYBODY:
            return ()
        return [wish.question for wish in await self.requests.most_wanted(QUESTIONS)]


Finder = Callable[[Suggestion, datetime], Awaitable[Collected]]


def finder(reach: Reach) -> Finder:
    """How the document of a suggestion is had, from what may be reached; DraftError where not."""

    async def find(suggestion: Suggestion, now: datetime) -> Collected:
        if suggestion.link:
            return await collect_page(await fetch(suggestion.link, now, reach))
        return await collect_text(suggestion.text or "", now)

    return find


class Reader:
    """Reads what waits."""

    def __init__(
        self, ports: ReviewPorts, find: Finder, drafting: Drafting, clock: Callable[[], datetime],
        owner: str,
    ) -> None:  # fmt: skip
        self._ports, self._find, self._drafting = ports, find, drafting
        self._clock, self._owner = clock, owner

    async def turn(self) -> bool:
        """Read some suggestions; False when none waited. StoreError where none can be had."""
        claimed = await self._ports.suggestions.claim(self._owner, AT_ONCE)
        await asyncio.gather(*map(self._guarded, claimed))
        return bool(claimed)

    async def _guarded(self, suggestion: Suggestion) -> None:
        """Where the store fails the lease runs out, and the suggestion is read again."""
        try:
            await self._tried(suggestion)
        except StoreError as error:
            _log.error("the store: %s", error)

    async def _tried(self, suggestion: Suggestion) -> None:
        try:
            await self._read(suggestion)
        except PassingError as error:
            await self._failed(suggestion, str(error), again=True)
        except DraftError as error:
            await self._failed(suggestion, str(error), again=False)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a foreign page brings up
            _log.exception("a suggestion could not be read")
            await self._failed(
                suggestion, f"reading it failed ({type(error).__name__})", again=True
            )

    async def _failed(self, suggestion: Suggestion, reason: str, *, again: bool) -> None:
        left = AGAIN_SECONDS[suggestion.tries :] if again else ()
        await self._ports.suggestions.fail(
            suggestion.id, reason, next(iter(left), None), self._clock()
        )

    async def _read(self, suggestion: Suggestion) -> None:
        now = self._clock()
        found = await self._find(suggestion, now)
        await self._drafting.add(suggestion.circle, found, suggestion.id, now)


def document_of(library: Library, circle: Circle, found: Collected) -> Document:
    """The document of a circle: a source that has this very text already, else a new one."""
    digest = hashlib.sha256(found.archive).hexdigest()
    archive = f"{digest}.txt"
    for id_, known in library.lock.archives.items():
        if known == digest and id_ in library.sources:
            return Document(record_of(found, id_, archive), digest)
    record = record_of(found, "", archive)
    named = slug((found.address or "").partition("//")[2].partition("/")[0], record.title)
    return Document(replace(record, id=f"{prefix(circle)}{named}-{digest[:6]}"), digest)
