import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from adapters.store.commands import curator_commands, db_commands
from adapters.store.migrate import newest
from adapters.store.store import Store
from tests.adapters.store.helpers import ANN, NOW


def _run(address: str, *arguments: str) -> Result:
    group = click.Group(commands=[db_commands(lambda: address), *curator_commands(lambda: address)])
    return CliRunner().invoke(group, arguments)


def _with(address: str, *works: str) -> None:
    """Keep something, in a loop of its own."""

    async def fill() -> None:
        async with Store.open(address) as store:
            await store.preferences.choose_language(ANN, "ja")
            for question in works:
                await store.requests.want(question, "en", NOW)
                await store.feedback.rate(question, [], "bad", NOW)

    asyncio.run(fill())


def _language(address: str) -> str | None:
    async def read() -> str | None:
        async with Store.open(address) as store:
            return await store.preferences.language(ANN)

    return asyncio.run(read())


def test_status_and_upgrade(address: str) -> None:
    before = _run(address, "db", "status")
    assert before.exit_code == 1
    assert before.stderr.startswith("Error: the database")
    upgraded = _run(address, "db", "upgrade")
    assert (upgraded.exit_code, upgraded.output) == (
        0,
        f"The database is at migration {newest()}.\n",
    )
    assert _run(address, "db", "upgrade").exit_code == 0
    after = _run(address, "db", "status")
    assert (after.exit_code, after.stderr) == (0, "")


def test_a_backup_of_a_file_is_a_database_with_everything_in_it(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    copy = tmp_path / "copy.db"
    _with(address)
    assert _run(address, "db", "backup", str(copy)).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert _language(f"sqlite:///{copy}") == "ja"


def test_a_backup_is_made_while_another_process_writes(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    _with(address)
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert _run(address, "db", "backup", str(tmp_path / "copy.db")).exit_code == 0
    assert _language(f"sqlite:///{tmp_path / 'copy.db'}") == "ja"


@pytest.mark.servers
def test_a_backup_of_a_server_can_be_restored(address: str, tmp_path: Path) -> None:
    if address.startswith("sqlite"):
        pytest.skip("shown by the tests above")
    if shutil.which("pg_dump") is None:
        pytest.skip("The backup of PostgreSQL is NOT TESTED: pg_dump is missing")
    copy = tmp_path / "copy.dump"
    _with(address)
    assert _run(address, "db", "backup", str(copy)).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restore = ["pg_restore", "--clean", f"--dbname={address}", str(copy)]
    asyncio.run(_forget(address))
    subprocess.run(restore, check=True)  # noqa: S603  # a fixed program
    assert _language(address) == "ja"


async def _forget(address: str) -> None:
    async with Store.open(address) as store:
        await store.privacy.forget(ANN)


def test_a_backup_never_replaces_a_file(address: str, tmp_path: Path) -> None:
    kept = tmp_path / "precious"
    kept.write_text("mine")
    _with(address)
    result = _run(address, "db", "backup", str(kept))
    assert (result.exit_code, kept.read_text()) == (1, "mine")
    assert "exists already" in result.stderr


def test_a_backup_that_fails_leaves_no_file(tmp_path: Path) -> None:
    result = _run(f"sqlite:///{tmp_path / 'none.db'}", "db", "backup", str(tmp_path / "copy"))
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_curators_see_what_is_missed_most_first(address: str) -> None:
    _with(address, "b", "a\x1b[2J", "b")
    wanted = _run(address, "requests").output.splitlines()
    assert wanted == ["2x en 2026-11-22  b", "1x en 2026-11-22  a\\u001b[2J"]
    assert _run(address, "requests", "--limit", "1").output.splitlines() == wanted[:1]
    assert _run(address, "feedback").output.splitlines()[0] == "2 bad, 0 good  b"


def test_nothing_missed_is_said(address: str) -> None:
    _with(address)
    assert _run(address, "requests").output == "Nobody has asked for anything.\n"
    assert _run(address, "feedback").output == "No answer was called bad.\n"


def test_the_declarations_load_no_database_library() -> None:
    program = "import sys, adapters.store.commands; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  # this Python
