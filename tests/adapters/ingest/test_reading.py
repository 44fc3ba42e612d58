import asyncio
import hashlib

import pytest

from adapters.ingest.reading import AGAIN_SECONDS, document_of
from bot.ports import StoreError
from bot.review.item import EVERYBODY, Item
from facts.compiled import Compiled
from facts.source import archive_text
from tests.adapters.ingest.serving import page, site, text
from tests.adapters.ingest.waiting import DEAL, REPORT, Changing, Intake, paths


def _deal(items: list[Item]) -> Item:
    (found,) = [i for i in items if i.draft and "$3 billion" in i.draft.quote.exact]
    return found


async def test_a_link_becomes_items_with_their_archive(ready: Compiled) -> None:
    intake = Intake(ready)
    async with site({"/a": text(page(REPORT))}) as (url, _):
        assert await intake.read(f"{url}/a")
    item = _deal(await intake.waiting())
    assert item.draft
    assert item.source
    raw = await intake.ports.queue.archive(EVERYBODY, item.archive)
    assert raw
    assert hashlib.sha256(raw).hexdigest() == item.archive
    quote = item.draft.quote
    assert archive_text(raw)[quote.start : quote.end] == quote.exact
    assert (item.source.url, item.source.archive) == (f"{url}/a", f"{item.archive}.txt")
    assert item.source.id == item.draft.source
    assert item.source.id.startswith("own-")
    assert {"softbank-group", "rapidus"} <= set(item.draft.entities)
    assert intake.ports.suggestions.waiting == {}
    assert not await intake.read()


async def test_a_text_becomes_items_of_its_circle_alone(ready: Compiled) -> None:
    intake = Intake(ready)
    await intake.read(text=REPORT, circle="slack:T1")
    item = _deal(await intake.waiting("slack:T1"))
    assert item.source
    assert item.source.url is None
    assert item.source.id.startswith("slack-t1-")
    assert await intake.waiting() == []
    assert set(intake.asked) == {"slack:T1"}


async def test_the_same_document_twice_is_one(ready: Compiled) -> None:
    intake = Intake(ready)
    async with site({"/a": text(REPORT, "text/plain"), "/b": text(REPORT, "text/plain")}) as (
        url,
        _,
    ):
        await intake.read(f"{url}/a")
        before = await intake.waiting()
        await intake.read(f"{url}/b", f"{url}/a")
    assert await intake.waiting() == before
    assert len(intake.ports.queue.texts) == 1


async def test_a_newer_text_of_an_address_adds_what_is_new_in_it(ready: Compiled) -> None:
    intake, changing = Intake(ready), Changing(REPORT)
    async with site({"/a": changing}) as (url, _):
        await intake.read(f"{url}/a")
        first = {i.id for i in await intake.waiting()}
        changing.words += "Rapidus said that its revenue rose by 40% to 12 billion yen.\n"
        await intake.read(f"{url}/a")
    added = [i for i in intake.ports.queue.items.values() if i.id not in first]
    assert {i.draft and i.draft.quote.exact for i in added} == {
        i.draft.quote.exact for i in added if i.draft and "billion yen" in i.draft.context
    }
    assert added
    assert len({i.archive for i in intake.ports.queue.items.values()}) == 2


async def test_the_tenth_report_of_one_deal_is_one_line(ready: Compiled) -> None:
    intake = Intake(ready)
    reports = {
        f"/{n}": text(f"Report number {n}\n\n{DEAL} And {n}.\n", "text/plain") for n in range(3)
    }
    async with site(reports) as (url, _):
        for path in reports:
            await intake.read(f"{url}{path}")
    deal = _deal(await intake.waiting())
    assert len(deal.also) == 2


async def test_a_draft_says_which_request_it_would_answer(ready: Compiled) -> None:
    intake = Intake(ready)
    intake.wishes.questions = ["Sakana AI valuation", "how much did softbank put into rapidus?"]
    await intake.read(text=REPORT)
    assert _deal(await intake.waiting()).answers == "how much did softbank put into rapidus?"


