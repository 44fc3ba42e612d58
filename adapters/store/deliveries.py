"""The outbox: deliveries from plan to end, shared by processes."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    UpdateBase,
    bindparam,
    exists,
    select,
    true,
    tuple_,
    update,
)

from adapters.store.batch import Batch, packed
from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.outbox import GATHER, Beginning, Change, Outbox, showing
from adapters.store.planning import Planner
from adapters.store.records import (
    AnyRow,
    at_channel,
    channel_columns,
    channel_of,
    choice_data,
    delivery_of,
    same_channel,
    wish_of,
)
from adapters.store.schema import DELIVERIES, HOLDS, IS_OPEN, SHOWN, SUBSCRIPTIONS
from adapters.store.subscriptions import REASON_CHARACTERS
from adapters.store.texts import storable
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import Delivery, State
from bot.digest.ports import LEASE_SECONDS, Claimed, Deliveries, Workspace
from bot.digest.subscription import Channel, Subscription

TOGETHER = 100  # channels whose shown facts are read at once: of each it may be the whole library

_MADE, _WISHES = DELIVERIES.c, SUBSCRIPTIONS.c
# What a process needs of deliveries that it takes, and of their wishes.
_TAKEN = [c for c in _MADE if c.name not in ("owner", "lease_until", "not_before")]
_WISH = [
    c
    for c in _WISHES
    if c.name not in ("platform", "workspace", "channel", "next_due", "next_day", "changed_at")
]


class StoredDeliveries(Deliveries):
    """One row a channel and local day; leases run by the database's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._planner = Planner(database)
        self._outbox = Outbox(database)
        self._ids = Batch(database, _MADE.id)
        self._channels = Batch(database, SHOWN.c.platform, SHOWN.c.workspace, SHOWN.c.channel)
        self._shown = Grouped(self._all_shown, GATHER, TOGETHER)
        self._lease, self._lease_of_some = _lease(_free()), _lease(_free().where(_not_avoided()))
        self._wishes, self._seen = _wishes(self._ids), _seen(database, self._channels)
        self._noted = Batch(database, *SHOWN.c)
        self._note = showing(database, _rows_of(self._noted))

    async def plan(self, now: datetime, most: int = 500) -> int:
        """One transaction; two processes plan different wishes."""
        return await self._planner.plan(now, most)

    async def claim(
        self, owner: str, platforms: Collection[str], most: int, avoid: Collection[Workspace] = ()
    ) -> list[Claimed]:
        """Those that were due first, first."""
        if most <= 0 or not platforms:
            return []
        values = {"new_owner": owner, "platforms": list(platforms), "most": most}
        if avoid:
            rows = await self._database.write(self._lease_of_some, {**values, "avoid": list(avoid)})
        else:
            rows = await self._database.write(self._lease, values)
        if not rows:
            return []
        ids = self._ids.values((row.id,) for row in rows)
        wishes = {row.id: row for row in await self._database.read(self._wishes, ids)}
        return [_claimed(row, wishes.get(row.id)) for row in sorted(rows, key=_turn)]

    async def begin(
        self, claimed: Claimed, choice: Choice, versions: Mapping[str, int], now: datetime
    ) -> bool:
        """Kept on the disk before it returns."""
        delivery = claimed.delivery
        return await self._outbox.begin(Beginning(
            delivery.id, delivery.tries, choice_data(choice), dict(versions), now,
            fresh=not claimed.uncertain,
        ))  # fmt: skip

    async def sent(self, claimed: Claimed, message: str, now: datetime) -> None:
        """What was sent already stays as it is."""
        delivery = claimed.delivery
        change = Change(delivery.id, delivery.tries, "sent", message=message, ended=now)
        await self._outbox.change(change)

    async def uncertain(
        self, claimed: Claimed, reason: str, again: float | None, now: datetime
    ) -> None:
        """The lease is given up; what has ended already stays as it is."""
        key, said = (claimed.delivery.id, claimed.delivery.tries), _said(reason)
        if again is None:
            change = Change(*key, "ambiguous", said, ended=now)
        else:
            change = Change(*key, "sending", said, wait=again)
        await self._outbox.change(change)

    async def later(self, claimed: Claimed, reason: str, seconds: float) -> None:
        """The lease is given up; what has ended already stays as it is."""
        key = claimed.delivery.id, claimed.delivery.tries
        await self._outbox.change(
            Change(*key, "planned", _said(reason), wait=seconds, untried=True)
        )

    async def wait(
        self, platform: str, workspace: str, channel: str | None, seconds: float
    ) -> None:
        """The longest of several waits counts."""
        key = {"platform": platform, "workspace": workspace, "channel": channel or ""}
        until = clock() + seconds
        hold = self._database.insert(HOLDS).values(**key, until=until).on_conflict_do_update(
            index_elements=HOLDS.primary_key, set_={"until": until}, where=HOLDS.c.until < until
        )  # fmt: skip
        await self._database.write(hold)

    async def end(self, claimed: Claimed, state: State, reason: str, now: datetime) -> None:
        """What has ended already stays as it is."""
        key = claimed.delivery.id, claimed.delivery.tries
        await self._outbox.change(Change(*key, state, _said(reason), ended=now, untried=True))

    async def shown(self, channel: Channel) -> Mapping[str, Shown]:
        """Asked for many channels at once, they are read at once."""
        facts = await self._shown.do(channel)
        if facts is None:
            return {}
        return {
            fact: Shown(version, times, date.fromisoformat(last))
            for fact, version, times, last in json.loads(facts)
        }

    async def note_shown(self, channel: Channel, versions: Mapping[str, int], day: date) -> None:
        """Counts like a digest that was sent."""
        rows = [(*channel_columns(channel).values(), *v, 1, day) for v in sorted(versions.items())]
        if rows:
            await self._database.write(self._note, self._noted.values(rows))

    async def _all_shown(self, channels: list[Channel]) -> list[str | None]:
        """What each was shown, as `packed` has it; None for nothing."""
        wanted = self._channels.values({tuple(channel_columns(c).values()) for c in channels})
        rows = await self._database.read(self._seen, wanted)
        found = {channel_of(row): row.facts for row in rows}
        return [found.get(channel) for channel in channels]

    async def history(self, channel: Channel, day: date | None, most: int = 7) -> list[Delivery]:
        """Ordered by local day."""
        query = select(*_MADE).where(at_channel(DELIVERIES, channel))
        if day is not None:
            query = query.where(_MADE.day == day)
        rows = await self._database.read(query.order_by(_MADE.day.desc()).limit(most))
        return [delivery_of(row) for row in rows]


