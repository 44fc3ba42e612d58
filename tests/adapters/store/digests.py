"""Wishes and deliveries for the tests of the digest's store."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import text

from adapters.store.store import Store
from bot.digest.choose import Choice, Item
from bot.digest.delivery import Delivery
from bot.digest.ports import Claimed
from bot.digest.subscription import Channel, Subscription

GENERAL = Channel("slack", "T1", "C1")
OTHER = Channel("slack", "T1", "C2")
ELSEWHERE = Channel("discord", "G1", "7")
WISH = Subscription(GENERAL, at=time(9), zone="UTC", by="U1")
EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = DUE.date()
CHOICE = Choice(("old-fact",), (Item(("a", "b"), "new"), Item(("c",), "shown_before")))
VERSIONS = {"old-fact": 2, "a": 1, "b": 1, "c": 3}
LATE = DUE + timedelta(seconds=30)
ALL = ("slack", "discord")


async def subscribe(store: Store, *channels: Channel) -> None:
    for channel in channels:
        await store.subscriptions.put(replace(WISH, channel=channel), EVENING)


async def planned(store: Store, *channels: Channel) -> None:
    """A delivery for each channel, due at DUE."""
    await subscribe(store, *channels)
    assert await store.deliveries.plan(DUE) == len(channels)


async def claim(store: Store, owner: str = "a", most: int = 10) -> list[Claimed]:
    return await store.deliveries.claim(owner, ALL, most)


async def begin(store: Store, claimed: Claimed, now: datetime = LATE) -> bool:
    return await store.deliveries.begin(claimed, CHOICE, VERSIONS, now)


async def begun(store: Store, channel: Channel = GENERAL) -> Claimed:
    """A delivery that the process "a" may have posted."""
    await planned(store, channel)
    (claimed,) = await claim(store)
    assert await begin(store, claimed)
    return claimed


async def let_pass(store: Store, seconds: float) -> None:
    """As if so many seconds had gone by on the database's clock."""
    async with store.database.writing() as connection:
        for table, column in (
            ("deliveries", "lease_until"), ("deliveries", "not_before"), ("holds", "until"),
            ("paces", "next"),
        ):  # fmt: skip
            await connection.execute(text(f"UPDATE {table} SET {column} = {column} - {seconds}"))  # noqa: S608  # names of ours


async def only(store: Store, channel: Channel = GENERAL) -> Delivery:
    """The one delivery of a channel."""
    (delivery,) = await store.deliveries.history(channel, None)
    return delivery
