"""What the bot posts in Discord is noted, and can be corrected where it stands."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.edits import DiscordEditor
from adapters.discord.rest import Rest
from adapters.discord.service import DiscordService
from adapters.pictures.drawer import Draw
from bot.card import Chart
from bot.desk import Desk, Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.ports import Paces
from bot.review.item import PostedFact
from bot.review.posted import Posted
from facts.compiled import Compiled
from tests.adapters.discord.conftest import Running, parts_of
from tests.adapters.discord.fake import TOKEN, FakeDiscord
from tests.adapters.discord.world import ALICE, BOB, EPHEMERAL, GENERAL, GUILD, ME, buttons, texts
from tests.fakes import FakeKeyValue, FakeLeases, fake_ports
from tests.helpers import NOW
from tests.review_fakes import FakePosts

MICROSOFT = "microsoft-2024-cloud-ai"
PNG = b"\x89PNG the picture"
CHANNEL = f"/channels/{GENERAL}/messages"


@pytest.fixture
def posts() -> FakePosts:
    return FakePosts()


@pytest.fixture
async def bot(
    fake: FakeDiscord, ready: Compiled, draw: Draw, posts: FakePosts
) -> AsyncIterator[Running]:
    ports, notes, leases = fake_ports(), FakeKeyValue(), FakeLeases()
    gone: list[tuple[int, int | None]] = []
    parts = replace(parts_of(ready, ports, notes, gone, draw), posted=Posted(posts))
    service = DiscordService(TOKEN, parts, leases, api=fake.url)
    running = Running(service, ports, notes, leases, gone, asyncio.create_task(service.run()))
    yield running
    await service.stop()
    await running.task


class AtOnce(Paces):
    """Rates that never ask to wait; `taken` holds the keys."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def take(self, key: str, per_second: float) -> float:
        self.taken.append(key)
        return 0.0


async def drawn(ready: Compiled, line: str = "ask microsoft investment") -> Response:
    return await Desk(lambda: ready, fake_ports()).draw(line, "en", NOW)


async def picture(_: Chart) -> bytes:
    return PNG


@pytest.fixture
async def rest(fake: FakeDiscord) -> AsyncIterator[Rest]:
    made = Rest(TOKEN, fake.url)
    yield made
    await made.close()


def post_of(message: int, line: str = "ask microsoft investment") -> PostedFact:
    return PostedFact("discord", str(GUILD), str(GENERAL), str(message), line, "en", NOW, {MICROSOFT: 1})  # fmt: skip


async def a_message(fake: FakeDiscord) -> int:
    """A message of the bot that stands in the channel."""
    message = fake.shown({"components": []})
    fake.messages[int(message["id"])] = message
    return int(message["id"])


async def test_the_answer_to_a_mention_is_noted(
    bot: Running, fake: FakeDiscord, posts: FakePosts
) -> None:
    await fake.say(f"<@{ME}> microsoft investment")
    await fake.posted()
    await fake.until(lambda: bool(posts.kept))
    ((where, post),) = posts.kept.items()
    assert where[:3] == ("discord", str(GUILD), str(GENERAL))
    assert int(post.message) in fake.messages
    assert MICROSOFT in post.versions


async def test_direct_and_private_answers_are_not_noted(
    bot: Running, fake: FakeDiscord, posts: FakePosts
) -> None:
    await fake.say("microsoft investment", direct=True)
    await fake.posted()
    data: Any = {"id": "1", "name": "japan-ai", "type": 1, "options": [
        {"name": "ask", "type": 1, "options": [
            {"name": "question", "type": 3, "value": "microsoft investment"},
            {"name": "private", "type": 5, "value": True}]}]}  # fmt: skip
    await fake.answered(await fake.interact(2, data))
    await fake.quiet()
    assert posts.kept == {}


