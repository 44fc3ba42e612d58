"""What becomes of deliveries, noted for many at once: begun, sent, put off, ended."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Double, Integer, UpdateBase, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.batch import Batch
from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.records import AnyRow, channel_of
from adapters.store.schema import DELIVERIES, SHOWN
from bot.digest.delivery import State
from bot.digest.ports import LEASE_SECONDS
from bot.digest.subscription import Channel

GATHER = 0.005  # seconds; nobody waits for a digest's answer

_MADE = DELIVERIES.c
# Not as the index of open rows has it: these rows are found by their ids.
_STILL_OPEN = _MADE.state.concat("").in_(("planned", "sending"))


@dataclass(frozen=True)
class Beginning:
    """A post that is about to be sent. `fresh` is true when nothing of it was accepted before."""

    delivery: str
    owner: str
    choice: str
    versions: str
    now: datetime
    fresh: bool


@dataclass(frozen=True)
class Change:
    """What became of a delivery; `wait` is in seconds, `tries` how many more there were, and
    `untried` is true when the platform has accepted none of them for sure.
    """

    delivery: str
    state: State
    reason: str | None = None
    message: str | None = None
    ended: datetime | None = None
    wait: float = 0.0
    tries: int = 0
    untried: bool = False


@dataclass(frozen=True)
class Showing:
    """Facts (id to version) that a channel was shown on a local day."""

    channel: Channel
    versions: tuple[tuple[str, int], ...]
    day: date


class Outbox:
    """Writes that hundreds of coroutines ask for at once, a transaction a group."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._beginnings = Batch(
            database, _MADE.id, _MADE.owner, _MADE.choice, _MADE.versions, _MADE.first_try,
            Column("fresh", Boolean),
        )  # fmt: skip
        self._changes = Batch(
            database, _MADE.id, _MADE.state, _MADE.reason, _MADE.message, _MADE.ended,
            Column("wait", Double), Column("more", Integer), Column("untried", Boolean),
        )  # fmt: skip
        self._showings = Batch(database, *SHOWN.c)
        self._begin = _begin(self._beginnings)
        self._change = _change(self._changes)
        self._show = _show(database, self._showings)
        self.begin = Grouped(self._all_begin, GATHER).do
        self.change = Grouped(self._all_change, GATHER).do

    async def show(self, showings: Sequence[Showing]) -> None:
        """Note what channels were shown."""
        async with self._database.writing() as connection:
            await self._note(connection, showings)

    async def _all_begin(self, calls: list[Beginning]) -> list[bool]:
        """Whether each still belongs to its owner."""
        rows = [(c.delivery, c.owner, c.choice, c.versions, c.now, c.fresh) for c in calls]
        async with self._database.writing(durable=True) as connection:
            found = await connection.execute(self._begin, self._beginnings.values(rows))
            begun = {row.id for row in found}
        return [call.delivery in begun for call in calls]

    async def _all_change(self, calls: list[Change]) -> list[bool]:
        """Whether each was open; what has ended stays as it ended."""
        rows = [
            (c.delivery, c.state, c.reason, c.message, c.ended, c.wait, c.tries, c.untried)
            for c in calls
        ]
        async with self._database.writing() as connection:
            found = await connection.execute(self._change, self._changes.values(rows))
            changed = found.all()
            shown = (row for row in changed if row.state in ("sent", "ambiguous") and row.versions)
            await self._note(connection, [_showing(row) for row in shown])
        ids = {row.id for row in changed}
        return [call.delivery in ids for call in calls]

    async def _note(self, connection: AsyncConnection, showings: Iterable[Showing]) -> None:
        if rows := _rows(showings):
            await connection.execute(self._show, self._showings.values(rows))


def _begin(batch: Batch) -> UpdateBase:
    new = batch.rows.c
    mine = (_MADE.id == new.id) & (_MADE.owner == new.owner) & (_MADE.lease_until > clock())
    first = case((new.fresh, new.first_try), else_=func.coalesce(_MADE.first_try, new.first_try))
    begun = update(DELIVERIES).where(mine, _STILL_OPEN).values(
        state="sending", choice=new.choice, versions=new.versions, tries=_MADE.tries + 1,
        first_try=first, lease_until=clock() + LEASE_SECONDS,
    )  # fmt: skip
    return begun.returning(_MADE.id)


def _change(batch: Batch) -> UpdateBase:
    new = batch.rows.c
    changed = update(DELIVERIES).where(_MADE.id == new.id, _STILL_OPEN).values(
        state=new.state, reason=new.reason, message=new.message, ended=new.ended,
        first_try=case((new.untried, None), else_=_MADE.first_try), tries=_MADE.tries + new.more,
        owner=None, lease_until=0.0,
        not_before=case((new.wait > 0, clock() + new.wait), else_=0.0),
    )  # fmt: skip
    return changed.returning(
        _MADE.id, _MADE.platform, _MADE.workspace, _MADE.channel, _MADE.day, _MADE.state,
        _MADE.versions,
    )  # fmt: skip


def _show(database: Database, batch: Batch) -> UpdateBase:
    new = select(*batch.rows.c).where(batch.rows.c.fact.is_not(None))
    insert = database.insert(SHOWN).from_select([column.name for column in SHOWN.c], new)
    shown, more = SHOWN.c, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=SHOWN.primary_key,
        set_={
            "times": shown.times + more.times,
            "version": case((shown.version > more.version, shown.version), else_=more.version),
            "last": case((shown.last > more.last, shown.last), else_=more.last),
        },
    )


def _showing(row: AnyRow) -> Showing:
    return Showing(channel_of(row), tuple(json.loads(row.versions).items()), row.day)


def _rows(showings: Iterable[Showing]) -> list[tuple[object, ...]]:
    """A row for each fact of a channel, in an order in which no two processes block each other."""
    rows: dict[tuple[str, str, str, str], tuple[int, int, date]] = {}
    for each in showings:
        for fact, version in each.versions:
            key = each.channel.platform, each.channel.workspace, each.channel.channel, fact
            known, times, last = rows.get(key, (version, 0, each.day))
            rows[key] = max(known, version), times + 1, max(last, each.day)
    return [(*key, *values) for key, values in sorted(rows.items())]
