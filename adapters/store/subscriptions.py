"""The wishes of channels, and when each is due next."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.records import (
    at_channel,
    channel_columns,
    subscription_columns,
    subscription_of,
)
from adapters.store.schema import DELIVERIES, SUBSCRIPTIONS
from adapters.store.texts import storable
from bot.digest.ports import Subscriptions
from bot.digest.schedule import Due, next_due
from bot.digest.subscription import Channel, Subscription

REASON_CHARACTERS = 300


class StoredSubscriptions(Subscriptions):
    """One row a channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, subscription: Subscription, now: datetime) -> None:
        """The due time keeps its distance from the newest delivery, whatever became of that one."""
        channel = subscription.channel
        async with self._database.writing() as connection:
            # Whoever plans the channel's deliveries has this row, too: what is read next is newest.
            await connection.execute(_row(channel).with_for_update())
            due = None
            if subscription.active and not subscription.paused:
                due = next_due(subscription, now, await _newest(connection, channel))
            row = subscription_columns(subscription) | {
                "next_due": due and due.at, "next_day": due and due.day, "changed_at": clock(),
            }  # fmt: skip
            kept = self._database.insert(SUBSCRIPTIONS).values({**channel_columns(channel), **row})
            await connection.execute(
                kept.on_conflict_do_update(index_elements=SUBSCRIPTIONS.primary_key, set_=row)
            )

    async def find(self, channel: Channel) -> Subscription | None:
        """One row."""
        rows = await self._database.read(_row(channel))
        return subscription_of(rows[0]) if rows else None

    async def next_due(self, channel: Channel) -> datetime | None:
        """What was worked out when the wish was put or its last digest planned."""
        query = select(SUBSCRIPTIONS.c.next_due).where(at_channel(SUBSCRIPTIONS, channel))
        rows = await self._database.read(query)
        due: datetime | None = rows[0].next_due if rows else None
        return due

    async def pause(self, channel: Channel, reason: str) -> None:
        """A channel without a wish is left alone."""
        await self._pause(at_channel(SUBSCRIPTIONS, channel), reason)

    async def drop_workspace(self, platform: str, workspace: str, reason: str) -> None:
        """All in one statement."""
        wishes = SUBSCRIPTIONS.c
        await self._pause((wishes.platform == platform) & (wishes.workspace == workspace), reason)

    async def _pause(self, which: ColumnElement[bool], reason: str) -> None:
        paused = update(SUBSCRIPTIONS).where(which).values(
            paused=storable(reason, REASON_CHARACTERS), next_due=None, next_day=None,
            changed_at=clock(),
        )  # fmt: skip
        await self._database.write(paused)


def _row(channel: Channel) -> Select[*tuple[object, ...]]:
    table: Table = SUBSCRIPTIONS
    return select(*table.c).where(at_channel(table, channel))


async def _newest(connection: AsyncConnection, channel: Channel) -> Due | None:
    """When the channel's newest delivery was due, and the day it was of."""
    deliveries = DELIVERIES.c
    query = select(deliveries.due, deliveries.day).where(at_channel(DELIVERIES, channel))
    found = await connection.execute(query.order_by(deliveries.day.desc()).limit(1))
    row = found.first()
    return Due(row.due, row.day) if row else None
