"""The digest's ports in memory, a clock that a test moves, and a platform that a test can break.

The outbox is a small model of what its port promises; it runs leases by the same clock.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.desk import Response
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import Delivery, State
from bot.digest.ports import (
    LEASE_SECONDS,
    Claimed,
    Deliveries,
    DigestPorts,
    LostError,
    Poster,
    RefusedError,
    Subscriptions,
    Workspace,
)
from bot.digest.schedule import LATEST, Due, next_due
from bot.digest.subscription import Channel, Subscription
from bot.ports import StoreError

Step = Callable[[str], Awaitable[None]]
Fate = Literal["accept", "lose_before", "lose_after", "hang"] | Exception
STUCK_SECONDS = 20  # after which a call of the store fails, and a post is cut off


class Clock:
    """A time that passes when a test says so."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


async def at_once(_: str) -> None:
    """A step of a store or a platform that takes no time."""


@dataclass
class Row:
    """A delivery with what only the store knows of it."""

    delivery: Delivery
    versions: Mapping[str, int] = field(default_factory=dict)
    owner: str = ""
    lease_until: datetime | None = None
    not_before: datetime | None = None
    counts: bool = False  # its facts were, or may have been, seen

    def newest(self, claimed: Claimed) -> bool:
        """Whether no other claim followed this one."""
        return self.delivery.tries == claimed.delivery.tries

    def change(self, **changes: object) -> None:
        self.delivery = replace(self.delivery, **changes)  # type: ignore[arg-type]  # the callers below name fields


OPEN = ("planned", "sending")


