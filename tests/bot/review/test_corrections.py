"""Messages of the bot are corrected where they stand: once, in their language, and what is gone is
left alone.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.desk import Asked, Desk, Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.digest.subscription import Channel
from bot.ports import Person, StoreError
from bot.request import language_of
from bot.review.corrections import Correcting, Corrections, Editor
from bot.review.item import PostedFact
from bot.review.posted import Posted
from bot.traditional import traditional
from facts.compiled import Compiled
from facts.fact import Fact, Version
from facts.language import Text
from tests.fakes import FakeLeases, fake_ports
from tests.helpers import NOW, shown
from tests.review_fakes import FakePosts

MICROSOFT, ORACLE = "microsoft-2024-cloud-ai", "oracle-2024-cloud-ai"
MINA = Person("slack", "T1", "U1")
SALES = Channel("slack", "T1", "C1")
OLD = Text(en="Microsoft said US$9 billion.", ja="90億ドルと述べた。", zh="微软称为90亿美元。")
TAGS = ("en", "ja", "zh", "zh-tw")


def changed(fact: Fact, kind: str, on: date) -> Fact:
    """A fact with a new version of a kind; what it said before is OLD."""
    version = Version(fact.version, on, kind, OLD, "misread")  # type: ignore[arg-type]  # a kind
    return replace(fact, version=fact.version + 1, history=(*fact.history, version))


class FakeEditor(Editor):
    """`edits` holds what messages were changed to; `troubles` what happens to the next ones."""

    platform = "slack"

    def __init__(self) -> None:
        self.edits: list[tuple[PostedFact, Response]] = []
        self.troubles: list[Exception] = []
        self.before: Callable[[], None] = lambda: None

    async def turn(self, post: PostedFact) -> None:
        self.before()

    async def edit(self, post: PostedFact, response: Response) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.edits.append((post, response))


class World:
    """A desk whose answers are posted, and a worker that corrects them."""

    def __init__(self, ready: Compiled) -> None:
        self.ready, self.now = ready, NOW
        self.desk = Desk(lambda: self.ready, fake_ports())
        self.posts, self.editor, self.leases = FakePosts(), FakeEditor(), FakeLeases()
        self.broken: Exception | None = None
        self.behind: Mapping[str, Fact] | None = None
        self.worker = self.another("one")

    def another(self, owner: str) -> Corrections:
        with_ = Correcting(
            self.posts, self.leases, {"slack": self.editor},
            lambda: [self.ready.library.facts], lambda _: self.behind or self.ready.library.facts,
            self.draw,
        )  # fmt: skip
        return Corrections(with_, lambda: self.now, owner)

    async def draw(self, post: PostedFact, now: datetime) -> Response:
        if self.broken:
            raise self.broken
        return await self.desk.draw(post.line, post.tag, now)

    async def post(
        self, line: str = "ask microsoft investment", tag: str = "en", to: Channel = SALES
    ) -> Response:
        """The bot's answer to a line, posted in a channel and noted."""
        asked = Asked(f"{line} lang:{tag}", MINA, self.now)
        response = await self.desk.respond(asked)
        message = f"m{len(self.posts.kept)}"
        await Posted(self.posts).note(to, message, response, self.now)
        return response

    def change(self, id_: str = MICROSOFT, kind: str = "correction") -> None:
        library = self.ready.library
        fact = changed(library.facts[id_], kind, self.now.date())
        self.ready = replace(self.ready, library=replace(library, facts=library.facts | {id_: fact}))  # fmt: skip


@pytest.fixture
def world(ready: Compiled) -> World:
    return World(ready)


