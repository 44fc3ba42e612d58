"""The outbox: deliveries from plan to end, shared by processes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, exists, select, tuple_, update

from adapters.store.batch import Batch
from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.outbox import GATHER, Beginning, Change, Outbox, Showing
from adapters.store.planning import Planner
from adapters.store.records import (
    at_channel,
    channel_columns,
    channel_of,
    choice_text,
    delivery_of,
    same_channel,
    subscription_of,
    versions_text,
)
from adapters.store.schema import DELIVERIES, HOLDS, IS_OPEN, SHOWN, SUBSCRIPTIONS
from adapters.store.subscriptions import REASON_CHARACTERS
from adapters.store.texts import storable
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import Delivery, State
from bot.digest.ports import LEASE_SECONDS, Claimed, Deliveries, Workspace
from bot.digest.subscription import Channel, Subscription

_MADE = DELIVERIES.c


class StoredDeliveries(Deliveries):
    """One row a channel and local day; leases run by the database's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._planner = Planner(database)
        self._outbox = Outbox(database)
        self._wishes = Batch(database, _MADE.id)
        self._channels = Batch(database, SHOWN.c.platform, SHOWN.c.workspace, SHOWN.c.channel)
        self._shown = Grouped(self._all_shown, GATHER)

    async def plan(self, now: datetime, most: int = 500) -> int:
        """One transaction; two processes plan different wishes."""
        return await self._planner.plan(now, most)

    async def claim(
        self, owner: str, platforms: Collection[str], most: int, avoid: Collection[Workspace] = ()
    ) -> list[Claimed]:
        """Those that were due first, first."""
        if most <= 0 or not platforms:
            return []
        free = _free(platforms, avoid).limit(most).with_for_update(skip_locked=True).cte("free")
        leased = update(DELIVERIES).where(_MADE.id.in_(select(free.c.id))).values(
            owner=owner, lease_until=clock() + LEASE_SECONDS
        )  # fmt: skip
        rows = await self._database.write(leased.returning(*_MADE))
        deliveries = sorted((delivery_of(row) for row in rows), key=lambda d: (d.due, d.id))
        wishes = await self._wishes_of(deliveries)
        return [
            Claimed(d, wishes.get(d.channel) or _gone(d.channel), d.state == "sending")
            for d in deliveries
        ]

    async def _wishes_of(self, deliveries: Sequence[Delivery]) -> dict[Channel, Subscription]:
        if not deliveries:
            return {}
        wanted = self._wishes.rows
        query = (
            select(*SUBSCRIPTIONS.c)
            .join(DELIVERIES, same_channel(SUBSCRIPTIONS.c, _MADE))
            .join(wanted, wanted.c.id == _MADE.id)
        )
        rows = await self._database.read(query, self._wishes.values((d.id,) for d in deliveries))
        return {channel_of(row): subscription_of(row) for row in rows}

    async def begin(
        self,
        claimed: Claimed,
        owner: str,
        choice: Choice,
        versions: Mapping[str, int],
        now: datetime,
    ) -> bool:
        """Kept on the disk before it returns."""
        return await self._outbox.begin(Beginning(
            claimed.delivery.id, owner, choice_text(choice), versions_text(versions), now,
            fresh=not claimed.uncertain,
        ))  # fmt: skip

    async def sent(self, delivery: str, message: str, now: datetime) -> None:
        """What has ended already stays as it is."""
        await self._outbox.change(Change(delivery, "sent", message=message, ended=now))

    async def uncertain(
        self, delivery: str, reason: str, again: float | None, now: datetime
    ) -> None:
        """The lease is given up; what has ended already stays as it is."""
        said = _said(reason)
        if again is None:
            change = Change(delivery, "ambiguous", said, ended=now, tries=1)
        else:
            change = Change(delivery, "sending", said, wait=again, tries=1)
        await self._outbox.change(change)

    async def later(
        self,
        delivery: str,
        reason: str,
        seconds: float,
        now: datetime,  # noqa: ARG002  # the port has it; no column needs it
    ) -> None:
        """The lease is given up; what has ended already stays as it is."""
        change = Change(delivery, "planned", _said(reason), wait=seconds, untried=True)
        await self._outbox.change(change)

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

    async def end(self, delivery: str, state: State, reason: str, now: datetime) -> None:
        """What has ended already stays as it is."""
        await self._outbox.change(Change(delivery, state, _said(reason), ended=now, untried=True))

    async def shown(self, channel: Channel) -> Mapping[str, Shown]:
        """Asked for many channels at once, they are read at once."""
        return await self._shown.do(channel)

    async def note_shown(self, channel: Channel, versions: Mapping[str, int], day: date) -> None:
        """Counts like a digest that was sent."""
        await self._outbox.show([Showing(channel, tuple(versions.items()), day)])

    async def _all_shown(self, channels: list[Channel]) -> list[Mapping[str, Shown]]:
        wanted = self._channels.rows
        query = select(*SHOWN.c).join(wanted, same_channel(SHOWN.c, wanted.c))
        found: dict[Channel, dict[str, Shown]] = {channel: {} for channel in channels}
        values = self._channels.values(tuple(channel_columns(c).values()) for c in found)
        for row in await self._database.read(query, values):
            found[channel_of(row)][row.fact] = Shown(row.version, row.times, row.last)
        return [found[channel] for channel in channels]

    async def history(self, channel: Channel, day: date | None, most: int = 7) -> list[Delivery]:
        """Ordered by local day."""
        query = select(*_MADE).where(at_channel(DELIVERIES, channel))
        if day is not None:
            query = query.where(_MADE.day == day)
        rows = await self._database.read(query.order_by(_MADE.day.desc()).limit(most))
        return [delivery_of(row) for row in rows]


def _free(platforms: Collection[str], avoid: Collection[Workspace]) -> Select[tuple[str]]:
    """What may be tried now."""
    held = exists().where(
        HOLDS.c.platform == _MADE.platform, HOLDS.c.workspace == _MADE.workspace,
        HOLDS.c.channel.in_(("", _MADE.channel)), HOLDS.c.until > clock(),
    )  # fmt: skip
    free = select(_MADE.id).where(
        IS_OPEN, _MADE.lease_until <= clock(), _MADE.not_before <= clock(),
        # Of an expression, since SQLite would take the index that begins with it, and sort all days.
        _MADE.platform.concat("").in_(list(platforms)), ~held,
    )  # fmt: skip
    if avoid:
        free = free.where(tuple_(_MADE.platform, _MADE.workspace).not_in(list(avoid)))
    return free.order_by(_MADE.due, _MADE.id)  # of the same minute, in another order each day


def _gone(channel: Channel) -> Subscription:
    """What stands for a wish that was deleted."""
    return Subscription(channel, active=False)


def _said(reason: str) -> str:
    return storable(reason, REASON_CHARACTERS)
