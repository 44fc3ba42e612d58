"""The curators' channel hears of a batch of drafts once, and not of every one."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.card import Buttons
from bot.desk import Response
from bot.digest.ports import LimitedError, LostError, Poster, RefusedError
from bot.digest.subscription import Channel
from bot.drafts.draft import Document
from bot.drafts.drafter import draft_facts
from bot.review.announce import Announcements, Announcing
from facts.compiled import Compiled
from tests.bot.review.world import ARTICLE, CIRCLE, NOW, SOURCE, World
from tests.fakes import FakeKeyValue, FakeLeases
from tests.helpers import blocks, shown

CURATORS = Channel("slack", "T1", "C0CURATORS")
TEN = timedelta(minutes=10)


class FakePoster(Poster):
    """`posts` holds what was accepted; `troubles` what happens to the next ones."""

    platform = "slack"
    again_seconds = 0.0

    def __init__(self) -> None:
        self.posts: list[tuple[Channel, Response]] = []
        self.troubles: list[Exception] = []

    async def turn(self, channel: Channel) -> None:
        pass

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        assert 16 <= len(delivery) <= 25
        if self.troubles:
            raise self.troubles.pop(0)
        self.posts.append((channel, response))
        return "1"

    async def find(self, channel: Channel, delivery: str) -> str | None:
        raise NotImplementedError


class Room(World):
    """The world of review with a curators' channel and a worker."""

    def __init__(self, ready: Compiled) -> None:
        super().__init__(ready)
        self.now, self.poster, self.leases = NOW, FakePoster(), FakeLeases()
        self.notes = FakeKeyValue()
        self.worker = self.another("one")

    def another(self, owner: str, to: Channel = CURATORS) -> Announcements:
        with_ = Announcing(
            self.ports.queue, self.review, self.desk, self.notes, self.leases,
            {"slack": self.poster}, {CIRCLE: to},
        )  # fmt: skip
        return Announcements(with_, self.clock, owner)

    def clock(self) -> datetime:
        return self.now

    async def drafts(self, count: int = 1) -> list[str]:
        page = Document(SOURCE.id, ARTICLE, "en", SOURCE.published)
        draft = draft_facts(self.ready, [page], least=-100)[0]
        return await self.add(*(replace(draft, group=n) for n in range(count)))


@pytest.fixture
def room(ready: Compiled) -> Room:
    return Room(ready)


async def test_a_batch_is_told_once_with_what_waits(room: Room) -> None:
    assert await room.worker.turn() == 0
    await room.drafts(3)
    assert [await room.worker.turn() for _ in range(3)] == [1, 0, 0]
    ((channel, response),) = room.poster.posts
    assert channel == CURATORS
    assert "3" in shown(response.reply)
    assert "$450 million" in shown(response.reply)
    lines = [b.command for row in blocks(response.reply.card, Buttons) for b in row.buttons]
    assert lines[-1] == "review"


async def test_the_next_batch_waits_for_some_minutes(room: Room) -> None:
    await room.drafts()
    await room.worker.turn()
    await room.drafts()
    room.now += TEN - timedelta(seconds=1)
    assert await room.worker.turn() == 0
    room.now += timedelta(seconds=1)
    await room.drafts()
    assert await room.worker.turn() == 1
    assert len(room.poster.posts) == 2


async def test_decisions_are_no_news_and_what_comes_after_them_is(room: Room) -> None:
    first, *_ = await room.drafts(2)
    await room.worker.turn()
    room.now += TEN
    room.ports.queue.items[first] = replace(room.ports.queue.items[first], state="rejected")
    assert await room.worker.turn() == 0
    await room.drafts()
    assert await room.worker.turn() == 1


async def test_a_restart_tells_nothing_again_and_one_process_tells(room: Room) -> None:
    await room.drafts()
    await room.worker.turn()
    room.now += TEN
    assert await room.another("one").turn() == 0
    await room.drafts()
    assert await room.another("two").turn() == 0
    assert await room.worker.turn() == 1


async def test_where_slack_is_busy_the_news_waits(room: Room) -> None:
    await room.drafts()
    room.poster.troubles = [LimitedError(30.0)]
    assert [await room.worker.turn(), await room.worker.turn()] == [0, 1]


@pytest.mark.parametrize("trouble", [RefusedError("not_in_channel", gone=True), LostError("reset")])
async def test_news_that_may_have_arrived_or_never_will_are_not_repeated(
    room: Room, trouble: Exception
) -> None:
    await room.drafts()
    room.poster.troubles = [trouble]
    assert [await room.worker.turn(), await room.worker.turn()] == [0, 0]
    room.now += TEN
    await room.drafts()
    assert await room.worker.turn() == 1


async def test_a_channel_of_a_platform_that_is_not_served_is_left(room: Room) -> None:
    await room.drafts()
    assert await room.another("one", Channel("discord", "1", "2")).turn() == 0


async def test_the_worker_goes_on_until_it_is_stopped(room: Room) -> None:
    await room.drafts()
    running = asyncio.create_task(room.worker.run(0.01))
    async with asyncio.timeout(5):
        while not room.poster.posts:
            await asyncio.sleep(0.01)
    await room.worker.stop()
    await running
    assert len(room.poster.posts) == 1