async def test_a_public_answer_and_a_share_are_noted_and_a_changed_one_anew(
    bot: Running, fake: FakeDiscord, posts: FakePosts
) -> None:
    answer = (await fake.answered(await fake.slash("ask", question="microsoft investment")))["data"]
    await fake.until(lambda: len(posts.kept) == 1)
    asker = {"interaction_metadata": {
        "id": "1", "type": 2, "user": {"id": str(ALICE), "username": "alice", "discriminator": "0",
        "avatar": None}, "authorizing_integration_owners": {}}}  # fmt: skip
    message = fake.shown(answer, **asker)
    await fake.answered(await fake.press(message, buttons(answer["components"])["Source"]))
    await fake.until(lambda: len(posts.kept) == 2)
    changed = posts.kept["discord", str(GUILD), str(GENERAL), message["id"]]
    assert changed.line.startswith("source ")
    await fake.answered(
        await fake.press(message, buttons(answer["components"])["Source"], user_id=BOB)
    )
    await fake.quiet()
    assert len(posts.kept) == 2


async def test_a_message_is_edited_where_it_stands(
    fake: FakeDiscord, ready: Compiled, rest: Rest
) -> None:
    id_, paces = await a_message(fake), AtOnce()
    editor = DiscordEditor(rest, paces, lambda: ready)
    await editor.turn(post_of(id_))
    await editor.edit(post_of(id_), await drawn(ready))
    (call,) = fake.to("PATCH", f"{CHANNEL}/{id_}")
    assert "2.9 billion" in texts(call.body["components"])
    assert call.body["attachments"] == []
    assert call.body["allowed_mentions"] == {"parse": []}
    assert "Follow-up" in buttons(call.body["components"])
    assert paces.taken == ["discord"]


async def test_a_digest_has_no_follow_up(fake: FakeDiscord, ready: Compiled, rest: Rest) -> None:
    id_, line = await a_message(fake), f"digest draw 2026-11-22 {MICROSOFT}"
    editor = DiscordEditor(rest, AtOnce(), lambda: ready)
    await editor.edit(post_of(id_, line), await drawn(ready, line))
    (call,) = fake.to("PATCH", f"{CHANNEL}/{id_}")
    assert "Follow-up" not in buttons(call.body["components"])


async def test_a_picture_is_drawn_again_in_the_place_of_the_old_one(
    fake: FakeDiscord, ready: Compiled, rest: Rest
) -> None:
    id_, line = await a_message(fake), "chart investments"
    editor = DiscordEditor(rest, AtOnce(), lambda: ready, picture)
    await editor.edit(post_of(id_, line), await drawn(ready, line))
    (call,) = fake.to("PATCH", f"{CHANNEL}/{id_}")
    (attached,) = call.body["attachments"]
    assert call.files[attached["filename"]] == PNG
    assert attached["description"]


@pytest.mark.parametrize(("status", "body", "error"), [
    (404, {"code": 10008, "message": "Unknown Message"}, RefusedError),
    (403, {"code": 50001, "message": "Missing Access"}, RefusedError),
    (401, {"code": 0, "message": "401: Unauthorized"}, LostError),
    (429, {"retry_after": 2.5, "global": False, "message": "slow"}, LimitedError),
    (502, {}, LostError), (0, {}, LostError),
])  # fmt: skip
async def test_what_discord_says_decides_whether_it_is_tried_again(
    fake: FakeDiscord, ready: Compiled, rest: Rest, status: int, body: Any, error: type[Exception]
) -> None:
    id_ = await a_message(fake)
    fake.fail(f"{CHANNEL}/{id_}", status, body=body)
    with pytest.raises(error):
        await DiscordEditor(rest, AtOnce(), lambda: ready).edit(post_of(id_), await drawn(ready))


async def test_what_one_person_alone_sees_is_not_noted(
    bot: Running, fake: FakeDiscord, posts: FakePosts
) -> None:
    fake.permissions = "0"
    answer = (await fake.answered(await fake.slash("ask", question="microsoft investment")))["data"]
    assert answer["flags"] & EPHEMERAL
    message = fake.shown(answer)
    await fake.answered(await fake.press(message, buttons(answer["components"])["Source"]))
    await fake.quiet()
    assert posts.kept == {}
