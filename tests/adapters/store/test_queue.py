import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.store.store import Store
from bot.ports import StoreError
from bot.review.item import EVERYBODY, Decision
from facts.language import Text
from tests.adapters.store.review import (
    ACME,
    ANN,
    BOB,
    DOCUMENT,
    HASH,
    NOW,
    RAW,
    SOURCE,
    STATEMENT,
    another,
    approve,
    fact,
    item,
    lined_up,
)

WAITING = frozenset({"waiting"})


async def test_an_item_comes_back_as_it_was_added(store: Store) -> None:
    await lined_up(store, item())
    assert await store.queue.find("i1") == item()
    assert await store.queue.find("none") is None
    assert await store.queue.archive(EVERYBODY, HASH) == RAW
    assert await store.queue.archive("slack:T1", HASH) is None
    assert SOURCE.url
    assert await store.queue.known(EVERYBODY, SOURCE.url) == SOURCE.id
    assert await store.queue.known("slack:T1", SOURCE.url) is None


async def test_the_same_text_and_the_same_item_are_added_once(store: Store) -> None:
    await lined_up(store, item())
    again = await store.queue.add(EVERYBODY, DOCUMENT, RAW, [item("i2")], None, NOW)
    assert again == 0
    assert await another(store, item(), item("i3")) == 1
    assert await store.queue.count(EVERYBODY, WAITING) == 2
    elsewhere = await store.queue.add("slack:T1", DOCUMENT, RAW, [item("i4")], None, NOW)
    assert elsewhere == 1
    assert [i.id for i in await store.queue.page("slack:T1", WAITING, 0, 9)] == ["i4"]


async def test_the_likeliest_stand_first_page_by_page(store: Store) -> None:
    await lined_up(store, *(item(f"i{n}", score=n % 3) for n in range(6)))
    first = await store.queue.page(EVERYBODY, WAITING, 0, 4)
    rest = await store.queue.page(EVERYBODY, WAITING, 4, 4)
    assert [i.id for i in [*first, *rest]] == ["i2", "i5", "i1", "i4", "i0", "i3"]


async def test_what_tells_the_same_is_one_line_and_goes_where_its_first_goes(store: Store) -> None:
    await lined_up(store, item("a"), item("b", also=("a",)))
    await another(store, item("c", also=("b",)), item("d"))
    page = await store.queue.page(EVERYBODY, WAITING, 0, 9)
    assert [(i.id, i.also) for i in page] == [("a", ("b", "c")), ("d", ())]
    assert await store.queue.count(EVERYBODY, WAITING) == 2
    await store.queue.decide(Decision("a", 0, "reject", ANN, "rejected", "old"), NOW)
    assert [i.id for i in await store.queue.page(EVERYBODY, WAITING, 0, 9)] == ["d"]
    # One of the others may be taken up alone.
    await store.queue.decide(Decision("b", 0, "edit", ANN, "waiting", statement=STATEMENT), NOW)
    page = await store.queue.page(EVERYBODY, WAITING, 0, 9)
    assert {(i.id, i.also) for i in page} == {("b", ()), ("d", ())}


async def test_nothing_joins_what_is_decided_already(store: Store) -> None:
    await lined_up(store, item("a"))
    await store.queue.decide(Decision("a", 0, "reject", ANN, "rejected"), NOW)
    await another(store, item("b", also=("a",)))
    assert [i.id for i in await store.queue.page(EVERYBODY, WAITING, 0, 9)] == ["b"]


async def test_the_second_of_two_curators_is_told(store: Store) -> None:
    await lined_up(store, item())
    decisions = [approve(item(), fact()), Decision("i1", 0, "reject", BOB, "rejected", "no")]
    results = await asyncio.gather(*(store.queue.decide(d, NOW) for d in decisions))
    assert results.count(None) == 1
    (entry,) = await store.queue.log(EVERYBODY, 9)
    kept = await store.queue.find("i1")
    assert kept
    assert (kept.turn, entry.turn) == (1, 1)
    assert (entry.verb == "approve") == (kept.state == "published")
    assert len(await store.published.versions(EVERYBODY, "own-acme-1")) == (
        kept.state == "published"
    )


async def test_a_decision_is_kept_with_what_it_says(store: Store) -> None:
    await lined_up(store, item())
    edited = Decision(
        "i1", 0, "edit", ANN, "waiting", statement=STATEMENT, edited=fact(), entities=(ACME,)
    )
    now = await store.queue.decide(edited, NOW)
    assert now == replace(item(), turn=1, statement=STATEMENT, edited=fact(), entities=(ACME,))
    assert await store.queue.find("i1") == now
    later = await store.queue.decide(
        Decision("i1", 1, "merge", BOB, "merged", "the same", fact="older"), NOW + timedelta(days=1)
    )
    assert later == replace(item(), turn=2, state="merged", fact="older")


async def test_the_log_tells_who_decided_what_and_when(store: Store) -> None:
    await lined_up(store, item(), item("i2"))
    day = timedelta(days=1)
    await store.queue.decide(approve(item(), fact()), NOW)
    await store.queue.decide(Decision("i2", 0, "reject", BOB, "rejected", "an advert"), NOW + day)
    await store.queue.decide(
        Decision("i1", 1, "undo", BOB, "waiting", withdraws=("own-acme-1",)), NOW + 2 * day
    )
    told = [
        (e.item, e.turn, e.verb, e.by, e.at, e.reason, e.fact)
        for e in await store.queue.log(EVERYBODY, 9)
    ]
    assert told == [
        ("i1", 2, "undo", BOB, NOW + 2 * day, "", None),
        ("i2", 1, "reject", BOB, NOW + day, "an advert", None),
        ("i1", 1, "approve", ANN, NOW, "", "own-acme-1"),
    ]
    assert [e.turn for e in await store.queue.log(EVERYBODY, 9, "i1")] == [2, 1]
    assert len(await store.queue.log(EVERYBODY, 1)) == 1
    assert await store.queue.log("slack:T1", 9) == []


async def test_the_item_that_a_fact_was_published_from_is_found(store: Store) -> None:
    await lined_up(store, item())
    assert await store.queue.publisher(EVERYBODY, "own-acme-1") is None
    published = await store.queue.decide(approve(item(), fact()), NOW)
    assert await store.queue.publisher(EVERYBODY, "own-acme-1") == published
    assert await store.queue.publisher("slack:T1", "own-acme-1") is None


async def test_nobody_is_named_in_the_log_after_asking_to_be_forgotten(store: Store) -> None:
    await lined_up(store, item(), item("i2"))
    await store.queue.decide(Decision("i1", 0, "reject", ANN, "rejected"), NOW)
    await store.queue.decide(Decision("i2", 0, "reject", BOB, "rejected"), NOW)
    await store.privacy.forget(ANN)
    assert {e.item: e.by.user for e in await store.queue.log(EVERYBODY, 9)} == {
        "i1": "", "i2": BOB.user,
    }  # fmt: skip


async def test_words_that_no_database_takes_are_a_clear_error_and_nothing_is_done(
    store: Store,
) -> None:
    await lined_up(store, item())
    hostile = Decision("i1", 0, "edit", ANN, "waiting", statement=Text(en="\ud800"))
    with pytest.raises(StoreError, match="cut in half"):
        await store.queue.decide(hostile, NOW)
    assert await store.queue.find("i1") == item()
