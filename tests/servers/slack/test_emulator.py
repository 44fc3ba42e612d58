"""What the bot sends, taken and given back by a Web API that is not ours."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from adapters.slack.app import Wiring
from adapters.slack.doctor import check_slack
from adapters.slack.http import HttpMode
from adapters.slack.parts import short
from adapters.slack.render import message
from adapters.slack.trouble import SlackError
from adapters.slack.views import answer_modal, home_view
from bot.desk import Asked, Desk
from bot.ports import Person
from facts.compiled import Compiled
from tests.adapters.slack.conftest import encoded, recorded, server_settings, signed
from tests.adapters.slack.fake_slack import FakeSlack
from tests.adapters.slack.visible import visible
from tests.fakes import FakeInstallations, FakeKeyValue, fake_ports
from tests.servers.slack.conftest import Emulator

pytestmark = pytest.mark.servers

ALICE = Person("slack", "T000000001", "U000000001")


def now() -> datetime:
    """The real time: the emulator has no other."""
    return datetime.now(UTC)


@pytest.fixture
async def service(ready: Compiled, emulator: Emulator) -> AsyncIterator[HttpMode]:
    ports = fake_ports()
    desk = Desk(lambda: ready, ports)
    wiring = Wiring(desk, ports, FakeInstallations(), FakeKeyValue(), lambda: ready, now)
    made = HttpMode(server_settings(FakeSlack(), slack_api=emulator.api), wiring)
    await made.check()
    yield made
    await made.stop()


async def deliver(service: HttpMode, name: str, **changes: Any) -> httpx.Response:
    """Deliver a recorded payload to the bot as Slack would."""
    content, kind = encoded(recorded(name, **changes))
    transport = httpx.ASGITransport(Starlette(routes=service.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        headers = signed(content, kind, at=now())
        return await http.post("/slack/events", content=content, headers=headers)


async def test_a_mention_is_answered_in_a_thread_that_can_be_read_back(
    service: HttpMode, emulator: Emulator
) -> None:
    channel = emulator.channel("japan")
    root = emulator.ask("chat.postMessage", channel=channel, text="root")["ts"]
    await deliver(service, "app_mention", channel=channel, ts=root, event_id=root)
    await service.bot.under_way.drain()
    replies = emulator.ask("conversations.replies", channel=channel, ts=root)["messages"]
    assert "2.9 billion" in visible(replies[-1]["blocks"])
    assert "2.9 billion" in replies[-1]["text"]


async def test_a_message_is_updated_in_place(service: HttpMode, emulator: Emulator) -> None:
    channel, bot = emulator.channel("japan"), service.bot
    ts = await bot.poster.post(bot.client, channel, short("first"))
    await bot.poster.update(bot.client, channel, ts, short("second"))
    history = emulator.ask("conversations.history", channel=channel)["messages"]
    (updated,) = [each for each in history if each["ts"] == ts]
    assert visible(updated["blocks"]) == "second"


async def test_an_answer_is_taken_as_an_ephemeral_message(
    service: HttpMode, emulator: Emulator, ready: Compiled
) -> None:
    channel, bot = emulator.channel("japan"), service.bot
    response = await Desk(lambda: ready, fake_ports()).respond(Asked("investments", ALICE, now()))
    user = emulator.ask("auth.test")["user_id"]
    where = {"channel": channel, "user": user}
    sent = await bot.poster.call(
        bot.client, "chat.postEphemeral", {**where, **message(response, ephemeral=True)}
    )
    assert sent["ok"]


async def test_a_copy_is_shared_where_the_channel_takes_no_post(
    service: HttpMode, emulator: Emulator
) -> None:
    channel = emulator.channel("general")
    await deliver(
        service, "slash_command", text="investments microsoft share", channel_id="C0NOWHERE",
        response_url=emulator.hook,
    )  # fmt: skip
    await service.bot.under_way.drain()
    history = emulator.ask("conversations.history", channel=channel)["messages"]
    assert any("can't be corrected later" in json.dumps(each) for each in history)


async def test_views_are_published_opened_and_updated(
    service: HttpMode, emulator: Emulator, ready: Compiled
) -> None:
    bot, user = service.bot, emulator.ask("auth.test")["user_id"]
    await bot.poster.view(bot.client, "views.publish", home_view(ready, "ja", now()), user_id=user)
    response = await Desk(lambda: ready, fake_ports()).respond(Asked("microsoft", ALICE, now()))
    trigger = emulator.ask("views.generateTriggerId")["trigger_id"]
    view = answer_modal(response)
    opened = await bot.poster.call(bot.client, "views.open", {"view": view, "trigger_id": trigger})
    await bot.poster.view(bot.client, "views.update", view, view_id=opened["view"]["id"])
    with pytest.raises(SlackError):
        await bot.poster.view(bot.client, "views.open", view, trigger_id="used.up.trigger")


async def test_the_doctor_asks_the_api(emulator: Emulator) -> None:
    settings = server_settings(
        FakeSlack(), slack_api=emulator.api, slack_bot_token=SecretStr("xoxb-test")
    )
    assert any(well and "is good for Acme" in line for well, line in await check_slack(settings, now))  # fmt: skip
