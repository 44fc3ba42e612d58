import asyncio

from adapters.store.seen import StoredSeen
from adapters.store.store import Store
from tests.adapters.store.processes import outputs

CLAIM = """
import asyncio, sys
from adapters.store.store import Store

async def main(address):
    async with Store.open(address) as store:
        for n in range(30):
            print(n if await store.seen.claim(f"Ev{n}") else "-")

asyncio.run(main(sys.argv[1]))
"""


async def test_an_event_is_claimed_once(store: Store) -> None:
    assert await store.seen.claim("Ev1")
    assert not await store.seen.claim("Ev1")
    assert await store.seen.claim("Ev2")


async def test_a_claim_that_ran_out_unanswered_can_be_taken_once_more(store: Store) -> None:
    lapsed = StoredSeen(store.database, seconds=0)
    assert await store.seen.claim("Ev1")
    assert await lapsed.claim("Ev1")
    assert not await store.seen.claim("Ev1")  # the second claim runs for its own minute


async def test_an_answered_event_is_never_claimed_again(store: Store) -> None:
    lapsed = StoredSeen(store.database, seconds=0)
    assert await store.seen.claim("Ev1")
    await store.seen.done("Ev1")
    assert not await lapsed.claim("Ev1")


async def test_one_of_many_who_race_in_one_process_wins(store: Store, address: str) -> None:
    async with Store.open(address) as other:
        stores = [store, other] * 20
        won = await asyncio.gather(*(each.seen.claim("Ev1") for each in stores))
    assert sum(won) == 1


async def test_one_of_several_processes_wins_each_event(store: Store, address: str) -> None:
    printed = outputs(CLAIM, address, processes=3)
    won = [line for lines in printed for line in lines if line != "-"]
    assert sorted(won, key=int) == [str(n) for n in range(30)]
    assert not await store.seen.claim("Ev29")


async def test_a_lease_has_one_holder_who_may_prolong_it(store: Store) -> None:
    assert await store.leases.hold("gateway", "a", 60)
    assert not await store.leases.hold("gateway", "b", 60)
    assert await store.leases.hold("gateway", "a", 60)
    assert await store.leases.hold("other", "b", 60)


async def test_a_lease_that_ran_out_or_was_given_up_goes_to_another(store: Store) -> None:
    assert await store.leases.hold("gateway", "a", 0)
    assert await store.leases.hold("gateway", "b", 60)
    await store.leases.release("gateway", "a")  # not a's any more
    assert not await store.leases.hold("gateway", "a", 60)
    await store.leases.release("gateway", "b")
    assert await store.leases.hold("gateway", "a", 60)
