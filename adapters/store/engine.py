"""One database for all ports: transactions, and errors that become StoreError."""

import asyncio
import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, Row, Select, Table, UpdateBase, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from adapters.store.address import (
    driver_address,
    driver_arguments,
    is_file,
    read_address,
)
from bot.ports import StoreError

TURN_SECONDS = 2.0  # to wait for a connection, or for one's turn to write to SQLite
_CONNECTIONS = 8
_QUICK = "NORMAL"  # with WAL: no corruption, no fsync a commit; a loss of power may undo the last
_DURABLE = "FULL"

Insert = postgresql.Insert | sqlite.Insert  # both know on_conflict_do_update and returning


class Database:
    """Connections to the database of an address; nothing is opened before the first use."""

    def __init__(self, address: str) -> None:
        self.url = read_address(address)
        with store_errors():
            self._engine = _async_engine(self, _QUICK)
            # To switch one connection to and fro would take as long as to write.
            self._durable = _async_engine(self, _DURABLE) if self.is_file else self._engine
        # SQLite is in autocommit mode anyway (`address.py`).
        level = {} if self.is_file else {"isolation_level": "AUTOCOMMIT"}
        self._single = self._engine.execution_options(**level)
        self._single_durable = self._durable.execution_options(**level)
        # SQLite has one writer at a time, and its own waiting is not fair: wait in line here.
        self._turns = asyncio.Semaphore(1 if self.is_file else _CONNECTIONS)

    @property
    def is_file(self) -> bool:
        """Whether this is SQLite."""
        return is_file(self.url)

    @property
    def dialect(self) -> Dialect:
        """How values and statements are written for this database."""
        return self._engine.dialect

    def insert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_file else postgresql.insert(table)

    async def read(
        self, query: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of one SELECT; StoreError where it fails."""
        async with self.reading() as connection:
            return (await connection.execute(query, values)).all()

    async def write(
        self,
        statement: UpdateBase,
        values: Mapping[str, Any] | None = None,
        *,
        durable: bool = False,
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Run one statement as a transaction of its own; the rows that it returns.

        Half the cost of `writing`. Without BEGIN SQLite takes its lock as BEGIN IMMEDIATE does.
        A durable one outlives a loss of power, too (PostgreSQL's always do).
        """
        engine = self._single_durable if durable else self._single
        with store_errors():
            async with _turn(self._turns), engine.connect() as connection:
                result = await connection.execute(statement, values)
                return result.all() if result.returns_rows else []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for SELECTs that need not agree with each other; StoreError on failure."""
        with store_errors():
            async with self._single.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self, *, durable: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction: all of it is kept at the end, or nothing and StoreError.

        A durable one outlives a loss of power, too (PostgreSQL's always do).
        """
        engine = self._durable if durable else self._engine
        with store_errors():
            async with _turn(self._turns), engine.connect() as connection:
                await connection.execution_options(writing=True)
                async with connection.begin():
                    yield connection

    async def close(self) -> None:
        """Close all connections; a later use opens new ones."""
        await self._engine.dispose()
        await self._durable.dispose()


def _async_engine(database: Database, level: str) -> AsyncEngine:
    engine = create_async_engine(
        driver_address(database.url),
        connect_args=driver_arguments(database.url),
        pool_size=_CONNECTIONS, max_overflow=0, pool_timeout=TURN_SECONDS,
        pool_pre_ping=not database.is_file,  # a restart of the server costs no answer its comforts
        hide_parameters=True,  # errors are logged, and parameters hold what people typed
    )  # fmt: skip
    if database.is_file:
        use_file(engine.sync_engine, database.url, level)
    return engine


def use_file(engine: Engine, url: URL, level: str = _QUICK) -> None:
    """Make an engine open SQLite's file at this address, and begin and sync, as ours must."""
    file = Path(url.database or "")

    def check(*_: object) -> None:
        # Before aiosqlite fails: it would leave a thread that outlives the loop.
        if not os.access(file, os.R_OK):
            code = errno.EACCES if file.exists() else errno.ENOENT
            raise OSError(code, f"the database file can't be read: {os.strerror(code)}", str(file))

    def set_up(connection: Any, _: object) -> None:  # a DBAPI connection has no common type
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous = {level}")
        cursor.close()

    event.listen(engine, "do_connect", check)
    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writing one fails at once with BUSY_SNAPSHOT.
    if connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@asynccontextmanager
async def _turn(turns: asyncio.Semaphore) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(TURN_SECONDS):
            await turns.acquire()
    except TimeoutError:
        raise StoreError("the database is busy: no turn to write within two seconds") from None
    try:
        yield
    finally:
        turns.release()


@contextmanager
def store_errors() -> Iterator[None]:
    """Errors of the database, its driver and its files become StoreError, with their cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(_said_plainly(error)) from error
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs psycopg: install the extra `postgres`") from error


_PLAINLY = {
    "readonly": "the database can't be written: it is read-only",
    "is full": "the database can't be written: the disk is full",
    "is locked": "the database is locked by another process",
    "unable to open": "the database file can't be opened",
    "not a database": "the file is no database",
    "no such table": "the database has no tables yet: run `japan-ai db upgrade`",
    'relation "': "the database has no tables yet: run `japan-ai db upgrade`",
}


def _said_plainly(error: Exception) -> str:
    """One line; never the statement's parameters, which hold what people typed."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    plain = next((text for mark, text in _PLAINLY.items() if mark in str(cause)), None)
    return plain or f"the database failed: {lines[0]}"
