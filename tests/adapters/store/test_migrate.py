import asyncio
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from adapters.store.migrate import newest
from adapters.store.schema import METADATA
from adapters.store.store import Store
from bot.digest.ports import LEASE_SECONDS
from bot.ports import StoreError
from tests.adapters.store.digests import GENERAL, begun, claim, let_pass, only, planned
from tests.adapters.store.helpers import ANN, NOW
from tests.adapters.store.processes import outputs
from tests.adapters.store.test_tidy import fill

FIRST = {
    "preferences", "conversations", "button_rows", "seen_events", "leases", "feedback", "requests",
    "installations", "oauth_states", "key_values",
}  # fmt: skip
SECOND = {"subscriptions", "deliveries", "shown", "holds", "paces"}
START = """
import asyncio, sys
from adapters.store.store import Store

async def main(address):
    async with Store.open(address) as store:
        print(await store.revision())

asyncio.run(main(sys.argv[1]))
"""


async def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    def differences(connection: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection), METADATA)

    async with store.database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_processes_that_start_at_once_on_an_empty_database_all_start(address: str) -> None:
    assert outputs(START, address, processes=4) == [[newest()]] * 4


async def test_stores_that_start_at_once_in_one_process_all_start(address: str) -> None:
    stores = [Store(address) for _ in range(4)]
    await asyncio.gather(*(store.start() for store in stores))
    assert [await store.status() for store in stores] == [None] * 4
    for store in stores:
        await store.close()


async def test_starting_again_keeps_what_was_kept(store: Store) -> None:
    await store.preferences.choose_language(ANN, "ja")
    await store.start()
    await store.start()
    assert await store.preferences.language(ANN) == "ja"


async def test_a_database_without_tables_is_a_clear_state_until_the_store_starts(
    address: str, tmp_path: Path
) -> None:
    store = Store(address)
    trouble = await store.status()
    assert trouble
    with pytest.raises(StoreError):
        await store.preferences.language(ANN)
    assert not list(tmp_path.iterdir())  # asking made no file
    await store.start()
    assert await store.status() is None
    await store.close()


def _as_of_the_first_migration(connection: Connection) -> None:
    """The tables that later migrations add are not there yet."""
    for name in set(METADATA.tables) - FIRST:
        connection.execute(text(f"DROP TABLE {name}"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def _everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    names = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
    read = {name: connection.execute(text(f"SELECT * FROM {name}")) for name in names}  # noqa: S608  # the database's own names
    return {name: [tuple(row) for row in rows] for name, rows in read.items()}


async def test_an_upgrade_from_the_first_migration_keeps_all_rows(
    store: Store, address: str
) -> None:
    await fill(store, NOW)
    async with store.database.writing() as connection:
        await connection.run_sync(_as_of_the_first_migration)
        before = await connection.run_sync(_everything)
    assert len(before) == 10
    assert all(before.values())
    assert "not at" in (await store.status() or "")
    async with Store.open(address) as upgraded:
        assert await upgraded.status() is None
        async with upgraded.database.reading() as connection:
            after = await connection.run_sync(_everything)
        assert {name: after[name] for name in before if name != "key_values"} == {
            name: rows for name, rows in before.items() if name != "key_values"
        }
        assert set(before["key_values"]) <= set(after["key_values"])
        await planned(upgraded, GENERAL)


async def test_an_upgrade_from_the_second_migration_keeps_deliveries_under_way(
    store: Store, address: str
) -> None:
    await begun(store)
    before = await only(store)
    async with store.database.writing() as connection:
        for name in set(METADATA.tables) - FIRST - SECOND:
            await connection.execute(text(f"DROP TABLE {name}"))
        for statement in (
            "DROP INDEX deliveries_open",
            "DROP INDEX deliveries_by_end",
            "CREATE INDEX deliveries_open ON deliveries (due, id)",
            "CREATE INDEX deliveries_by_end ON deliveries (ended)",
            "ALTER TABLE deliveries DROP COLUMN lot",
            "UPDATE alembic_version SET version_num = '0002'",
        ):
            await connection.execute(text(statement))
    async with Store.open(address) as upgraded:
        assert await upgraded.status() is None
        assert await only(upgraded) == before
        await let_pass(upgraded, LEASE_SECONDS + 1)
        (claimed,) = await claim(upgraded, "b")
        assert claimed.uncertain


async def test_a_database_of_a_newer_version_is_left_alone(store: Store) -> None:
    async with store.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"9999.*newer version"):
        await store.start()
    assert await store.status() == f"the database is at migration 9999, not at {newest()}"
