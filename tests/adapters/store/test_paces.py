import asyncio

from adapters.store.store import Store
from tests.adapters.store.digests import let_pass


async def test_turns_of_a_rate_come_one_after_the_other(store: Store) -> None:
    waits = [await store.paces.take("discord/bot", 0.01) for _ in range(3)]
    assert waits[0] == 0
    assert 90 < waits[1] <= 100
    assert 190 < waits[2] <= 200


async def test_a_rate_that_was_not_used_gives_no_burst(store: Store) -> None:
    await store.paces.take("discord/bot", 0.01)
    await let_pass(store, 10_000)
    assert await store.paces.take("discord/bot", 0.01) == 0
    assert 90 < await store.paces.take("discord/bot", 0.01) <= 100


async def test_rates_are_apart_by_key(store: Store) -> None:
    assert await store.paces.take("discord/bot", 0.01) == 0
    assert await store.paces.take("discord/other", 0.01) == 0


async def test_processes_share_a_rate(store: Store, address: str) -> None:
    async with Store.open(address) as other:
        takers = [store, other] * 10
        waits = await asyncio.gather(*(each.paces.take("bot", 0.01) for each in takers))
    turns = sorted(round(wait / 100) for wait in waits)
    assert turns == list(range(20))
