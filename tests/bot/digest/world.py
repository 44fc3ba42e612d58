"""A store, a platform and a worker around a due time, for the tests of the worker."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.card import Card
from bot.command import Reply
from bot.desk import Response
from bot.digest.choose import Choice, Item, Shown
from bot.digest.delivery import Delivery
from bot.digest.ports import Claimed
from bot.digest.sender import Making
from bot.digest.subscription import Channel, Subscription
from bot.digest.worker import Worker
from tests.digest_fakes import Clock, FakePoster, FakeStore, Fate, digest_ports

DUE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 09:00 in Tokyo
CHANNEL = Channel("slack", "T1", "C1")
FACTS = [f"fact-{number}" for number in range(9)]
NONCE = 120.0  # seconds
LOST: tuple[Fate, ...] = ("lose_before", "lose_after")


class FakeMaking(Making):
    """Shows one fact that was not shown yet. `known` are the facts of the library."""

    def __init__(self) -> None:
        self.known = set(FACTS)
        self.chosen: list[Mapping[str, Shown]] = []
        self.broken = 0  # how many drawings fail next
        self.error: Exception = RuntimeError("this card can't be drawn")

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        self.chosen.append(shown)
        left = sorted(self.known - shown.keys())
        return Choice((), tuple(Item((id_,), "not_shown") for id_ in left[:1]))

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        if self.broken:
            self.broken -= 1
            raise self.error
        return Response(Reply(Card(" ".join(choice.facts()), (), "en"), {}))

    def versions(self, claimed: Claimed, choice: Choice) -> Mapping[str, int]:
        return {id_: 1 for id_ in choice.facts() if id_ in self.known}


class World:
    """A store, a platform and a worker at a due time, with one channel that wants a digest."""

    def __init__(self, window: float = 0) -> None:
        self.clock = Clock(DUE - timedelta(hours=1))
        self.store = FakeStore(self.clock)
        self.poster = FakePoster(self.clock, window=window)
        self.making = FakeMaking()
        self.worker = self.another("one")

    def another(self, owner: str) -> Worker:
        ports = digest_ports(self.store, self.poster)
        return Worker(ports, self.making, self.clock, owner)

    async def subscribe(self, channel: Channel = CHANNEL) -> None:
        await self.store.put(Subscription(channel), DUE - timedelta(hours=1))

    async def turn(self, seconds: float = 0) -> None:
        """One turn to its end, after some time."""
        self.clock.passes(seconds)
        await self.worker.turn()
        await self.worker.settled()

    async def minutes(self, number: int) -> None:
        """Turns for some minutes, one every ten seconds."""
        for _ in range(number * 6):
            await self.turn(10)

    async def until(self, done: Callable[[], object], step: float = 5) -> None:
        """Turns until something is true, at most for half a day."""
        for _ in range(int(43200 / step)):
            if done():
                return
            await self.turn(step)
        raise AssertionError("it never came to that")

    def delivery(self, channel: Channel = CHANNEL) -> Delivery:
        """The one delivery of a channel."""
        (row,) = (r for r in self.store.rows.values() if r.delivery.channel == channel)
        return row.delivery

    def posts(self) -> Counter[str]:
        """How many messages of each delivery the platform has."""
        return Counter(post.delivery for post in self.poster.accepted)


async def due(window: float = 0) -> World:
    """A world in which a digest is due now."""
    world = World(window)
    await world.subscribe()
    world.clock.now = DUE
    return world