@pytest.mark.parametrize("tag", TAGS)
async def test_a_corrected_fact_is_told_on_top_of_the_card_drawn_again(
    world: World, tag: str
) -> None:
    posted = await world.post(tag=tag)
    world.change()
    assert await world.worker.turn() == 1
    ((post, response),) = world.editor.edits
    said = shown(response.reply)
    chosen = language_of(tag)
    old, new = OLD.best(chosen.language), world.ready.library.facts[MICROSOFT].text(chosen.language)
    wanted = [traditional(t) if chosen.traditional else t for t in (old, new)]
    assert all(text in said for text in wanted)
    assert wanted[0] in said.split(wanted[1])[0]
    assert "2026" in said
    assert (post.message, response.reply.line) == ("m0", posted.reply.line)
    assert response.reply.tag == tag
    assert "29" in said.replace("2.9", "29")  # the answer itself is there still


async def test_each_message_is_corrected_once(world: World) -> None:
    await world.post()
    await world.post()
    world.change()
    assert [await world.worker.turn() for _ in range(3)] == [2, 0, 0]
    assert {post.message for post, _ in world.editor.edits} == {"m0", "m1"}


@pytest.mark.parametrize("kind", ["wording", "update"])
async def test_other_changes_leave_messages_as_they_are(world: World, kind: str) -> None:
    await world.post()
    world.change(kind=kind)
    assert await world.worker.turn() == 0


async def test_a_better_wording_after_the_correction_corrects_nothing_twice(world: World) -> None:
    world.change()
    await world.post()
    world.change(kind="wording")
    assert await world.worker.turn() == 0


async def test_what_was_posted_after_the_correction_is_right(world: World) -> None:
    world.change()
    await world.post()
    assert await world.worker.turn() == 0


async def test_old_messages_are_left(world: World) -> None:
    await world.post()
    world.change()
    world.now += timedelta(days=31)
    assert await world.worker.turn() == 0


async def test_a_message_that_names_the_fact_beside_another_is_corrected(world: World) -> None:
    """A caution on a card names the number that could be confused with its own."""
    facts = world.ready.library.facts
    beside = next(
        (f.id, o) for f in facts.values() for o in f.conflicts_with if f.topic == "adoption"
    )
    await world.post(f"source {beside[0]}")
    named = world.posts.kept["slack", "T1", "C1", "m0"].versions
    await world.post(f"digest draw 2026-11-22 {beside[0]}")
    digest = world.posts.kept["slack", "T1", "C1", "m1"].versions
    assert beside[0] in named
    assert beside[1] in digest
    world.change(beside[1])
    await world.worker.turn()
    assert "m1" in {post.message for post, _ in world.editor.edits}


async def test_a_second_correction_keeps_the_first_note(world: World) -> None:
    await world.post(f"digest draw 2026-11-22 {MICROSOFT} {ORACLE}")
    world.now += timedelta(days=1)
    world.change(MICROSOFT)
    await world.worker.turn()
    world.now += timedelta(days=1)
    world.change(ORACLE)
    await world.worker.turn()
    last = shown(world.editor.edits[-1][1].reply)
    assert len(world.editor.edits) == 2
    assert last.count(OLD.best("en")) == 2


async def test_where_the_library_is_behind_the_message_waits_for_it(world: World) -> None:
    await world.post()
    world.behind = world.ready.library.facts
    world.change()
    assert await world.worker.turn() == 0
    world.behind = None
    assert await world.worker.turn() == 1


async def test_a_message_that_is_gone_is_left_for_ever(world: World) -> None:
    await world.post()
    world.change()
    world.editor.troubles = [RefusedError("message_not_found", gone=True)]
    assert [await world.worker.turn(), await world.worker.turn()] == [1, 0]
    assert world.editor.edits == []


