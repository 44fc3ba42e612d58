"""What people chose, and their right to have all of it deleted."""

import time
from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.batch import Batch
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.records import same_channel
from adapters.store.review_schema import REVIEW_LOG
from adapters.store.schema import (
    CONVERSATIONS,
    DELIVERIES,
    KEY_VALUES,
    PREFERENCES,
    SHOWN,
    SUBSCRIPTIONS,
)
from bot.ports import Person, Preferences, Privacy

_WHO = (PREFERENCES.c.platform, PREFERENCES.c.workspace, PREFERENCES.c.person)
CACHE_SECONDS = 30.0  # another process learns of a choice so late
CACHED_PEOPLE = 20_000


class StoredPreferences(Preferences):
    """Choices in the database, with a short memory of them: every message asks for one."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._cached: OrderedDict[Person, tuple[str | None, float]] = OrderedDict()
        self._writes = 0
        self._people = Batch(database, *_WHO)
        asked = self._people.rows.c
        same = and_(*(column == asked[column.name] for column in _WHO))
        self._chosen = select(*_WHO, PREFERENCES.c.language).where(same)
        self._read = Grouped(self._read_all)

    async def language(self, person: Person) -> str | None:
        """From the cache, where it is fresh."""
        language, until = self._cached.get(person, (None, 0.0))
        if self._clock() < until:
            return language
        writes = self._writes
        found = await self._read.do(person)
        if writes == self._writes:  # else what was read may be older than what was written
            self._cache(person, found)
        return found

    async def _read_all(self, people: list[Person]) -> list[str | None]:
        """Those of many at once: in a busy minute each would wait for a connection of its own."""
        rows = (_columns(person) for person in dict.fromkeys(people))
        values = self._people.values(tuple(row[c.name] for c in _WHO) for row in rows)
        found = await self._database.read(self._chosen, values)
        chosen = {Person(*row[:-1]): row[-1] for row in found}
        return [chosen.get(person) for person in people]

    async def choose_language(self, person: Person, language: str | None) -> None:
        """Seen at once in this process."""
        if language is None:
            await self._database.write(delete(PREFERENCES).where(_of(person)))
        else:
            row = {**_columns(person), "language": language}
            kept = self._database.insert(PREFERENCES).values(row).on_conflict_do_update(
                index_elements=PREFERENCES.primary_key, set_={"language": language}
            )  # fmt: skip
            await self._database.write(kept)
        self.written(person)

    def written(self, person: Person) -> None:
        """Something about the person was just written: what was read before no longer counts."""
        self._writes += 1
        self._cached.pop(person, None)

    def _cache(self, person: Person, language: str | None) -> None:
        self._cached[person] = (language, self._clock() + CACHE_SECONDS)
        self._cached.move_to_end(person)
        if len(self._cached) > CACHED_PEOPLE:
            self._cached.popitem(last=False)


class StoredPrivacy(Privacy):
    """Deletes in every table that has a person in it."""

    def __init__(self, database: Database, preferences: StoredPreferences) -> None:
        self._database = database
        self._preferences = preferences

    async def forget(self, person: Person) -> None:
        """All of it in one transaction."""
        conversations, known = CONVERSATIONS.c, KEY_VALUES.c
        spoken = and_(
            conversations.platform == person.platform,
            conversations.person_workspace == person.workspace,
            conversations.person == person.user,
        )
        about = and_(
            known.platform == person.platform,
            known.workspace == person.workspace,
            known.person == person.user,
        )
        async with self._database.writing() as connection:
            await connection.execute(delete(PREFERENCES).where(_of(person)))
            await connection.execute(delete(CONVERSATIONS).where(spoken))
            await connection.execute(delete(KEY_VALUES).where(about))
            await _forget_digests(connection, person)
            await _forget_decisions(connection, person)
        self._preferences.written(person)


async def _forget_digests(connection: AsyncConnection, person: Person) -> None:
    """A channel's digest goes on, but nobody knows any more who switched it on; one's own goes."""
    wishes = SUBSCRIPTIONS.c
    theirs = (wishes.platform == person.platform) & (wishes.person == person.user)
    if person.workspace:  # on Discord somebody is the same person in every server
        theirs &= wishes.workspace == person.workspace
    own = theirs & wishes.personal
    for table in (DELIVERIES, SHOWN):
        in_own = exists().where(own, same_channel(table.c, wishes))
        await connection.execute(delete(table).where(in_own))
    await connection.execute(delete(SUBSCRIPTIONS).where(own))
    await connection.execute(update(SUBSCRIPTIONS).where(theirs).values(person=""))


async def _forget_decisions(connection: AsyncConnection, person: Person) -> None:
    """What was decided stands; nobody knows any more who did."""
    log = REVIEW_LOG.c
    theirs = (
        (log.platform == person.platform)
        & (log.workspace == person.workspace)
        & (log.person == person.user)
    )
    await connection.execute(update(REVIEW_LOG).where(theirs).values(person=""))


def _columns(person: Person) -> dict[str, str]:
    return {
        "platform": person.platform, "workspace": person.workspace, "person": person.user,
    }  # fmt: skip


def _of(person: Person) -> ColumnElement[bool]:
    return and_(*(PREFERENCES.c[name] == value for name, value in _columns(person).items()))
