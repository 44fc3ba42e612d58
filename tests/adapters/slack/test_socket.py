import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.service import BadTokenError
from adapters.slack.app import Wiring
from adapters.slack.socket import SocketMode
from tests.adapters.slack.conftest import Sleeper, recorded, server_settings
from tests.adapters.slack.fake_slack import FakeSlack, Trouble
from tests.adapters.slack.visible import visible


def service(api: FakeSlack, wiring: Wiring, **more: Any) -> SocketMode:
    """The service with a good token."""
    return SocketMode(server_settings(api, **{"slack_app_token": SecretStr("xapp-test"), **more}), wiring)  # fmt: skip


@pytest.fixture
async def running(api: FakeSlack, wiring: Wiring) -> AsyncIterator[SocketMode]:
    """The service, connected."""
    made = service(api, wiring)
    await made.check()
    task = asyncio.create_task(made.run())
    await asyncio.wait_for(api.opened.wait(), 5)
    yield made
    await made.stop()
    await task


def envelope(name: str, kind: str, id_: str = "e1", **changes: Any) -> dict[str, Any]:
    """A recorded payload in an envelope."""
    api = changes.pop("api", None)
    return {
        "envelope_id": id_, "type": kind, "payload": recorded(name, api, **changes),
        "accepts_response_payload": kind != "events_api",
    }  # fmt: skip


async def test_a_slash_command_is_answered_in_the_acknowledgement(
    api: FakeSlack, running: SocketMode
) -> None:
    await api.send(envelope("slash_command", "slash_commands"))
    ack = await api.ack()
    assert ack["envelope_id"] == "e1"
    assert ack["payload"]["response_type"] == "ephemeral"
    assert "2.9 billion" in visible(ack["payload"]["blocks"])


async def test_an_event_is_acknowledged_and_answered(api: FakeSlack, running: SocketMode) -> None:
    await api.send(envelope("app_mention", "events_api"))
    assert await api.ack() == {"envelope_id": "e1"}
    assert len(api.of("chat.postMessage")) == 1


async def test_an_event_on_two_connections_is_answered_once(
    api: FakeSlack, running: SocketMode
) -> None:
    await api.send(envelope("app_mention", "events_api", "e1"))
    await api.ack()
    await api.send(envelope("app_mention", "events_api", "e2") | {"retry_attempt": 1})
    assert await api.ack() == {"envelope_id": "e2"}
    assert len(api.of("chat.postMessage")) == 1


async def test_it_comes_back_when_slack_asks_it_to_reconnect(
    api: FakeSlack, running: SocketMode
) -> None:
    api.opened.clear()
    await api.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await api.send(envelope("slash_command", "slash_commands", "e3"))
    assert (await api.ack())["envelope_id"] == "e3"
    assert len(api.sockets) == 2


async def test_it_comes_back_within_ten_seconds_of_the_servers_death(wiring: Wiring) -> None:
    first = FakeSlack()
    async with first.serving():
        port = first.port
        made = service(first, wiring)
        task = asyncio.create_task(made.run())
        await asyncio.wait_for(first.opened.wait(), 5)
    second = FakeSlack()
    async with second.serving(port), asyncio.timeout(10):
        await second.opened.wait()
        await second.send(envelope("slash_command", "slash_commands"))
        assert (await second.ack())["payload"]["blocks"]
        await made.stop()
        await task


async def test_a_connection_that_slack_can_not_open_yet_is_tried_again(
    api: FakeSlack, wiring: Wiring, sleeper: Sleeper
) -> None:
    sleeper.through = 60.0
    api.trouble("apps.connections.open", *[Trouble(status=500)] * 2)
    made = service(api, wiring)
    task = asyncio.create_task(made.run())
    await asyncio.wait_for(api.opened.wait(), 10)
    await made.stop()
    await task


async def test_stop_finishes_and_acknowledges_what_is_under_way(
    api: FakeSlack, wiring: Wiring
) -> None:
    made = service(api, wiring)
    task = asyncio.create_task(made.run())
    api.delay["users.info"] = 0.3
    await api.send(envelope("slash_command", "slash_commands", "e1"))
    await api.send(envelope("app_mention", "events_api", "e2"))
    await api.next("users.info")
    await made.stop()
    await task
    assert {(await api.ack())["envelope_id"], (await api.ack())["envelope_id"]} == {"e1", "e2"}
    assert len(api.of("chat.postMessage")) == 1


async def test_stop_before_run_is_no_error(api: FakeSlack, wiring: Wiring) -> None:
    await service(api, wiring).stop()


@pytest.mark.parametrize(
    ("bad", "name"), [("xoxb-test", "SLACK_BOT_TOKEN"), ("xapp-test", "SLACK_APP_TOKEN")]
)
async def test_a_bad_token_is_named_before_anything_is_served(
    api: FakeSlack, wiring: Wiring, bad: str, name: str
) -> None:
    api.bad_tokens.add(bad)
    made = service(api, wiring)
    with pytest.raises(BadTokenError, match=name) as caught:
        await made.check()
    await made.stop()
    assert bad not in str(caught.value)
    assert api.sockets == []


async def test_an_app_token_that_goes_bad_ends_the_service(api: FakeSlack, wiring: Wiring) -> None:
    made = service(api, wiring)
    task = asyncio.create_task(made.run())
    await asyncio.wait_for(api.opened.wait(), 5)
    api.bad_tokens.add("xapp-test")
    await api.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    with pytest.raises(BadTokenError, match="SLACK_APP_TOKEN"):
        await asyncio.wait_for(task, 5)
    await made.stop()


def test_without_a_token_it_does_not_start(wiring: Wiring) -> None:
    with pytest.raises(BadTokenError, match="SLACK_APP_TOKEN"):
        service(FakeSlack(), wiring, slack_app_token=None)
    with pytest.raises(BadTokenError, match="SLACK_BOT_TOKEN"):
        service(FakeSlack(), wiring, slack_bot_token=None)
