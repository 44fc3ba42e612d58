"""The subject of each conversation."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.store.engine import Database
from adapters.store.schema import CONVERSATIONS
from bot.ports import MEMORY_HOURS, Memory, Person, Place

LINE_CHARACTERS = 500  # a cut line would be about something else


class StoredMemory(Memory):
    """One row a place, replaced by every answer there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, place: Place, now: datetime) -> str | None:
        """The line as it was remembered."""
        fresh = CONVERSATIONS.c.said_at >= now - timedelta(hours=MEMORY_HOURS)
        query = select(CONVERSATIONS.c.line).where(_at(place), fresh)
        rows = await self._database.read(query)
        return str(rows[0].line) if rows else None

    async def remember(self, place: Place, person: Person, line: str, now: datetime) -> None:
        """A line that is too long, or that no database takes, leaves the place without a last."""
        said = {
            "person_workspace": person.workspace, "person": person.user,
            "line": line, "said_at": now,
        }  # fmt: skip
        kept = self._database.insert(CONVERSATIONS).values({**_columns(place), **said})
        replaced = kept.on_conflict_do_update(index_elements=CONVERSATIONS.primary_key, set_=said)
        forgotten = delete(CONVERSATIONS).where(_at(place))
        await self._database.write(replaced if _fits(line) else forgotten)


def _fits(line: str) -> bool:
    storable = "\0" not in line and not any("\ud800" <= c <= "\udfff" for c in line)
    return storable and len(line) <= LINE_CHARACTERS


def _columns(place: Place) -> dict[str, str]:
    return {
        "platform": place.platform, "workspace": place.workspace,
        "channel": place.channel, "thread": place.thread,
    }  # fmt: skip


def _at(place: Place) -> ColumnElement[bool]:
    return and_(*(CONVERSATIONS.c[name] == value for name, value in _columns(place).items()))
