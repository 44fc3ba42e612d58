"""From wishes that are due to deliveries, many in one transaction."""

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select, update

from adapters.store.batch import Batch
from adapters.store.engine import Database
from adapters.store.records import AnyRow, channel_of, delivery_id, same_channel, subscription_of
from adapters.store.schema import DELIVERIES, SUBSCRIPTIONS, UtcTime
from bot.digest.delivery import OwnReason
from bot.digest.schedule import LATEST, Due, next_due

SLICE = 200  # wishes, about 10 ms
LOOK_BACK = timedelta(days=7)  # for which each missed day is told of after a downtime
TOO_LATE: OwnReason = "later"

_WISHES, _MADE = SUBSCRIPTIONS.c, DELIVERIES.c
_ID, _DUE_AT = 0, 5  # places in a row of `_made`
_IS_DUE = _WISHES.next_due <= bindparam("now", type_=UtcTime)
_ANY_DUE = select(_WISHES.next_due).where(_IS_DUE).limit(1)
_DUE = (
    select(*_WISHES).where(_IS_DUE).order_by(_WISHES.next_due)
    .limit(bindparam("most")).with_for_update(skip_locked=True)
)  # fmt: skip


class Planner:
    """What `Deliveries.plan` does: a wish and its delivery change together or not at all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        made = (
            _MADE.id, _MADE.platform, _MADE.workspace, _MADE.channel, _MADE.day, _MADE.due,
            _MADE.state, _MADE.planned_at, _MADE.ended, _MADE.reason, _MADE.tries,
            _MADE.lease_until, _MADE.not_before, _MADE.lot,
        )  # fmt: skip
        self._made = Batch(database, *made)
        new = select(*self._made.rows.c).where(self._made.rows.c.id.is_not(None))
        insert = database.insert(DELIVERIES).from_select([column.name for column in made], new)
        self._insert = insert.on_conflict_do_nothing()  # somebody planned the day before
        keys = (_WISHES.platform, _WISHES.workspace, _WISHES.channel)
        self._moved = Batch(database, *keys, _WISHES.next_due, _WISHES.next_day)
        rows = self._moved.rows.c
        self._move = update(SUBSCRIPTIONS).where(same_channel(_WISHES, rows)).values(
            next_due=rows.next_due, next_day=rows.next_day
        )  # fmt: skip

    async def plan(self, now: datetime, most: int) -> int:
        """How many wishes were due; of those that another process plans now, none."""
        if not await self._database.read(_ANY_DUE, {"now": now}):
            return 0  # without a writer's lock
        async with self._database.writing() as connection:
            found = await connection.execute(_DUE, {"now": now, "most": most})
            rows = found.all()
            if rows:
                await connection.execute(self._insert, self._made.values(_all_made(rows, now)))
                moved = [move for slice_ in _slices(rows) for move in await _moved(slice_, now)]
                await connection.execute(self._move, self._moved.values(moved))
        return len(rows)


def _all_made(rows: Sequence[AnyRow], now: datetime) -> list[tuple[Any, ...]]:
    """The deliveries of wishes, in the order in which they will be sent: what is changed together
    then lies together. Lots are in another order each day, and so are the deliveries of a lot.
    """
    lot = secrets.randbits(31)
    made = sorted((_made(row, now) for row in rows), key=itemgetter(_DUE_AT, _ID))
    return [(*each, lot) for each in made]


def _made(row: AnyRow, now: datetime) -> tuple[Any, ...]:
    """The delivery of a wish; one that can't be in time any more has ended as it begins."""
    channel = channel_of(row)
    late = now - row.next_due > LATEST
    return (
        delivery_id(channel, row.next_day), row.platform, row.workspace, row.channel,
        row.next_day, row.next_due, "missed" if late else "planned", now,
        now if late else None, TOO_LATE if late else None, 0, 0.0, 0.0,
    )  # fmt: skip


def _slices(rows: Sequence[AnyRow]) -> Iterator[Sequence[AnyRow]]:
    return (rows[first : first + SLICE] for first in range(0, len(rows), SLICE))


async def _moved(rows: Sequence[AnyRow], now: datetime) -> list[tuple[Any, ...]]:
    """When each is due next. Calendars take time: others have a turn after each slice."""
    await asyncio.sleep(0)
    moved = []
    for row in rows:
        last = Due(row.next_due, row.next_day)
        due = next_due(subscription_of(row), max(row.next_due, now - LOOK_BACK), last)
        key = row.platform, row.workspace, row.channel
        moved.append((*key, due and due.at, due and due.day))
    return moved
