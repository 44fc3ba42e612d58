"""`japan-ai ingest --queue`: files and what was suggested go into the queue without a server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.ingest.commands import ingest_commands
from adapters.ingest.queued import WayIn
from adapters.ingest.reading import Drafting
from bot.review.item import EVERYBODY
from facts.compiled import Compiled
from tests.adapters.ingest.serving import ARTICLE
from tests.adapters.ingest.waiting import Wishes
from tests.review_fakes import FakeReviewPorts, fake_review_ports

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SUGGESTED = "Fujitsu said on 3 March 2026 that it will invest 150 billion yen in data centres."


@pytest.fixture
def ports() -> FakeReviewPorts:
    return fake_review_ports()


async def run(ready: Compiled, ports: FakeReviewPorts, *places: object) -> Result:
    @asynccontextmanager
    async def opened() -> AsyncIterator[WayIn]:
        yield WayIn(ports, Drafting(ports.queue, Wishes(), lambda _: ready))

    (command,) = ingest_commands(lambda: ready, opened)
    given = ["--queue", *map(str, places)]  # the command has a loop of its own
    return await asyncio.to_thread(CliRunner().invoke, command, given, standalone_mode=False)


async def test_a_file_is_drafted_once(
    ready: Compiled, ports: FakeReviewPorts, tmp_path: Path
) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"# A report\n\n{ARTICLE}\n", encoding="utf-8")
    first, again = await run(ready, ports, path), await run(ready, ports, path)

    waiting = await ports.queue.count(EVERYBODY, ["waiting"])
    assert waiting > 0
    assert f"{waiting} wait in the queue" in first.output
    assert (first.return_value, again.return_value) == (0, 0)
    assert "nothing new" in again.output


async def test_what_was_suggested_is_read_too(ready: Compiled, ports: FakeReviewPorts) -> None:
    await ports.suggestions.suggest(EVERYBODY, None, SUGGESTED, NOW)

    assert (await run(ready, ports)).return_value == 0
    (item,) = await ports.queue.page(EVERYBODY, ["waiting"], 0, 10)
    assert item.draft is not None
    assert item.draft.quote.as_written[0] == "150 billion yen"


async def test_a_place_that_can_not_be_read_is_named(
    ready: Compiled, ports: FakeReviewPorts
) -> None:
    result = await run(ready, ports, "/nowhere/at-all.txt")

    assert "/nowhere/at-all.txt: no such file" in result.output
    assert result.return_value == 1
