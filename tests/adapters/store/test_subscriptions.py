from dataclasses import replace
from datetime import time, timedelta

import pytest

from adapters.store.store import Store
from bot.digest.subscription import Subscription
from tests.adapters.store.digests import (
    DUE,
    ELSEWHERE,
    EVENING,
    GENERAL,
    OTHER,
    WISH,
    planned,
    subscribe,
)

FULL = Subscription(
    GENERAL, time(18, 30), "America/New_York", (0, 4), ("investment", "tip"), "openai", 7, "zh-tw",
    "U9", personal=True,
)  # fmt: skip


@pytest.mark.parametrize(
    "wish", [WISH, FULL, replace(FULL, active=False), replace(FULL, paused="the channel is gone")]
)
async def test_a_wish_is_kept_as_it_was_put(store: Store, wish: Subscription) -> None:
    assert await store.subscriptions.find(GENERAL) is None
    await store.subscriptions.put(FULL, EVENING)
    await store.subscriptions.put(wish, EVENING)
    assert await store.subscriptions.find(GENERAL) == wish
    assert await store.subscriptions.find(OTHER) is None


async def test_what_is_on_is_due_and_what_is_off_or_paused_is_not(store: Store) -> None:
    assert await store.subscriptions.next_due(GENERAL) is None
    await store.subscriptions.put(WISH, EVENING)
    assert await store.subscriptions.next_due(GENERAL) == DUE
    await store.subscriptions.put(replace(WISH, active=False), EVENING)
    assert await store.subscriptions.next_due(GENERAL) is None
    await store.subscriptions.put(replace(WISH, paused="gone"), EVENING)
    assert await store.subscriptions.next_due(GENERAL) is None
    assert await store.deliveries.plan(DUE) == 0


async def test_a_channel_is_paused_until_somebody_switches_it_on_again(store: Store) -> None:
    await subscribe(store, GENERAL, OTHER)
    await store.subscriptions.pause(GENERAL, "the channel\0 is gone")
    found = await store.subscriptions.find(GENERAL)
    assert found
    assert (found.active, found.paused) == (True, "the channel is gone")
    assert await store.subscriptions.next_due(GENERAL) is None
    assert await store.subscriptions.next_due(OTHER) == DUE
    await store.subscriptions.put(WISH, EVENING)
    assert await store.subscriptions.next_due(GENERAL) == DUE


async def test_a_workspace_that_removed_the_bot_is_paused_alone(store: Store) -> None:
    await subscribe(store, GENERAL, OTHER, ELSEWHERE)
    await store.subscriptions.drop_workspace("slack", "T1", "removed")
    for channel in (GENERAL, OTHER):
        found = await store.subscriptions.find(channel)
        assert found
        assert found.paused == "removed"
    assert await store.subscriptions.next_due(ELSEWHERE) == DUE


async def test_off_and_on_again_gives_no_second_digest_of_the_day(store: Store) -> None:
    await planned(store, GENERAL)
    await store.subscriptions.put(replace(WISH, active=False), DUE + timedelta(minutes=1))
    again = replace(WISH, at=time(9, 30))
    await store.subscriptions.put(again, DUE + timedelta(minutes=2))
    assert await store.subscriptions.next_due(GENERAL) == DUE + timedelta(days=1, minutes=30)


async def test_another_zone_keeps_twenty_hours_from_the_last_digest(store: Store) -> None:
    await planned(store, GENERAL)
    kiritimati = replace(WISH, zone="Pacific/Kiritimati")  # 9:00 there is ten hours later
    await store.subscriptions.put(kiritimati, DUE + timedelta(minutes=1))
    assert await store.subscriptions.next_due(GENERAL) == DUE + timedelta(hours=34)
