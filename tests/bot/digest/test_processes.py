"""A store that fails at any step, and several processes that are cut off anywhere: never twice, and
nothing lost.
"""

import asyncio
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.ports import LimitedError, RefusedError
from bot.digest.sender import POST_SECONDS
from bot.digest.subscription import Channel
from bot.ports import StoreError
from tests.bot.digest.world import DUE, NONCE, World, due
from tests.digest_fakes import Fate

# What the store does


@pytest.mark.parametrize("window", [0, NONCE])
@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize(
    "step",
    ["plan", "claim", "shown", "begin", "sent", "later", "uncertain", "wait", "end", "pause"],
)
async def test_a_store_that_fails_at_any_step_loses_and_doubles_nothing(
    step: str, times: int, window: float
) -> None:
    """One channel each that is sent, limited, lost, refused and gone."""
    world = World(window)
    for number in range(5):
        await world.subscribe(Channel("slack", f"T{number}", "C1"))
    world.clock.now = DUE
    world.poster.fates = [
        "accept", LimitedError(5), "lose_after", RefusedError("no"), RefusedError("gone", gone=True)
    ]  # fmt: skip
    world.store.failing[step] = times
    running = asyncio.create_task(world.worker.run(pause=0))
    try:
        for _ in range(400):
            world.clock.passes(1)
            for _ in range(6):
                await asyncio.sleep(0)
    finally:
        await world.worker.stop()
        await running

    states = Counter(row.delivery.state for row in world.store.rows.values())
    assert states.total() == 5
    assert not states.keys() & {"planned", "sending"}
    assert all(number == 1 for number in world.posts().values())
    for row in world.store.rows.values():
        assert world.posts()[row.delivery.id] == (row.delivery.state == "sent")


async def test_a_store_that_fails_in_drawing_is_tried_again_and_not_a_failed_digest() -> None:
    world = await due()
    world.making.broken, world.making.error = 1, StoreError("no button can be kept")
    await world.turn()
    assert world.delivery().state == "planned"

    await world.turn(60)
    assert world.delivery().state == "sent"


async def test_a_claim_whose_lease_is_over_sends_nothing() -> None:
    world = await due()

    async def slowly(_: str) -> None:
        world.clock.passes(61)

    world.poster.step = slowly
    await world.turn()

    assert (world.poster.tried, world.delivery().state) == ([], "planned")


async def test_a_begin_that_took_too_long_sends_nothing() -> None:
    """The machine slept, say: others may have looked for it meanwhile."""
    world = await due()

    world.store.slow = POST_SECONDS
    await world.turn()
    assert world.poster.tried == []

    world.store.slow = 0
    await world.minutes(3)
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


# Several processes on one store


async def test_a_process_that_died_after_its_post_is_followed_by_another() -> None:
    world = await due(NONCE)
    world.store.failing["sent"] = 1
    await world.turn()
    world.worker = world.another("two")
    await world.turn(60)

    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})
    assert len(world.poster.tried) == 2


class Steps:
    """Holds every call of the store and the platform, and lets them go in the order of a test."""

    def __init__(self) -> None:
        self.held: list[asyncio.Future[None]] = []
        self.open = False

    async def __call__(self, _: str) -> None:
        if not self.open:
            future = asyncio.get_running_loop().create_future()
            self.held.append(future)
            await future

    async def go(self, number: int) -> None:
        """Let one of those that are held go on, as far as it can."""
        if self.held:
            future = self.held.pop(number % len(self.held))
            if not future.done():
                future.set_result(None)
        for _ in range(8):
            await asyncio.sleep(0)

    async def all_go(self) -> None:
        self.open = True
        while self.held:
            await self.go(0)


actions = st.one_of(
    st.tuples(st.just("go"), st.integers(0, 9)),
    st.tuples(st.just("turn"), st.integers(0, 1)),
    st.tuples(st.just("passes"), st.sampled_from([1, 10, 19, 21, 45, 59, 61, 130])),
    st.tuples(st.just("die"), st.integers(0, 1)),
)
FATES: dict[str, Fate] = {
    "accept": "accept", "lose_before": "lose_before", "lose_after": "lose_after",
    "limited": LimitedError(20), "refused": RefusedError("no"),
}  # fmt: skip
fates = st.lists(st.sampled_from(sorted(FATES)), max_size=4)


@settings(max_examples=400)
@given(
    window=st.sampled_from([0, 40, NONCE]), may_look=st.sampled_from(["may look", "may not"]), channels=st.integers(1, 3),
    fated=fates, script=st.lists(actions, max_size=60),
)  # fmt: skip
def test_two_processes_never_send_twice_and_lose_nothing(
    window: float, may_look: str, channels: int, fated: list[str], script: list[tuple[str, int]]
) -> None:
    asyncio.run(_in_any_order(window, may_look, channels, fated, script))


async def _in_any_order(
    window: float, may_look: str, channels: int, fated: list[str], script: list[tuple[str, int]]
) -> None:
    world, steps = World(window), Steps()
    for number in range(channels):
        await world.subscribe(Channel("slack", "T1", f"C{number}"))
    world.clock.now = DUE
    world.poster.fates = [FATES[fate] for fate in fated]
    world.poster.may_look = may_look == "may look"
    world.store.step = world.poster.step = steps
    workers, turns = [world.another("a"), world.another("b")], []
    for action, number in script:
        if action == "go":
            await steps.go(number)
        elif action == "passes":
            world.clock.passes(number)
        elif action == "turn":
            turns.append(asyncio.create_task(workers[number].turn()))
        else:
            await workers[number].stop(seconds=0)
            workers[number] = world.another(f"later-{len(turns)}")
    await steps.all_go()
    await asyncio.gather(*turns, return_exceptions=True)
    for worker in workers:
        await worker.settled()
    for _ in range(60):
        for worker in workers:
            await worker.turn()
            await worker.settled()
        world.clock.passes(20)

    posts = world.posts()
    for row in world.store.rows.values():
        sure = {"sent": (1,), "failed": (0,), "ambiguous": (0, 1)}
        assert posts[row.delivery.id] in sure[row.delivery.state], row.delivery
    assert len(world.store.rows) == channels
