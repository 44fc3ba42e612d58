"""`why` as people read it: what was chosen, what became of it, what comes next, and why not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.card import Notice
from bot.digest.choose import Choice, Chooser, Item
from bot.digest.delivery import Delivery, State
from bot.digest.ports import Claimed, LimitedError, RefusedError
from bot.digest.subscription import Subscription
from bot.traditional import say_in
from facts.compiled import Compiled
from facts.fact import Version
from facts.language import Text
from tests.bot.digest.chat import CHANNEL, DUE, MICROSOFT, NOW, TAGS, WHERE, Chat, lines
from tests.helpers import shown


@pytest.fixture
def chat(ready: Compiled) -> Chat:
    return Chat(ready)


# Corrections


@pytest.mark.parametrize("tag", TAGS)
async def test_a_correction_comes_first_and_names_old_and_new(chat: Chat, tag: str) -> None:
    await chat.ask("digest on", tag=tag)
    await chat.store.note_shown(CHANNEL, {MICROSOFT: 1}, NOW.date())
    fact = chat.ready.library.facts[MICROSOFT]
    before = Version(1, NOW.date(), "correction", Text(en="It was US$9 billion."), "misread")
    fact = replace(fact, version=2, history=(before,))
    library = chat.ready.library
    library = replace(library, facts=library.facts | {MICROSOFT: fact})
    chat.ready = replace(chat.ready, library=library)
    await chat.at(DUE)

    (post,) = chat.poster.accepted
    reply = post.response.reply
    first = reply.card.blocks[0]
    assert isinstance(first, Notice)
    assert "It was US$9 billion." in first.text
    assert "29" in first.text or "2.9" in first.text
    assert reply.facts[0] == MICROSOFT
    assert say_in(tag, "digest.why_corrected") in await chat.read("why", tag=tag)

    await chat.at(DUE + timedelta(days=1))
    assert MICROSOFT not in chat.poster.accepted[1].response.reply.facts


# Why


@pytest.mark.parametrize("tag", TAGS)
async def test_before_the_first_one_why_tells_when_it_comes(chat: Chat, tag: str) -> None:
    await chat.ask("digest on")
    text = await chat.read("why", tag=tag)

    assert say_in(tag, "digest.nothing_sent") in text
    assert "09:00 (Asia/Tokyo)" in text


@pytest.mark.parametrize("tag", TAGS)
async def test_why_tells_what_was_chosen_and_why(chat: Chat, tag: str) -> None:
    await chat.ask("digest on", tag=tag)
    await chat.at(DUE)
    response = await chat.ask("why 2026-11-23", tag=tag)
    text = shown(response.reply)

    (post,) = chat.poster.accepted
    for paragraph in shown(post.response.reply).split("\n\n")[1:2]:
        assert paragraph.strip() in text
    assert text.count(say_in(tag, "digest.why_not_shown")) == 3
    assert say_in(tag, "digest.state_sent") in text
    assert response.reply.data["deliveries"][0]["facts"] == list(post.response.reply.facts)


@pytest.mark.parametrize(
    ("seconds", "late"),
    [(0, ""), (59, ""), (60, "09:01 (Asia/Tokyo) (1 minute late)"), (
        3 * 3600 + 125, "12:02 (Asia/Tokyo) (182 minutes late)")],
)  # fmt: skip
async def test_why_says_how_late_it_was(chat: Chat, seconds: int, late: str) -> None:
    await chat.ask("digest on")
    await chat.at(DUE + timedelta(seconds=seconds))
    text = await chat.read("why")

    assert late in text
    assert ("late)" in text) is bool(late)


CHOICE = Choice((), (Item((MICROSOFT,), "new"), Item(("left-the-library",), "changed")))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("planned", None, ""),
        ("planned", "limited", "digest.reason_limited"),
        ("sending", "interrupted", "digest.reason_interrupted"),
        ("ambiguous", "missing_scope", "missing_scope"),
        ("missed", "later", ""),
        ("missed", "any words of the store", ""),
        ("failed", "channel_not_found", "channel_not_found"),
        ("failed", "internal", "digest.reason_internal"),
        ("skipped", "switched_off", "digest.reason_switched_off"),
        ("skipped", "no_fact", "digest.reason_no_fact"),
    ],
)
async def test_why_tells_each_state_and_its_reason(
    chat: Chat, state: State, reason: str | None, said: str, tag: str
) -> None:
    ended = None if state in ("planned", "sending") else DUE + timedelta(minutes=5)
    await chat.ask("digest on")
    chat.keep(state=state, reason=reason, choice=CHOICE, ended=ended)
    text = await chat.read("why 2026-11-23", tag=tag)

    assert say_in(tag, f"digest.state_{state}") in text
    if said:
        assert (say_in(tag, said) if said.startswith("digest.") else said) in text
    assert (f"{say_in(tag, 'digest.reason')}:" in text) is bool(said)
    assert "any words" not in text
    assert ("09:05 (Asia/Tokyo)" in text) is (ended is not None)
    assert say_in(tag, "digest.why_new") in text
    assert "left-the-library" in text


async def test_times_are_the_channels_own_not_the_askers(chat: Chat) -> None:
    await chat.ask("digest on new york")
    chat.keep(state="failed", reason="no", ended=DUE + timedelta(hours=6))
    text = await chat.read("why", replace(WHERE, zone="Asia/Tokyo"))

    assert "22 November 2026 19:00 (America/New_York)" in text  # the day before the delivery's
    assert "01:00 (America/New_York)" in text
    assert "Asia/Tokyo" not in text


async def test_why_without_a_date_tells_of_the_newest_and_lists_those_before(
    chat: Chat,
) -> None:
    await chat.ask("digest on")
    await chat.at(DUE)
    chat.poster.fates = [LimitedError(120)]
    await chat.at(DUE + timedelta(days=1))
    await chat.at(DUE + timedelta(days=1, seconds=130))
    chat.poster.fates = [RefusedError("msg_blocks_too_long")]
    await chat.at(DUE + timedelta(days=2))
    await chat.at(DUE + timedelta(days=3))
    response = await chat.ask("why")
    text = shown(response.reply)

    assert "26 November 2026: sent\n" in text
    assert "25 November 2026: failed (msg_blocks_too_long)" in text
    assert "24 November 2026: sent (2 minutes late)" in text
    assert "- 23 November 2026: sent\n" in text
    assert lines(response) == ["why 2026-11-25", "why 2026-11-24", "why 2026-11-23"]
    assert "The next one is due: 27 November 2026 09:00 (Asia/Tokyo)" in text


@pytest.mark.parametrize(
    ("word", "day"),
    [("today", "24"), ("Yesterday", "23"), ("今日", "24"), ("昨天", "23"), ("2026-11-23", "23")],
)
async def test_a_day_as_people_name_it(chat: Chat, word: str, day: str) -> None:
    """Today is the channel's: 08:00 in Tokyo is the evening before in London."""
    await chat.ask("digest on 08:00 tokyo")
    await chat.at(DUE - timedelta(hours=1))
    await chat.at(DUE + timedelta(hours=23))
    response = await chat.ask(f"why {word}", replace(WHERE, zone="Europe/London"))

    assert [each["day"] for each in response.reply.data["deliveries"]] == [f"2026-11-{day}"]


