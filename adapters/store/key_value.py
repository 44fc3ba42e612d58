"""Small texts by name."""

from datetime import datetime

from sqlalchemy import or_, select

from adapters.store.engine import Database
from adapters.store.schema import KEY_VALUES
from bot.ports import KeyValue, Person


class StoredKeyValue(KeyValue):
    """One row a key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str, now: datetime) -> str | None:
        """The text as it was put."""
        columns = KEY_VALUES.c
        fresh = or_(columns.expires_at.is_(None), columns.expires_at > now)
        query = select(columns.value).where(columns.key == key, fresh)
        rows = await self._database.read(query)
        return str(rows[0].value) if rows else None

    async def put(
        self, key: str, value: str, expires: datetime | None = None, about: Person | None = None
    ) -> None:
        """Replaces the whole row: text, expiry and person."""
        row = {
            "value": value, "expires_at": expires,
            "platform": about and about.platform, "workspace": about and about.workspace,
            "person": about and about.user,
        }  # fmt: skip
        kept = self._database.insert(KEY_VALUES).values(key=key, **row)
        replaced = kept.on_conflict_do_update(index_elements=KEY_VALUES.primary_key, set_=row)
        await self._database.write(replaced)
