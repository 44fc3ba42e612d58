import asyncio
from datetime import timedelta

from adapters.store.store import Store
from adapters.store.suggestions import REASON_CHARACTERS, TEXT_CHARACTERS
from bot.review.item import EVERYBODY
from tests.adapters.store.processes import outputs
from tests.adapters.store.review import NOW, item, leases_run_out

LINK = "https://example.com/a"
CLAIM = """
import asyncio, sys
from adapters.store.store import Store

async def main(address):
    async with Store.open(address) as store:
        while found := await store.suggestions.claim("p", 3):
            for each in found:
                print(each.id)

asyncio.run(main(sys.argv[1]))
"""


async def test_a_link_waits_once_a_circle(store: Store) -> None:
    first = await store.suggestions.suggest(EVERYBODY, LINK, None, NOW)
    assert first
    assert (first.link, first.text, first.circle, first.at) == (LINK, None, EVERYBODY, NOW)
    assert await store.suggestions.suggest(EVERYBODY, LINK, None, NOW) is None
    assert await store.suggestions.suggest("slack:T1", LINK, None, NOW)
    assert await store.suggestions.suggest(EVERYBODY, None, "Acme said so.", NOW)
    assert len(await store.suggestions.claim("a", 10)) == 3


async def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(store: Store) -> None:
    for n in range(3):
        await store.suggestions.suggest(EVERYBODY, f"{LINK}{n}", None, NOW + timedelta(seconds=n))
    mine = await store.suggestions.claim("a", 2)
    assert [s.link for s in mine] == [f"{LINK}0", f"{LINK}1"]
    assert [s.link for s in await store.suggestions.claim("b", 5)] == [f"{LINK}2"]
    assert await store.suggestions.claim("b", 5) == []
    await leases_run_out(store)
    assert len(await store.suggestions.claim("b", 5)) == 3


async def test_processes_that_claim_at_once_claim_different_ones(
    store: Store, address: str
) -> None:
    ids = {
        (s := await store.suggestions.suggest(EVERYBODY, f"{LINK}{n}", None, NOW)) and s.id
        for n in range(12)
    }
    claimed = [line for lines in outputs(CLAIM, address, processes=2) for line in lines]
    assert sorted(claimed) == sorted(filter(None, ids))


async def test_a_failure_is_tried_again_later_and_the_last_one_is_shown(store: Store) -> None:
    await store.suggestions.suggest(EVERYBODY, LINK, None, NOW)
    (first,) = await store.suggestions.claim("a", 1)
    await store.suggestions.fail(first.id, "busy", 60, NOW)
    assert await store.suggestions.claim("a", 1) == []
    assert await store.suggestions.failed(EVERYBODY, 5) == []
    await leases_run_out(store)
    (again,) = await store.suggestions.claim("a", 1)
    assert again.tries == 1
    await store.suggestions.fail(again.id, "no such page", None, NOW)
    ((failed, reason),) = await store.suggestions.failed(EVERYBODY, 5)
    assert (failed.link, failed.tries, reason) == (LINK, 2, "no such page")
    assert await store.suggestions.failed("slack:T1", 5) == []
    await leases_run_out(store)
    assert await store.suggestions.claim("a", 1) == []


async def test_one_that_failed_may_be_suggested_anew(store: Store) -> None:
    await store.suggestions.suggest(EVERYBODY, LINK, None, NOW)
    (first,) = await store.suggestions.claim("a", 1)
    await store.suggestions.fail(first.id, "x" * 1000, None, NOW)
    ((_, reason),) = await store.suggestions.failed(EVERYBODY, 5)
    assert len(reason) == REASON_CHARACTERS
    anew = await store.suggestions.suggest(EVERYBODY, LINK, None, NOW)
    assert anew
    assert anew.tries == 0
    assert await store.suggestions.failed(EVERYBODY, 5) == []
    assert await store.suggestions.claim("a", 1) == [anew]


async def test_of_two_that_read_the_same_suggestion_one_adds_it(store: Store) -> None:
    found = await store.suggestions.suggest(EVERYBODY, LINK, None, NOW)
    assert found
    added = await asyncio.gather(*(
        store.queue.add(EVERYBODY, None, b"", [item(f"i{n}")], found.id, NOW) for n in range(3)
    ))  # fmt: skip
    assert sorted(added) == [0, 0, 1]
    assert await store.queue.count(EVERYBODY, {"waiting"}) == 1
    await leases_run_out(store)
    assert await store.suggestions.claim("a", 5) == []
    await store.suggestions.fail(found.id, "too late", None, NOW)
    assert await store.suggestions.failed(EVERYBODY, 5) == []


async def test_a_suggested_text_is_kept_as_it_is_and_not_without_end(store: Store) -> None:
    words = "日本\0\ud800のAI" + "x" * TEXT_CHARACTERS
    found = await store.suggestions.suggest(EVERYBODY, None, words, NOW)
    assert found
    assert found.text is not None
    assert found.text.startswith("日本のAIxx")
    assert len(found.text) == TEXT_CHARACTERS