class FakeStore(Subscriptions, Deliveries):
    """Both ports of one store. `failing` counts how often a method, by name, fails next; `step` is
    awaited before each writing method does anything; the answer of `begin` takes `slow` seconds.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.wishes: dict[Channel, Subscription] = {}
        self.dues: dict[Channel, Due | None] = {}
        self.rows: dict[str, Row] = {}
        self.waits: dict[tuple[str, str, str | None], datetime] = {}
        self.notes: list[tuple[Channel, Mapping[str, int], date]] = []
        self.failing = Counter[str]()
        self.step: Step = at_once
        self.slow = 0.0

    async def _begins(self, name: str) -> None:
        asked = self.clock.now
        await self.step(name)
        if self.failing[name] > 0:
            self.failing[name] -= 1
            raise StoreError(f"{name} fails in this test")
        if self.clock.now - asked > timedelta(seconds=STUCK_SECONDS):
            raise StoreError(f"{name} took too long")

    def _newest(self, channel: Channel) -> Due | None:
        made = [r.delivery for r in self.rows.values() if r.delivery.channel == channel]
        last = max(made, key=lambda delivery: delivery.day, default=None)
        return Due(last.due, last.day) if last else None

    # Subscriptions

    async def put(self, subscription: Subscription, now: datetime) -> None:
        await self._begins("put")
        channel = subscription.channel
        self.wishes[channel] = subscription
        wanted = subscription.active and not subscription.paused
        self.dues[channel] = next_due(subscription, now, self._newest(channel)) if wanted else None

    async def find(self, channel: Channel) -> Subscription | None:
        await self._begins("find")
        return self.wishes.get(channel)

    async def next_due(self, channel: Channel) -> datetime | None:
        due = self.dues.get(channel)
        return due.at if due else None

    async def pause(self, channel: Channel, reason: str) -> None:
        await self._begins("pause")
        self.wishes[channel] = replace(self.wishes[channel], paused=reason)
        self.dues[channel] = None

    async def drop_workspace(self, platform: str, workspace: str, reason: str) -> None:
        for channel in self.wishes:
            if (channel.platform, channel.workspace) == (platform, workspace):
                await self.pause(channel, reason)

    # Deliveries

    async def plan(self, now: datetime, most: int = 500) -> int:
        await self._begins("plan")
        due = [(channel, due) for channel, due in self.dues.items() if due and due.at <= now]
        for channel, each in due[:most]:
            id_ = f"{channel.workspace}-{channel.channel}-{each.day.isoformat()}"
            late = now - each.at > LATEST
            state: State = "missed" if late else "planned"
            made = Delivery(
                id_, channel, each.day, each.at, state, planned=now, ended=now if late else None
            )
            self.rows.setdefault(id_, Row(made))
            self.dues[channel] = next_due(self.wishes[channel], each.at, each)
        return len(due[:most])

    async def claim(
        self, owner: str, platforms: Collection[str], most: int, avoid: Collection[Workspace] = ()
    ) -> list[Claimed]:
        await self._begins("claim")
        free = [row for row in self.rows.values() if self._free(row, platforms, avoid)]
        free.sort(key=lambda row: row.delivery.due)
        for row in free[:most]:
            row.owner = owner
            row.lease_until = self.clock.now + timedelta(seconds=LEASE_SECONDS)
            row.change(tries=row.delivery.tries + 1)
        return [
            Claimed(r.delivery, self.wishes[r.delivery.channel], r.delivery.state == "sending")
            for r in free[:most]
        ]

    def _free(self, row: Row, platforms: Collection[str], avoid: Collection[Workspace]) -> bool:
        now, channel = self.clock.now, row.delivery.channel
        workspace = channel.platform, channel.workspace
        until = [
            row.lease_until, row.not_before, self.waits.get((*workspace, None)),
            self.waits.get((*workspace, channel.channel)),
        ]  # fmt: skip
        return (
            row.delivery.state in OPEN
            and channel.platform in platforms
            and workspace not in avoid
            and all(time is None or time <= now for time in until)
        )

    async def begin(
        self, claimed: Claimed, choice: Choice, versions: Mapping[str, int], now: datetime
    ) -> bool:
        await self._begins("begin")
        row = self.rows[claimed.delivery.id]
        leased = row.lease_until and row.lease_until > self.clock.now
        if not leased or not row.newest(claimed) or row.delivery.state not in OPEN:
            return False
        row.versions = versions
        row.lease_until = self.clock.now + timedelta(seconds=LEASE_SECONDS)
        first = row.delivery.first_try if claimed.uncertain else now
        row.change(state="sending", choice=choice, first_try=first)
        self.clock.passes(self.slow)
        return True

    async def sent(self, claimed: Claimed, message: str, now: datetime) -> None:
        await self._begins("sent")
        row = self.rows[claimed.delivery.id]
        if row.delivery.state != "sent":
            self._note(
                row, None, counts=True, state="sent", reason=None, message=message, ended=now
            )

    async def uncertain(
        self, claimed: Claimed, reason: str, again: float | None, now: datetime
    ) -> None:
        if again is None:
            changes = {"state": "ambiguous", "reason": reason, "ended": now}
        else:
            changes = {"state": "sending", "reason": reason}
        await self._change("uncertain", claimed, again, **changes)

    async def later(self, claimed: Claimed, reason: str, seconds: float) -> None:
        await self._change(
            "later", claimed, seconds, state="planned", reason=reason, first_try=None
        )

    async def end(self, claimed: Claimed, state: State, reason: str, now: datetime) -> None:
        await self._change("end", claimed, None, state=state, reason=reason, ended=now)

    async def _change(
        self, name: str, claimed: Claimed, again: float | None, **changes: object
    ) -> None:
        """What has ended stays as it ended, and what another claim followed is left to that."""
        await self._begins(name)
        row = self.rows[claimed.delivery.id]
        if row.newest(claimed) and row.delivery.state in OPEN:
            self._note(row, again, counts=name == "uncertain", **changes)

    def _note(self, row: Row, again: float | None, *, counts: bool, **changes: object) -> None:
        row.change(**changes)
        row.counts = counts
        row.lease_until = None
        row.not_before = None if again is None else self.clock.now + timedelta(seconds=again)

    async def wait(
        self, platform: str, workspace: str, channel: str | None, seconds: float
    ) -> None:
        await self._begins("wait")
        self.waits[platform, workspace, channel] = self.clock.now + timedelta(seconds=seconds)

    async def shown(self, channel: Channel) -> Mapping[str, Shown]:
        await self._begins("shown")
        found: dict[str, Shown] = {}
        told = [
            (r.versions, r.delivery.day) for r in self.rows.values()
            if r.counts and r.delivery.channel == channel
        ]  # fmt: skip
        told += [(versions, day) for where, versions, day in self.notes if where == channel]
        for versions, day in told:
            for id_, version in versions.items():
                before = found.get(id_, Shown(0, 0, date.min))
                newest = max(before.version, version), before.times + 1, max(before.last, day)
                found[id_] = Shown(*newest)
        return found

    async def note_shown(self, channel: Channel, versions: Mapping[str, int], day: date) -> None:
        await self._begins("note_shown")
        self.notes.append((channel, dict(versions), day))

    async def history(self, channel: Channel, day: date | None, most: int = 7) -> list[Delivery]:
        found = [
            row.delivery for row in self.rows.values()
            if row.delivery.channel == channel and day in (None, row.delivery.day)
        ]  # fmt: skip
        return sorted(found, key=lambda delivery: delivery.day, reverse=True)[:most]


@dataclass(frozen=True)
class Post:
    """A message that a platform has accepted."""

    message: str
    channel: Channel
    delivery: str
    response: Response
    at: datetime


class FakePoster(Poster):
    """A platform. `accepted` are the messages that its users see, `tried` the deliveries that it
    was asked to post. `fates` are what becomes of the next posts, `looks` of the next look-ups;
    after those, everything is accepted. A nonce counts for `window` seconds.
    """

    def __init__(self, clock: Clock, platform: str = "slack", window: float = 0) -> None:
        self.clock, self.platform, self.again_seconds = clock, platform, window
        self.accepted: list[Post] = []
        self.tried: list[str] = []
        self.looked: list[str] = []
        self.fates: list[Fate] = []
        self.looks: list[Exception] = []
        self.may_look = True
        self.stuck: set[str] = set()  # workspaces whose posts are held until `freed`
        self.freed = asyncio.Event()
        self.step: Step = at_once

    async def turn(self, channel: Channel) -> None:
        await self.step("turn")

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        asked = self.clock.now
        self.tried.append(delivery)
        fate = self.fates.pop(0) if self.fates else "accept"
        if isinstance(fate, Exception):
            raise fate
        if fate == "hang" or channel.workspace in self.stuck:
            await self.freed.wait()
        if fate == "lose_before":
            raise LostError("connection reset")
        await self.step("post")
        self._cut(asked)
        message = self._accept(channel, response, delivery)
        await self.step("answer")
        self._cut(asked)
        if fate == "lose_after":
            raise LostError("connection reset")
        return message

    def _cut(self, asked: datetime) -> None:
        if self.clock.now - asked > timedelta(seconds=STUCK_SECONDS):
            raise LostError("cut off")

    def _accept(self, channel: Channel, response: Response, delivery: str) -> str:
        """Take a post; one with a nonce that still counts is the message that it was before."""
        now = self.clock.now
        for post in self.accepted:
            age = (now - post.at).total_seconds()
            if post.delivery == delivery and self.again_seconds and age < self.again_seconds:
                return post.message
        message = f"m{len(self.accepted)}"
        self.accepted.append(Post(message, channel, delivery, response, now))
        return message

    async def find(self, channel: Channel, delivery: str) -> str | None:
        self.looked.append(delivery)
        await self.step("look")
        if self.looks:
            raise self.looks.pop(0)
        if not self.may_look:
            raise RefusedError("missing_scope")
        return next((post.message for post in self.accepted if post.delivery == delivery), None)


def digest_ports(store: FakeStore, *posters: Poster) -> DigestPorts:
    """The ports of one process; several may share a store."""
    return DigestPorts(store, store, {poster.platform: poster for poster in posters})
