"""No draft is lost and none published twice, whoever is killed when."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.store.store import Store
from bot.review.item import EVERYBODY
from tests.adapters.store.postgres import running_cluster
from tests.adapters.store.processes import ROOT
from tests.chaos.review import finish, losses, words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def _killed(address: str, documents: int, kills: int) -> None:
    async with Store.open(address) as store:
        for number in range(documents):
            assert await store.suggestions.suggest(EVERYBODY, None, words(number), NOW)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.review", address, "7", str(kills), cwd=ROOT
        )
        try:
            assert await asyncio.wait_for(process.wait(), 120) == 0
        finally:
            if process.returncode is None:
                process.kill()
        assert await store.queue.log(EVERYBODY, 1)  # they did decide between their deaths
        await finish(store)
        assert await losses(store, documents) == []
        assert await store.queue.count(EVERYBODY, ["waiting"]) == 0


async def test_killed_workers_on_sqlite(tmp_path: Path) -> None:
    await _killed(f"sqlite:///{tmp_path / 'store.db'}", documents=8, kills=10)


@pytest.fixture
def server() -> Iterator[str]:
    with running_cluster() as cluster:
        yield cluster.empty_database()


@pytest.mark.servers
async def test_killed_workers_on_postgresql(server: str) -> None:
    await _killed(server, documents=40, kills=60)
