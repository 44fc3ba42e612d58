import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from adapters.slack.app import Wiring
from adapters.slack.events import LAPSE_SECONDS
from adapters.slack.http import HttpMode
from bot.desk import Desk
from bot.ports import Person, Place
from facts.compiled import Compiled
from tests.adapters.slack.conftest import Bench, encoded, recorded, server_settings, signed
from tests.adapters.slack.fake_slack import FakeSlack, Trouble
from tests.adapters.slack.visible import visible
from tests.fakes import FailingPorts

ALICE = Person("slack", "T0ACME", "U0ALICE")
THREAD = Place("slack", "T0ACME", "C0GENERAL", "1795338000.000100")


async def test_a_mention_is_answered_in_its_thread(bench: Bench) -> None:
    response = await bench.send("app_mention")
    assert (response.status_code, response.text) == (200, "")
    (posted,) = bench.api.of("chat.postMessage")
    assert posted["channel"] == "C0GENERAL"
    assert posted["thread_ts"] == "1795338000.000100"
    assert posted["unfurl_links"] is posted["unfurl_media"] is False
    assert "2.9 billion" in visible(posted["blocks"])


async def test_a_mention_in_the_thread_goes_on_with_its_subject(bench: Bench) -> None:
    await bench.send("app_mention")
    await bench.send("app_mention_in_thread")
    first, second = bench.api.of("chat.postMessage")
    assert second["thread_ts"] == first["thread_ts"]
    assert "Oracle" in visible(second["blocks"])
    assert "Read with your last question" in visible(second["blocks"])


async def test_a_conversation_is_forgotten_after_a_day(bench: Bench) -> None:
    await bench.send("app_mention")
    bench.clock.passes(timedelta(hours=25))
    await bench.send("app_mention_in_thread")
    assert "Read with" not in visible(bench.api.of("chat.postMessage")[1]["blocks"])


async def test_a_bare_mention_is_answered_with_help(bench: Bench) -> None:
    await bench.send("app_mention", text="<@U0JAPANAI>")
    assert "Japan AI briefing" in visible(bench.api.of("chat.postMessage")[0]["blocks"])


async def test_a_direct_message_is_answered_below_it(bench: Bench) -> None:
    await bench.send("message_im")
    (posted,) = bench.api.of("chat.postMessage")
    assert posted["channel"] == "D0ALICE"
    assert "thread_ts" not in posted
    assert "Share in channel" not in visible(posted["blocks"])
    assert Place("slack", "T0ACME", "D0ALICE") in bench.ports.memory.lines


async def test_a_thread_of_the_agent_view_is_a_conversation_of_its_own(bench: Bench) -> None:
    await bench.send("message_agent_thread")
    (posted,) = bench.api.of("chat.postMessage")
    assert posted["thread_ts"] == "1795338150.000350"


@pytest.mark.parametrize("change", [{"bot_id": "B0OTHER"}, {"channel_type": "channel"}])
async def test_other_bots_and_other_channels_are_left_alone(
    bench: Bench, change: dict[str, str]
) -> None:
    assert (await bench.send("message_im", **change)).status_code == 200
    assert (await bench.send("message_im_edited")).status_code == 200
    assert bench.api.of("chat.postMessage") == []


async def test_the_bot_does_not_answer_itself(bench: Bench) -> None:
    await bench.send("message_im", user="U0JAPANAI")
    assert bench.api.of("chat.postMessage") == []


async def test_an_event_delivered_again_is_acknowledged_and_answered_once(bench: Bench) -> None:
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    responses = [await bench.send("app_mention", headers) for headers in ({}, retry, retry)]
    assert [response.status_code for response in responses] == [200, 200, 200]
    bench.sleeper.wake()
    await asyncio.sleep(0)
    await bench.settled()
    assert len(bench.api.of("chat.postMessage")) == 1


async def test_an_event_whose_process_died_is_answered_by_its_retry(bench: Bench) -> None:
    await bench.ports.seen.claim("slack:Ev0MENTION")  # by a process that is no more
    response = await bench.send("app_mention", {"x-slack-retry-num": "1"})
    assert response.status_code == 200
    assert bench.api.of("chat.postMessage") == []
    await asyncio.sleep(0)
    assert bench.sleeper.naps == [LAPSE_SECONDS]
    bench.ports.seen.lapse()
    bench.sleeper.wake()
    await bench.api.next("chat.postMessage")
    await bench.settled()
    assert "slack:Ev0MENTION" in bench.ports.seen.answered


