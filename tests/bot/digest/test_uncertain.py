"""A post that may have been accepted is repeated while its nonce counts, then looked for; what nobody
can look for is never sent again.
"""

import itertools
from datetime import timedelta

import pytest

from bot.digest.choose import Shown
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.digest.sender import AGAIN_SECONDS, POST_SECONDS, SETTLE
from tests.bot.digest.world import CHANNEL, DUE, LOST, NONCE, due
from tests.digest_fakes import Fate, at_once


@pytest.mark.parametrize("fate", LOST)
async def test_a_lost_post_is_repeated_while_its_nonce_counts(fate: Fate) -> None:
    world = await due(NONCE)
    world.poster.fates = [fate]
    await world.turn()
    assert (world.delivery().state, world.delivery().reason) == ("sending", "connection reset")
    await world.turn(AGAIN_SECONDS)

    delivery = world.delivery()
    assert (delivery.state, delivery.tries, delivery.first_try) == ("sent", 2, DUE)
    assert world.poster.looked == []
    assert world.posts() == {delivery.id: 1}
    assert world.poster.tried == [delivery.id] * 2


async def test_a_repeated_post_shows_what_was_chosen_first() -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_before"]
    await world.turn()
    await world.store.note_shown(CHANNEL, {"fact-0": 1, "fact-1": 1}, DUE.date())
    await world.turn(AGAIN_SECONDS)

    assert len(world.making.chosen) == 1
    assert [post.response.reply.card.title for post in world.poster.accepted] == ["fact-0"]


async def test_no_post_is_repeated_so_late_that_it_could_arrive_without_its_nonce() -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_after"]
    await world.turn()
    await world.turn(NONCE - POST_SECONDS)

    assert world.poster.tried == [world.delivery().id]


async def test_a_nonce_that_lapses_while_the_post_waits_for_its_turn_is_not_relied_on() -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_after"]
    await world.turn()

    async def slowly(_: str) -> None:
        world.clock.passes(30)

    world.clock.passes(NONCE - 40)
    world.poster.step = slowly
    await world.turn()
    assert world.poster.tried == [world.delivery().id]

    world.poster.step = at_once
    await world.minutes(10)
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


@pytest.mark.parametrize("window", [0, NONCE])
async def test_when_no_nonce_counts_a_lost_post_is_looked_for_and_found(window: float) -> None:
    world = await due(window)
    world.poster.fates = ["lose_after"]
    await world.turn()
    world.clock.passes(window)
    await world.minutes(10)

    assert (world.delivery().state, world.delivery().message) == ("sent", "m0")
    assert world.poster.looked == [world.delivery().id]
    assert len(world.poster.tried) == 1
    assert await world.store.shown(CHANNEL) == {"fact-0": Shown(1, 1, world.delivery().day)}


@pytest.mark.parametrize("window", [0, NONCE])
async def test_a_look_waits_until_every_post_has_settled(window: float) -> None:
    world = await due(window)
    world.poster.fates = ["lose_after"] * 9
    await world.turn()
    await world.until(lambda: world.poster.looked)

    assert world.clock.now - DUE >= SETTLE + timedelta(seconds=window)
    assert world.posts() == {world.delivery().id: 1}


async def test_a_lost_post_that_is_not_there_is_sent_anew_as_it_was_chosen() -> None:
    world = await due()
    world.poster.fates = ["lose_before"]
    await world.turn()
    await world.minutes(3)

    assert world.delivery().state == "sent"
    assert len(world.poster.looked) == 1
    assert [post.response.reply.card.title for post in world.poster.accepted] == ["fact-0"]


async def test_a_post_that_was_sent_anew_and_lost_again_settles_again() -> None:
    world = await due()
    world.poster.fates = ["lose_before", "lose_after"]
    await world.turn()
    await world.turn(60)
    again = world.clock.now
    assert len(world.poster.tried) == 2
    await world.until(lambda: len(world.poster.looked) == 2)

    assert world.clock.now - again >= SETTLE
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


@pytest.mark.parametrize("fate", LOST)
async def test_where_nobody_may_look_it_stays_ambiguous_and_counts_as_shown(fate: Fate) -> None:
    world = await due()
    world.poster.fates = [fate]
    world.poster.may_look = False
    await world.turn()
    await world.minutes(30)

    assert (world.delivery().state, world.delivery().reason) == ("ambiguous", "missing_scope")
    assert len(world.poster.tried) == 1
    assert (await world.store.shown(CHANNEL)).keys() == {"fact-0"}
    assert world.delivery().ended is not None


async def test_a_look_that_fails_is_repeated_less_and_less_often() -> None:
    world = await due()
    world.poster.fates = ["lose_after"]
    world.poster.looks = [LostError("no route"), LimitedError(200), TimeoutError()]
    await world.turn()
    times = []
    for number in range(1, 5):
        await world.until(lambda number=number: len(world.poster.looked) == number)  # type: ignore[misc]  # mypy infers no lambda with a default
        times.append((world.clock.now - DUE).total_seconds())

    assert world.delivery().state == "sent"
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert waits[0] >= 30
    assert waits[1] >= 200
    assert waits[2] >= times[2] / 2


async def test_after_six_hours_of_failed_looks_it_is_ambiguous_for_ever() -> None:
    world = await due()
    world.poster.fates = ["lose_after"]
    world.poster.looks = [LostError("no route") for _ in range(99)]
    await world.turn()
    await world.until(lambda: world.delivery().state != "sending", step=60)

    assert (world.delivery().state, world.delivery().reason) == ("ambiguous", "no route")
    assert timedelta(hours=6) < world.clock.now - DUE < timedelta(hours=10)
    assert len(world.poster.looked) < 25


async def test_a_repeated_post_that_is_limited_stays_uncertain() -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_after", LimitedError(10)]
    await world.turn()
    await world.turn(AGAIN_SECONDS)
    assert world.delivery().state == "sending"

    await world.turn(AGAIN_SECONDS)
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


@pytest.mark.parametrize(("may_look", "state"), [(True, "sent"), (False, "ambiguous")])
async def test_when_a_repeated_post_is_refused_the_first_is_looked_for(
    *, may_look: bool, state: str
) -> None:
    world = await due(NONCE)
    world.poster.fates = ["lose_after", RefusedError("is_archived", gone=True)]
    world.poster.may_look = may_look
    await world.turn()
    await world.minutes(10)

    assert (world.delivery().state, len(world.poster.tried)) == (state, 2)
    assert world.store.wishes[CHANNEL].paused == "is_archived"


async def test_an_adapter_that_fails_may_have_sent_it() -> None:
    world = await due()
    world.poster.fates = [KeyError("ts")]
    await world.turn()
    assert (world.delivery().state, world.delivery().reason) == ("sending", "internal")

    await world.minutes(3)
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


async def test_after_a_lost_post_its_workspace_rests_a_while() -> None:
    world = await due()
    world.poster.fates = ["lose_after"]
    await world.turn()

    assert world.store.waits == {("slack", "T1", None): DUE + timedelta(seconds=AGAIN_SECONDS)}
