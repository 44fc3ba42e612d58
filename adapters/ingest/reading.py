"""Suggestions become items of the queue: fetched, saved, drafted; what fails is tried again."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
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

    async def _questions(self, circle: Circle) -> Sequence[str]:
        """Requests say nothing of where they come from: one workspace never sees another's."""
        if circle != EVERYBODY:
            return ()
        return [wish.question for wish in await self.requests.most_wanted(QUESTIONS)]


class Reader:
    """Reads what waits; `reach` says what may be fetched."""

    def __init__(
        self, ports: ReviewPorts, drafting: Drafting, clock: Callable[[], datetime], owner: str,
        reach: Reach | None = None,
    ) -> None:  # fmt: skip
        self._ports, self._drafting, self._clock = ports, drafting, clock
        self._owner, self._reach = owner, reach or Reach()

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
        now, circle, queue = self._clock(), suggestion.circle, self._ports.queue
        found = await self._found(suggestion, now)
        known = await queue.known(circle, found.address) if found.address else None
        document = document_of(self._drafting.library(circle).library, circle, found)
        document = replace(document, newer=known is not None)
        items = await self._drafting.items(circle, document, found.archive, now)
        await queue.add(circle, document, found.archive, items, suggestion.id, now)

    async def _found(self, suggestion: Suggestion, now: datetime) -> Collected:
        if suggestion.link:
            return await collect_page(await fetch(suggestion.link, now, self._reach))
        return await collect_text(suggestion.text or "", now)


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
