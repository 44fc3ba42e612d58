from dataclasses import replace
from datetime import date

import pytest

from adapters.ingest.checks import CheckPorts, Checks
from bot.drafts.record import SourceDraft
from bot.review.item import EVERYBODY, Item
from bot.review.records import source_of
from facts.compiled import Compiled
from facts.fact import Fact, Quote, Review
from facts.language import Text
from facts.library import Library
from tests.adapters.ingest.serving import HERE, site
from tests.adapters.ingest.waiting import DEAL, REPORT, Changing, Intake, paths

HASH = "0" * 64


@pytest.fixture
def alone(ready: Compiled) -> Compiled:
    """The library without its facts and sources, which a test adds its own to."""
    library = Library(entities=ready.library.entities, metrics=ready.library.metrics)
    return Compiled(library, ready.index, ready.rates)


def add_page(ready: Compiled, id_: str, url: str, quote: str = DEAL, **changes: object) -> None:
    """A source with that page, and a fact that quotes it."""
    draft = SourceDraft(
        id_, "Page", "Publisher", "en", "2026-04-20", dated=True, archive="a.txt", url=url
    )
    ready.library.sources[id_] = source_of(draft)
    ready.library.lock.archives[id_] = HASH
    fact = Fact(
        f"fact-{id_}", "investment", date(2026, 4, 21), "reported", Text(en="A."),
        (Quote(id_, quote),), Review("c", "person", date(2026, 4, 21)),
    )  # fmt: skip
    ready.library.facts[fact.id] = replace(fact, **changes)  # type: ignore[arg-type]  # fields of a fact


def checks(intake: Intake, owner: str = "a") -> Checks:
    ports = CheckPorts(intake.ports, intake.key_value, intake.leases)
    return Checks(ports, intake.drafting(), intake.clock, owner, HERE, pause=0)


async def found(intake: Intake, kind: str, circle: str = EVERYBODY) -> list[Item]:
    return [item for item in await intake.waiting(circle) if item.kind == kind]


async def test_a_page_that_is_gone_comes_back_once(alone: Compiled) -> None:
    intake, page = Intake(alone), Changing(REPORT)
    page.status = 410
    async with site({"/a": page}) as (url, seen):
        add_page(alone, "own-a", f"{url}/a")
        for _ in range(3):
            await checks(intake).turn()
            await checks(intake).turn()
            intake.clock.passes(days=7, minutes=1)
    (item,) = await found(intake, "gone")
    assert item.source
    assert (item.source.id, item.source.url, item.note) == (
        "own-a", f"{url}/a", "the server answered 410",
    )  # fmt: skip
    assert len(paths(seen)) == 3  # once a week


async def test_a_page_that_changed_comes_back_with_its_newer_text(alone: Compiled) -> None:
    intake, page = Intake(alone), Changing(REPORT)
    async with site({"/a": page}) as (url, _):
        add_page(alone, "built-in", f"{url}/a")
        await checks(intake).turn()
        assert await intake.waiting() == []  # other letters than a person's copy, the same quotes
        intake.clock.passes(days=8)
        await checks(intake).turn()
        assert await intake.waiting() == []
        page.words = REPORT.replace("$3 billion", "$4 billion")
        intake.clock.passes(days=8)
        await checks(intake).turn()
        intake.clock.passes(days=8)
        await checks(intake).turn()
    (item,) = await found(intake, "changed")
    assert item.note == "1/1"  # quotes that are lost, of all
    raw = await intake.ports.queue.archive(EVERYBODY, item.archive)
    assert raw
    assert "$4 billion" in raw.decode()
    (draft,) = await found(intake, "draft")
    assert draft.draft
    assert "$4 billion" in draft.draft.quote.exact
    assert item.score > draft.score - 1


async def test_a_copy_that_a_person_saved_counts_as_changed_when_a_quote_is_lost(
    alone: Compiled,
) -> None:
    intake = Intake(alone)
    async with site({"/a": Changing(REPORT)}) as (url, _):
        add_page(alone, "built-in", f"{url}/a", quote="words that are not there")
        await checks(intake).turn()
    (item,) = await found(intake, "changed")
    assert item.note == "1/1"


async def test_a_site_that_does_not_answer_says_nothing_and_is_asked_tomorrow(
    alone: Compiled,
) -> None:
    intake, page = Intake(alone), Changing(REPORT)
    page.status = 500
    async with site({"/a": page}) as (url, seen):
        add_page(alone, "own-a", f"{url}/a")
        for hours in (1, 22, 2, 23):
            await checks(intake).turn()
            intake.clock.passes(hours=hours)
    assert await intake.waiting() == []
    assert len(paths(seen)) == 2


async def test_a_page_that_is_as_it_was_is_not_sent_again(alone: Compiled) -> None:
    intake, page = Intake(alone), Changing(REPORT, ETag='"v1"')
    async with site({"/a": page}) as (url, seen):
        add_page(alone, "built-in", f"{url}/a")
        await checks(intake).turn()
        intake.clock.passes(days=8)
        await checks(intake).turn()
    asked = [r.headers.get("If-None-Match") for r in seen if r.path == "/a"]
    assert asked == [None, '"v1"']
    assert await intake.waiting() == []


async def test_facts_past_their_date_come_back_once_and_again_when_their_time_is_over_anew(
    alone: Compiled,
) -> None:
    intake = Intake(alone)
    add_page(alone, "own-old", "", recheck_days=5)
    add_page(alone, "own-fresh", "")
    add_page(alone, "own-replaced", "", recheck_days=5)
    add_page(alone, "own-newer", "", supersedes="fact-own-replaced")
    for _ in range(2):
        await checks(intake).turn()
        intake.clock.passes(days=1)
    (item,) = await found(intake, "recheck")
    assert (item.fact, item.state) == ("fact-own-old", "waiting")
    intake.clock.passes(days=5)
    await checks(intake).turn()
    assert len(await found(intake, "recheck")) == 2


async def test_what_a_workspace_published_goes_to_its_own_curators(alone: Compiled) -> None:
    intake = Intake(alone)
    intake.ports.published.turns["slack:T1"] = 1
    page = Changing("x")
    page.status = 404
    async with site({"/a": page, "/b": page}) as (url, _):
        add_page(alone, "slack-t1-a", f"{url}/a", id="slack-t1-f", recheck_days=1)
        add_page(alone, "built-in", f"{url}/b", recheck_days=1)
        intake.ports.published.turns[EVERYBODY] = 1
        await checks(intake).turn()
    kinds = {
        (i.kind, i.fact or (i.source and i.source.id)) for i in await intake.waiting("slack:T1")
    }
    assert kinds == {("gone", "slack-t1-a"), ("recheck", "slack-t1-f")}


async def test_of_several_processes_one_checks(alone: Compiled) -> None:
    intake = Intake(alone)
    async with site({"/a": Changing(REPORT)}) as (url, seen):
        add_page(alone, "own-a", f"{url}/a")
        assert await checks(intake, "a").turn()
        intake.clock.passes(days=8)
        assert not await checks(intake, "b").turn()
        assert len(paths(seen)) == 1