@pytest.mark.parametrize(
    "word", ["2026", "2026-11", "2026-02-30", "someday", "2026-11-23/2026-11-24"]
)
async def test_what_is_no_day_is_said(chat: Chat, word: str) -> None:
    response = await chat.ask(f"why {word}")

    assert response.reply.misuse
    assert say_in("en", "digest.bad_day", value=word) in shown(response.reply)


@pytest.mark.parametrize("tag", TAGS)
async def test_a_day_without_a_digest_is_named(chat: Chat, tag: str) -> None:
    text = await chat.read("why 2026-11-20", tag=tag)

    assert "2026" in text.split("\n\n")[1]
    assert say_in(tag, "digest.is_off") in text


@pytest.mark.parametrize("tag", TAGS)
async def test_a_digest_put_off_by_the_last_one_says_so(chat: Chat, tag: str) -> None:
    await chat.ask("digest on 09:00 tokyo")
    await chat.at(DUE)
    assert say_in(tag, "digest.put_off", usual="", last="")[:6] not in await chat.read(
        "why", tag=tag
    )
    status = await chat.read("digest on 03:00 tokyo", tag=tag)
    why = await chat.read("why", tag=tag)

    for text in (status, why):
        assert "20" in text
        assert "03:00 (Asia/Tokyo)" in text
        assert say_in(tag, "digest.put_off", usual="|", last="|").split("|")[1] in text
    assert await chat.store.next_due(CHANNEL) == DUE + timedelta(hours=42)


async def test_a_changed_time_that_puts_nothing_off_says_nothing(chat: Chat) -> None:
    await chat.ask("digest on 09:00 tokyo")
    await chat.at(DUE)
    text = await chat.read("digest on 10:00 tokyo weekends")

    assert "20 hours" not in text
    assert "28 November 2026 10:00 (Asia/Tokyo)" in text


@pytest.mark.parametrize("tag", TAGS)
async def test_a_paused_digest_says_why_and_how_to_go_on(chat: Chat, tag: str) -> None:
    await chat.ask("digest on")
    chat.poster.fates = [RefusedError("is_archived", gone=True)]
    await chat.at(DUE)
    paused = say_in(tag, "digest.paused", reason="is_archived")
    for line in ("digest", "why"):
        response = await chat.ask(line, tag=tag)
        assert paused in shown(response.reply)
        assert "digest on" in lines(response)
    assert say_in(tag, "digest.is_paused") in await chat.read("digest", tag=tag)
    assert say_in(tag, "digest.is_on") not in await chat.read("digest", tag=tag)

    assert paused not in await chat.read("digest on", tag=tag)
    await chat.at(DUE + timedelta(days=1))
    assert len(chat.poster.accepted) == 1


async def test_nothing_is_said_twice(chat: Chat) -> None:
    await chat.ask("digest on count:10")
    for number in range(6):
        await chat.at(DUE + timedelta(days=number))
        for line in ("digest", "why", "why today", "digest on 03:00", "digest on 09:00"):
            said = [each for each in (await chat.read(line)).splitlines() if each]
            assert len(said) == len(set(said))


async def test_the_chooser_is_made_anew_for_another_library(chat: Chat) -> None:
    first = chat.content.chooser(chat.ready)
    assert chat.content.chooser(chat.ready) is first

    other = replace(chat.ready)
    assert isinstance(chat.content.chooser(other), Chooser)
    assert chat.content.chooser(other) is not first


def test_versions_are_those_of_facts_that_there_are(ready: Compiled) -> None:
    claimed = Claimed(
        Delivery("d", CHANNEL, DUE.date(), DUE, "planned"), Subscription(CHANNEL), uncertain=False
    )
    versions = Chat(ready).content.versions(claimed, CHOICE)

    assert versions == {MICROSOFT: ready.library.facts[MICROSOFT].version}
