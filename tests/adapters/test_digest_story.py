"""A digest from the command to the morning that it arrives: the wired process, a real store, Slack
and Discord of our own on loopback, and a clock that the test moves.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.library import Libraries
from adapters.serve import Assembly
from adapters.slack.checks import Json
from adapters.store.store import Store
from bot.review.circle import Circles
from facts.compiled import Compiled
from facts.pack import BUILT_IN
from tests.adapters.discord.fake import TOKEN, FakeDiscord, fake_discord
from tests.adapters.slack.conftest import Clock, recorded, server_settings
from tests.adapters.slack.fake_slack import FakeSlack, Trouble
from tests.adapters.slack.visible import visible
from tests.helpers import NOW

TOKYO_NINE = datetime.fromisoformat("2026-11-23T00:00:30+00:00")  # NOW is 18:00 the day before


@dataclass
class Wired:
    """The process's services, running, with all that surrounds them."""

    slack: FakeSlack
    discord: FakeDiscord
    clock: Clock
    store: Store

    async def slash(self, text: str) -> str:
        """What Slack shows for a slash command."""
        envelope: Json = {
            "envelope_id": text, "type": "slash_commands", "accepts_response_payload": True,
            "payload": recorded("slash_command", self.slack, text=text),
        }  # fmt: skip
        await self.slack.send(envelope)
        return visible((await self.slack.ack())["payload"]["blocks"])


@asynccontextmanager
async def wired(ready: Compiled, folder: Path) -> AsyncIterator[Wired]:
    async with (
        FakeSlack().serving() as slack, fake_discord(FakeDiscord()) as discord,
        Store.open(f"sqlite:///{folder / 'store.db'}") as store,
    ):  # fmt: skip
        clock = Clock()
        settings = server_settings(
            slack, slack_app_token=SecretStr("xapp-test"), discord_token=SecretStr(TOKEN),
            discord_api=discord.url,
        )  # fmt: skip
        libraries = Libraries(ready, [BUILT_IN], folder, store.review().published, Circles())
        services = Assembly(settings, store, libraries, clock).services()
        tasks = [asyncio.create_task(service.run()) for service in services]
        await asyncio.wait_for(slack.opened.wait(), 10)
        await discord.wait(lambda: discord.sockets)
        yield Wired(slack, discord, clock, store)
        for service in reversed(services):
            await service.stop()
        await asyncio.gather(*tasks)
        assert slack.wrong == []
        assert discord.refused == []


@pytest.fixture
async def world(ready: Compiled, tmp_path: Path) -> AsyncIterator[Wired]:
    async with wired(ready, tmp_path) as found:
        yield found


async def soon(found: Callable[[], Any]) -> Any:
    """What it gives, as soon as it gives anything."""
    async with asyncio.timeout(15):
        while not (value := found()):
            await asyncio.sleep(0.02)
        return value


def texts(components: list[Json]) -> str:
    """All words of a Discord message."""
    inner = (texts(c.get("components", [])) for c in components)
    return "\n".join([*(str(c.get("content", "")) for c in components), *inner])


async def test_a_digest_arrives_in_slack_at_its_minute_and_why_explains_it(
    world: Wired, ready: Compiled
) -> None:
    settings = await world.slash("digest on 09:00 Asia/Tokyo topics:investment,tip")
    preview = await world.slash("digest preview")
    world.clock.at = TOKYO_NINE - timedelta(minutes=1)
    await asyncio.sleep(2.2)  # two looks of the worker
    early = world.slack.of("chat.postMessage")
    world.clock.at = TOKYO_NINE
    (sent,) = await soon(lambda: world.slack.of("chat.postMessage"))
    why = await soon_sent(world)

    assert "23 November 2026 09:00" in settings
    assert early == []
    assert sent["channel"] == recorded("slash_command", world.slack)["channel_id"]
    assert "Monday, 23 November 2026" in visible(sent["blocks"])
    facts = sent["metadata"]["event_payload"]["facts"]
    assert len(facts) >= 3
    assert quotes(preview) == quotes(visible(sent["blocks"]))
    assert "sent" in why
    statements = [ready.library.facts[id_].text("en") for id_ in facts]
    assert all(statement in why for statement in statements)
    measured = await world.store.measured(world.clock.at)
    assert measured.states == {"sent": 1}
    assert (measured.late_most, measured.queue_age) == (30.0, 0.0)


async def soon_sent(world: Wired) -> str:
    """What `why` says as soon as it says that it was sent."""
    async with asyncio.timeout(10):
        while "being sent" in (said := await world.slash("why")) or "sent" not in said:
            await asyncio.sleep(0.05)
        return said


def quotes(shown: str) -> list[str]:
    """The lines of a digest that hold its facts, without its buttons."""
    return [line for line in shown.splitlines() if "as of" in line]


async def test_a_digest_arrives_in_discord_with_its_delivery(world: Wired) -> None:
    token = await world.discord.slash("digest", setting="on 09:00 tokyo")
    await world.discord.answered(token)
    world.clock.at = TOKYO_NINE
    body = await world.discord.posted()

    assert body["enforce_nonce"] is True
    assert 16 <= len(body["nonce"]) <= 25
    assert body["allowed_mentions"] == {"parse": []}
    assert "Monday, 23 November 2026" in texts(body["components"])


async def test_a_lost_answer_is_looked_up_and_not_sent_twice(world: Wired) -> None:
    await world.slash("digest on 09:00 Asia/Tokyo")
    world.slack.trouble("chat.postMessage", Trouble(drop=True))
    world.clock.at = TOKYO_NINE
    (sent,) = await soon(lambda: world.slack.of("chat.postMessage"))
    world.slack.answers["conversations.history"] = {
        "messages": [{"ts": "77.0", "metadata": sent["metadata"]}]
    }
    waiting = await world.slash("why")

    assert "sent" not in waiting.split("Next")[0] or "being sent" in waiting
    assert len(world.slack.of("chat.postMessage")) == 1


async def test_off_sends_nothing(world: Wired) -> None:
    await world.slash("digest on 09:00 Asia/Tokyo")
    await world.slash("digest off")
    world.clock.at = TOKYO_NINE
    await asyncio.sleep(2.2)

    assert world.slack.of("chat.postMessage") == []
    assert NOW < TOKYO_NINE
