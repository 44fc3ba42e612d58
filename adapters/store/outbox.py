"""What becomes of deliveries, noted for many at once: begun, sent, put off, ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Double,
    Integer,
    Select,
    UpdateBase,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.batch import Batch, pairs
from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.schema import DELIVERIES, SHOWN
from bot.digest.delivery import State
from bot.digest.ports import LEASE_SECONDS

GATHER = 0.005  # seconds; nobody waits for a digest's answer

_MADE = DELIVERIES.c
# Not as the index of open rows has it: these rows are found by their ids.
_STILL_OPEN = _MADE.state.concat("").in_(("planned", "sending"))
_SHOWN_AS: tuple[State, ...] = ("sent", "ambiguous")  # states whose facts count as shown


class Beginning(NamedTuple):
    """A post that is about to be sent, by the claim of that number. `fresh` is true when nothing
    of it was accepted before. `choice` and `versions` are kept as JSON.
    """

    delivery: str
    claim: int
    choice: object
    versions: Mapping[str, int]
    now: datetime
    fresh: bool


class Change(NamedTuple):
    """What became of a delivery, says the claim of that number; `wait` is in seconds, and
    `untried` is true when the platform has accepted nothing for sure.
    """

    delivery: str
    claim: int
    state: State
    reason: str | None = None
    message: str | None = None
    ended: datetime | None = None
    wait: float = 0.0
    untried: bool = False


class Outbox:
    """Writes that hundreds of coroutines ask for at once, a transaction a group."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # The columns are in the order of the fields of Beginning and Change.
        self._beginnings = Batch(
            database, _MADE.id, _MADE.tries, _MADE.choice, _MADE.versions, _MADE.first_try,
            Column("fresh", Boolean),
        )  # fmt: skip
        self._changes = Batch(
            database, _MADE.id, _MADE.tries, _MADE.state, _MADE.reason, _MADE.message,
            _MADE.ended, Column("wait", Double), Column("untried", Boolean),
        )  # fmt: skip
        self._ids = Batch(database, _MADE.id)
        self._begin, self._change = _begin(self._beginnings), _change(self._changes)
        self._accept = _accept(self._changes)
        self._show = showing(database, _shown_by(database, self._ids))
        self.begin = Grouped(self._all_begin, GATHER).do
        self.change = Grouped(self._all_change, GATHER).do

    async def _all_begin(self, calls: list[Beginning]) -> list[bool]:
        """Whether the lease of each was good."""
        values = self._beginnings.values(calls)
        begun = {row.id for row in await self._database.write(self._begin, values, durable=True)}
        return [call.delivery in begun for call in calls]

    async def _all_change(self, calls: list[Change]) -> list[None]:
        async with self._database.writing() as connection:
            found = await connection.execute(self._change, self._changes.values(calls))
            changed = {row.id: row.state for row in found}
            shown = [id_ for id_, state in changed.items() if state in _SHOWN_AS]
            late = [c for c in calls if c.state == "sent" and c.delivery not in changed]
            if late:
                shown += await self._accept_late(connection, late)
            if shown:
                await connection.execute(self._show, self._ids.values((id_,) for id_ in shown))
        return [None] * len(calls)

    async def _accept_late(self, connection: AsyncConnection, calls: Sequence[Change]) -> list[str]:
        """Posts that were accepted though they had ended otherwise; those whose facts did not
        count yet.
        """
        not_shown: list[str] = []
        for ended in ("ambiguous",), ("missed", "failed", "skipped"):
            values = {**self._changes.values(calls), "ended_as": ended}
            accepted = (await connection.execute(self._accept, values)).scalars().all()
            not_shown += accepted if "ambiguous" not in ended else []
        return not_shown


def _begin(batch: Batch) -> UpdateBase:
    new = batch.rows.c
    mine = (_MADE.id == new.id) & (_MADE.tries == new.tries) & (_MADE.lease_until > clock())
    first = case((new.fresh, new.first_try), else_=func.coalesce(_MADE.first_try, new.first_try))
    begun = update(DELIVERIES).where(mine, _STILL_OPEN).values(
        state="sending", choice=new.choice, versions=new.versions, first_try=first,
        lease_until=clock() + LEASE_SECONDS,
    )  # fmt: skip
    return begun.returning(_MADE.id)


def _change(batch: Batch) -> UpdateBase:
    """By the newest claim alone, but for what was accepted."""
    new = batch.rows.c
    newest = (_MADE.tries == new.tries) | (new.state == "sent")
    changed = update(DELIVERIES).where(_MADE.id == new.id, newest, _STILL_OPEN).values(
        state=new.state, reason=new.reason, message=new.message, ended=new.ended,
        first_try=case((new.untried, None), else_=_MADE.first_try), owner=None, lease_until=0.0,
        not_before=case((new.wait > 0, clock() + new.wait), else_=0.0),
    )  # fmt: skip
    return changed.returning(_MADE.id, _MADE.state)


def _accept(batch: Batch) -> UpdateBase:
    new = batch.rows.c
    otherwise = _MADE.state.in_(bindparam("ended_as", expanding=True))
    accepted = update(DELIVERIES).where(_MADE.id == new.id, otherwise)
    accepted = accepted.values(state=new.state, reason=None, message=new.message, ended=new.ended)
    return accepted.returning(_MADE.id)


def _shown_by(database: Database, ids: Batch) -> Select[*tuple[object, ...]]:
    """What these deliveries showed, in an order in which no two processes block each other."""
    fact = pairs(database, _MADE.versions)
    version = func.max(cast(fact.c.value, Integer))
    # Not the columns themselves: all deliveries would be read, in the order of their key.
    channel = [c.concat("") for c in (_MADE.platform, _MADE.workspace, _MADE.channel)]
    key: list[ColumnElement[int]] = [literal_column(str(place)) for place in range(1, 5)]
    return (
        select(*channel, fact.c.key, version, func.count(), func.max(_MADE.day))
        .select_from(ids.rows.join(DELIVERIES, _MADE.id == ids.rows.c.id).join(fact, true()))
        .group_by(*key).order_by(*key)
    )  # fmt: skip


def showing(database: Database, new: Select[*tuple[object, ...]]) -> UpdateBase:
    """Count facts as shown; `new` has the columns of SHOWN, and each key once."""
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
