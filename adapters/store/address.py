"""What DATABASE_URL may say, and how the drivers are told."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.ports import StoreError

# A chat answer has 3 s (platform-limits, "ack" and "interaction") and asks the store up to four
# times: better no comfort than a late answer.
BUSY_SECONDS = 1.0
_POSTGRES = {
    "connect_timeout": 2,  # s; the least that libpq knows
    "tcp_user_timeout": 3000,  # ms until a server that vanished counts as lost
    "options": "-c statement_timeout=5000 -c lock_timeout=2000"  # ms
    # Every statement looks rows up by a key. The planner thinks otherwise while its statistics are
    # old, as they are when 100,000 digests fall due: then each claim read and sorted all of them.
    " -c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off"
    " -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off",
    "application_name": "japan-ai",
}


def read_address(text: str) -> URL:
    """The address with its driver; StoreError for one that is no file and no PostgreSQL server."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError("DATABASE_URL is no database address") from None
    name = url.drivername.partition("+")[0]
    if name in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if name != "sqlite":
        raise StoreError(f"DATABASE_URL: {name} is not supported, only sqlite and postgresql")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError("DATABASE_URL: sqlite needs the path of a file: sqlite:///path/to/file.db")
    return url.set(drivername="sqlite+aiosqlite")


def is_file(url: URL) -> bool:
    """Whether the database is a file of SQLite."""
    return url.get_backend_name() == "sqlite"


def driver_address(url: URL) -> URL:
    """What the engine is told: opening a file of SQLite never makes one (`prepare_file` does)."""
    if not is_file(url) or not url.database:
        return url
    query = {**url.query, "mode": "rw", "uri": "true"}
    return url.set(database=Path(url.database).resolve().as_uri(), query=query)


def driver_arguments(url: URL, *, busy: float = BUSY_SECONDS) -> dict[str, Any]:
    """What the driver's connect() is told; the address itself wins where it says the same."""
    if is_file(url):
        # No transaction that the driver opens by itself: `engine.py` says BEGIN IMMEDIATE.
        return {"timeout": busy, "isolation_level": None}
    return {key: value for key, value in _POSTGRES.items() if key not in url.query}


def prepare_file(url: URL) -> None:
    """Make the file and its folder where they are missing, readable by their owner alone."""
    if not is_file(url) or not url.database:
        return
    path = Path(url.database)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # never open a present one: closing it drops SQLite's locks
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
