"""The queue of items, the documents that they come from, and what is decided on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.engine import Database
from adapters.store.published import StaleError, carry_out
from adapters.store.records import AnyRow
from adapters.store.review_rows import Entities, entry_of, item_columns, item_of, to_json
from adapters.store.review_schema import DOCUMENTS, ITEMS, REVIEW_LOG, SUGGESTIONS
from adapters.store.texts import storable
from bot.drafts.record import SourceDraft
from bot.review.item import Circle, Decision, Document, Entry, Item, ItemState
from bot.review.ports import Queue
from facts.fact import Fact
from facts.language import Text

REASON_CHARACTERS = 500
_I, _D, _L = ITEMS.c, DOCUMENTS.c, REVIEW_LOG.c


class StoredQueue(Queue):
    """Every change is one transaction that outlives a loss of power."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        circle: Circle,
        document: Document | None,
        archive: bytes,
        items: Sequence[Item],
        suggestion: str | None,
        now: datetime,
    ) -> int:
        """The suggestion's row goes first: of two that read the same, one finds it."""
        async with self._database.writing(durable=True) as connection:
            if suggestion is not None:
                ended = delete(SUGGESTIONS).where(SUGGESTIONS.c.id == suggestion)
                if not (await connection.execute(ended.returning(SUGGESTIONS.c.id))).all():
                    return 0
            if document and not await self._keep(connection, circle, document, archive, now):
                return 0
            return sum([await self._line_up(connection, circle, i, now) for i in items])

    async def _keep(
        self, connection: AsyncConnection, circle: Circle, document: Document, archive: bytes,
        now: datetime,
    ) -> bool:  # fmt: skip
        kept = self._database.insert(DOCUMENTS).values(
            circle=circle, archive=document.archive, source=document.source.id,
            address=document.source.url, record=to_json(SourceDraft, document.source),
            content=archive, kept_at=now,
        )  # fmt: skip
        kept = kept.on_conflict_do_nothing(index_elements=DOCUMENTS.primary_key)
        return bool((await connection.execute(kept.returning(_D.archive))).all())

    async def _line_up(
        self, connection: AsyncConnection, circle: Circle, item: Item, now: datetime
    ) -> int:
        head = await _head(connection, item.also) or item.id
        row = {**item_columns(item), "circle": circle, "touched_at": now, "head": head}
        kept = self._database.insert(ITEMS).values(row)
        kept = kept.on_conflict_do_nothing(index_elements=ITEMS.primary_key)
        added = len((await connection.execute(kept.returning(_I.id))).all())
        if added and head != item.id:
            await connection.execute(update(ITEMS).where(_I.id == head).values(touched_at=now))
        return added

    async def page(
        self, circle: Circle, states: Collection[ItemState], first: int, most: int
    ) -> list[Item]:
        """Of equal scores the oldest first."""
        found = select(*_I).where(_leads(circle, states))
        found = found.order_by(_I.score.desc(), _I.at, _I.id).offset(first).limit(most)
        return await self._items(found)

    async def count(self, circle: Circle, states: Collection[ItemState]) -> int:
        """Counted by the database."""
        (row,) = await self._database.read(select(func.count()).where(_leads(circle, states)))
        return int(row[0])

    async def find(self, item: str) -> Item | None:
        """Of any circle and state."""
        found = await self._items(select(*_I).where(_I.id == item))
        return found[0] if found else None

    async def publisher(self, circle: Circle, fact: str) -> Item | None:
        """The draft that the fact was first published from."""
        named = select(*_I).where(
            _I.circle == circle, _I.fact == fact, _I.state == "published", _I.kind == "draft"
        )
        found = await self._items(named.order_by(_I.at, _I.id).limit(1))
        return found[0] if found else None

    async def _items(self, query: Select[*tuple[Any, ...]]) -> list[Item]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
            also = await _others(connection, rows)
        return [item_of(row, tuple(also[row.id])) for row in rows]

    async def decide(self, decision: Decision, now: datetime) -> Item | None:
        """Compare the turn, set the next one, log and publish in one transaction; None also where
        a fact was published in another text of the same version meanwhile.
        """
        try:
            async with self._database.writing(durable=True) as connection:
                row = await _decide(connection, decision, now)
                if row is None:
                    return None
                await _note(connection, row, decision, now)
                await carry_out(connection, self._database, row.circle, decision, now)
                also = await _others(connection, [row])
        except StaleError:
            return None
        return item_of(row, tuple(also[row.id]))

    async def log(self, circle: Circle, most: int, item: str | None = None) -> list[Entry]:
        """Of the whole circle, or of one item."""
        query = select(*_L).where(_L.circle == circle)
        if item is not None:
            query = query.where(_L.item == item)
        query = query.order_by(_L.decided_at.desc(), _L.turn.desc(), _L.item).limit(most)
        return [entry_of(row) for row in await self._database.read(query)]

    async def archive(self, circle: Circle, sha256: str) -> bytes | None:
        """The bytes as they were saved."""
        query = select(_D.content).where(_D.circle == circle, _D.archive == sha256)
        rows = await self._database.read(query)
        return bytes(rows[0].content) if rows else None

    async def known(self, circle: Circle, address: str) -> str | None:
        """By the address that the text came from in the end."""
        query = select(_D.source).where(_D.circle == circle, _D.address == address)
        rows = await self._database.read(query.order_by(_D.kept_at.desc()).limit(1))
        return str(rows[0].source) if rows else None


def _leads(circle: Circle, states: Collection[ItemState]) -> ColumnElement[bool]:
    return (_I.circle == circle) & _I.state.in_(states) & (_I.head == _I.id)


async def _head(connection: AsyncConnection, also: Sequence[str]) -> str | None:
    """The item that leads the group of the first of these, where it waits."""
    if not also:
        return None
    leader = ITEMS.alias("leader")
    query = select(_I.id, _I.head).join(leader, leader.c.id == _I.head)
    rows = await connection.execute(query.where(_I.id.in_(also), leader.c.state == "waiting"))
    heads: dict[str, str] = {row.id: row.head for row in rows}
    return next((heads[other] for other in also if other in heads), None)


async def _others(connection: AsyncConnection, rows: Iterable[AnyRow]) -> dict[str, list[str]]:
    """The items that follow these, by the one that they follow."""
    query = select(_I.id, _I.head).where(_I.head.in_([row.id for row in rows]), _I.id != _I.head)
    found = defaultdict[str, list[str]](list)
    for row in await connection.execute(query.order_by(_I.id)):
        found[row.head].append(row.id)
    return found


async def _decide(connection: AsyncConnection, decision: Decision, now: datetime) -> AnyRow | None:
    decided = update(ITEMS).where(_I.id == decision.item, _I.turn == decision.seen).values(
        turn=decision.seen + 1, state=decision.state, fact=decision.fact, touched_at=now,
        head=_I.id, statement=to_json(Text, decision.statement),
        edited=to_json(Fact, decision.edited), entities=to_json(Entities, decision.entities),
    )  # fmt: skip
    return (await connection.execute(decided.returning(*_I))).one_or_none()


async def _note(
    connection: AsyncConnection, row: AnyRow, decision: Decision, now: datetime
) -> None:
    by = decision.by
    await connection.execute(REVIEW_LOG.insert().values(
        item=row.id, turn=row.turn, circle=row.circle, verb=decision.verb, platform=by.platform,
        workspace=by.workspace, person=by.user, decided_at=now,
        reason=storable(decision.reason, REASON_CHARACTERS), fact=decision.fact,
    ))  # fmt: skip
