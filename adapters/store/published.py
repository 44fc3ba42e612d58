"""What curators published, every record of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.engine import Database
from adapters.store.records import AnyRow
from adapters.store.review_rows import entity_of, fact_of, source_draft_of, to_json
from adapters.store.review_schema import DOCUMENTS, PUBLISHED, PUBLISHED_ENTITIES, REVISIONS
from bot.review.item import Circle, Decision, prefix
from bot.review.ports import Published
from bot.review.records import Saved, pack_files
from facts.entity import Entity
from facts.fact import Fact

_P = PUBLISHED.c


class StaleError(Exception):
    """A record was changed by somebody else since the one that is to replace it was written."""


class StoredPublished(Published):
    """One row each time that a fact was published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def revisions(self) -> Mapping[Circle, int]:
        """One short query: every process asks every few seconds."""
        rows = await self._database.read(select(REVISIONS.c.circle, REVISIONS.c.revision))
        return {row.circle: row.revision for row in rows}

    async def records(self, circle: Circle) -> Mapping[str, str]:
        """Sources are there as long as anything that quotes them was ever published: facts of
        other circles may quote them too.
        """
        async with self._database.reading() as connection:
            rows = (await connection.execute(_newest(circle))).all()
            entities = PUBLISHED_ENTITIES.c
            named = select(entities.record).where(entities.circle == circle)
            found = (await connection.execute(named)).all()
            saved = await _documents(connection, circle)
        own = [s for s in saved if s.source.id.startswith(prefix(circle))]
        facts = [fact_of(row.record) for row in rows if not row.withdrawn]
        others = [s for s in saved if s not in own]
        return pack_files(facts, [entity_of(row.record) for row in found], own, others)

    async def versions(self, circle: Circle, fact: str) -> Sequence[Fact]:
        """In the order in which they were published."""
        query = select(_P.record).where(_P.circle == circle, _P.fact == fact).order_by(_P.number)
        return [fact_of(row.record) for row in await self._database.read(query)]


def _newest(circle: Circle) -> Select[str, bool]:
    newest = (
        select(_P.fact, func.max(_P.number).label("number"))
        .where(_P.circle == circle).group_by(_P.fact).subquery()
    )  # fmt: skip
    found = select(_P.record, _P.withdrawn).join(
        newest, (newest.c.fact == _P.fact) & (newest.c.number == _P.number)
    )
    return found.where(_P.circle == circle).order_by(_P.fact)


async def _documents(connection: AsyncConnection, circle: Circle) -> list[Saved]:
    rows = await connection.execute(select(_P.quoted).where(_P.circle == circle).distinct())
    quoted = {source for row in rows for source in json.loads(row.quoted)}
    documents = DOCUMENTS.c
    found = await connection.execute(
        select(documents.record, documents.content)
        .where(documents.circle == circle, documents.source.in_(quoted))
        .order_by(documents.source)
    )
    return [Saved(source_draft_of(row.record), row.content) for row in found]


async def carry_out(
    connection: AsyncConnection, database: Database, circle: Circle, decision: Decision,
    now: datetime,
) -> None:  # fmt: skip
    """The publishing half of a decision, in its transaction; StaleError where a record that it
    replaces is no longer the one that it was made from.
    """
    if not (decision.publishes or decision.withdraws):
        return
    grown = database.insert(REVISIONS).values(circle=circle, revision=1)
    grown = grown.on_conflict_do_update(
        index_elements=REVISIONS.primary_key, set_={"revision": REVISIONS.c.revision + 1}
    )
    await connection.execute(grown)  # first: from here on the circle publishes nothing else
    for fact in decision.publishes:
        await _publish(connection, circle, fact, now)
    if decision.publishes:
        await _name(connection, database, circle, decision.entities)
    gone = update(PUBLISHED).where(_P.circle == circle, _P.fact.in_(decision.withdraws))
    await connection.execute(gone.values(withdrawn=True))


async def _publish(connection: AsyncConnection, circle: Circle, fact: Fact, now: datetime) -> None:
    known = select(_P.number, _P.version, _P.record, _P.withdrawn)
    known = known.where(_P.circle == circle, _P.fact == fact.id).order_by(_P.number)
    earlier = (await connection.execute(known)).all()
    record = to_json(Fact, fact)
    if _is_stale(earlier, fact.version, record):
        raise StaleError(fact.id)
    number = earlier[-1].number + 1 if earlier else 1
    await connection.execute(PUBLISHED.insert().values(
        circle=circle, fact=fact.id, number=number, version=fact.version, record=record,
        quoted=json.dumps(fact.sources()), withdrawn=False, published_at=now,
    ))  # fmt: skip


def _is_stale(earlier: Sequence[AnyRow], version: int, record: str | None) -> bool:
    """Another text of the same version counts already; what was published before may come back."""
    if not earlier or earlier[-1].withdrawn or earlier[-1].version < version:
        return False
    return all(row.record != record for row in earlier)


async def _name(
    connection: AsyncConnection, database: Database, circle: Circle, entities: Iterable[Entity]
) -> None:
    for entity in entities:
        row = {"circle": circle, "entity": entity.id, "record": to_json(Entity, entity)}
        kept = database.insert(PUBLISHED_ENTITIES).values(row)
        await connection.execute(kept.on_conflict_do_update(
            index_elements=PUBLISHED_ENTITIES.primary_key, set_={"record": row["record"]}
        ))  # fmt: skip
