import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.store.store import Store
from bot.digest.choose import Shown
from bot.digest.delivery import State
from bot.digest.ports import LEASE_SECONDS
from bot.digest.subscription import Channel
from bot.ports import StoreError
from tests.adapters.store.digests import (
    ALL,
    CHOICE,
    DAY,
    DUE,
    ELSEWHERE,
    GENERAL,
    LATE,
    OTHER,
    VERSIONS,
    WISH,
    begin,
    begun,
    claim,
    let_pass,
    only,
    planned,
)
from tests.adapters.store.processes import outputs

CLAIM = """
import asyncio, sys
from adapters.store.store import Store

async def main(address):
    async with Store.open(address) as store:
        while claimed := await store.deliveries.claim(sys.argv[2], ["slack"], 7):
            for each in claimed:
                print(each.delivery.channel.channel)

asyncio.run(main(sys.argv[1]))
"""
ALL_SHOWN = {id_: Shown(version, 1, DAY) for id_, version in VERSIONS.items()}


async def test_a_claimed_delivery_comes_with_its_wish_and_belongs_to_one(store: Store) -> None:
    await planned(store, GENERAL)
    (claimed,) = await claim(store)
    assert claimed.subscription == WISH
    assert claimed.delivery == await only(store)
    assert not claimed.uncertain
    assert await claim(store, "b") == []
    assert await claim(store, "a") == []


async def test_only_what_was_asked_for_is_claimed(store: Store) -> None:
    await planned(store, GENERAL, OTHER, ELSEWHERE)
    deliveries = store.deliveries
    assert await deliveries.claim("a", ALL, 0) == []
    assert await deliveries.claim("a", [], 10) == []
    assert await deliveries.claim("a", ["slack"], 10, [("slack", "T1"), ("discord", "G1")]) == []
    (one,) = await deliveries.claim("a", ALL, 10, [("slack", "T1")])
    assert one.delivery.channel == ELSEWHERE
    assert len(await deliveries.claim("a", ["slack"], 1)) == 1
    assert len(await deliveries.claim("a", ["slack"], 10, [("slack", "T2")])) == 1


async def test_processes_that_claim_at_once_share_the_deliveries(
    store: Store, address: str
) -> None:
    channels = [Channel("slack", "T1", f"C{n}") for n in range(100)]
    await planned(store, *channels)
    printed = outputs(CLAIM, address, "x", processes=3)
    got = [line for lines in printed for line in lines]
    assert sorted(got) == sorted(channel.channel for channel in channels)


async def test_a_delivery_whose_holder_died_before_it_began_is_claimed_again_as_new(
    store: Store,
) -> None:
    await planned(store, GENERAL)
    (first,) = await claim(store)
    await let_pass(store, LEASE_SECONDS - 5)
    assert await claim(store, "b") == []
    await let_pass(store, 6)
    (second,) = await claim(store, "b")
    assert not second.uncertain
    assert not await begin(store, first)  # too late: nothing may be sent
    assert await begin(store, second)


async def test_what_begins_is_written_down_and_the_lease_starts_anew(store: Store) -> None:
    await planned(store, GENERAL)
    (claimed,) = await claim(store)
    await let_pass(store, LEASE_SECONDS - 5)
    assert await begin(store, claimed)
    noted = await only(store)
    assert (noted.state, noted.choice, noted.first_try, noted.tries) == ("sending", CHOICE, LATE, 1)
    await let_pass(store, LEASE_SECONDS - 5)
    assert await claim(store, "b") == []


async def test_a_lease_that_ran_out_lets_nothing_begin(store: Store) -> None:
    await planned(store, GENERAL)
    (claimed,) = await claim(store)
    await let_pass(store, LEASE_SECONDS + 1)
    assert not await begin(store, claimed)
    assert (await only(store)).state == "planned"


async def test_a_delivery_whose_holder_died_after_it_began_is_uncertain(store: Store) -> None:
    await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    (again,) = await claim(store, "b")
    assert again.uncertain
    assert again.delivery.first_try == LATE
    assert again.delivery.choice == CHOICE


async def test_the_first_try_of_what_may_have_been_accepted_stays(store: Store) -> None:
    await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    (again,) = await claim(store, "b")
    assert await begin(store, again, LATE + timedelta(minutes=1))
    delivery = await only(store)
    assert (delivery.first_try, delivery.tries) == (LATE, 2)


async def test_what_was_surely_not_accepted_has_a_new_first_try(store: Store) -> None:
    claimed = await begun(store)
    assert await begin(store, claimed, now=LATE + timedelta(minutes=1))
    assert (await only(store)).first_try == LATE + timedelta(minutes=1)


