"""What each error of Slack's leads to, seen at the transport."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client import REGISTRY

from adapters.slack.parts import short
from adapters.slack.post import Poster, web_client
from adapters.slack.trouble import (
    BusyError,
    ChannelError,
    SlackError,
    TokenError,
    UnsureError,
)
from tests.adapters.slack.conftest import Bench, Sleeper
from tests.adapters.slack.fake_slack import FakeSlack, Trouble

HELLO = short("hello")
LOST = Trouble(drop=True)


class Talk:
    """A poster with its client, and what it said about tokens."""

    def __init__(self, api: FakeSlack, session: aiohttp.ClientSession, sleeper: Sleeper) -> None:
        self.bad: list[TokenError] = []
        self.client = web_client(api.api, "xoxb-test", session)
        self.poster = Poster(lambda: session, self._note, sleeper)

    async def _note(self, error: TokenError) -> None:
        self.bad.append(error)

    async def post(self) -> str:
        """Post a message."""
        return await self.poster.post(self.client, "C1", HELLO)


@pytest.fixture
async def talk(api: FakeSlack, sleeper: Sleeper) -> AsyncIterator[Talk]:
    sleeper.through = 60.0
    async with aiohttp.ClientSession() as session:
        yield Talk(api, session, sleeper)


async def test_429_is_waited_for_as_long_as_slack_says(api: FakeSlack, talk: Talk, sleeper: Sleeper) -> None:  # fmt: skip
    api.trouble("chat.postMessage", Trouble("ratelimited", 429, {"Retry-After": "7"}))
    assert await talk.post()
    assert sleeper.naps == [7.0]
    assert len(api.calls) == 2


async def test_429_without_a_header_waits_a_second(api: FakeSlack, talk: Talk, sleeper: Sleeper) -> None:  # fmt: skip
    api.trouble("chat.postMessage", Trouble("ratelimited", 429))
    await talk.post()
    assert sleeper.naps == [1.0]


@pytest.mark.parametrize("waits", [["31"], ["20", "20"]])
async def test_429_for_longer_than_half_a_minute_is_given_up(
    api: FakeSlack, talk: Talk, waits: list[str]
) -> None:
    troubles = [Trouble("ratelimited", 429, {"Retry-After": wait}) for wait in waits]
    api.trouble("chat.postMessage", *troubles)
    with pytest.raises(BusyError):
        await talk.post()


@pytest.mark.parametrize("trouble", [Trouble(status=500), Trouble(status=503), LOST])
async def test_a_post_that_may_have_arrived_is_never_sent_again(
    api: FakeSlack, talk: Talk, trouble: Trouble
) -> None:
    api.trouble("chat.postMessage", trouble)
    with pytest.raises(UnsureError):
        await talk.post()
    assert len(api.calls) == 1


@pytest.mark.parametrize("trouble", [Trouble(status=500), LOST])
async def test_an_update_is_tried_once_more(api: FakeSlack, talk: Talk, trouble: Trouble) -> None:
    api.trouble("chat.update", trouble)
    await talk.poster.update(talk.client, "C1", "1.0", HELLO)
    assert len(api.calls) == 2
    api.trouble("chat.update", trouble, trouble)
    with pytest.raises(UnsureError):
        await talk.poster.update(talk.client, "C1", "1.0", HELLO)
    assert len(api.calls) == 4


async def test_without_a_connection_a_post_is_tried_once_more(talk: Talk, sleeper: Sleeper) -> None:  # fmt: skip
    talk.client.base_url = "http://127.0.0.1:1/api/"
    with pytest.raises(SlackError, match="no_connection"):
        await talk.post()
    assert len(sleeper.naps) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_channel_that_takes_nothing_is_told_to_the_caller(
    api: FakeSlack, talk: Talk, error: str
) -> None:
    before = counted(error)
    api.trouble("chat.postMessage", Trouble(error))
    with pytest.raises(ChannelError, match=error):
        await talk.post()
    assert counted(error) == before + 1
    assert len(api.calls) == 1


def counted(error: str) -> float:
    """How often an error was counted."""
    labels = {"platform": "slack", "error": error}
    return REGISTRY.get_sample_value("japan_ai_platform_errors_total", labels) or 0.0


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_bad_token_is_reported(api: FakeSlack, talk: Talk, error: str) -> None:
    api.trouble("chat.postMessage", Trouble(error))
    with pytest.raises(TokenError, match=error):
        await talk.post()
    assert [each.error for each in talk.bad] == [error]


@pytest.mark.parametrize("error", ["msg_too_long", "msg_blocks_too_long", "invalid_blocks"])
async def test_a_refused_message_goes_out_as_plain_text(
    api: FakeSlack, talk: Talk, error: str
) -> None:
    api.trouble("chat.postMessage", Trouble(error))
    assert await talk.post()
    first, second = api.of("chat.postMessage")
    assert "blocks" in first
    assert "blocks" not in second
    assert second["text"] == "hello"


async def test_a_refused_long_message_is_cut_at_a_line(api: FakeSlack, talk: Talk) -> None:
    payload = {**HELLO, "text": "\n".join(f"line {n} {'x' * 90}" for n in range(100))}
    api.trouble("chat.postMessage", Trouble("msg_too_long"))
    await talk.poster.post(talk.client, "C1", payload)  # type: ignore[arg-type]  # a Payload by its keys
    text = api.of("chat.postMessage")[1]["text"]
    assert len(text) < 4000
    assert text.endswith("x\n…")


async def test_a_response_url_that_refuses_blocks_gets_plain_text(api: FakeSlack, talk: Talk) -> None:  # fmt: skip
    api.trouble("response_url", Trouble("invalid_blocks", 400))
    await talk.poster.respond(api.response_url, HELLO)
    assert "blocks" not in api.of("response_url")[1]


@pytest.mark.parametrize("trouble", [Trouble("x", status=500), LOST])
async def test_through_a_response_url_only_a_replacement_is_sent_again(
    api: FakeSlack, talk: Talk, trouble: Trouble
) -> None:
    api.trouble("response_url", trouble)
    await talk.poster.respond(api.response_url, HELLO, replace_original=True)
    assert len(api.calls) == 2
    api.trouble("response_url", trouble)
    with pytest.raises(UnsureError):
        await talk.poster.respond(api.response_url, HELLO, replace_original=False)
    assert len(api.calls) == 3


async def test_a_view_that_slack_would_refuse_is_not_sent(api: FakeSlack, talk: Talk) -> None:
    with pytest.raises(SlackError):
        await talk.poster.view(talk.client, "views.open", {"type": "modal", "blocks": []}, trigger_id="1")  # fmt: skip
    assert api.calls == []


async def test_a_token_that_goes_bad_ends_the_service_with_its_name(bench: Bench) -> None:
    from adapters.service import BadTokenError

    running = asyncio.create_task(bench.service.run())
    bench.api.trouble("chat.postMessage", Trouble("token_revoked"))
    await bench.send("app_mention")
    with pytest.raises(BadTokenError, match="SLACK_BOT_TOKEN"):
        await asyncio.wait_for(running, 5)
