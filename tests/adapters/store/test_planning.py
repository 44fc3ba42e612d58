import asyncio
from dataclasses import replace
from datetime import timedelta

from adapters.store.store import Store
from bot.digest.subscription import Channel
from tests.adapters.store.digests import (
    ALL,
    DAY,
    DUE,
    EVENING,
    GENERAL,
    OTHER,
    WISH,
    only,
    planned,
    subscribe,
)
from tests.adapters.store.processes import outputs

PLAN = """
import asyncio, sys
from datetime import datetime
from adapters.store.store import Store

async def main(address, now):
    async with Store.open(address) as store:
        planned = 0
        for _ in range(60):
            planned += await store.deliveries.plan(datetime.fromisoformat(now), 7)
        print(planned)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_nothing_is_planned_before_it_is_due(store: Store) -> None:
    await subscribe(store, GENERAL)
    assert await store.deliveries.plan(DUE - timedelta(seconds=1)) == 0
    assert await store.deliveries.history(GENERAL, None) == []


async def test_what_is_due_becomes_one_delivery_and_the_next_is_a_day_later(store: Store) -> None:
    await planned(store, GENERAL)
    delivery = await only(store)
    assert (delivery.channel, delivery.day, delivery.due) == (GENERAL, DAY, DUE)
    assert (delivery.state, delivery.planned, delivery.tries) == ("planned", DUE, 0)
    assert delivery.choice is delivery.first_try is delivery.ended is delivery.reason is None
    assert await store.subscriptions.next_due(GENERAL) == DUE + timedelta(days=1)
    assert await store.deliveries.plan(DUE) == 0


async def test_the_id_is_short_and_the_same_for_the_same_channel_and_day(store: Store) -> None:
    await planned(store, GENERAL, OTHER)
    ids = {(await only(store, channel)).id for channel in (GENERAL, OTHER)}
    assert len(ids) == 2
    assert all(len(id_) == 16 and id_.isalnum() for id_ in ids)
    assert (await only(store)).id == "igpgww2cez3jeikq"  # of a release: never changes


async def test_at_most_so_many_are_planned_those_that_are_due_longest_first(store: Store) -> None:
    for minutes in range(5):
        early = replace(
            WISH,
            channel=Channel("slack", "T1", f"C{minutes}"),
            at=(DUE - timedelta(minutes=minutes)).time(),
        )
        await store.subscriptions.put(early, EVENING)
    assert await store.deliveries.plan(DUE, 2) == 2
    claimed = await store.deliveries.claim("a", ALL, 10)
    assert [each.delivery.channel.channel for each in claimed] == ["C4", "C3"]
    assert await store.deliveries.plan(DUE, 2) == 2
    assert await store.deliveries.plan(DUE, 2) == 1


async def test_six_hours_late_is_still_in_time_and_later_is_missed(store: Store) -> None:
    await subscribe(store, GENERAL)
    assert await store.deliveries.plan(DUE + timedelta(hours=6)) == 1
    assert (await only(store)).state == "planned"
    await subscribe(store, OTHER)
    now = DUE + timedelta(hours=6, seconds=1)
    assert await store.deliveries.plan(now) == 1
    missed = await only(store, OTHER)
    assert (missed.state, missed.ended, missed.reason) == ("missed", now, "later")
    assert await store.subscriptions.next_due(OTHER) == DUE + timedelta(days=1)


async def test_after_a_downtime_each_missed_day_of_a_week_is_told_of(store: Store) -> None:
    await subscribe(store, GENERAL)
    now = DUE + timedelta(days=3, hours=1)
    while await store.deliveries.plan(now):
        pass
    history = await store.deliveries.history(GENERAL, None)
    assert [d.state for d in history] == ["planned", "missed", "missed", "missed"]
    assert await store.subscriptions.next_due(GENERAL) == DUE + timedelta(days=4)


async def test_a_downtime_of_months_is_told_of_for_its_last_week(store: Store) -> None:
    await subscribe(store, GENERAL)
    now = DUE + timedelta(days=200, hours=12)
    while await store.deliveries.plan(now):
        pass
    days = [(d.day - DAY).days for d in await store.deliveries.history(GENERAL, None, 100)]
    assert days == [200, 199, 198, 197, 196, 195, 194, 0]


async def test_processes_that_plan_at_once_plan_each_wish_once(store: Store, address: str) -> None:
    channels = [Channel("slack", "T1", f"C{n}") for n in range(100)]
    await subscribe(store, *channels)
    printed = outputs(PLAN, address, DUE.isoformat(), processes=3)
    assert sum(int(line) for lines in printed for line in lines) == len(channels)
    for channel in channels:
        assert (await only(store, channel)).state == "planned"


async def test_a_wish_that_changes_while_it_is_planned_gets_one_digest(store: Store) -> None:
    channels = [Channel("slack", "T1", f"C{n}") for n in range(30)]
    await subscribe(store, *channels)
    again = (store.subscriptions.put(replace(WISH, channel=c), DUE) for c in channels)
    await asyncio.gather(*again, *(store.deliveries.plan(DUE, 3) for _ in range(10)))
    while await store.deliveries.plan(DUE):
        pass
    for channel in channels:
        assert len(await store.deliveries.history(channel, None)) <= 1
        assert await store.subscriptions.next_due(channel) == DUE + timedelta(days=1)