def _free() -> Select[tuple[str]]:
    """At most `most` deliveries of these `platforms` that may be tried now. What was planned
    together lies together in the table, and is best changed together.
    """
    held = exists().where(
        HOLDS.c.platform == _MADE.platform, HOLDS.c.workspace == _MADE.workspace,
        HOLDS.c.channel.in_(("", _MADE.channel)), HOLDS.c.until > clock(),
    )  # fmt: skip
    free = select(_MADE.id).where(
        IS_OPEN, _MADE.lease_until <= clock(), _MADE.not_before <= clock(),
        # Of an expression, since SQLite would take the index that begins with it, and sort all days.
        _MADE.platform.concat("").in_(bindparam("platforms", expanding=True)), ~held,
    )  # fmt: skip
    # Of the same minute, in another order each day.
    return free.order_by(_MADE.due, _MADE.lot, _MADE.id).limit(bindparam("most"))


def _not_avoided() -> ColumnElement[bool]:
    workspace = tuple_(_MADE.platform, _MADE.workspace)
    return workspace.not_in(bindparam("avoid", expanding=True))


def _lease(free: Select[tuple[str]]) -> UpdateBase:
    ids = free.with_for_update(skip_locked=True).cte("free")
    leased = update(DELIVERIES).where(_MADE.id.in_(select(ids.c.id))).values(
        owner=bindparam("new_owner"), lease_until=clock() + LEASE_SECONDS, tries=_MADE.tries + 1
    )  # fmt: skip
    return leased.returning(*_TAKEN)


def _wishes(ids: Batch) -> Select[*tuple[object, ...]]:
    """The wishes of deliveries, by their ids."""
    return (
        select(_MADE.id, *_WISH)
        .join(DELIVERIES, same_channel(_WISHES, _MADE))
        .join(ids.rows, ids.rows.c.id == _MADE.id)
    )


def _seen(database: Database, channels: Batch) -> Select[*tuple[object, ...]]:
    """What channels were shown, a row for each."""
    shown = SHOWN.c
    facts = packed(database, shown.fact, shown.version, shown.times, shown.last)
    channel = shown.platform, shown.workspace, shown.channel
    return (
        select(*channel, facts.label("facts"))
        .join(channels.rows, same_channel(shown, channels.rows.c))
        .group_by(*channel)
    )


def _rows_of(batch: Batch) -> Select[*tuple[object, ...]]:
    """All rows; SQLite can't tell ON CONFLICT from a join's ON without a WHERE."""
    return select(*batch.rows.c).where(true())


def _turn(row: AnyRow) -> tuple[datetime, int, str]:
    return row.due, row.lot, row.id


def _claimed(row: AnyRow, wish: AnyRow | None) -> Claimed:
    delivery = delivery_of(row)
    channel = delivery.channel
    subscription = wish_of(channel, wish) if wish else _gone(channel)
    return Claimed(delivery, subscription, delivery.state == "sending")


def _gone(channel: Channel) -> Subscription:
    """What stands for a wish that was deleted."""
    return Subscription(channel, active=False)


def _said(reason: str) -> str:
    return storable(reason, REASON_CHARACTERS)
