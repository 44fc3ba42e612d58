"""A store that can't be written or reached: StoreError, nothing half-written, and no words leak."""

import asyncio
import os
import sqlite3
import stat
import tempfile
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.store.engine import Database
from adapters.store.store import Store
from bot.digest.delivery import Delivery
from bot.digest.ports import Claimed
from bot.ports import StoreError
from tests.adapters.store.digests import (
    ALL,
    CHOICE,
    DAY,
    DUE,
    EVENING,
    GENERAL,
    LATE,
    VERSIONS,
    WISH,
    begun,
    only,
)
from tests.adapters.store.helpers import ANN, BOB, NOW, THREAD
from tests.adapters.store.postgres import Cluster


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
async def in_file(file: Path) -> AsyncIterator[Store]:
    async with Store.open(f"sqlite:///{file}") as store:
        yield store


async def _in_one_transaction(database: Database, *statements: str) -> None:
    async with database.writing() as connection:
        for statement in statements:
            await connection.execute(text(statement))


@contextmanager
def _writing_elsewhere(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def _fails(store: Store, match: str = ".") -> None:
    """Every way to write says the same, and so does the status."""
    with pytest.raises(StoreError, match=match):
        await store.preferences.choose_language(ANN, "zh")
    with pytest.raises(StoreError, match=match):
        await store.rows.keep({"line": "tips"}, NOW)
    trouble = await store.status()
    assert trouble
    assert "\n" not in trouble


async def test_the_file_and_its_folder_are_made_for_their_owner_alone(
    in_file: Store, file: Path
) -> None:
    await in_file.seen.claim("Ev1")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {path.name for path in file.parent.iterdir()} >= {"store.db", "store.db-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


async def test_the_file_is_in_wal_mode(in_file: Store) -> None:
    async with in_file.database.reading() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"


async def _digest_fails(store: Store, match: str = ".") -> None:
    """Every way to change what the digest has."""
    claimed = Claimed(Delivery("x", GENERAL, DAY, DUE, "sending"), WISH, uncertain=True)
    deliveries = store.deliveries
    for write in (
        store.subscriptions.put(WISH, EVENING), store.subscriptions.pause(GENERAL, "gone"),
        deliveries.plan(DUE + timedelta(days=1)), deliveries.claim("b", ALL, 10),
        deliveries.begin(claimed, CHOICE, VERSIONS, DUE), deliveries.sent(claimed, "1.2", DUE),
        deliveries.wait("slack", "T1", None, 60), store.paces.take("bot", 50),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=match):
            await write


async def test_what_the_digest_has_stays_whole_while_it_cannot_be_written(in_file: Store) -> None:
    claimed = await begun(in_file)
    before = await only(in_file), await in_file.subscriptions.find(GENERAL)
    for durable in (False, True):
        await in_file.database.write(text("PRAGMA query_only = ON"), durable=durable)
    await _digest_fails(in_file, "read-only")
    assert (await only(in_file), await in_file.subscriptions.find(GENERAL)) == before
    assert await in_file.deliveries.shown(GENERAL) == {}
    assert await in_file.subscriptions.next_due(GENERAL) == DUE + timedelta(days=1)
    await in_file.database.close()  # the next connections may write
    await in_file.deliveries.sent(claimed, "1.2", LATE)
    assert (await only(in_file)).state == "sent"


async def test_a_disk_that_fills_up_between_two_writes_keeps_neither(in_file: Store) -> None:
    claimed = await begun(in_file)
    versions = {f"fact-{n}-{'x' * 200}": 1 for n in range(2000)}  # more than the file has room for
    assert await in_file.deliveries.begin(claimed, CHOICE, versions, LATE)
    async with in_file.database.reading() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
    full = Store(str(in_file.database.url.set(drivername="sqlite")))
    async with full.database.reading() as connection:
        await connection.execute(text(f"PRAGMA max_page_count = {pages + 5}"))
    with pytest.raises(StoreError, match="disk is full"):
        await full.deliveries.sent(claimed, "1.2", LATE)
    await full.close()
    assert (await only(in_file)).state == "sending"
    assert await in_file.deliveries.shown(GENERAL) == {}


async def test_a_locked_file_fails_writers_and_leaves_readers_alone(
    in_file: Store, file: Path
) -> None:
    await in_file.preferences.choose_language(BOB, "ja")
    with _writing_elsewhere(file):
        await _fails(in_file, "locked by another process")
        with pytest.raises(StoreError, match="locked by another process"):
            await in_file.deliveries.claim("b", ALL, 10)
        assert await in_file.preferences.language(BOB) == "ja"
        assert await in_file.preferences.language(ANN) is None
    assert await in_file.status() is None
    await in_file.preferences.choose_language(ANN, "zh")


async def test_what_must_outlive_a_loss_of_power_is_on_the_disk_when_it_is_said_to_be_kept(
    in_file: Store,
) -> None:
    asked, levels = text("PRAGMA synchronous"), []
    for durable in (False, True, False):
        levels += await in_file.database.write(asked, durable=durable)
        async with in_file.database.writing(durable=durable) as connection:
            levels += (await connection.execute(asked)).all()
    assert [level for (level,) in levels] == [1, 1, 2, 2, 1, 1]  # 2 is FULL: an fsync at the end


async def test_nobody_writes_between_the_reading_and_the_writing_of_a_transaction(
    in_file: Store, file: Path
) -> None:
    async with in_file.database.writing() as connection:
        await connection.execute(text("SELECT count(*) FROM preferences"))
        with (
            closing(sqlite3.connect(file, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("DELETE FROM preferences")
        await connection.execute(text("DELETE FROM preferences"))


async def test_writers_behind_a_locked_file_do_not_queue_up_for_long(
    in_file: Store, file: Path
) -> None:
    with _writing_elsewhere(file):
        claims = [in_file.seen.claim(f"Ev{n}") for n in range(50)]
        results = await asyncio.gather(*claims, return_exceptions=True)
    assert all(isinstance(result, StoreError) for result in results)
    assert any("no turn" in str(result) for result in results)


async def test_a_full_disk_fails_writers_and_leaves_nothing_half_written(in_file: Store) -> None:
    await in_file.memory.remember(THREAD, ANN, "tips", NOW)
    full = Database(str(in_file.database.url.set(drivername="sqlite")))
    statements = (
        "PRAGMA max_page_count = 1",
        "DELETE FROM conversations",
        "INSERT INTO button_rows VALUES ('k', hex(zeroblob(2000000)), '2026-01-01')",
    )
    with pytest.raises(StoreError, match="disk is full"):
        await _in_one_transaction(full, *statements)
    await full.close()
    assert await in_file.memory.last(THREAD, NOW) == "tips"


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Root may write anywhere: go without its rights for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


async def test_a_folder_that_may_not_be_written_is_a_clear_error(public: Path) -> None:
    public.chmod(0o555)
    store = Store(f"sqlite:///{public / 'store.db'}")
    with _as_nobody():
        with pytest.raises(StoreError, match="Permission denied"):
            await store.start()
        with pytest.raises(StoreError, match="can't be read: No such file"):
            await store.preferences.language(ANN)
    await store.close()


async def test_a_file_that_may_not_be_written_is_read_on(public: Path) -> None:
    address = f"sqlite:///{public / 'store.db'}"
    async with Store.open(address) as writer:
        await writer.preferences.choose_language(BOB, "ja")
        for path in public.iterdir():
            path.chmod(0o444)
        public.chmod(0o555)
        reader = Store(address)
        with _as_nobody():
            assert await reader.preferences.language(BOB) == "ja"
            for write in (
                reader.preferences.choose_language(BOB, "en"),
                reader.seen.claim("Ev1"),
            ):
                with pytest.raises(StoreError, match="read-only"):
                    await write
            await reader.close()
        assert await writer.preferences.language(BOB) == "ja"
        public.chmod(0o755)
        for path in public.iterdir():
            path.chmod(0o600)


async def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="failed"):
        await Store(f"sqlite:///{tmp_path / 'data' / 'store.db'}").start()


async def test_a_read_only_database_fails_writers_and_is_read_on(
    in_file: Store, file: Path
) -> None:
    await in_file.preferences.choose_language(BOB, "ja")
    async with in_file.database.reading() as connection:
        await connection.execute(text("PRAGMA query_only = ON"))
    await _fails(in_file, "read-only")
    assert await in_file.preferences.language(BOB) == "ja"


async def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_text("These are just words. " * 100)
    with pytest.raises(StoreError, match="no database"):
        await Store(f"sqlite:///{file}").start()
    assert file.read_text().startswith("These are just words.")


async def test_a_cancelled_writer_keeps_nothing_and_holds_no_lock(store: Store) -> None:
    started = asyncio.Event()

    async def write_and_hang() -> None:
        async with store.database.writing() as connection:
            await connection.execute(text("DELETE FROM conversations"))
            started.set()
            await asyncio.Event().wait()

    await store.memory.remember(THREAD, ANN, "tips", NOW)
    hanging = asyncio.create_task(write_and_hang())
    await started.wait()
    hanging.cancel()
    await asyncio.gather(hanging, return_exceptions=True)
    assert await store.memory.last(THREAD, NOW) == "tips"
    assert await store.seen.claim("Ev1")


async def test_a_claim_cancelled_at_any_moment_holds_no_lock(store: Store, address: str) -> None:
    for moment in range(60):
        claiming = asyncio.create_task(store.seen.claim(f"Ev{moment}"))
        for _ in range(moment):
            await asyncio.sleep(0.0002)
        claiming.cancel()
        await asyncio.gather(claiming, return_exceptions=True)
    async with Store.open(address) as other:
        assert await other.seen.claim("from elsewhere")
    assert await store.seen.claim("from here")


async def test_no_error_says_what_people_typed(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with store.database.writing() as connection:
        await connection.execute(text("DROP TABLE conversations"))
        await connection.execute(text("DROP TABLE requests"))
    for failing in (
        store.memory.remember(THREAD, ANN, "our secret plan", NOW),
        store.requests.want("our secret plan", "en", NOW),
    ):
        with pytest.raises(StoreError) as caught:
            await failing
        assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://user:hunter2@host/db", "mysql is not supported"),
        ("sqlite://", "path of a file"),
        ("sqlite:///:memory:", "path of a file"),
        ("hunter2", "no database address"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_without_repeating_its_password(
    address: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        Store(address)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


async def test_a_server_that_is_not_there_is_one_clear_line_without_its_password() -> None:
    store = Store("postgres://user:hunter2@127.0.0.1:9/db")
    with pytest.raises(StoreError):
        await store.start()
    trouble = await store.status()
    assert trouble
    assert "hunter2" not in trouble
    assert "\n" not in trouble


@pytest.mark.servers
async def test_a_server_that_goes_away_and_comes_back_costs_only_the_time_between(
    cluster: Cluster,
) -> None:
    async with Store.open(cluster.empty_database()) as store:
        await store.preferences.choose_language(BOB, "ja")
        claimed = await begun(store)
        cluster.stop()
        try:
            await _fails(store)
            await _digest_fails(store)
        finally:
            cluster.start()
        assert await store.status() is None
        await store.deliveries.sent(claimed, "1.2", LATE)
        assert (await only(store)).state == "sent"
        assert await store.rows.find(await store.rows.keep({"a": 1}, NOW), NOW) == {"a": 1}
        assert await store.preferences.language(BOB) == "ja"


@pytest.mark.servers
async def test_a_connection_lost_in_a_transaction_leaves_nothing_half_written(
    cluster: Cluster,
) -> None:
    async with Store.open(cluster.empty_database()) as store:
        await store.memory.remember(THREAD, ANN, "tips", NOW)
        gone = "SELECT pg_terminate_backend(pg_backend_pid())"
        with pytest.raises(StoreError):
            await _in_one_transaction(store.database, "DELETE FROM conversations", gone)
        assert await store.memory.last(THREAD, NOW) == "tips"
