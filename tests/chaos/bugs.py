"""Mistakes that the digest is kept from, made on purpose: the chaos must notice each of them."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, UniqueConstraint, select, update

from adapters.store.records import at_channel, channel_of, delivery_id
from adapters.store.schema import DELIVERIES, SUBSCRIPTIONS
from adapters.store.store import Store
from bot.desk import Response
from bot.digest.choose import Choice
from bot.digest.ports import Claimed, Deliveries, DigestPorts, Poster, Workspace
from bot.digest.subscription import Channel

CAUGHT = ("no unique key", "no lease", "no nonce", "no look-up", "no note before the post")
# Two mistakes of three: plans race each other, but the unique key is there and holds.
HELD = "plans race"
BUGS = ("", *CAUGHT, HELD)


def with_bug(bug: str, ports: DigestPorts, store: Store) -> DigestPorts:
    """The ports with one mistake in them; all of them right when `bug` is ""."""
    deliveries = {
        "no unique key": lambda: RacingPlans(ports.deliveries, store, key=False),
        HELD: lambda: RacingPlans(ports.deliveries, store, key=True),
        "no lease": lambda: WithoutLease(ports.deliveries, store),
        "no note before the post": lambda: WithoutNote(ports.deliveries),
    }.get(bug, lambda: ports.deliveries)()
    wrap: Callable[[Poster], Poster] = {
        "no nonce": WithoutNonce, "no look-up": WithoutLookUp
    }.get(bug, lambda poster: poster)  # fmt: skip
    posters = {platform: wrap(poster) for platform, poster in ports.posters.items()}
    return replace(ports, deliveries=deliveries, posters=posters)


async def drop_the_key(store: Store) -> None:
    """Make the table of deliveries anew, without what keeps a channel and day to one row."""
    table = DELIVERIES.to_metadata(MetaData())
    table.constraints = {c for c in table.constraints if not isinstance(c, UniqueConstraint)}
    async with store.database.writing() as connection:
        await connection.run_sync(DELIVERIES.drop)
        await connection.run_sync(table.create)


class Passing:
    """Hands every call on; a mistake is what a subclass does instead."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class RacingPlans(Passing):
    """Reads what is due, writes deliveries and moves the wishes on in three steps without a lock."""

    def __init__(self, inner: Deliveries, store: Store, *, key: bool) -> None:
        super().__init__(inner)
        self._store, self._key = store, key

    async def plan(self, now: datetime, most: int = 500) -> int:
        wishes = SUBSCRIPTIONS.c
        due = select(*wishes).where(wishes.next_due <= now).limit(5)
        rows = await self._store.database.read(due)
        await asyncio.sleep(0.05)
        for row in rows:
            channel = channel_of(row)
            id_ = delivery_id(channel, row.next_day) if self._key else secrets.token_hex(8)
            new = self._store.database.insert(DELIVERIES).values(
                id=id_, platform=channel.platform, workspace=channel.workspace,
                channel=channel.channel, day=row.next_day, due=row.next_due, state="planned",
                planned_at=now, tries=0, lease_until=0.0, not_before=0.0,
            )  # fmt: skip
            await self._store.database.write(new.on_conflict_do_nothing())
            moved = update(SUBSCRIPTIONS).where(at_channel(SUBSCRIPTIONS, channel))
            await self._store.database.write(moved.values(next_due=None))
        return len(rows)


class WithoutLease(Passing):
    """Whoever asks gets a delivery, whoever else has it, and may send it."""

    def __init__(self, inner: Deliveries, store: Store) -> None:
        super().__init__(inner)
        self._deliveries, self._store = inner, store

    async def claim(
        self, owner: str, platforms: Collection[str], most: int, avoid: Collection[Workspace] = ()
    ) -> list[Claimed]:
        claimed = await self._deliveries.claim(owner, platforms, min(most, 20), avoid)
        mine = DELIVERIES.c.id.in_([each.delivery.id for each in claimed])
        await self._store.database.write(update(DELIVERIES).where(mine).values(lease_until=0.0))
        return claimed

    async def begin(
        self, claimed: Claimed, choice: Choice, versions: Mapping[str, int], now: datetime
    ) -> bool:
        await self._deliveries.begin(claimed, choice, versions, now)
        return True


class WithoutNote(Passing):
    """Posts, and only then writes anything down."""

    async def begin(self, *_: object) -> bool:
        return True


class WithoutNonce(Passing):
    """Repeats a post as if the platform knew that it is the same."""

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        return str(await self._inner.send(channel, delivery, None))


class WithoutLookUp(Passing):
    """Takes what may have arrived for lost."""

    async def find(self, *_: object) -> None:
        return None
