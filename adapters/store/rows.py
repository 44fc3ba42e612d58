"""The state behind buttons, found by its content."""

import json
from base64 import b32encode
from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import select, update

from adapters.store.batch import Batch
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.schema import BUTTON_ROWS
from bot.ports import ROW_DAYS, Rows, StoreError

KEY_CHARACTERS = 16  # of base32: 80 bits, as the ids of buttons have it (bot/press.py)
FRESH = timedelta(days=1)  # a row's last use is noted once a day, not at each use
REMEMBERED_KEYS = 10_000


class StoredRows(Rows):
    """Rows in the database; those used within the last day are known without asking it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._batch = Batch(database, BUTTON_ROWS.c.key, BUTTON_ROWS.c.state, BUTTON_ROWS.c.used_at)
        self._kept = Grouped(self._keep_all)
        self._used: OrderedDict[str, datetime] = OrderedDict()

    async def keep(self, state: dict[str, Any], now: datetime) -> str:
        """Writes nothing when this process kept or found the same state within the last day."""
        text = json.dumps(state, sort_keys=True, separators=(",", ":"))
        key = key_of(text)
        if not self._fresh(key, now):
            await self._kept.do((key, text, now))
            self._note(key, now)
        return key

    async def find(self, key: str, now: datetime) -> dict[str, Any] | None:
        """Works where nothing can be written, too; the use isn't noted then."""
        unexpired = BUTTON_ROWS.c.used_at >= now - timedelta(days=ROW_DAYS)
        query = select(BUTTON_ROWS.c.state, BUTTON_ROWS.c.used_at)
        rows = await self._database.read(query.where(BUTTON_ROWS.c.key == key, unexpired))
        if not rows:
            return None
        if now - rows[0].used_at >= FRESH:
            with suppress(StoreError):
                await self._touch(key, now)
        state: dict[str, Any] = json.loads(rows[0].state)
        return state

    async def _keep_all(self, rows: list[tuple[str, str, datetime]]) -> list[None]:
        """The digests of a morning keep hundreds at once."""
        new = self._batch.rows
        insert = self._database.insert(BUTTON_ROWS).from_select(
            ["key", "state", "used_at"], select(*new.c).where(new.c.key.is_not(None))
        )  # fmt: skip
        kept = insert.on_conflict_do_update(
            index_elements=BUTTON_ROWS.primary_key, set_={"used_at": insert.excluded.used_at}
        )
        once = sorted({row[0]: row for row in rows}.values())
        await self._database.write(kept, self._batch.values(once))
        return [None] * len(rows)

    async def _touch(self, key: str, now: datetime) -> None:
        touched = update(BUTTON_ROWS).where(BUTTON_ROWS.c.key == key).values(used_at=now)
        await self._database.write(touched)

    def _fresh(self, key: str, now: datetime) -> bool:
        used = self._used.get(key)
        return used is not None and abs(now - used) < FRESH

    def _note(self, key: str, now: datetime) -> None:
        self._used[key] = now
        self._used.move_to_end(key)
        if len(self._used) > REMEMBERED_KEYS:
            self._used.popitem(last=False)


def key_of(text: str) -> str:
    """The key of a state's canonical JSON."""
    digest = blake2b(text.encode("ascii")).digest()[: KEY_CHARACTERS * 5 // 8]
    return b32encode(digest).decode().lower()
