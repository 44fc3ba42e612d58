"""Slash commands, completions, menus, forms and buttons, as Discord sends them."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from bot.ports import Person
from tests.adapters.discord.conftest import Running
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.world import (
    ALICE,
    BOB,
    EPHEMERAL,
    GENERAL,
    GUILD,
    ME,
    POST,
    V2,
    Json,
    buttons,
    texts,
    thread,
    user,
)

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9


async def asked(fake: FakeDiscord, *, by: int = ALICE, **more: Any) -> Json:
    """The message of a public answer to a slash command."""
    response = await fake.answered(await fake.slash("investments", by, company="microsoft", **more))
    metadata = {"id": "5", "type": 2, "user": user(by), "authorizing_integration_owners": {}}
    return fake.shown(response["data"], interaction_metadata=metadata)


async def test_a_slash_command_is_answered_at_once_and_publicly(
    bot: Running, fake: FakeDiscord
) -> None:
    response = await fake.answered(await fake.slash("investments", company="Microsoft"))
    assert response["type"] == MESSAGE
    assert response["data"]["flags"] == V2
    assert "2.9 billion" in texts(response["data"]["components"])
    assert response["data"]["allowed_mentions"] == {"parse": []}


async def test_options_are_those_of_the_command(bot: Running, fake: FakeDiscord) -> None:
    token = await fake.slash("investments", since="2024-04", currency="JPY", sort="amount", limit=3)
    text = texts((await fake.answered(token))["data"]["components"])
    assert "JPY" in text or "¥" in text
    token = await fake.slash("ask", question="microsoft investment", lang="ja")
    assert "マイクロソフト" in texts((await fake.answered(token))["data"]["components"])


async def test_a_private_answer_is_for_the_asker_alone_and_can_be_shared(
    bot: Running, fake: FakeDiscord
) -> None:
    response = await fake.answered(await fake.slash("tips", about="hiring", private=True))
    assert response["data"]["flags"] & EPHEMERAL
    share = buttons(response["data"]["components"])["Share in channel"]
    message = fake.shown(response["data"])
    shared = await fake.answered(await fake.press(message, share))
    assert shared["type"] == MESSAGE
    assert not shared["data"]["flags"] & EPHEMERAL
    assert "Share in channel" not in buttons(shared["data"]["components"])


async def test_where_the_channel_forbids_the_bot_only_the_asker_sees_the_answer(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.permissions = "0"
    response = await fake.answered(await fake.slash("tips"))
    assert response["data"]["flags"] & EPHEMERAL
    share = buttons(response["data"]["components"])["Share in channel"]
    told = await fake.answered(await fake.press(fake.shown(response["data"]), share))
    assert told["data"]["flags"] & EPHEMERAL
    assert "can't be shared" in texts(told["data"]["components"])


async def test_a_thread_asks_for_its_own_permission(bot: Running, fake: FakeDiscord) -> None:
    fake.permissions = str((1 << 10) | (1 << 11))  # may see and send, but not in threads
    data = {"id": "1", "name": "japan-ai", "type": 1, "options": [{"name": "tips", "type": 1}]}
    for channel, alone in ((None, False), (thread(POST, GENERAL), True)):
        response = await fake.answered(await fake.interact(2, data, channel=channel))
        assert bool(response["data"]["flags"] & EPHEMERAL) is alone


async def test_where_only_the_user_installed_it_discord_decides_who_sees(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.permissions = "0"
    data = {"id": "1", "name": "japan-ai", "type": 1, "options": [{"name": "tips", "type": 1}]}
    owners = {"authorizing_integration_owners": {"1": str(ALICE)}}
    response = await fake.answered(await fake.interact(2, data, **owners))
    assert not response["data"]["flags"] & EPHEMERAL


async def test_a_command_in_a_direct_message(bot: Running, fake: FakeDiscord) -> None:
    data = {"id": "1", "name": "japan-ai", "type": 1, "options": [{"name": "tips", "type": 1}]}
    response = await fake.answered(await fake.interact(2, data, direct=True))
    assert texts(response["data"]["components"])


@pytest.mark.parametrize(
    ("locale", "word"),
    [("ja", "マイクロソフト"), ("zh-CN", "微软"), ("zh-TW", "微軟"), ("en-GB", "Microsoft")],
)
async def test_the_language_is_that_of_the_persons_discord(
    bot: Running, fake: FakeDiscord, locale: str, word: str
) -> None:
    options = [{"name": "company", "type": 3, "value": "Microsoft"}]
    data = {"id": "1", "name": "japan-ai", "type": 1,
            "options": [{"name": "investments", "type": 1, "options": options}]}  # fmt: skip
    response = await fake.answered(await fake.interact(2, data, locale=locale))
    assert word in texts(response["data"]["components"])


async def test_the_persons_own_choice_wins(bot: Running, fake: FakeDiscord) -> None:
    bot.ports.preferences.languages[Person("discord", "", str(ALICE))] = "ja"
    text = texts((await fake.answered(await fake.slash("tips")))["data"]["components"])
    assert "助言" in text or "アドバイス" in text or "信頼" in text


async def test_completions_follow_what_is_typed(bot: Running, fake: FakeDiscord) -> None:
    for option, text, first in (
        ("company", "micrsof", "Microsoft"), ("since", "202", "2026"), ("company", "orac", "Oracle"),
    ):  # fmt: skip
        response = await fake.answered(await fake.type_in("investments", option, text))
        assert response["type"] == CHOICES
        assert response["data"]["choices"][0]["name"] == first
    token = await fake.type_in("investments", "company", "micros", locale="ja")
    assert (await fake.answered(token))["data"]["choices"][0]["name"] == "マイクロソフト"


async def test_every_text_option_completes(bot: Running, fake: FakeDiscord) -> None:
    await fake.wait(lambda: fake.commands)
    group = next(c for c in fake.commands if c["type"] == 1)
    typed = [
        (sub["name"], o["name"])
        for sub in group["options"] for o in sub["options"] if o.get("autocomplete")
    ]  # fmt: skip
    assert len(typed) > len(group["options"])
    for command, option in typed:
        response = await fake.answered(await fake.type_in(command, option, ""))
        assert response["data"]["choices"], (command, option)


async def test_completions_of_a_command_that_is_gone_are_none(
    bot: Running, fake: FakeDiscord
) -> None:
    response = await fake.answered(await fake.type_in("weather", "city", "to"))
    assert response["data"]["choices"] == []
    answer = await fake.answered(await fake.slash("weather"))
    assert "too old" in texts(answer["data"]["components"])


async def test_the_menu_of_a_message_looks_its_words_up(bot: Running, fake: FakeDiscord) -> None:
    response = await fake.answered(await fake.menu(f"<@{BOB}> Microsoft puts 2.9 billion in Japan"))
    assert response["data"]["flags"] & EPHEMERAL
    assert "2.9 billion" in texts(response["data"]["components"])
    assert "Share in channel" in buttons(response["data"]["components"])


async def test_a_message_without_words_is_told_so(bot: Running, fake: FakeDiscord) -> None:
    response = await fake.answered(await fake.menu("<@1>"))
    assert "no text" in texts(response["data"]["components"])


async def test_the_form_of_a_follow_up_goes_on_from_its_answer(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say(f"<@{ME}> microsoft investment")
    answer = await fake.posted()
    message = fake.shown(answer)
    opened = await fake.answered(
        await fake.press(message, buttons(answer["components"])["Follow-up"])
    )
    assert opened["type"] == FORM
    bot.ports.memory.lines.clear()
    token = await fake.submit(opened["data"]["custom_id"], "what about Oracle?", message)
    response = await fake.answered(token)
    assert response["type"] == MESSAGE
    assert "8 billion" in texts(response["data"]["components"])
    assert "Follow-up" in buttons(response["data"]["components"])


async def test_the_askers_press_edits_in_place(bot: Running, fake: FakeDiscord) -> None:
    message = await asked(fake)
    source = buttons(message["components"])["Source"]
    response = await fake.answered(await fake.press(message, source))
    assert response["type"] == UPDATE
    assert "Founder Park" in texts(response["data"]["components"])
    assert "Share in channel" not in buttons(response["data"]["components"])


async def test_anyone_elses_press_is_answered_alone(bot: Running, fake: FakeDiscord) -> None:
    message = await asked(fake)
    source = buttons(message["components"])["Source"]
    response = await fake.answered(await fake.press(message, source, user_id=BOB))
    assert response["type"] == MESSAGE
    assert response["data"]["flags"] & EPHEMERAL


async def test_a_press_under_a_reply_knows_who_asked(bot: Running, fake: FakeDiscord) -> None:
    question = await fake.say(f"<@{ME}> microsoft investment")
    answer = await fake.posted()
    reference = {"message_id": str(question), "channel_id": str(GENERAL), "guild_id": str(GUILD)}
    message = {**fake.shown(answer), "type": 19, "message_reference": reference}
    for message_id in (question, 1):  # known to the process, and not
        message["message_reference"] = {**reference, "message_id": str(message_id)}
        fake.messages[1] = {**fake.messages[question], "id": "1"}
        source = buttons(answer["components"])["Source"]
        response = await fake.answered(await fake.press(message, source))
        assert response["type"] == UPDATE
        assert "Follow-up" in buttons(response["data"]["components"])
        other = await fake.answered(await fake.press(message, source, user_id=BOB))
        assert other["type"] == MESSAGE


async def test_pages_turn_in_place(bot: Running, fake: FakeDiscord) -> None:
    response = await fake.answered(await fake.slash("adoption"))
    assert "Next page" in buttons(response["data"]["components"])
    metadata = {"id": "5", "type": 2, "user": user(ALICE), "authorizing_integration_owners": {}}
    message = fake.shown(response["data"], interaction_metadata=metadata)
    following = buttons(message["components"])["Next page"]
    turned = await fake.answered(await fake.press(message, following))
    assert turned["type"] == UPDATE
    assert "Page 2 of" in texts(turned["data"]["components"])
    other = await fake.answered(await fake.press(message, following, user_id=BOB))
    assert other["data"]["flags"] & EPHEMERAL


async def test_verdicts_and_wishes_are_thanked_for_alone(bot: Running, fake: FakeDiscord) -> None:
    message = await asked(fake)
    thanks = await fake.answered(await fake.press(message, buttons(message["components"])["👍"]))
    assert thanks["type"] == MESSAGE
    assert thanks["data"]["flags"] & EPHEMERAL
    assert bot.ports.feedback.verdicts
    unknown = await fake.answered(await fake.slash("ask", question="weather on mars tomorrow"))
    wish = buttons(unknown["data"]["components"])["Request this"]
    await fake.answered(await fake.press(fake.shown(unknown["data"]), wish))
    assert sum(bot.ports.requests.wishes.values()) == 1


@pytest.mark.parametrize(
    "custom_id", ["v1:aaaaaaaaaaaaaaaa:0", "v1:nonsense", "v9:whatever", "old-button"]
)
async def test_an_unknown_button_is_answered_kindly(
    bot: Running, fake: FakeDiscord, custom_id: str
) -> None:
    button = {"type": 2, "style": 1, "label": "x", "custom_id": custom_id}
    message = fake.shown({"components": [{"type": 1, "components": [button]}]})
    response = await fake.answered(await fake.press(message, custom_id))
    assert response["data"]["flags"] & EPHEMERAL
    assert "too old" in texts(response["data"]["components"])


class SlowMemory:
    """A memory that takes longer than Discord waits to be told anything."""

    async def last(self, *_: object) -> str | None:
        await asyncio.sleep(1.3)
        return None

    async def remember(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("private", [False, True])
async def test_slow_work_is_announced_with_the_right_visibility(
    bot: Running,
    fake: FakeDiscord,
    private: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    object.__setattr__(bot.ports, "memory", SlowMemory())
    token = await fake.slash("tips", private=private)
    response = await fake.answered(token)
    assert response["type"] == DEFERRED
    assert bool(response.get("data", {}).get("flags", 0) & EPHEMERAL) is private
    edited = await fake.call("PATCH", f"/webhooks/\\d+/{token}/messages/@original")
    assert texts(edited.body["components"])
    assert edited.body["flags"] & V2


async def test_a_slow_press_is_announced_and_edits_in_place(
    bot: Running, fake: FakeDiscord
) -> None:
    message = await asked(fake)
    find = bot.ports.rows.find

    async def slow(key: str, now: datetime) -> Any:
        await asyncio.sleep(1.3)
        return await find(key, now)

    bot.ports.rows.find = slow  # type: ignore[method-assign]  # a fake of our own
    ids = buttons(message["components"])
    token = await fake.press(message, ids["Source"])
    assert (await fake.answered(token))["type"] == DEFERRED_UPDATE
    edited = await fake.call("PATCH", f"/webhooks/\\d+/{token}/messages/@original")
    assert "Founder Park" in texts(edited.body["components"])
    token = await fake.press(message, ids["👍"])
    assert (await fake.answered(token))["type"] == DEFERRED_UPDATE
    assert (await fake.call("POST", f"/webhooks/\\d+/{token}")).body["flags"] & EPHEMERAL


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_too_late_and_twice_are_logged_not_raised(
    bot: Running, fake: FakeDiscord, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    fake.fail(".*/callback", status, body={"code": code, "message": "too late"})
    with caplog.at_level("INFO"):
        await fake.slash("tips")
        await fake.until(lambda: "came too late" in caplog.text)
    assert not [r for r in caplog.records if r.levelname == "ERROR"]
    assert list(fake.to("POST", "/webhooks/.*")) == []


async def test_refused_components_are_answered_as_plain_text(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.fail(".*/callback", 400, body={"code": 50035, "message": "Invalid Form Body"})
    response = await fake.answered(await fake.slash("investments", company="microsoft"))
    assert "2.9 billion" in response["data"]["content"]


async def test_a_connection_that_breaks_is_tried_again(bot: Running, fake: FakeDiscord) -> None:
    fake.fail(".*/callback", 0)
    response = await fake.answered(await fake.slash("tips"))
    assert texts(response["data"]["components"])


async def test_a_lost_receipt_is_no_second_answer(bot: Running, fake: FakeDiscord) -> None:
    fake.fail(".*/callback", 0, after=True)
    token = await fake.slash("tips")
    await fake.call("POST", f"/interactions/\\d+/{token}/callback", 1)
    await fake.quiet()
    assert list(fake.to("POST", "/webhooks/.*")) == []


async def test_a_failure_of_ours_is_owned_up_to(
    bot: Running, fake: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    object.__setattr__(bot.ports, "memory", None)
    response = await fake.answered(await fake.slash("tips"))
    assert response["data"]["flags"] & EPHEMERAL
    assert "went wrong" in texts(response["data"]["components"])
    assert "an interaction failed" in caplog.text


async def test_without_a_store_all_pages_are_sent(bot: Running, fake: FakeDiscord) -> None:
    async def none(*_: object) -> str:
        return ""

    bot.ports.rows.keep = none  # type: ignore[method-assign]  # a fake of our own
    token = await fake.slash("adoption")
    response = await fake.answered(token)
    assert buttons(response["data"]["components"]) == {}
    more = await fake.call("POST", f"/webhooks/\\d+/{token}")
    assert "Page 2 of" in texts(more.body["components"])
