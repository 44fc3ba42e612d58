"""The way in as a service: suggestions are read, feeds polled, sources and facts checked."""

import asyncio
import contextlib
import logging
import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.ingest.checks import CheckPorts, Checks
from adapters.ingest.commands import LOOPBACK
from adapters.ingest.feeds import FeedPorts, Feeds
from adapters.ingest.guard import Reach
from adapters.ingest.reading import Drafting, Libraries, Reader
from bot.ports import KeyValue, Leases, StoreError
from bot.review.lists import MostWanted
from bot.review.ports import ReviewPorts

READ_EVERY, POLL_EVERY, CHECK_EVERY = 3.0, 60.0, 600.0  # seconds between looks for work
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IntakePorts:
    """What the way in works with."""

    review: ReviewPorts
    requests: MostWanted
    key_value: KeyValue
    leases: Leases


class IntakeService:
    """`library` gives what a circle reads, `feeds` are addresses."""

    name = "intake"

    def __init__(
        self, ports: IntakePorts, library: Libraries, clock: Callable[[], datetime],
        feeds: Sequence[str] = (), reach: Reach | None = None,
    ) -> None:  # fmt: skip
        owner = secrets.token_hex(8)
        reach = reach or Reach(loopback=os.environ.get(LOOPBACK) == "1")
        drafting = Drafting(ports.review.queue, ports.requests, library)
        fed = FeedPorts(ports.review.suggestions, ports.key_value, ports.leases)
        checked = CheckPorts(ports.review, ports.key_value, ports.leases)
        self._reader = Reader(ports.review, drafting, clock, owner, reach)
        self._feeds = Feeds(fed, feeds, clock, owner, reach)
        self._checks = Checks(checked, drafting, clock, owner, reach)
        self._stopped = asyncio.Event()

    async def check(self) -> None:
        """No token is needed."""

    async def run(self) -> None:
        """Until `stop`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep(self._reader.turn, READ_EVERY))
            group.create_task(self._keep(self._feeds.turn, POLL_EVERY))
            group.create_task(self._keep(self._checks.turn, CHECK_EVERY, first=CHECK_EVERY))

    async def stop(self) -> None:
        """Begin nothing new. What is under way may be cut off anywhere: it is done again."""
        self._stopped.set()

    async def _keep(
        self, turn: Callable[[], Awaitable[bool]], pause: float, *, first: float = 0.0
    ) -> None:
        await self._wait(first)
        while not self._stopped.is_set():
            more = False
            try:
                more = await turn()
            except StoreError as error:
                _log.error("the store: %s", error)
            except Exception:  # noqa: BLE001  # whatever fails now, the next turn may do
                _log.exception("a turn of the intake failed")
            if not more:
                await self._wait(pause)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
