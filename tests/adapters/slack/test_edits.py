"""What the bot posts in Slack is noted, and can be corrected where it stands."""

from dataclasses import replace

import pytest

from adapters.slack.app import Wiring
from adapters.slack.edits import SlackEditor
from bot.desk import Desk, Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.ports import Paces
from bot.review.item import PostedFact
from bot.review.posted import Posted
from facts.compiled import Compiled
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.test_presses import press
from tests.adapters.slack.test_slash import buttons
from tests.adapters.slack.visible import visible
from tests.fakes import fake_ports
from tests.helpers import NOW
from tests.review_fakes import FakePosts

MICROSOFT = "microsoft-2024-cloud-ai"
POST = PostedFact("slack", "T0ACME", "C0SALES", "1795338999.000001", "ask microsoft", "en", NOW, {MICROSOFT: 1})  # fmt: skip


@pytest.fixture
def posts() -> FakePosts:
    return FakePosts()


@pytest.fixture
def wiring(wiring: Wiring, posts: FakePosts) -> Wiring:
    return replace(wiring, posted=Posted(posts))


class FakePaces(Paces):
    """`taken` holds the rates whose turn was taken."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float]] = []

    async def take(self, key: str, per_second: float) -> float:
        self.taken.append((key, per_second))
        return 0.0


def editor(bench: Bench, paces: Paces | None = None) -> SlackEditor:
    bot = bench.service.bot
    return SlackEditor(bot.poster, bot.client_of, paces or FakePaces())


async def response(ready: Compiled) -> Response:
    return await Desk(lambda: ready, fake_ports()).draw("investments microsoft", "en", NOW)


async def test_answers_and_shares_in_channels_are_noted(bench: Bench, posts: FakePosts) -> None:
    await bench.send("app_mention", text="<@U0JAPANAI> microsoft investment")
    answer = await bench.slash("investments microsoft")
    await press(bench, "ephemeral", buttons(answer)["Share in channel"])
    mention, share = posts.kept.values()
    assert (mention.workspace, mention.tag) == ("T0ACME", "en")
    assert mention.line.startswith("ask ")
    assert MICROSOFT in mention.versions
    assert (share.channel, share.line) == ("C0GENERAL", "investments microsoft")
    assert share.message.startswith("1795338999.")


async def test_direct_messages_private_answers_and_those_without_facts_are_not(
    bench: Bench, posts: FakePosts
) -> None:
    await bench.send("message_im", text="microsoft investment")
    await bench.slash("investments microsoft")
    await bench.send("app_mention", text="<@U0JAPANAI> help", event_id="Ev2")
    assert posts.kept == {}


async def test_a_message_is_edited_where_it_stands(bench: Bench, ready: Compiled) -> None:
    paces = FakePaces()
    await editor(bench, paces).turn(POST)
    await editor(bench).edit(POST, await response(ready))
    (update,) = bench.api.of("chat.update")
    assert (update["channel"], update["ts"]) == ("C0SALES", "1795338999.000001")
    assert "2.9 billion" in visible(update["blocks"])
    assert paces.taken == [("slack.edit/T0ACME", 0.8)]


@pytest.mark.parametrize(("trouble", "error"), [
    (Trouble("message_not_found"), RefusedError), (Trouble("channel_not_found"), RefusedError),
    (Trouble("cant_update_message"), RefusedError), (Trouble("internal_error"), LostError),
    (Trouble("ratelimited", 429, {"Retry-After": "7"}), LimitedError),
    (Trouble(status=503), LostError), (Trouble(drop=True), LostError),
    (Trouble("token_revoked"), LostError),
])  # fmt: skip
async def test_what_slack_says_decides_whether_it_is_tried_again(
    bench: Bench, ready: Compiled, trouble: Trouble, error: type[Exception]
) -> None:
    bench.api.trouble("chat.update", trouble)
    with pytest.raises(error):
        await editor(bench).edit(POST, await response(ready))
    assert len(bench.api.of("chat.update")) == 1


async def test_blocks_that_slack_refuses_leave_the_words(bench: Bench, ready: Compiled) -> None:
    bench.api.trouble("chat.update", Trouble("invalid_blocks"), Trouble("invalid_blocks"))
    await editor(bench).edit(POST, await response(ready))
    last = bench.api.of("chat.update")[-1]
    assert "blocks" not in last
    assert "2.9 billion" in last["text"]