async def test_a_sent_digest_counts_as_shown(store: Store) -> None:
    claimed = await begun(store)
    assert await store.deliveries.shown(GENERAL) == {}
    await store.deliveries.sent(claimed, "1.2", LATE)
    sent = await only(store)
    assert (sent.state, sent.message, sent.ended, sent.choice) == ("sent", "1.2", LATE, CHOICE)
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN
    assert await store.deliveries.shown(OTHER) == {}


async def test_what_was_shown_again_is_counted_with_its_newest_version(store: Store) -> None:
    later = DAY + timedelta(days=3)
    await store.deliveries.note_shown(GENERAL, {"a": 2, "b": 1}, later)
    await store.deliveries.note_shown(GENERAL, {"a": 1}, DAY)
    await store.deliveries.note_shown(GENERAL, {}, DAY)
    shown = {"a": Shown(2, 2, later), "b": Shown(1, 1, later)}
    assert await store.deliveries.shown(GENERAL) == shown


async def test_an_uncertain_delivery_rests_and_stays_uncertain(store: Store) -> None:
    claimed = await begun(store)
    await store.deliveries.uncertain(claimed, "connection lost", 15, LATE)
    await let_pass(store, 10)
    assert await claim(store) == []
    await let_pass(store, 6)
    (again,) = await claim(store, "b")
    assert again.uncertain
    assert (again.delivery.reason, again.delivery.first_try) == ("connection lost", LATE)
    assert again.delivery.tries == 2
    assert await store.deliveries.shown(GENERAL) == {}


async def test_for_ever_ambiguous_counts_as_shown(store: Store) -> None:
    claimed = await begun(store)
    await store.deliveries.uncertain(claimed, "nobody may look", None, LATE)
    delivery = await only(store)
    assert (delivery.state, delivery.ended) == ("ambiguous", LATE)
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN


async def test_what_was_surely_not_accepted_is_tried_later_as_new(store: Store) -> None:
    claimed = await begun(store)
    await store.deliveries.later(claimed, "rate limited", 30)
    await let_pass(store, 25)
    assert await claim(store) == []
    await let_pass(store, 6)
    (again,) = await claim(store)
    assert not again.uncertain
    assert (again.delivery.state, again.delivery.first_try) == ("planned", None)


@pytest.mark.parametrize("state", ["failed", "missed", "skipped"])
async def test_a_delivery_ends_with_its_reason(store: Store, state: State) -> None:
    claimed = await begun(store)
    await store.deliveries.end(claimed, state, "why\0 not" + "!" * 999, LATE)
    delivery = await only(store)
    assert (delivery.state, delivery.ended) == (state, LATE)
    assert delivery.reason
    assert delivery.reason.startswith("why not!")
    assert await store.deliveries.shown(GENERAL) == {}
    await let_pass(store, 999)
    assert await claim(store) == []


async def test_what_was_sent_stays_as_it_was_sent(store: Store) -> None:
    claimed = await begun(store)
    late = LATE + timedelta(hours=1)
    await store.deliveries.sent(claimed, "1.2", LATE)
    before = await only(store)
    await store.deliveries.sent(claimed, "1.3", late)
    await store.deliveries.uncertain(claimed, "lost", None, late)
    await store.deliveries.later(claimed, "limited", 1)
    await store.deliveries.end(claimed, "failed", "no", late)
    assert not await begin(store, claimed)
    assert await only(store) == before
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN


@pytest.mark.parametrize("owner", ["a", "b"])
async def test_a_claim_that_another_followed_changes_nothing_any_more(
    store: Store, owner: str
) -> None:
    """As when a call of the store hung until the lease was over."""
    first = await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    (second,) = await claim(store, owner)
    before = await only(store)
    await store.deliveries.uncertain(first, "lost", 15, LATE)
    await store.deliveries.uncertain(first, "lost", None, LATE)
    await store.deliveries.later(first, "limited", 1)
    await store.deliveries.end(first, "failed", "no", LATE)
    assert not await begin(store, first)
    assert await only(store) == before
    assert await claim(store, "c") == []  # the second lease is as good as before
    assert await begin(store, second)


async def test_a_lease_that_ran_out_unfollowed_can_still_tell_what_became_of_it(
    store: Store,
) -> None:
    claimed = await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    await store.deliveries.end(claimed, "failed", "no", LATE)
    assert (await only(store)).state == "failed"


async def test_a_post_that_was_accepted_is_sent_whoever_has_the_delivery_now(store: Store) -> None:
    first = await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    (second,) = await claim(store, "b")
    await store.deliveries.sent(first, "1.2", LATE)
    sent = await only(store)
    assert (sent.state, sent.message) == ("sent", "1.2")
    assert not await begin(store, second)  # nor is it sent again
    await store.deliveries.uncertain(second, "lost", None, LATE)
    assert await only(store) == sent
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN


