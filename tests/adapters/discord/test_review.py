"""Review in Discord: the queue for curators, forms in pages, and messages that somebody suggests."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.service import DiscordService
from bot.desk import Desk
from bot.ports import StoreError
from bot.review.curators import Entry
from bot.review.item import Item
from facts.compiled import Compiled
from tests.adapters.discord.conftest import Running, parts_of
from tests.adapters.discord.fake import TOKEN, FakeDiscord
from tests.adapters.discord.world import ALICE, BOB, EPHEMERAL, GUILD, ROLE, Json, buttons, texts
from tests.adapters.review_world import STATEMENT, review_desk, with_draft
from tests.fakes import FakeKeyValue, FakeLeases, fake_ports
from tests.review_fakes import FakeQueue, FakeReviewPorts

FORM = 9
CIRCLE = f"discord:{GUILD}"


@pytest.fixture
def review() -> FakeReviewPorts:
    return FakeReviewPorts()


@pytest.fixture
async def bot(
    fake: FakeDiscord, ready: Compiled, review: FakeReviewPorts
) -> AsyncIterator[Running]:
    ports, notes, leases = fake_ports(), FakeKeyValue(), FakeLeases()
    gone: list[tuple[int, int | None]] = []
    alice = Entry("discord", str(GUILD), "user", str(ALICE))
    role = Entry("discord", str(GUILD), "role", str(ROLE))
    reviews = review_desk(ready, review, alice, role)
    desk = Desk(lambda: ready, ports, reviews=reviews)
    parts = replace(parts_of(ready, ports, notes, gone), desk=desk, review=reviews)
    service = DiscordService(TOKEN, parts, leases, api=fake.url)
    running = Running(service, ports, notes, leases, gone, asyncio.create_task(service.run()))
    yield running
    await service.stop()
    await running.task


@pytest.fixture
async def item(ready: Compiled, review: FakeReviewPorts) -> Item:
    return await with_draft(ready, review, CIRCLE)


def fields(form: Json) -> dict[str, Json]:
    return {label["component"]["custom_id"]: label["component"] for label in form["components"]}


def held(field: Json) -> str:
    """What stands in a field."""
    chosen = (o["value"] for o in field.get("options", ()) if o.get("default"))
    return str(field.get("value") or next(chosen, ""))


def read(answer: Json) -> str:
    """What people read, without the signs that keep markup away."""
    return texts(answer["components"]).replace("\\", "")


async def asked(fake: FakeDiscord, line: str, **more: Any) -> Json:
    """The answer to `/japan-ai review`."""
    response = await fake.answered(await fake.slash("review", decision=line, **more))
    answer: Json = response["data"]
    return answer


async def pressed(fake: FakeDiscord, answer: Json, label: str, **more: Any) -> Json:
    """The response to a press of a button of an answer that its asker alone sees."""
    message = fake.shown(answer, flags=EPHEMERAL | 1 << 15)
    token = await fake.press(message, buttons(answer["components"])[label], **more)
    return await fake.answered(token)


async def opened(fake: FakeDiscord, label: str = "Edit") -> Json:
    """The form that a button of the draft's card opens."""
    response = await pressed(fake, await asked(fake, "show abcd1234"), label)
    assert response["type"] == FORM
    form: Json = response["data"]
    return form


async def sent(fake: FakeDiscord, form: Json, **typed: str) -> Json:
    """The answer to a form that is sent as it was opened, but for what was typed."""
    labels = []
    for name, field in fields(form).items():
        value = typed.get(name, held(field))
        given = {"type": 3, "values": [value]} if "options" in field else {"type": 4, "value": value}  # fmt: skip
        labels.append({"type": 18, "id": 1, "component": {"id": 2, "custom_id": name, **given}})
    response = await fake.answered(
        await fake.interact(5, {"custom_id": form["custom_id"], "components": labels})
    )
    assert response["data"]["flags"] & EPHEMERAL
    answer: Json = response["data"]
    return answer


async def test_a_suggested_message_gives_its_links(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts
) -> None:
    content = "Read [this](https://example.com/a), <https://example.com/b>. Or https://example.com/c?x=1!"  # fmt: skip
    embeds = [{"url": "https://example.com/a"}, {"url": "https://example.com/d"}, {"title": "no"}]
    token = await fake.menu(content, "Suggest as source", embeds=embeds)
    answer = (await fake.answered(token))["data"]
    kept = [(s.circle, s.link) for s in review.suggestions.waiting.values()]
    assert kept == [
        (CIRCLE, f"https://example.com/{end}") for end in ("a", "b", "c?x=1", "d")
    ]  # fmt: skip
    assert answer["flags"] & EPHEMERAL


async def test_a_suggested_message_without_a_link_gives_its_text(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts
) -> None:
    text = "Oracle said in April that it would invest eight billion dollars in Japan."
    await fake.answered(await fake.menu(f"<@{BOB}> {text}", "Suggest as source"))
    (kept,) = review.suggestions.waiting.values()
    assert (kept.link, kept.text) == (None, text)


async def test_the_other_menu_still_looks_up(bot: Running, fake: FakeDiscord) -> None:
    answer = (await fake.answered(await fake.menu("microsoft investment")))["data"]
    assert "2.9 billion" in read(answer)


