"""Bring the tables up to date, under a lock: any number of processes may start at once."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, text

from adapters.store.address import driver_address, driver_arguments, is_file, prepare_file
from adapters.store.engine import store_errors, use_file
from bot.ports import StoreError

WAIT_SECONDS = 30.0  # for another process that migrates
_ADVISORY_LOCK = 5_264_710_379  # any number that no other program on the server uses
_in_this_process = threading.Lock()  # Alembic keeps its state in module globals


def newest() -> str:
    """The migration that this version of the program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(url: URL) -> None:
    """Run all missing migrations in one transaction, or none. Blocks: call it in a thread.

    StoreError when it can't be done, and for a database that a newer version has migrated.
    """
    with store_errors(), _in_this_process:
        prepare_file(url)
        engine = _engine(url)
        with engine.connect() as connection:
            if current(connection) == newest():
                return
            if is_file(url):
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            _upgrade(connection)


def current(connection: Connection) -> str | None:
    """The newest migration that the database had, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE is its lock
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(lock, {"key": _ADVISORY_LOCK})
    try:
        command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise StoreError(
            f"the database is at migration {current(connection)}, which this version does not know:"
            " a newer version has used it"
        ) from error


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))  # "%" has a meaning there
    config.set_main_option("path_separator", "newline")
    return config


def _engine(url: URL) -> Engine:
    """A plain engine with one connection at a time that waits for locks."""
    plain = driver_address(url)
    plain = plain.set(drivername="sqlite") if is_file(url) else plain
    arguments = driver_arguments(url, busy=WAIT_SECONDS)
    if not is_file(url) and "options" in arguments:
        arguments["options"] = f"-c lock_timeout={WAIT_SECONDS:.0f}s"
    engine = create_engine(
        plain, poolclass=NullPool, connect_args=arguments, hide_parameters=True
    )  # fmt: skip
    if is_file(url):
        use_file(engine, url)
    return engine
