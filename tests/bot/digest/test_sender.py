"""What becomes of one delivery when the platform and the store fail in every way: sent once, or said
why not, and never lost.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digest.choose import Shown
from bot.digest.ports import LimitedError, RefusedError
from bot.digest.sender import AGAIN_SECONDS
from bot.digest.subscription import Channel
from bot.digest.worker import OF_ONE
from tests.bot.digest.world import CHANNEL, DUE, NONCE, World, due
from tests.digest_fakes import Fate

# What goes well


async def test_it_is_sent_when_it_is_due_and_once() -> None:
    world = await due()
    world.clock.now = DUE - timedelta(seconds=1)
    await world.turn()
    assert world.store.rows == {}

    await world.turn(1)
    await world.minutes(5)

    delivery = world.delivery()
    assert (delivery.state, delivery.message, delivery.tries) == ("sent", "m0", 1)
    assert (delivery.first_try, delivery.ended) == (DUE, DUE)
    assert world.posts() == {delivery.id: 1}
    assert await world.store.shown(CHANNEL) == {"fact-0": Shown(1, 1, delivery.day)}


async def test_the_next_day_shows_the_next_fact() -> None:
    world = await due()
    await world.turn()
    await world.turn(24 * 3600)

    titles = [post.response.reply.card.title for post in world.poster.accepted]
    assert titles == ["fact-0", "fact-1"]


async def test_a_turn_says_whether_there_was_anything() -> None:
    world = await due()

    assert await world.worker.turn()
    await world.worker.settled()
    assert not await world.worker.turn()


async def test_a_platform_that_this_process_does_not_serve_is_left_to_others() -> None:
    world = World()
    await world.subscribe(Channel("discord", "G1", "C1"))
    world.clock.now = DUE
    await world.turn()

    assert [row.delivery.state for row in world.store.rows.values()] == ["planned"]


# What the platform says


async def test_a_limited_workspace_waits_and_is_sent_later() -> None:
    world = await due()
    world.poster.fates = [LimitedError(90)]
    await world.turn()
    assert world.delivery().state == "planned"
    assert world.store.waits == {("slack", "T1", None): DUE + timedelta(seconds=90)}

    await world.turn(89)
    assert world.poster.accepted == []
    await world.turn(1)
    assert world.delivery().state == "sent"


async def test_a_limit_of_a_channel_holds_up_no_other_channel() -> None:
    world, other = World(), Channel("slack", "T1", "C2")
    await world.subscribe()
    await world.subscribe(other)
    world.clock.now = DUE
    world.poster.fates = [LimitedError(90, workspace=False)]
    await world.turn()

    assert [post.channel for post in world.poster.accepted] == [other]
    assert world.store.waits == {("slack", "T1", "C1"): DUE + timedelta(seconds=90)}


async def test_after_a_limit_nothing_else_goes_to_the_workspace_from_this_process() -> None:
    """Those that were claimed already are let go, and come when the wait is over."""
    world = World()
    channels = [Channel("slack", "T1", f"C{number}") for number in range(OF_ONE + 5)]
    for channel in channels:
        await world.subscribe(channel)
    world.clock.now = DUE
    world.poster.fates = [LimitedError(30)]
    await world.turn()
    asked = len(world.poster.tried)
    assert asked < len(channels)

    await world.minutes(2)
    assert {post.channel for post in world.poster.accepted} == set(channels)
    assert max(world.posts().values()) == 1


async def test_a_limit_for_longer_than_six_hours_is_a_missed_digest() -> None:
    world = await due()
    world.poster.fates = [LimitedError(6 * 3600 + 1)]
    await world.turn()
    await world.turn(6 * 3600 + 1)

    assert (world.delivery().state, world.delivery().reason) == ("missed", "later")
    assert world.poster.accepted == []


async def test_a_refused_post_has_failed_with_the_platforms_reason() -> None:
    world = await due()
    world.poster.fates = [RefusedError("msg_too_long")]
    await world.turn()
    await world.minutes(5)

    assert (world.delivery().state, world.delivery().reason) == ("failed", "msg_too_long")
    assert world.poster.tried == [world.delivery().id]
    assert world.store.wishes[CHANNEL].paused is None
    assert await world.store.shown(CHANNEL) == {}


async def test_a_channel_that_is_gone_is_paused() -> None:
    world = await due()
    world.poster.fates = [RefusedError("channel_not_found", gone=True)]
    await world.turn()

    assert world.delivery().state == "failed"
    assert world.store.wishes[CHANNEL].paused == "channel_not_found"
    assert await world.store.next_due(CHANNEL) is None


# What is not sent any more


async def test_one_that_is_due_for_longer_than_six_hours_is_missed() -> None:
    world = await due()
    world.clock.passes(6 * 3600 + 1)
    await world.turn()
    await world.minutes(1)
    assert (world.delivery().state, world.poster.tried) == ("missed", [])

    world.clock.now = DUE + timedelta(hours=24)
    await world.turn()
    assert len(world.poster.accepted) == 1


async def test_one_that_is_six_hours_late_is_still_sent() -> None:
    world = await due()
    await world.turn(6 * 3600)

    assert world.delivery().state == "sent"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"active": False}, "switched_off"), ({"paused": "the bot was removed"}, "paused")],
)
@pytest.mark.parametrize("window", [0, NONCE])
async def test_what_is_switched_off_after_it_was_planned_is_skipped(
    changes: dict[str, object], reason: str, window: float
) -> None:
    world = await due(window)
    await world.store.plan(DUE)
    world.store.wishes[CHANNEL] = replace(world.store.wishes[CHANNEL], **changes)  # type: ignore[arg-type]  # fields
    await world.turn()

    assert (world.delivery().state, world.delivery().reason) == ("skipped", reason)
    assert world.poster.tried == []


@pytest.mark.parametrize(("fate", "state"), [("lose_before", "skipped"), ("lose_after", "sent")])
async def test_what_is_switched_off_after_a_lost_post_is_looked_for_and_not_repeated(
    fate: Fate, state: str
) -> None:
    world = await due(NONCE)
    world.poster.fates = [fate]
    await world.turn()
    world.store.wishes[CHANNEL] = replace(world.store.wishes[CHANNEL], active=False)
    await world.minutes(10)

    assert world.delivery().state == state
    assert len(world.poster.tried) == 1


async def test_a_library_with_nothing_to_show_skips_the_day() -> None:
    world = await due()
    world.making.known.clear()
    await world.turn()

    assert (world.delivery().state, world.delivery().reason) == ("skipped", "no_fact")


async def test_what_was_chosen_and_left_the_library_is_chosen_anew() -> None:
    world = await due()
    world.poster.fates = [LimitedError(5)]
    await world.turn()
    world.making.known -= {"fact-0"}
    await world.turn(5)

    assert [post.response.reply.card.title for post in world.poster.accepted] == ["fact-1"]


async def test_a_digest_that_can_not_be_drawn_has_failed_and_holds_up_no_other() -> None:
    world = await due()
    other = Channel("slack", "T1", "C2")
    world.clock.now = DUE - timedelta(hours=1)
    await world.subscribe(other)
    world.clock.now = DUE
    world.making.broken = 1
    await world.turn()

    assert (world.delivery().state, world.delivery().reason) == ("failed", "internal")
    assert world.delivery(other).state == "sent"


async def test_a_repeated_digest_that_can_not_be_drawn_is_looked_for() -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_after"]
    await world.turn()
    world.making.broken = 99
    await world.turn(AGAIN_SECONDS)
    assert world.delivery().state == "sending"

    await world.minutes(10)
    assert (world.delivery().state, len(world.poster.tried)) == ("sent", 1)