async def test_a_draft_is_edited_in_pages_and_published(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    form = await opened(fake)
    assert list(fields(form)) == ["en", "ja", "zh", "topic", "claim"]
    assert held(fields(form)["topic"]) == "investment"
    assert "Oracle said it would invest" in form["components"][0]["description"]
    saved = await sent(fake, form, en=STATEMENT)
    assert STATEMENT in read(saved)
    label = next(name for name in buttons(saved["components"]) if "Dates" in name)
    again = await pressed(fake, saved, label)
    assert again["type"] == FORM
    assert held(fields(again["data"])["when"]) == "announced: 2026-04-09"
    dated = await sent(fake, again["data"], when="announced: 2026-04-10")
    assert review.queue.items[item.id].turn == 2
    done = await pressed(fake, dated, "Approve")
    assert review.queue.items[item.id].state == "published"
    assert STATEMENT in read(done["data"])
    ((_, facts),) = review.published.rows.items()
    assert (facts[0].when.announced, facts[0].text("en")) == ("2026-04-10", STATEMENT)


async def test_what_fails_is_said_and_what_was_typed_is_kept(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    form = await opened(fake, "Approve")
    failed = await sent(fake, form, en="", topic="market")
    assert "Not saved" in read(failed)
    assert review.queue.items[item.id].turn == 0
    again = (await pressed(fake, failed, "Edit again"))["data"]
    assert held(fields(again)["topic"]) == "market"
    done = await sent(fake, again, en=STATEMENT)
    assert review.queue.items[item.id].state == "published", read(done)


async def test_pages_of_a_form_that_failed_keep_what_the_others_had(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    failed = await sent(fake, await opened(fake, "Approve"), en="")
    label = next(name for name in buttons(failed["components"]) if "Quote" in name)
    other = (await pressed(fake, failed, label))["data"]
    failed = await sent(fake, other, caveat="Up to that amount.")
    label = next(name for name in buttons(failed["components"]) if "Topic" in name)
    first = (await pressed(fake, failed, label))["data"]
    await sent(fake, first, en=STATEMENT)
    ((_, facts),) = review.published.rows.items()
    assert facts[0].caveat is not None
    assert facts[0].caveat.best("en") == "Up to that amount."


async def test_of_two_curators_the_second_is_told(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    form = await opened(fake)
    await sent(fake, form, en=STATEMENT)
    assert "Somebody was first" in read(await sent(fake, form, en="Another."))


async def test_a_rejection_asks_for_its_reason(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    form = await opened(fake, "Reject")
    assert list(fields(form)) == ["reason"]
    await sent(fake, form, reason="old news")
    assert review.queue.items[item.id].state == "rejected"


async def test_a_line_opens_the_form_too(bot: Running, fake: FakeDiscord, item: Item) -> None:
    response = await fake.answered(await fake.slash("review", decision="edit abcd1234"))
    assert response["type"] == FORM


async def test_a_line_about_nothing_is_answered_alone(bot: Running, fake: FakeDiscord) -> None:
    response = await fake.answered(await fake.slash("review", decision="edit nothing"))
    assert response["data"]["flags"] & EPHEMERAL


async def test_others_may_not_and_those_with_the_role_may(
    bot: Running, fake: FakeDiscord, item: Item
) -> None:
    assert "Oracle" not in read(await asked(fake, "list", user_id=BOB))
    card = await asked(fake, "show abcd1234")
    response = await pressed(fake, card, "Edit", user_id=BOB)
    assert response["type"] != FORM
    fake.roles = [str(ROLE)]
    assert "Oracle" in read(await asked(fake, "list", user_id=BOB))


async def test_the_form_is_in_the_curators_language(
    bot: Running, fake: FakeDiscord, item: Item
) -> None:
    data = {"id": "1", "name": "japan-ai", "type": 1, "options": [
        {"name": "review", "type": 1, "options": [
            {"name": "decision", "type": 3, "value": "edit abcd1234"}]}]}  # fmt: skip
    for locale, label in (("ja", "英語の文"), ("zh-TW", "英文表述"), ("zh-CN", "英文表述")):
        response = await fake.answered(await fake.interact(2, data, locale=locale))
        assert response["data"]["components"][0]["label"] == label


async def test_a_form_of_another_time_is_answered_kindly(
    bot: Running, fake: FakeDiscord, item: Item
) -> None:
    form = await opened(fake, "Approve")
    failed = await sent(fake, form, en="")
    bot.ports.rows.states.clear()
    assert "too old" in read(await sent(fake, form, en=STATEMENT))
    assert "too old" in read((await pressed(fake, failed, "Edit again"))["data"])


class BrokenQueue(FakeQueue):
    """A queue that can't be read."""

    async def find(self, item: str) -> Item | None:
        raise StoreError("away")


async def test_a_store_that_is_away_is_said(
    bot: Running, fake: FakeDiscord, review: FakeReviewPorts, item: Item
) -> None:
    card = await asked(fake, "show abcd1234")
    form = await opened(fake)
    broken = BrokenQueue(review.suggestions, review.published)
    object.__setattr__(review, "queue", broken)  # the ports are frozen, as the store's are
    assert "just now" in read(await sent(fake, form, en=STATEMENT))
    assert "just now" in read((await pressed(fake, card, "Edit"))["data"])
