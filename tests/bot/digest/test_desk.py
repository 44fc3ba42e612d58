"""`digest` as people in a channel use it: through the desk, with typed lines and presses."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digest.subscription import Channel, Right, Where
from bot.press import Press
from bot.traditional import say_in
from facts.compiled import Compiled
from tests.bot.digest.chat import CHANNEL, DUE, MICROSOFT, MINA, NOW, TAGS, WHERE, Chat, lines
from tests.helpers import shown


@pytest.fixture
def chat(ready: Compiled) -> Chat:
    return Chat(ready)


# On and off


@pytest.mark.parametrize("tag", TAGS)
async def test_on_says_when_the_first_one_comes(chat: Chat, tag: str) -> None:
    text = await chat.read("digest on 08:30 tokyo weekdays topics:tips count:5", tag=tag)

    wish = chat.wish()
    assert (wish.at, wish.zone, wish.days) == (time(8, 30), "Asia/Tokyo", (0, 1, 2, 3, 4))
    assert (wish.topics, wish.count, wish.tag, wish.by) == (("tip",), 5, tag, "U1")
    assert say_in(tag, "digest.is_on") in text
    assert "08:30 (Asia/Tokyo)" in text
    assert "2026" in text.split(say_in(tag, "digest.next_due"))[-1]
    assert await chat.store.next_due(CHANNEL) == DUE - timedelta(minutes=30)


async def test_a_second_on_changes_what_it_names_and_keeps_the_rest(chat: Chat) -> None:
    await chat.ask("digest on 08:30 tokyo weekdays about:softbank lang:ja")
    await chat.ask("digest on 10:00", replace(WHERE, by="U2"))

    wish = chat.wish()
    assert (wish.at, wish.days, wish.tag, wish.by) == (time(10), (0, 1, 2, 3, 4), "ja", "U2")
    assert wish.about == "softbank-group"


@pytest.mark.parametrize("tag", TAGS)
async def test_off_sends_nothing_more_and_on_again_remembers(chat: Chat, tag: str) -> None:
    await chat.ask("digest on 08:30 topics:tips")
    text = await chat.read("digest off", tag=tag)
    assert say_in(tag, "digest.is_off") in text
    assert await chat.store.next_due(CHANNEL) is None
    assert say_in(tag, "digest.is_off") in await chat.read("digest", tag=tag)

    await chat.ask("digest on")
    assert (chat.wish().at, chat.wish().topics) == (time(8, 30), ("tip",))


async def test_off_where_nothing_was_on_keeps_nothing(chat: Chat) -> None:
    assert "is off here" in await chat.read("digest off")
    assert chat.store.wishes == {}


@pytest.mark.parametrize(
    ("zone", "expected"), [(None, "Asia/Tokyo"), ("Europe/London", "Europe/London")]
)
async def test_the_zone_is_the_persons_or_tokyos(
    chat: Chat, zone: str | None, expected: str
) -> None:
    await chat.ask("digest on", replace(WHERE, zone=zone))

    assert (chat.wish().zone, chat.wish().at) == (expected, time(9))


async def test_a_later_change_does_not_move_the_channel_to_the_next_persons_zone(
    chat: Chat,
) -> None:
    await chat.ask("digest on", replace(WHERE, zone="Europe/London"))
    await chat.ask("digest on 10:00", replace(WHERE, zone="America/New_York"))

    assert chat.wish().zone == "Europe/London"


@pytest.mark.parametrize("tag", TAGS)
async def test_status_tells_all_settings_in_words(chat: Chat, tag: str) -> None:
    await chat.ask("digest on mon,thu topics:tips about:softbank lang:zh-tw count:1")
    text = await chat.read("digest", tag=tag)

    assert say_in(tag, "topic.tip") in text
    assert {"en": "SoftBank", "ja": "ソフトバンク", "zh": "软银", "zh-tw": "軟銀"}[tag] in text
    assert "繁體中文" in text
    assert len(set(text.splitlines())) >= len([line for line in text.splitlines() if line])


async def test_what_can_not_be_read_changes_nothing(chat: Chat) -> None:
    for line in ("digest dance", "digest on 25:00", "digest on cst", "digest on topics:sports"):
        response = await chat.ask(line)
        assert response.reply.misuse
        assert lines(response)

    assert chat.store.wishes == {}


async def test_a_channel_of_a_kind_that_can_not_have_one_says_why(chat: Chat) -> None:
    where = replace(WHERE, refused="digest.elsewhere")

    assert say_in("en", "digest.elsewhere") in await chat.read("digest on", where)
    assert chat.store.wishes == {}
    assert (await chat.ask("digest preview", where)).reply.facts


async def test_a_store_that_fails_is_said_and_nothing_pretended(chat: Chat) -> None:
    for line, step in (("digest on", "put"), ("digest", "find"), ("digest preview", "shown")):
        chat.store.failing[step] = 1
        response = await chat.ask(line)
        assert response.reply.misuse
        assert say_in("en", "action.unreachable") in shown(response.reply)


async def test_a_pressed_button_carries_out_its_line(chat: Chat) -> None:
    response = await chat.ask("digest")
    press = Press(response.key, "action", response.number("digest on"))
    pressed = await chat.desk.press(press, MINA, NOW, where=replace(WHERE, by="U9"))

    assert pressed.response is not None
    assert "is on here" in shown(pressed.response.reply)
    assert chat.wish().by == "U9"


async def test_a_press_has_no_more_rights_than_a_line(chat: Chat) -> None:
    where = Where(Channel("discord", "G1", "C1"), "U1")
    response = await chat.ask("digest", where)
    press = Press(response.key, "action", response.number("digest on"))
    pressed = await chat.desk.press(press, MINA, NOW, where=where)

    assert pressed.response is not None
    assert pressed.response.reply.misuse
    assert chat.store.wishes == {}


# Who may


@pytest.mark.parametrize(
    ("platform", "rule", "right", "roles", "may"),
    [
        ("slack", None, "member", (), True),
        ("slack", "admins", "member", (), False),
        ("slack", "admins", "admin", (), True),
        ("slack", "members", "member", (), True),
        ("discord", None, "member", (), False),
        ("discord", None, "manager", (), True),
        ("discord", "members", "member", (), True),
        ("discord", "Admins", "manager", (), False),
        ("discord", "<@&77>", "member", ("77",), True),
        ("discord", "77", "member", ("78",), False),
        ("discord", "77", "manager", (), True),
        ("discord", "77", "admin", (), True),
    ],
)
@pytest.mark.parametrize("line", ["digest on", "digest off", "digest now"])
async def test_who_may_change_the_digest(
    chat: Chat, platform: str, rule: str | None, right: Right, roles: tuple[str, ...], line: str,
    *, may: bool,
) -> None:  # fmt: skip
    channel = Channel(platform, "W1", "C1")
    if rule:
        await chat.ask(f"digest who {rule}", Where(channel, "U0", "admin"))
    response = await chat.ask(line, Where(channel, "U1", right, roles))

    assert response.reply.misuse is not may
    assert (say_in("en", "digest.may_not") in shown(response.reply)) is not may


@pytest.mark.parametrize("right", ["member", "manager"])
@pytest.mark.parametrize("personal", [True, False])
async def test_only_an_admin_says_who_may(chat: Chat, right: Right, *, personal: bool) -> None:
    where = replace(WHERE, right=right, personal=personal)
    assert say_in("en", "digest.may_not_rule") in await chat.read("digest who admins", where)

    assert not (await chat.ask("digest on")).reply.misuse


async def test_a_rule_is_the_whole_workspaces_and_of_no_other(chat: Chat) -> None:
    await chat.ask("digest who admins", replace(WHERE, right="admin"))

    assert (await chat.ask("digest on", Where(Channel("slack", "T1", "C2"), "U1"))).reply.misuse
    other = Where(Channel("slack", "T2", "C1"), "U1")
    assert not (await chat.ask("digest on", other)).reply.misuse


@pytest.mark.parametrize("tag", TAGS)
async def test_anybody_may_ask_who_may(chat: Chat, tag: str) -> None:
    assert say_in(tag, "digest.right_member") in await chat.read("digest who", tag=tag)

    discord = Where(Channel("discord", "G1", "C1"), "U1", "admin")
    assert say_in(tag, "digest.right_manager") in await chat.read("digest who", discord, tag)
    await chat.ask("digest who <@&77>", discord)
    assert say_in(tag, "digest.role", id="77") in await chat.read("digest who", discord, tag)


@pytest.mark.parametrize("word", ["bob", "77", "<!subteam^S1>"])
async def test_a_rule_that_nobody_could_meet_is_refused(chat: Chat, word: str) -> None:
    assert (await chat.ask(f"digest who {word}", replace(WHERE, right="admin"))).reply.misuse
    assert not (await chat.ask("digest on")).reply.misuse


async def test_everybody_has_a_digest_of_their_own(chat: Chat) -> None:
    await chat.ask("digest who admins", replace(WHERE, right="admin"))
    mine = Where(Channel("slack", "T1", "D1"), "U1", personal=True, zone="Europe/Berlin")
    await chat.ask("digest on 07:00", mine)

    wish = chat.wish(mine.channel)
    assert (wish.personal, wish.zone, wish.at) == (True, "Europe/Berlin", time(7))
    await chat.at(datetime(2026, 11, 22, 6, 0, tzinfo=UTC))
    assert [post.channel for post in chat.poster.accepted] == [mine.channel]


# Preview and now


@pytest.mark.parametrize("tag", TAGS)
async def test_a_preview_is_what_arrives_if_nothing_changes(chat: Chat, tag: str) -> None:
    await chat.ask("digest on weekdays topics:tips,funding count:4", tag=tag)
    await chat.store.note_shown(CHANNEL, {MICROSOFT: 1}, NOW.date())
    preview = await chat.ask("digest preview", tag=tag)
    await chat.at(DUE)

    (post,) = chat.poster.accepted
    assert preview.reply.audience == "asker"
    assert len(preview.reply.facts) >= 4
    assert post.response.reply.facts == preview.reply.facts
    assert shown(post.response.reply) == shown(preview.reply)


async def test_a_preview_after_todays_digest_is_tomorrows(chat: Chat) -> None:
    await chat.ask("digest on")
    await chat.at(DUE)
    preview = await chat.ask("digest preview")
    await chat.at(DUE + timedelta(days=1))

    assert chat.poster.accepted[1].response.reply.facts == preview.reply.facts
    assert preview.reply.data["day"] == "2026-11-24"


async def test_a_preview_needs_no_subscription_and_changes_nothing(chat: Chat) -> None:
    preview = await chat.ask("digest preview count:2 topics:tips")
    again = await chat.ask("digest preview count:2 topics:tips")

    assert preview.reply.facts == again.reply.facts
    topics = {chat.ready.library.facts[id_].topic for id_ in preview.reply.facts}
    assert topics == {"tip"}
    assert chat.store.wishes == {}
    assert chat.store.notes == []


async def test_a_preview_tries_other_settings_without_keeping_them(chat: Chat) -> None:
    await chat.ask("digest on")
    preview = await chat.ask("digest preview about:softbank count:1")

    (item,) = preview.reply.facts[:1]
    assert "softbank-group" in chat.ready.library.facts[item].entities()
    assert (chat.wish().about, chat.wish().count) == (None, 3)


async def test_now_is_for_everybody_and_counts_as_shown_and_is_no_delivery(chat: Chat) -> None:
    await chat.ask("digest on")
    response = await chat.ask("digest now")
    assert response.reply.audience == "channel"
    assert (await chat.store.shown(CHANNEL)).keys() == set(response.reply.facts)
    assert chat.store.rows == {}

    await chat.at(DUE)
    (post,) = chat.poster.accepted
    assert not set(post.response.reply.facts) & set(response.reply.facts)


async def test_a_digest_that_was_sent_is_drawn_again_without_the_store(chat: Chat) -> None:
    sent = await chat.ask("digest preview")
    chat.store.failing.update({"find": 9, "shown": 9})

    assert (await chat.ask(sent.reply.line)).reply.facts == sent.reply.facts
