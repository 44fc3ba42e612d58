"""Feeds, polled hourly and politely: every new entry becomes a suggestion for everybody, once."""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from adapters.ingest.child import entries
from adapters.ingest.fetch import Known, fetch_changed
from adapters.ingest.guard import Reach
from adapters.ingest.trouble import DraftError
from bot.ports import KeyValue, Leases
from bot.review.item import EVERYBODY
from bot.review.ports import Suggestions

EVERY = timedelta(hours=1)
SLOWEST = timedelta(days=1)  # between tries of a feed that fails
LEASE_SECONDS = 300.0  # one poll of a few feeds
REMEMBERED = 1_000  # entries of a feed: ten times as many as are read of it
KEPT = timedelta(days=400)
KINDS = dict.fromkeys((
    "application/rss+xml", "application/atom+xml", "application/xml", "text/xml",
    "application/rdf+xml", "text/html", "text/plain",
), "feed")  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """What is known of a feed: when to ask again, what its server said, which entries came."""

    due: str = ""
    failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()

    def is_due(self, now: datetime) -> bool:
        """At once for a feed that was never asked."""
        return not self.due or datetime.fromisoformat(self.due) <= now


@dataclass(frozen=True)
class FeedPorts:
    """What feeds need kept."""

    suggestions: Suggestions
    key_value: KeyValue
    leases: Leases


class Feeds:
    """The feeds at these addresses; of several processes one polls."""

    def __init__(
        self, ports: FeedPorts, addresses: Sequence[str], clock: Callable[[], datetime], owner: str,
        reach: Reach | None = None,
    ) -> None:  # fmt: skip
        self._ports, self._addresses, self._clock = ports, tuple(dict.fromkeys(addresses)), clock
        self._owner, self._reach = owner, reach or Reach()

    async def turn(self) -> bool:
        """Poll the feeds that are due; False when none was. StoreError where nothing is kept."""
        polled = False
        for address in self._addresses:
            if not await self._ports.leases.hold("feeds", self._owner, LEASE_SECONDS):
                return False
            state = await self._state(address)
            if state.is_due(self._clock()):
                await self._keep(address, await self._polled(address, state))
                polled = True
        return polled

    async def _polled(self, address: str, state: State) -> State:
        now = self._clock()
        try:
            return replace(await self._asked(address, state, now), due=(now + EVERY).isoformat())
        except DraftError as error:
            _log.warning("a feed could not be read: %s", error)
            failures = state.failures + 1
            wait = min(EVERY * 2 ** min(failures, 10), SLOWEST)
            return replace(state, failures=failures, due=(now + wait).isoformat())

    async def _asked(self, address: str, state: State, now: datetime) -> State:
        known = Known(state.etag, state.last_modified)
        got = await fetch_changed(address, now, known, kinds=KINDS, reach=self._reach)
        if got is None:
            return replace(state, failures=0)
        seen = list(state.seen)
        for link in await entries(got.body, got.address):
            if (mark := _mark(link)) not in seen:
                # Before the entry counts as seen: a crash suggests it again, which changes nothing.
                await self._ports.suggestions.suggest(EVERYBODY, link, None, now)
                seen.append(mark)
        return State("", 0, got.etag, got.last_modified, tuple(seen[-REMEMBERED:]))

    async def _state(self, address: str) -> State:
        text = await self._ports.key_value.get(_key(address), self._clock())
        if text is None:
            return State()
        kept = json.loads(text)
        return State(**{**kept, "seen": tuple(kept["seen"])})

    async def _keep(self, address: str, state: State) -> None:
        text = json.dumps(asdict(state))
        await self._ports.key_value.put(_key(address), text, self._clock() + KEPT)


def _key(address: str) -> str:
    return f"feed:{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def _mark(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()[:12]
