"""Files of answers in Slack: to the asker alone in direct messages, to the channel with Share."""

from dataclasses import replace

import pytest

from adapters.pictures.drawer import DrawingError
from adapters.slack.app import Wiring
from adapters.slack.charts import native_chart
from adapters.slack.payload import problems
from adapters.slack.render import message
from bot.card import Bar, Card, Chart, Picture
from bot.command import Reply
from bot.desk import Response
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.visible import visible


async def drawn(chart: Chart) -> bytes:
    if "refuse" in chart.title:
        raise DrawingError("no")
    return b"\x89PNG" + chart.title.encode()


@pytest.fixture
def wiring(wiring: Wiring) -> Wiring:
    return replace(wiring, draw=drawn)


def uploaded(bench: Bench) -> dict[str, bytes]:
    """What was uploaded by name; every upload must be completed."""
    names = [call["filename"] for call in bench.api.of("files.getUploadURLExternal")]
    return dict(zip(names, bench.api.uploads.values(), strict=True))


async def test_a_private_brief_goes_to_direct_messages_and_says_so(bench: Bench) -> None:
    answer = await bench.slash("brief microsoft")
    await bench.settled()

    files = uploaded(bench)
    assert {name.rpartition(".")[2] for name in files} == {"md", "html"}
    assert all(name in visible(answer["blocks"]) for name in files)
    assert b"29\xe4\xba\xbf" in files[next(n for n in files if n.endswith("md"))]
    (done,) = bench.api.of("files.completeUploadExternal")
    assert done["channel_id"] == "DU0ALICE"
    assert bench.api.of("chat.postMessage") == []


async def test_a_chart_is_bars_at_once_and_a_picture_with_words_in_direct_messages(
    bench: Bench,
) -> None:
    answer = await bench.slash("chart investments")
    await bench.settled()

    assert "█" in visible(answer["blocks"])
    (wanted,) = bench.api.of("files.getUploadURLExternal")
    assert wanted["filename"] == "chart-1.png"
    assert "US$20 billion" in wanted["alt_txt"]
    assert int(wanted["length"]) == len(next(iter(bench.api.uploads.values())))


async def test_share_uploads_to_the_channel(bench: Bench) -> None:
    await bench.send("slash_command", text="investments microsoft export:xlsx share")
    await bench.settled()

    (done,) = bench.api.of("files.completeUploadExternal")
    assert done["channel_id"] == "C0GENERAL"
    assert next(iter(bench.api.uploads.values())).startswith(b"PK")
    assert len(bench.api.of("chat.postMessage")) == 1


async def test_an_upload_that_fails_is_said_where_it_was_due(bench: Bench) -> None:
    bench.api.trouble("files.getUploadURLExternal", Trouble("file_uploads_disabled"))
    await bench.slash("tips hiring export:csv")
    await bench.settled()

    (said,) = bench.api.of("chat.postMessage")
    assert said["channel"] == "DU0ALICE"
    assert "japan-ai-tips-2026-11-22.csv" in visible(said["blocks"])


async def test_without_direct_messages_the_answer_still_comes(bench: Bench) -> None:
    bench.api.trouble("conversations.open", Trouble("missing_scope"))
    answer = await bench.slash("brief microsoft")
    await bench.settled()

    assert "2.9 billion" in visible(answer["blocks"])
    assert bench.api.uploads == {}


def one(chart: Chart) -> Response:
    return Response(Reply(Card("t", (Picture(chart, "alt"),) * 3, "en"), {}))


PLAIN = Chart("Models", "bars", (Bar("US", 182.0, "182"), Bar("China", 30.0, "30")), "models")


def test_slack_draws_solid_bars_itself_with_every_value_in_words() -> None:
    payload = message(one(PLAIN))

    assert problems(payload) == []
    charts = [b for b in payload["blocks"] if b["type"] == "data_visualization"]
    assert charts == [native_chart(PLAIN)] * 2  # of three: Slack takes no more in a message
    assert "US · 182" in visible(payload["blocks"])
    shown = message(one(PLAIN), ephemeral=True)["blocks"]
    assert not [b for b in shown if b["type"] == "data_visualization"]


@pytest.mark.parametrize(
    "chart",
    [
        replace(PLAIN, bars=(Bar("US", 1.0, "1", "hollow"),)),
        replace(PLAIN, bars=(Bar("US", 1.0, "1", "hatched"),)),
        replace(PLAIN, bars=(Bar("US", 1.0, "1"), Bar("US", 2.0, "2"))),
        replace(PLAIN, bars=(Bar("U" * 21, 1.0, "1"),)),
        replace(PLAIN, bars=tuple(Bar(str(n), n, "") for n in range(21))),
        replace(PLAIN, bars=()), replace(PLAIN, title="t" * 51), replace(PLAIN, kind="timeline"),
        replace(PLAIN, bars=(Bar("a", 1.0, "1", group="g"), Bar("b", 1.0, "1", group="h"))),
        replace(PLAIN, bars=(Bar("a", -1.0, "-1"),)),
    ],
)  # fmt: skip
def test_what_slack_cannot_show_the_same_is_never_its_own_chart(chart: Chart) -> None:
    assert native_chart(chart) is None
    assert problems(message(one(chart))) == []


def test_a_broken_chart_of_slack_is_found() -> None:
    good = native_chart(PLAIN)
    assert good is not None
    for change in (
        {"title": "t" * 51}, {"chart": {}}, {"chart": {**good["chart"], "type": "radar"}},
        {"chart": {**good["chart"], "series": []}},
        {"chart": {**good["chart"], "axis_config": {"categories": ["US"]}}},
        {"chart": {**good["chart"], "axis_config": {"categories": ["x" * 21]}}},
    ):  # fmt: skip
        assert problems({"text": "t", "blocks": [{**good, **change}]})
    assert problems({"text": "t", "blocks": [good]}) == []
    assert problems({"text": "t", "blocks": [good] * 3})
