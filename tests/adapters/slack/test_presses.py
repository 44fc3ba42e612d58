from typing import Any

import pytest

from bot.ports import Person
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.test_slash import buttons
from tests.adapters.slack.visible import visible

ALICE = Person("slack", "T0ACME", "U0ALICE")


async def press(bench: Bench, surface: str, action: str) -> None:
    """Press a button that stands on a surface."""
    response = await bench.send(f"block_actions_{surface}", action=action)
    assert (response.status_code, response.text) == (200, "")
    await bench.settled()


async def posted(bench: Bench, text: str) -> dict[str, Any]:
    """The bot's answer to a mention."""
    await bench.send("app_mention", text=f"<@U0JAPANAI> {text}", event_id=f"Ev{text}")
    return bench.api.of("chat.postMessage")[-1]


async def test_the_next_page_of_a_private_answer_takes_its_place(bench: Bench) -> None:
    answer = await bench.slash("investments")
    await press(bench, "ephemeral", buttons(answer)["Next page"])
    (turned,) = bench.api.of("response_url")
    assert turned["replace_original"] is True
    assert "Previous page" in buttons(turned)
    assert visible(turned["blocks"]) != visible(answer["blocks"])


async def test_the_next_page_of_a_posted_answer_takes_its_place_too(bench: Bench) -> None:
    answer = await posted(bench, "investments")
    await press(bench, "thread", buttons(answer)["Next page"])
    assert bench.api.of("response_url")[0]["replace_original"] is True


async def test_a_used_up_response_url_leaves_the_bot_its_own_way(bench: Bench) -> None:
    answer = await posted(bench, "investments")
    bench.api.trouble("response_url", Trouble("expired_url", 404))
    await press(bench, "thread", buttons(answer)["Next page"])
    (update,) = bench.api.of("chat.update")
    assert update["ts"] == "1795338002.000120"


async def test_the_source_comes_for_the_one_who_asked_in_the_thread(bench: Bench) -> None:
    answer = await posted(bench, "microsoft investment")
    await press(bench, "thread", buttons(answer)["Source"])
    (source,) = bench.api.of("response_url")
    assert source["response_type"] == "ephemeral"
    assert source["replace_original"] is False
    assert source["thread_ts"] == "1795338000.000100"
    assert "Citation to copy" in visible(source["blocks"])


async def test_share_posts_the_answer_and_says_nothing_more(bench: Bench) -> None:
    answer = await bench.slash("investments microsoft")
    await press(bench, "ephemeral", buttons(answer)["Share in channel"])
    (shared,) = bench.api.of("chat.postMessage")
    assert shared["channel"] == "C0GENERAL"
    assert "Share in channel" not in buttons(shared)
    assert bench.api.of("response_url") == []


async def test_share_where_the_bot_is_no_member_is_a_dated_copy(bench: Bench) -> None:
    answer = await bench.slash("investments microsoft")
    bench.api.trouble("chat.postMessage", Trouble("not_in_channel"))
    await press(bench, "ephemeral", buttons(answer)["Share in channel"])
    (copy,) = bench.api.of("response_url")
    assert copy["response_type"] == "in_channel"
    assert "can't be corrected later" in visible(copy["blocks"])


async def test_a_share_that_slack_refuses_is_said(bench: Bench) -> None:
    answer = await bench.slash("investments microsoft")
    bench.api.trouble("chat.postMessage", Trouble("some_new_error"))
    await press(bench, "ephemeral", buttons(answer)["Share in channel"])
    (said,) = bench.api.of("response_url")
    assert "went wrong" in said["text"]


async def test_native_feedback_is_kept_without_a_name(bench: Bench) -> None:
    answer = await posted(bench, "microsoft investment")
    (bar,) = [b for b in answer["blocks"] if b["type"] == "context_actions"]
    good = bar["elements"][0]["positive_button"]["value"]
    await press(bench, "feedback", good)
    ((line, facts, verdict),) = bench.ports.feedback.verdicts
    assert (verdict, bool(facts)) == ("good", True)
    assert "U0ALICE" not in line
    assert "Thank you" in bench.api.of("response_url")[0]["text"]


async def test_request_this_is_kept_only_when_pressed(bench: Bench) -> None:
    answer = await bench.slash("samsung investment in japanese AI")
    assert not bench.ports.requests.wishes
    await press(bench, "ephemeral", buttons(answer)["Request this"])
    assert sum(bench.ports.requests.wishes.values()) == 1
    assert "Noted" in bench.api.of("response_url")[0]["text"]


async def test_in_direct_messages_an_action_is_answered_below(bench: Bench) -> None:
    await bench.send("message_im", text="microsoft investment")
    source = buttons(bench.api.of("chat.postMessage")[0])["Source"]
    await press(bench, "feedback", source)
    assert "Citation to copy" in visible(bench.api.of("chat.postMessage")[1]["blocks"])


@pytest.mark.parametrize("action", ["v1:aaaaaaaaaaaaaaaa:0", "v9:new", "else", "\u202e<!channel>"])
async def test_an_unknown_button_gets_a_kind_answer(bench: Bench, action: str) -> None:
    await press(bench, "ephemeral", action)
    (said,) = bench.api.of("response_url")
    assert "too old" in said["text"]


async def test_the_shortcut_opens_a_modal_with_the_answer(bench: Bench) -> None:
    response = await bench.send("message_shortcut")
    assert response.status_code == 200
    await bench.settled()
    (opened,) = bench.api.of("views.open")
    assert opened["trigger_id"].startswith("8105912345685")
    assert "2.9 billion" in visible(opened["view"]["blocks"])


async def test_the_shortcut_on_a_message_without_words_says_so(bench: Bench) -> None:
    message = {"type": "message", "user": "U0BOB", "text": "", "ts": "1795337000.000090"}
    await bench.send("message_shortcut", message=message)
    await bench.settled()
    assert "no text" in visible(bench.api.of("views.open")[0]["view"]["blocks"])


async def test_in_a_modal_an_action_goes_on_top_and_a_page_in_place(bench: Bench) -> None:
    answer = await posted(bench, "microsoft investment")
    await press(bench, "modal", buttons(answer)["Source"])
    (pushed,) = bench.api.of("views.push")
    assert "Citation to copy" in visible(pushed["view"]["blocks"])
    await press(bench, "modal", buttons(await posted(bench, "investments"))["Next page"])
    assert bench.api.of("views.update")[0]["view_id"] == "V0ANSWER"
    await press(bench, "modal", "gone")
    assert "too old" in visible(bench.api.of("views.push")[1]["view"]["blocks"])


async def test_a_submitted_modal_and_other_shortcuts_are_acknowledged(bench: Bench) -> None:
    assert (await bench.send("view_submission")).status_code == 200
    assert (await bench.send("message_shortcut", callback_id="other")).status_code == 200
