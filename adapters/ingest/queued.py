"""`japan-ai ingest --queue`: pages, files and what was suggested go into the queue, without a server."""

import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.ingest.collect import collect, places
from adapters.ingest.guard import Reach
from adapters.ingest.reading import Drafting, Reader, finder
from adapters.ingest.trouble import DraftError
from bot.review.item import EVERYBODY
from bot.review.ports import ReviewPorts


@dataclass(frozen=True)
class WayIn:
    """What leads into the queue for as long as one command runs."""

    ports: ReviewPorts
    drafting: Drafting


Opened = Callable[[], AbstractAsyncContextManager[WayIn]]


async def queue_up(opened: Opened, given: Iterable[str], reach: Reach) -> tuple[list[str], bool]:
    """What became of each place, in a line, and whether any failed; StoreError where the store
    does.
    """
    lines, failed = list[str](), False
    async with opened() as way:
        for place in places(given):
            try:
                found = await collect(place, _now(), reach)
            except DraftError as error:
                lines.append(f"{place}: {error}")
                failed = True
                continue
            new = await way.drafting.add(EVERYBODY, found, None, _now())
            lines.append(f"{place}: {new} new drafts" if new else f"{place}: nothing new")
        reader = Reader(way.ports, finder(reach), way.drafting, _now, secrets.token_hex(8))
        while await reader.turn():
            pass
        waiting = await way.ports.queue.count(EVERYBODY, ["waiting"])
    return [*lines, f"{waiting} wait in the queue: japan-ai review"], failed


def _now() -> datetime:
    return datetime.now(UTC)
