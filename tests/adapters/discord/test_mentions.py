"""Messages in channels, threads and direct messages, and what the bot says to them."""

import pytest

from bot.ports import StoreError
from tests.adapters.discord.conftest import Running
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.world import (
    ALICE,
    BOB,
    DM,
    GENERAL,
    ME,
    POST,
    QUIET,
    ROLE,
    THREAD,
    VOICE,
    buttons,
    texts,
)

QUESTION = f"<@{ME}> microsoft investment"


async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(
    bot: Running, fake: FakeDiscord
) -> None:
    asked = await fake.say(QUESTION)
    answer = await fake.posted()
    assert "2.9 billion" in texts(answer["components"])
    assert answer["message_reference"]["message_id"] == asked
    assert answer["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert answer["nonce"] == str(asked)
    assert answer["enforce_nonce"] is True
    await fake.until(lambda: bot.ports.seen.answered == {f"discord:{asked}"})


@pytest.mark.parametrize("channel", [THREAD, POST, VOICE])
async def test_a_mention_in_a_thread_a_forum_post_or_a_voice_channels_text_is_answered(
    bot: Running, fake: FakeDiscord, channel: int
) -> None:
    await fake.say(QUESTION, channel=channel)
    assert "2.9 billion" in texts((await fake.posted(channel=channel))["components"])


async def test_a_direct_message_needs_no_mention(bot: Running, fake: FakeDiscord) -> None:
    await fake.say("microsoft investment", channel=DM, direct=True)
    answer = await fake.posted(channel=DM)
    assert "2.9 billion" in texts(answer["components"])
    assert "Follow-up" not in buttons(answer["components"])


async def test_the_own_role_is_a_mention_too_whose_words_do_not_arrive(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say(f"<@&{ROLE}> microsoft investment")
    answer = await fake.posted()
    assert "did not arrive" in texts(answer["components"])
    assert "Follow-up" in buttons(answer["components"])


async def test_the_own_role_beside_the_name_is_no_word(bot: Running, fake: FakeDiscord) -> None:
    await fake.say(f"<@{ME}> <@&{ROLE}> microsoft <:smile:123456789012345678> investment")
    assert "2.9 billion" in texts((await fake.posted())["components"])


async def test_an_empty_mention_gets_a_hint(bot: Running, fake: FakeDiscord) -> None:
    await fake.say(f"<@{ME}>")
    answer = await fake.posted()
    assert "microsoft investment" in texts(answer["components"])
    assert "Follow-up" in buttons(answer["components"])


async def test_a_reply_without_a_ping_gets_the_button(bot: Running, fake: FakeDiscord) -> None:
    await fake.say(QUESTION)
    await fake.posted()
    own = next(id_ for id_, m in fake.messages.items() if m["author"]["id"] == str(ME))
    await fake.say("and Oracle?", reply=own, ping=False)
    assert "Follow-up" in buttons((await fake.posted(1))["components"])


async def test_a_reply_goes_on_from_the_answer_it_replies_to(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say(QUESTION)
    await fake.posted()
    own = next(id_ for id_, m in fake.messages.items() if m["author"]["id"] == str(ME))
    await fake.say(f"<@{ME}> what about Oracle?", reply=own, author=BOB)
    assert "8 billion" in texts((await fake.posted(1))["components"])
    bot.ports.memory.lines.clear()
    await fake.say(f"<@{ME}> in yen?", reply=own, author=BOB)
    assert "¥" in texts((await fake.posted(2))["components"])


async def test_in_a_thread_the_subject_is_everybodys(bot: Running, fake: FakeDiscord) -> None:
    await fake.say(QUESTION, channel=THREAD)
    await fake.posted(channel=THREAD)
    await fake.say(f"<@{ME}> what about Oracle?", channel=THREAD, author=BOB)
    assert "8 billion" in texts((await fake.posted(1, THREAD))["components"])


async def test_in_a_channel_everybody_has_a_subject_of_their_own(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say(QUESTION)
    await fake.posted()
    places = {place.thread for place in bot.ports.memory.lines}
    assert places == {f"user:{ALICE}"}


async def test_others_talk_and_other_bots_are_left_alone(bot: Running, fake: FakeDiscord) -> None:
    await fake.say("microsoft investment")
    await fake.say("@everyone microsoft", mention_everyone=True)
    await fake.say(f"<@{BOB}> microsoft")
    await fake.say(QUESTION, author=ME)
    await fake.quiet()
    assert list(fake.to("POST", ".*/messages")) == []


async def test_a_message_is_answered_by_one_process_only(bot: Running, fake: FakeDiscord) -> None:
    asked = await fake.say(QUESTION)
    await fake.posted()
    await fake.dispatch("MESSAGE_CREATE", fake.messages[asked])
    await fake.quiet()
    assert len(list(fake.to("POST", ".*/messages"))) == 1


async def test_the_servers_language_stands_for_the_persons(fake: FakeDiscord, bot: Running) -> None:
    fake.locale = "ja"
    await fake.dispatch("GUILD_UPDATE", fake.guild())
    await fake.say(f"<@{ME}> Microsoft 2024")
    assert "マイクロソフト" in texts((await fake.posted())["components"])


async def test_where_it_may_not_post_the_asker_is_told_alone(
    bot: Running, fake: FakeDiscord
) -> None:
    await fake.say(QUESTION, channel=QUIET)
    told = await fake.posted(channel=DM)
    assert f"<#{QUIET}>" in texts(told["components"])
    assert list(fake.to("POST", f"/channels/{QUIET}/messages")) == []


async def test_a_refusal_that_was_not_foreseen_is_explained_too(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.fail(f"/channels/{GENERAL}/messages", 403, body={"code": 50083, "message": "archived"})
    await fake.say(QUESTION)
    assert "may not post" in texts((await fake.posted(channel=DM))["components"])


async def test_without_the_history_permission_it_answers_without_a_reply(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.fail(f"/channels/{GENERAL}/messages", 400, body={"code": 160002, "message": "history"})
    await fake.say(QUESTION)
    answer = await fake.posted()
    assert "message_reference" not in answer
    assert "2.9 billion" in texts(answer["components"])


async def test_refused_components_go_out_as_plain_text(bot: Running, fake: FakeDiscord) -> None:
    fake.fail(f"/channels/{GENERAL}/messages", 400, body={"code": 50035, "message": "form"})
    await fake.say(QUESTION)
    answer = await fake.posted()
    assert "2.9 billion" in answer["content"]
    assert not answer.get("components")


@pytest.mark.parametrize("status", [500, 0])
async def test_a_failing_or_broken_connection_costs_no_answer_and_gives_no_second_one(
    bot: Running, fake: FakeDiscord, status: int
) -> None:
    fake.fail(f"/channels/{GENERAL}/messages", status, after=True)
    asked = await fake.say(QUESTION)
    first, second = await fake.posted(0), await fake.posted(1)
    assert first["nonce"] == second["nonce"] == str(asked)


async def test_a_rate_limit_is_waited_for(bot: Running, fake: FakeDiscord) -> None:
    limit = {"retry_after": 0.05, "message": "You are being rate limited.", "global": False}
    fake.fail(f"/channels/{GENERAL}/messages", 429, body=limit, headers={"Via": "1.1 google"})
    await fake.say(QUESTION)
    assert "2.9 billion" in texts((await fake.posted())["components"])


async def test_a_server_that_removes_the_bot_and_a_deleted_channel_are_told_of(
    bot: Running, fake: FakeDiscord
) -> None:
    guild = fake.guild()
    await fake.dispatch("CHANNEL_DELETE", guild["channels"][0])
    await fake.dispatch("THREAD_DELETE", guild["threads"][0])
    await fake.dispatch("GUILD_DELETE", {"id": guild["id"]})
    await fake.say("done", channel=DM, direct=True)
    await fake.posted(channel=DM)
    id_ = int(guild["id"])
    assert bot.gone == [(id_, GENERAL), (id_, THREAD), (id_, None)]


async def test_a_store_that_fails_costs_no_answer(fake: FakeDiscord, bot: Running) -> None:
    async def fail(event: str) -> bool:
        raise StoreError(event)

    bot.ports.seen.claim = fail  # type: ignore[method-assign]  # a fake of our own
    await fake.say(QUESTION)
    assert "2.9 billion" in texts((await fake.posted())["components"])