async def test_a_slow_answer_in_direct_messages_has_a_status_first(bench: Bench) -> None:
    bench.sleeper.through = 1.0  # the moment after which a status is due has passed at once
    bench.api.delay["users.info"] = 0.1
    await bench.send("message_im")
    await bench.settled()
    shown, cleared = bench.api.of("assistant.threads.setStatus")
    assert shown["status"] == "is looking it up…"
    assert shown["thread_ts"] == "1795338120.000300"
    assert cleared["status"] == ""
    assert len(bench.api.of("chat.postMessage")) == 1


async def test_a_quick_answer_has_no_status(bench: Bench) -> None:
    await bench.send("message_im")
    assert bench.api.of("assistant.threads.setStatus") == []


async def test_without_agent_view_the_status_is_left_out(bench: Bench) -> None:
    bench.sleeper.through = 1.0
    bench.api.delay["users.info"] = 0.1
    bench.api.trouble("assistant.threads.setStatus", *[Trouble("missing_scope")] * 2)
    await bench.send("message_im")
    await bench.settled()
    assert len(bench.api.of("chat.postMessage")) == 1


async def test_slack_is_told_in_time_that_a_slow_event_arrived(bench: Bench) -> None:
    bench.api.trouble("chat.postMessage", Trouble("ratelimited", 429, {"Retry-After": "20"}))
    response = await bench.send("app_mention")  # while the answer waits as it was asked to
    assert response.status_code == 200
    assert 20.0 in bench.sleeper.naps
    bench.sleeper.wake()
    await bench.settled()
    assert len(bench.api.of("chat.postMessage")) == 2


@pytest.mark.parametrize("text", ["forget me", "Forget me!", "忘れて", "忘记我"])
async def test_forget_me_in_direct_messages(bench: Bench, text: str) -> None:
    bench.ports.preferences.languages[ALICE] = "en"
    await bench.send("message_im", text=text)
    assert ALICE not in bench.ports.preferences.languages
    assert "Forgotten" in visible(bench.api.of("chat.postMessage")[0]["blocks"])


async def test_url_verification_echoes_the_challenge(bench: Bench) -> None:
    response = await bench.send("url_verification")
    assert response.status_code == 200
    assert "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" in response.text


async def test_an_event_that_nothing_listens_to_is_acknowledged(bench: Bench) -> None:
    event = {"type": "reaction_added", "user": "U0ALICE", "reaction": "eyes"}
    assert (await bench.send("app_mention", event=event)).status_code == 200


async def test_hostile_words_in_a_mention_stay_words(bench: Bench) -> None:
    text = "<@U0JAPANAI> <!channel> <@U2|bob> `x` *b* \u202ereversed\u2066 &lt;!here&gt;"
    await bench.send("app_mention", text=text)  # the API fixture refuses mentions
    (posted,) = bench.api.of("chat.postMessage")
    assert "\u202e" not in str(posted)


async def test_stop_lets_an_answer_under_way_finish(bench: Bench) -> None:
    bench.api.delay["users.info"] = 0.3
    sending = asyncio.create_task(bench.send("app_mention"))
    await bench.api.next("users.info")
    await bench.service.stop()
    assert len(bench.api.of("chat.postMessage")) == 1
    assert (await sending).status_code == 200


async def test_a_store_that_fails_costs_the_buttons_never_the_answer(
    api: FakeSlack, wiring: Wiring, ready: Compiled
) -> None:
    ports = FailingPorts()
    broken = replace(wiring, ports=ports, desk=Desk(lambda: ready, ports))
    service = HttpMode(server_settings(api), broken)
    content, kind = encoded(recorded("app_mention"))
    transport = httpx.ASGITransport(Starlette(routes=service.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        await http.post("/slack/events", content=content, headers=signed(content, kind))
    await service.stop()
    (posted,) = api.of("chat.postMessage")
    assert "2.9 billion" in visible(posted["blocks"])
    assert all(block["type"] != "actions" for block in posted["blocks"])