async def test_requests_are_shown_to_those_who_decide_for_everybody_alone(
    ready: Compiled,
) -> None:
    intake = Intake(ready)
    intake.wishes.questions = ["how much did softbank put into rapidus?"]
    await intake.read(text=REPORT, circle="slack:T1")
    assert _deal(await intake.waiting("slack:T1")).answers is None


async def test_what_may_pass_is_tried_four_times_and_then_shown(ready: Compiled) -> None:
    intake, busy = Intake(ready), Changing("x")
    busy.status = 503
    async with site({"/a": busy}) as (url, seen):
        await intake.ports.suggestions.suggest(EVERYBODY, f"{url}/a", None, intake.clock.now)
        for wait in AGAIN_SECONDS:
            assert await intake.read()
            assert list(intake.ports.suggestions.later.values()) == [wait]
            assert not await intake.read()
            intake.ports.suggestions.lapse()
        assert await intake.read()
    ((failed, reason),) = await intake.ports.suggestions.failed(EVERYBODY, 9)
    assert (failed.link, reason) == (f"{url}/a", "the server answered 503")
    assert len(paths(seen)) == 4


@pytest.mark.parametrize(
    ("words", "reason"),
    [("/missing", "the server answered 404"), ("http://10.0.0.1/", "inside a network")],
)
async def test_what_will_not_pass_is_shown_at_once(
    ready: Compiled, words: str, reason: str
) -> None:
    intake = Intake(ready)
    async with site({}) as (url, _):
        await intake.read(words if "://" in words else f"{url}{words}")
    ((_, said),) = await intake.ports.suggestions.failed(EVERYBODY, 9)
    assert reason in said


async def test_a_file_of_this_machine_is_never_read(ready: Compiled) -> None:
    intake = Intake(ready)
    await intake.read("/etc/hostname", "file:///etc/hostname")
    assert len(await intake.ports.suggestions.failed(EVERYBODY, 9)) == 2
    assert intake.ports.queue.items == {}


async def test_while_the_store_fails_nothing_is_lost(
    ready: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake(ready)
    add = intake.ports.queue.add

    async def failing(*_: object) -> int:
        raise StoreError("the store of this test fails once")

    monkeypatch.setattr(intake.ports.queue, "add", failing)
    await intake.read(text=REPORT)
    monkeypatch.setattr(intake.ports.queue, "add", add)
    assert len(intake.ports.suggestions.waiting) == 1
    assert not await intake.read()  # leased, until the lease runs out
    intake.ports.suggestions.lapse()
    await intake.read()
    assert _deal(await intake.waiting())


async def test_several_are_read_at_once_and_one_that_fails_holds_up_no_other(
    ready: Compiled,
) -> None:
    intake = Intake(ready)
    async with site({"/a": text(REPORT, "text/plain")}) as (url, _):
        await asyncio.wait_for(intake.read(f"{url}/none", f"{url}/a"), 30)
    assert _deal(await intake.waiting())
    assert len(await intake.ports.suggestions.failed(EVERYBODY, 9)) == 1


def test_a_text_that_the_library_quotes_already_keeps_its_source(ready: Compiled) -> None:
    from adapters.ingest.collect import Collected
    from adapters.ingest.extract import Page
    from tests.adapters.ingest.serving import NOW

    found = Collected(b"x", "https://example.com/a", Page("x", "en", "T"), NOW, "a")
    digest = hashlib.sha256(b"x").hexdigest()
    id_ = next(iter(ready.library.sources))
    known = ready.library.lock.archives[id_]
    ready.library.lock.archives[id_] = digest
    try:
        assert document_of(ready.library, EVERYBODY, found).source.id == id_
    finally:
        ready.library.lock.archives[id_] = known
    other = document_of(ready.library, EVERYBODY, found)
    assert other.source.id == f"own-example-com-t-{digest[:6]}"
    assert other.archive == digest
