from typing import Any

import pytest

from bot.ports import Person
from bot.press import read_press
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.visible import visible

ALICE = Person("slack", "T0ACME", "U0ALICE")


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message: label -> id."""
    return {
        element["text"]["text"]: element["action_id"]
        for block in message["blocks"] if block["type"] == "actions"
        for element in block["elements"] if element["type"] == "button"
    }  # fmt: skip


async def test_the_http_response_itself_is_the_answer_for_the_asker_alone(bench: Bench) -> None:
    answer = await bench.slash("investments microsoft")
    assert answer["response_type"] == "ephemeral"
    assert "2.9 billion" in visible(answer["blocks"])
    assert "2.9 billion" in answer["text"]
    assert bench.api.of("chat.postMessage") == bench.api.of("response_url") == []


async def test_alone_it_opens_help_with_buttons(bench: Bench) -> None:
    answer = await bench.slash("")
    assert "Japan AI briefing" in visible(answer["blocks"])
    assert {"investments", "tips"} <= buttons(answer).keys()


async def test_a_word_that_bolt_takes_for_an_interaction_is_a_word(bench: Bench) -> None:
    answer = await bench.slash("payload of investments microsoft")
    assert answer["blocks"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("マイクロソフトの日本投資", "29億"),
        ("微软 日本 投资", "29亿"),
        ("microsoft investment", "billion"),
    ],
)
async def test_it_answers_in_the_language_of_the_question(
    bench: Bench, text: str, words: str
) -> None:
    assert words in visible((await bench.slash(text))["blocks"])


async def test_a_locale_is_asked_once_a_day_and_decides_for_words_of_no_language(
    bench: Bench,
) -> None:
    bench.api.locales["U0ALICE"] = "ja-JP"
    first = await bench.slash("microsoft")
    await bench.slash("microsoft")
    assert "29億" in visible(first["blocks"])
    assert len(bench.api.of("users.info")) == 1
    assert bench.api.of("users.info")[0]["include_locale"] == "true"


async def test_without_the_scope_for_locales_it_answers_and_does_not_ask_again(
    bench: Bench,
) -> None:
    bench.api.trouble("users.info", Trouble("missing_scope"))
    assert "billion" in visible((await bench.slash("microsoft"))["blocks"])
    await bench.slash("microsoft")
    assert len(bench.api.of("users.info")) == 1


async def test_share_as_the_last_word_posts_as_the_bot_where_it_is_a_member(bench: Bench) -> None:
    response = await bench.send("slash_command", text="investments microsoft share")
    await bench.settled()
    assert (response.status_code, response.text) == (200, "")
    (posted,) = bench.api.of("chat.postMessage")
    assert posted["channel"] == "C0GENERAL"
    assert "2.9 billion" in visible(posted["blocks"])
    assert posted["metadata"]["event_type"] == "japan_ai_answer"
    assert "microsoft-2024-cloud-ai" in posted["metadata"]["event_payload"]["facts"]


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_where_the_bot_is_no_member_a_dated_copy_is_shared(bench: Bench, error: str) -> None:
    bench.api.trouble("chat.postMessage", Trouble(error))
    await bench.send("slash_command", text="investments microsoft share")
    await bench.settled()
    (copy,) = bench.api.of("response_url")
    assert copy["response_type"] == "in_channel"
    assert "as of November 22, 2026" in visible(copy["blocks"]) or "22 November 2026" in visible(copy["blocks"])  # fmt: skip


async def test_a_share_that_cannot_be_posted_anywhere_is_said(bench: Bench) -> None:
    bench.api.trouble("chat.postMessage", Trouble("is_archived"))
    bench.api.trouble("response_url", Trouble("expired_url", 404))
    await bench.send("slash_command", text="investments microsoft share")
    await bench.settled()
    assert bench.api.of("response_url")[-1]["response_type"] == "ephemeral"


async def test_a_question_about_a_market_share_is_not_posted(bench: Bench) -> None:
    answer = await bench.slash("chatgpt usage share")
    assert answer["response_type"] == "ephemeral"


async def test_forget_me_deletes_what_is_known_of_a_person(bench: Bench) -> None:
    bench.ports.preferences.languages[ALICE] = "ja"
    answer = await bench.slash("forget me")
    assert "忘れました" in visible(answer["blocks"])
    assert ALICE not in bench.ports.preferences.languages


async def test_the_share_button_stands_under_a_private_answer(bench: Bench) -> None:
    labels = buttons(await bench.slash("investments microsoft"))
    assert read_press(labels["Share in channel"])


@pytest.mark.parametrize(
    "text",
    ["<!channel> &lt;!here&gt;", "<@U1> `code` *bold*", "\u202eabc\u2066 <https://evil.example|safe>",
     "&lt;@U1&gt; &amp;lt;", "```" * 200],
)  # fmt: skip
async def test_nothing_typed_can_mention_link_or_format(bench: Bench, text: str) -> None:
    answer = await bench.slash(text)  # and `slash` has every answer checked
    assert "<!" not in answer["text"]
    assert "<@" not in answer["text"]
    assert "\u202e" not in str(answer)
