"""The store as a whole: one database, one attribute a port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from adapters.store.backup import back_up
from adapters.store.deliveries import StoredDeliveries
from adapters.store.engine import Database
from adapters.store.installations import StoredInstallations
from adapters.store.key_value import StoredKeyValue
from adapters.store.measures import Measures, measured
from adapters.store.memory import StoredMemory
from adapters.store.migrate import current, newest, upgrade
from adapters.store.paces import StoredPaces
from adapters.store.posts import StoredPosts
from adapters.store.preferences import StoredPreferences, StoredPrivacy
from adapters.store.published import StoredPublished
from adapters.store.queue import StoredQueue
from adapters.store.rows import StoredRows
from adapters.store.seen import StoredLeases, StoredSeen
from adapters.store.subscriptions import StoredSubscriptions
from adapters.store.suggestions import StoredSuggestions
from adapters.store.tidy import tidy
from adapters.store.wishes import StoredFeedback, StoredRequests
from bot.ports import Ports, StoreError
from bot.review.ports import ReviewPorts


class Store:
    """Everything that is kept, at an address such as `sqlite:///path` or `postgresql://…`.

    Making one opens nothing; StoreError for an address that can't be understood. While `start`
    fails, every port raises StoreError, and `start` may be called again.
    """

    def __init__(self, address: str) -> None:
        self.database = database = Database(address)
        self.preferences = StoredPreferences(database)
        self.privacy = StoredPrivacy(database, self.preferences)
        self.memory = StoredMemory(database)
        self.rows = StoredRows(database)
        self.seen = StoredSeen(database)
        self.feedback = StoredFeedback(database)
        self.requests = StoredRequests(database)
        self.installations = StoredInstallations(database)
        self.key_value = StoredKeyValue(database)
        self.leases = StoredLeases(database)
        self.subscriptions = StoredSubscriptions(database)
        self.deliveries = StoredDeliveries(database)
        self.paces = StoredPaces(database)
        self.suggestions = StoredSuggestions(database)
        self.queue = StoredQueue(database)
        self.published = StoredPublished(database)
        self.posts = StoredPosts(database)

    @classmethod
    @asynccontextmanager
    async def open(cls, address: str) -> AsyncIterator["Store"]:
        """A store that has started, closed at the end; StoreError where it can't start."""
        store = cls(address)
        try:
            await store.start()
            yield store
        finally:
            await store.close()

    async def start(self) -> None:
        """Make or upgrade the tables; StoreError where that fails, with nothing half done."""
        await asyncio.to_thread(upgrade, self.database.url)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.database.close()

    def ports(self) -> Ports:
        """What every chat platform needs."""
        return Ports(
            self.preferences, self.memory, self.privacy, self.rows, self.seen, self.feedback,
            self.requests,
        )  # fmt: skip

    def review(self) -> ReviewPorts:
        """What review works with."""
        return ReviewPorts(self.suggestions, self.queue, self.published, self.posts)

    async def status(self) -> str | None:
        """What is wrong, in one line; None when the store can be read and written."""
        try:
            revision = await self.revision()
            if revision != newest():
                return f"the database is at migration {revision or 'none'}, not at {newest()}"
            await self.key_value.put("store.status", "written")
        except StoreError as error:
            return str(error)
        return None

    async def revision(self) -> str | None:
        """The newest migration that the database had, None for an empty one."""
        async with self.database.reading() as connection:
            return await connection.run_sync(current)

    async def measured(self, now: datetime) -> Measures:
        """How the digest does; StoreError where that can't be read."""
        return await measured(self.database, now)

    async def tidy(self, now: datetime) -> int:
        """Delete everything that is expired, to be called every hour; how many rows."""
        return await tidy(self.database, now)

    async def back_up(self, file: Path) -> None:
        """Write a consistent copy while others go on; StoreError where the file exists.

        SQLite: a database file; PostgreSQL: an archive for pg_restore, made by pg_dump.
        """
        await asyncio.to_thread(back_up, self.database.url, file)