@pytest.mark.parametrize(("trouble", "seconds"), [
    (LimitedError(90.0), 90), (LostError("reset"), 60), (TimeoutError(), 60),
    (RuntimeError("a bug"), 60),
])  # fmt: skip
async def test_after_trouble_a_workspace_has_a_pause_and_others_go_on(
    world: World, trouble: Exception, seconds: int
) -> None:
    await world.post()
    await world.post(to=Channel("slack", "T2", "C2"))
    world.change()
    world.editor.troubles = [trouble]
    assert await world.worker.turn() == 1
    world.now += timedelta(seconds=seconds - 1)
    assert await world.worker.turn() == 0
    world.now += timedelta(seconds=1)
    assert await world.worker.turn() == 1
    assert {post.workspace for post, _ in world.editor.edits} == {"T1", "T2"}


async def test_one_process_corrects_at_a_time_and_another_takes_over(world: World) -> None:
    await world.post()
    world.change()
    other = world.another("two")
    world.leases.owners["review.corrections.slack"] = "two"
    assert await world.worker.turn() == 0
    assert await other.turn() == 1
    await world.post()
    world.leases.lapse()
    assert await world.worker.turn() == 0


async def test_a_lease_that_is_lost_ends_the_turn(world: World) -> None:
    await world.post()
    await world.post()
    world.change()
    world.editor.before = lambda: world.leases.owners.update({"review.corrections.slack": "two"})
    assert await world.worker.turn() == 1
    world.editor.before = lambda: None
    assert await world.another("two").turn() == 1
    assert len(world.editor.edits) == 2


async def test_a_crash_after_the_edit_repeats_it_and_loses_nothing(world: World) -> None:
    """The note on a mended message is lost with its process: the same edit comes once more."""
    await world.post()
    before = dict(world.posts.kept)
    world.change()
    await world.worker.turn()
    world.posts.kept = before
    await world.another("one").turn()
    first, second = (shown(response.reply) for _, response in world.editor.edits)
    assert first == second


async def test_messages_of_a_platform_that_is_not_served_wait(world: World) -> None:
    await world.post(to=Channel("discord", "1", "2"))
    world.change()
    assert await world.worker.turn() == 0
    assert world.posts.kept["discord", "1", "2", "m0"].versions[MICROSOFT] == 1


@pytest.mark.parametrize("line", ["ask the weather on mars", f"digest draw 2026-99-99 {MICROSOFT}"])  # fmt: skip
async def test_a_line_that_gives_no_fact_any_more_leaves_the_note_alone(
    world: World, line: str
) -> None:
    post = PostedFact("slack", "T1", "C1", "m0", line, "en", NOW, {MICROSOFT: 1})
    await world.posts.note(post)
    world.change()
    await world.worker.turn()
    ((_, response),) = world.editor.edits
    assert OLD.best("en") in shown(response.reply)
    assert response.actions == ()


async def test_a_card_that_can_not_be_drawn_leaves_the_note_alone(world: World) -> None:
    await world.post()
    world.change()
    world.broken = RuntimeError("a bug")
    await world.worker.turn()
    assert OLD.best("en") in shown(world.editor.edits[0][1].reply)


async def test_a_store_that_fails_while_drawing_is_waited_for(world: World) -> None:
    await world.post()
    world.change()
    world.broken = StoreError("away")
    assert await world.worker.turn() == 0
    world.broken, world.now = None, world.now + timedelta(seconds=60)
    assert await world.worker.turn() == 1


async def test_the_worker_goes_on_until_it_is_stopped(world: World) -> None:
    await world.post()
    world.change()
    running = asyncio.create_task(world.worker.run(0.01))
    async with asyncio.timeout(5):
        while not world.editor.edits:
            await asyncio.sleep(0.01)
    await world.worker.stop()
    await running
    assert len(world.editor.edits) == 1


async def test_answers_without_a_fact_are_not_kept_but_in_the_place_of_others(
    world: World,
) -> None:
    response = await world.desk.respond(Asked("help", MINA, NOW))
    posted = Posted(world.posts)
    await posted.note(SALES, "m0", response, NOW)
    assert world.posts.kept == {}
    await world.post()
    await posted.note(SALES, "m0", response, NOW, changed=True)
    world.change()
    assert await world.worker.turn() == 0
