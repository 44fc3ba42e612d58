"""Digests in Slack: posted once, with what tells them apart, and looked up where that is allowed."""

from typing import Any

import pytest

from adapters.slack.digests import EVENT, LOOKED_AT, SlackDigests
from bot.desk import Desk, Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.digest.subscription import Channel
from facts.compiled import Compiled
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.visible import visible
from tests.fakes import fake_ports
from tests.helpers import NOW

CHANNEL = Channel("slack", "T0ACME", "C0GENERAL")
LINE = "digest draw 2026-11-23 oracle-2024-cloud-ai sakana-ai-2024-06-round"


@pytest.fixture
async def digest(ready: Compiled) -> Response:
    return await Desk(lambda: ready, fake_ports()).draw(LINE, "en", NOW)


@pytest.fixture
def digests(bench: Bench) -> SlackDigests:
    return SlackDigests(bench.service.bot.poster, bench.service.bot.client_of)


def history(bench: Bench, *messages: dict[str, Any]) -> None:
    bench.api.answers["conversations.history"] = {"messages": list(messages)}


def posted(delivery: str, ts: str = "1.0") -> dict[str, Any]:
    return {"ts": ts, "metadata": {"event_type": EVENT, "event_payload": {"delivery": delivery}}}


async def test_it_is_posted_with_its_delivery_and_without_previews(
    bench: Bench, digests: SlackDigests, digest: Response
) -> None:
    ts = await digests.post(CHANNEL, digest, "d1")
    (body,) = bench.api.of("chat.postMessage")

    assert ts
    assert body["channel"] == "C0GENERAL"
    assert body["metadata"]["event_payload"] == {
        "delivery": "d1",
        "facts": list(digest.reply.facts),
    }
    assert body["unfurl_links"] is False
    assert "80亿美元" in visible(body["blocks"])


async def test_it_is_never_posted_twice_after_a_loss(
    bench: Bench, digests: SlackDigests, digest: Response
) -> None:
    for trouble in (Trouble(drop=True), Trouble(status=503)):
        bench.api.trouble("chat.postMessage", trouble)
        with pytest.raises(LostError):
            await digests.post(CHANNEL, digest, "d1")

    assert len(bench.api.of("chat.postMessage")) == 2  # one for each loss


async def test_a_limit_is_told_and_not_waited_for(
    bench: Bench, digests: SlackDigests, digest: Response
) -> None:
    limited = Trouble("ratelimited", 429, {"Retry-After": "37"})
    bench.api.trouble("chat.postMessage", limited)
    with pytest.raises(LimitedError) as caught:
        await digests.post(CHANNEL, digest, "d1")

    assert caught.value.seconds == 37
    assert bench.sleeper.naps == []


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        ("channel_not_found", True), ("not_in_channel", True), ("is_archived", True),
        ("token_revoked", True), ("account_inactive", True), ("invalid_blocks", False),
        ("msg_too_long", False), ("something_new", False),
    ],
)  # fmt: skip
async def test_a_refusal_is_told_with_slacks_word(
    bench: Bench, digests: SlackDigests, digest: Response, error: str, *, gone: bool
) -> None:
    bench.api.trouble("chat.postMessage", Trouble(error))
    with pytest.raises(RefusedError, match=error) as caught:
        await digests.post(CHANNEL, digest, "d1")

    assert caught.value.gone is gone


async def test_a_post_is_found_again_by_its_delivery(bench: Bench, digests: SlackDigests) -> None:
    history(bench, {"ts": "3.0", "text": "hello"}, posted("other", "2.0"), posted("d1", "1.0"))

    assert await digests.find(CHANNEL, "d1") == "1.0"
    assert await digests.find(CHANNEL, "d2") is None
    (asked, _) = bench.api.of("conversations.history")
    assert asked["include_all_metadata"] == "true"  # a form, not JSON


async def test_what_may_be_further_back_is_not_called_missing(
    bench: Bench, digests: SlackDigests
) -> None:
    history(bench, *(posted(f"x{n}") for n in range(LOOKED_AT)))

    with pytest.raises(RefusedError):
        await digests.find(CHANNEL, "d1")


async def test_without_the_scope_it_can_not_be_looked_up(
    bench: Bench, digests: SlackDigests
) -> None:
    bench.api.trouble("conversations.history", Trouble("missing_scope"))

    with pytest.raises(RefusedError) as caught:
        await digests.find(CHANNEL, "d1")
    assert not caught.value.gone


async def test_a_workspace_that_is_gone_refuses_for_good(bench: Bench, digest: Response) -> None:
    async def nobody(_: str) -> None:
        return None

    with pytest.raises(RefusedError) as caught:
        await SlackDigests(bench.service.bot.poster, nobody).post(CHANNEL, digest, "d1")
    assert caught.value.gone
