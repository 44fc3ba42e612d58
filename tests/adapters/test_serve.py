"""The whole process, as `make run` starts it when a platform is configured, against a platform of
our own on loopback.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.adapters.slack.conftest import recorded
from tests.adapters.slack.fake_slack import FakeSlack
from tests.adapters.slack.visible import visible

BAD_TOKEN = 78


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().serving() as fake:
        yield fake


def free_port() -> int:
    """A port that nobody listens on now."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def process(
    *words: str, cache: Path, data: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`japan-ai` with nothing in its environment but these settings."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(data), "JAPAN_AI_CACHE": str(cache),
        "JAPAN_AI_DATA": str(data), **settings,
    }  # fmt: skip
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.main", *words, env=environment, cwd=Path.cwd(),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


def tokens(slack: FakeSlack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test",
        "JAPAN_AI_SLACK_API": slack.api, "JAPAN_AI_METRICS_PORT": str(free_port()),
    }  # fmt: skip


async def test_slack_is_served_until_a_signal(
    slack: FakeSlack, cache: Path, tmp_path: Path
) -> None:
    settings = tokens(slack)
    async with process(cache=cache, data=tmp_path, **settings) as served:
        await asyncio.wait_for(slack.opened.wait(), 60)
        await slack.send({
            "envelope_id": "e1", "type": "slash_commands", "accepts_response_payload": True,
            "payload": recorded("slash_command", slack),
        })  # fmt: skip
        ack = await asyncio.wait_for(slack.acks.get(), 30)
        base = f"http://127.0.0.1:{settings['JAPAN_AI_METRICS_PORT']}"
        async with httpx.AsyncClient(base_url=base) as client:
            ready, metrics = await client.get("/readyz"), await client.get("/metrics")
        served.terminate()
        _, errors = await asyncio.wait_for(served.communicate(), 15)

    assert "2.9 billion" in visible(ack["payload"]["blocks"])
    names = (
        "announcements", "corrections", "digest", "intake", "library", "metrics", "pictures",
        "slack", "store",
    )  # fmt: skip
    assert ready.json() == dict.fromkeys(names, "running")
    assert 'japan_ai_requests_total{command="investments"' in metrics.text
    assert 'japan_ai_digests{state="sent"} 0.0' in metrics.text
    assert served.returncode == 0
    assert b"nclosed" not in errors
    assert b"microsoft" not in errors.lower()  # what people ask is not logged
    assert (tmp_path / "japan-ai.db").exists()


async def test_a_bad_token_is_named_and_nothing_is_served(
    slack: FakeSlack, cache: Path, tmp_path: Path
) -> None:
    slack.bad_tokens.add("xoxb-test")
    async with process(cache=cache, data=tmp_path, **tokens(slack)) as served:
        output, errors = await asyncio.wait_for(served.communicate(), 60)

    assert served.returncode == BAD_TOKEN
    assert errors.decode().strip() == "SLACK_BOT_TOKEN is refused by Slack: invalid_auth"
    assert output == b""


async def test_a_setting_that_is_no_number_is_named(cache: Path, tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-test", "JAPAN_AI_PORT": "http"}
    async with process(cache=cache, data=tmp_path, **settings) as served:
        _, errors = await asyncio.wait_for(served.communicate(), 60)

    assert served.returncode == BAD_TOKEN
    assert "JAPAN_AI_PORT" in errors.decode()


async def test_the_doctor_says_what_is_wrong(slack: FakeSlack, cache: Path, tmp_path: Path) -> None:
    good, bad = tokens(slack), tokens(slack)
    async with process("doctor", cache=cache, data=tmp_path, **good) as asked:
        well, _ = await asyncio.wait_for(asked.communicate(), 60)
    slack.bad_tokens.add("xapp-test")
    async with process("doctor", cache=cache, data=tmp_path, **bad) as again:
        unwell, _ = await asyncio.wait_for(again.communicate(), 60)

    assert "ok  slack: SLACK_BOT_TOKEN is good for Acme as japan-ai" in well.decode()
    assert "ok  store: can be read and written" in well.decode()
    assert again.returncode == 1
    assert "BAD slack: SLACK_APP_TOKEN is refused: invalid_auth" in unwell.decode()


async def test_the_website_is_served_alone_where_nothing_else_is_set(
    cache: Path, tmp_path: Path
) -> None:
    port, metrics = free_port(), free_port()
    settings = {
        "JAPAN_AI_WEB": "1", "JAPAN_AI_PORT": str(port), "JAPAN_AI_METRICS_PORT": str(metrics),
    }  # fmt: skip
    async with (
        process(cache=cache, data=tmp_path, **settings) as served,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        page = await until_answered(client, "/?q=microsoft+investment")
        served.terminate()
        await asyncio.wait_for(served.communicate(), 15)

    assert "29亿美元" in page.text
    assert served.returncode == 0


async def until_answered(client: httpx.AsyncClient, path: str) -> httpx.Response:
    """The page, as soon as the server is there."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await client.get(path)
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
