"""Starting, holding the gateway, losing it, and ending."""

import asyncio
import logging
import time

import pytest

from adapters.discord.service import DiscordService
from adapters.service import BadTokenError
from facts.compiled import Compiled
from tests.adapters.discord.conftest import Running, parts_of
from tests.adapters.discord.fake import TOKEN, FakeDiscord
from tests.adapters.discord.world import GENERAL, ME, texts
from tests.fakes import FakeKeyValue, FakeLeases, FakePorts, fake_ports

QUESTION = f"<@{ME}> microsoft investment"


def service_of(
    ready: Compiled, fake: FakeDiscord, *, token: str = TOKEN, leases: FakeLeases | None = None,
    ports: FakePorts | None = None, notes: FakeKeyValue | None = None, lease_seconds: float = 30,
) -> DiscordService:  # fmt: skip
    parts = parts_of(ready, ports or fake_ports(), notes or FakeKeyValue(), [])
    return DiscordService(
        token, parts, leases or FakeLeases(), api=fake.url, lease_seconds=lease_seconds
    )


async def test_a_good_token_passes_the_check(ready: Compiled, fake: FakeDiscord) -> None:
    await service_of(ready, fake).check()


@pytest.mark.parametrize("token", ["bad", "", "two\nlines", "全角"])
async def test_a_bad_token_is_named_and_never_shown(
    ready: Compiled, fake: FakeDiscord, token: str
) -> None:
    with pytest.raises(BadTokenError, match="DISCORD_TOKEN") as error:
        await service_of(ready, fake, token=token).check()
    assert not token.strip() or token not in str(error.value)


async def test_a_discord_that_is_away_is_no_fault_of_the_token(
    ready: Compiled, fake: FakeDiscord
) -> None:
    fake.fail("/users/@me", 0)
    await service_of(ready, fake).check()
    fake.fail("/users/@me", 503)
    await service_of(ready, fake).check()


async def test_a_token_that_went_bad_ends_the_service(ready: Compiled, fake: FakeDiscord) -> None:
    service = service_of(ready, fake, token="bad")  # noqa: S106  # no token at all
    with pytest.raises(BadTokenError, match="DISCORD_TOKEN"):
        await service.run()
    await service.stop()


async def test_a_token_that_goes_bad_later_ends_the_service(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say("hello")
    await fake.drop(4004)
    with pytest.raises(BadTokenError):
        await asyncio.wait_for(asyncio.shield(bot.task), 5)
    bot.task = asyncio.create_task(asyncio.sleep(0))


@pytest.mark.parametrize("code", [4000, 1001])
async def test_a_dropped_socket_is_resumed(bot: Running, fake: FakeDiscord, code: int) -> None:
    await fake.say("hello")
    await fake.drop(code)
    await fake.say(QUESTION)
    assert "2.9 billion" in texts((await fake.posted())["components"])
    assert (fake.identified, fake.resumed) == (1, 1)


async def test_a_session_that_cannot_be_resumed_is_begun_anew_on_a_fresh_connection(
    ready: Compiled, fake: FakeDiscord
) -> None:
    service = service_of(ready, fake)
    fake.fail("/gateway/bot", 503)
    task = asyncio.create_task(service.run())
    await fake.say(QUESTION)
    assert "2.9 billion" in texts((await fake.posted())["components"])
    assert len(list(fake.to("GET", "/users/@me"))) == 2
    await service.stop()
    await task


async def test_of_two_processes_one_holds_the_gateway_and_the_other_takes_over(
    ready: Compiled, fake: FakeDiscord
) -> None:
    leases, ports, notes = FakeLeases(), fake_ports(), FakeKeyValue()
    both = [
        service_of(ready, fake, leases=leases, ports=ports, notes=notes, lease_seconds=0.3)
        for _ in range(2)
    ]
    first = asyncio.create_task(both[0].run())
    await fake.say(QUESTION)
    await fake.posted()
    second = asyncio.create_task(both[1].run())
    await fake.quiet()
    assert fake.identified == 1
    await both[0].stop()
    await first
    await fake.until(lambda: fake.identified == 2)
    await fake.say(QUESTION)
    await fake.posted(1)
    await both[1].stop()
    await second


async def test_a_lost_lease_ends_the_connection(ready: Compiled, fake: FakeDiscord) -> None:
    leases = FakeLeases()
    service = service_of(ready, fake, leases=leases, lease_seconds=0.3)
    task = asyncio.create_task(service.run())
    await fake.say("hello")
    leases.owners["discord.gateway"] = "another process"
    await fake.until(lambda: not [s for s in fake.sockets if not s.closed])
    await service.stop()
    await task
    assert leases.owners["discord.gateway"] == "another process"


async def test_answers_under_way_are_finished_before_the_end_and_nothing_is_warned_of(
    ready: Compiled, fake: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    ports = fake_ports()
    service = service_of(ready, fake, ports=ports)
    claim, claimed = ports.seen.claim, asyncio.Event()

    async def slow(event: str) -> bool:
        claimed.set()
        await asyncio.sleep(0.5)
        return await claim(event)

    ports.seen.claim = slow  # type: ignore[method-assign]  # a fake of our own
    task = asyncio.create_task(service.run())
    await fake.say(QUESTION)
    await claimed.wait()
    begun = time.monotonic()
    await service.stop()
    await task
    assert time.monotonic() - begun < 10
    assert len(list(fake.to("POST", f"/channels/{GENERAL}/messages"))) == 1
    loud = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [r.getMessage() for r in loud] == []
    await asyncio.sleep(0)
    assert [t for t in asyncio.all_tasks() if "discord" in t.get_name()] == []


async def test_it_stops_while_it_waits_for_another_process(
    ready: Compiled, fake: FakeDiscord
) -> None:
    leases = FakeLeases()
    await leases.hold("discord.gateway", "another process", 30)
    service = service_of(ready, fake, leases=leases)
    task = asyncio.create_task(service.run())
    await fake.quiet()
    await service.stop()
    await asyncio.wait_for(task, 5)
    assert fake.identified == 0


async def test_it_tells_discord_that_it_needs_no_privileged_intent(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say("hello")
    privileged = (1 << 1) | (1 << 8) | (1 << 15)
    assert fake.intents & privileged == 0
    assert fake.intents == (1 << 0) | (1 << 9) | (1 << 12)
