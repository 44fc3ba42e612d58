from bot.ports import Person
from tests.adapters.slack.conftest import Bench
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.visible import visible

ALICE = Person("slack", "T0ACME", "U0ALICE")


async def test_home_shows_the_library_in_the_readers_language(bench: Bench) -> None:
    bench.api.locales["U0ALICE"] = "ja-JP"
    await bench.send("app_home_opened_home")
    await bench.settled()
    (published,) = bench.api.of("views.publish")
    assert published["user_id"] == "U0ALICE"
    assert "日本" in visible(published["view"]["blocks"])


async def test_a_chosen_language_is_kept_and_shown(bench: Bench) -> None:
    await bench.send("block_actions_home_language")
    await bench.settled()
    assert bench.ports.preferences.languages[ALICE] == "ja"
    (published,) = bench.api.of("views.publish")
    assert "ja" in str(published["view"]["blocks"][-1])
    assert "29億" in visible((await bench.slash("microsoft"))["blocks"])


async def test_forget_me_on_the_home_tab(bench: Bench) -> None:
    bench.ports.preferences.languages[ALICE] = "ja"
    await bench.send("block_actions_home", action="home_forget")
    await bench.settled()
    assert ALICE not in bench.ports.preferences.languages
    assert "忘れました" in visible(bench.api.of("views.open")[0]["view"]["blocks"])
    assert len(bench.api.of("views.publish")) == 1


async def test_a_line_to_try_opens_its_answer(bench: Bench) -> None:
    await bench.send("app_home_opened_home")
    await bench.settled()
    blocks = bench.api.of("views.publish")[0]["view"]["blocks"]
    first = next(b for b in blocks if b["type"] == "actions")["elements"][1]
    body_action = first["action_id"]
    await bench.send(
        "block_actions_home", action=body_action,
        actions=[{"type": "button", "action_id": body_action, "value": first["value"]}],
    )  # fmt: skip
    await bench.settled()
    assert "2.9 billion" in visible(bench.api.of("views.open")[0]["view"]["blocks"])


async def test_an_opened_agent_view_gets_prompts(bench: Bench) -> None:
    await bench.send("app_home_opened_messages")
    await bench.settled()
    (set_,) = bench.api.of("assistant.threads.setSuggestedPrompts")
    assert set_["channel_id"] == "D0ALICE"
    assert len(set_["prompts"]) == 4
    assert bench.api.of("views.publish") == []


async def test_without_agent_view_nothing_happens(bench: Bench) -> None:
    bench.api.trouble("assistant.threads.setSuggestedPrompts", Trouble("missing_scope"))
    assert (await bench.send("app_home_opened_messages")).status_code == 200
    await bench.settled()


async def test_every_suggested_prompt_has_an_answer(bench: Bench) -> None:
    await bench.send("app_home_opened_messages")
    await bench.settled()
    (set_,) = bench.api.of("assistant.threads.setSuggestedPrompts")
    for prompt in set_["prompts"]:
        await bench.send("message_im", text=prompt["message"], event_id=prompt["title"])
        posted = bench.api.of("chat.postMessage")[-1]
        assert posted["metadata"]["event_payload"]["facts"], prompt