async def test_a_post_that_was_accepted_is_sent_though_it_was_given_up_as_ambiguous(
    store: Store,
) -> None:
    first = await begun(store)
    await let_pass(store, LEASE_SECONDS + 1)
    (second,) = await claim(store, "b")
    await store.deliveries.uncertain(second, "nobody may look", None, LATE)
    await store.deliveries.sent(first, "1.2", LATE + timedelta(hours=1))
    sent = await only(store)
    assert (sent.state, sent.message, sent.reason) == ("sent", "1.2", None)
    assert sent.ended == LATE + timedelta(hours=1)
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN  # once


@pytest.mark.parametrize("state", ["failed", "missed", "skipped"])
async def test_a_post_that_was_accepted_is_sent_and_shown_however_it_had_ended(
    store: Store, state: State
) -> None:
    claimed = await begun(store)
    await store.deliveries.end(claimed, state, "no", LATE)
    await store.deliveries.sent(claimed, "1.2", LATE)
    assert (await only(store)).state == "sent"
    assert await store.deliveries.shown(GENERAL) == ALL_SHOWN


async def test_a_workspace_that_is_to_wait_holds_up_no_other(store: Store) -> None:
    await planned(store, GENERAL, OTHER, ELSEWHERE)
    await store.deliveries.wait("slack", "T1", None, 30)
    assert [each.delivery.channel for each in await claim(store)] == [ELSEWHERE]
    await let_pass(store, 31)
    assert len(await claim(store)) == 2


async def test_a_channel_that_is_to_wait_holds_up_no_other(store: Store) -> None:
    await planned(store, GENERAL, OTHER)
    await store.deliveries.wait("slack", "T1", "C1", 30)
    assert [each.delivery.channel for each in await claim(store)] == [OTHER]


async def test_the_longest_of_several_waits_counts(store: Store) -> None:
    await planned(store, GENERAL)
    for seconds in (10, 60, 20):
        await store.deliveries.wait("slack", "T1", None, seconds)
    await let_pass(store, 50)
    assert await claim(store) == []
    await let_pass(store, 11)
    assert len(await claim(store)) == 1


async def test_a_delivery_without_a_wish_is_one_that_was_switched_off(store: Store) -> None:
    await planned(store, GENERAL)
    async with store.database.writing() as connection:
        await connection.execute(text("DELETE FROM subscriptions"))
    (claimed,) = await claim(store)
    assert not claimed.subscription.active


async def test_history_is_of_the_channel_newest_first_or_of_one_day(store: Store) -> None:
    await planned(store, GENERAL, OTHER)
    for days in (1, 2):
        await store.deliveries.plan(DUE + timedelta(days=days))
    days = [delivery.day for delivery in await store.deliveries.history(GENERAL, None, 2)]
    assert days == [DAY + timedelta(days=2), DAY + timedelta(days=1)]
    (one,) = await store.deliveries.history(GENERAL, DAY)
    assert one.day == DAY
    assert await store.deliveries.history(GENERAL, DAY - timedelta(days=1)) == []


async def test_hundreds_of_calls_at_once_each_get_their_own_answer(store: Store) -> None:
    channels = [Channel("slack", f"T{n}", "C") for n in range(700)]
    await planned(store, *channels[:350])
    claimed = await claim(store, most=700)
    over = [replace(c, delivery=replace(c.delivery, tries=9)) for c in claimed[::2]]
    mixed = [over[n // 2] if n % 2 == 0 else c for n, c in enumerate(claimed)]
    begun = await asyncio.gather(*(begin(store, each) for each in mixed))
    assert begun == [each not in over for each in mixed]
    sent = (store.deliveries.sent(c, f"m{c.delivery.id}", LATE) for c in claimed)
    await asyncio.gather(*sent)
    shown = await asyncio.gather(*(store.deliveries.shown(channel) for channel in channels))
    had_begun = {each.delivery.channel for each, good in zip(mixed, begun) if good}
    assert len(had_begun) == 175
    assert shown == [ALL_SHOWN if channel in had_begun else {} for channel in channels]
    message = (await only(store, channels[3])).message
    assert message == f"m{(await only(store, channels[3])).id}"


async def test_a_failure_reaches_everybody_whose_call_was_in_the_group(store: Store) -> None:
    claimed = await begun(store)
    async with store.database.writing() as connection:
        await connection.execute(text("DROP TABLE shown"))
    both = await asyncio.gather(
        store.deliveries.sent(claimed, "1.2", LATE), store.deliveries.sent(claimed, "1.3", LATE),
        return_exceptions=True,
    )  # fmt: skip
    assert [type(error) for error in both] == [StoreError, StoreError]
    assert (await only(store)).state == "sending"  # nothing half-written


async def test_a_cancelled_call_does_not_disturb_the_others_of_its_group(store: Store) -> None:
    await planned(store, GENERAL, OTHER)
    first, second = await claim(store)
    cancelled = asyncio.create_task(begin(store, first))
    other = asyncio.create_task(begin(store, second))
    await asyncio.sleep(0)
    cancelled.cancel()
    assert await other
