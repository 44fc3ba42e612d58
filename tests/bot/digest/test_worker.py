"""The worker's loop: nobody waits for the stuck, nothing is begun after `stop`, a failure ends
nothing.
"""

import asyncio
from collections.abc import Callable

from bot.digest.subscription import Channel
from bot.digest.worker import AT_ONCE, OF_ONE
from tests.bot.digest.world import DUE, World, due

# Who goes on when others are stuck


async def test_a_stuck_workspace_delays_no_other() -> None:
    world = World()
    stuck = [Channel("slack", "T-stuck", f"C{number}") for number in range(2 * AT_ONCE)]
    others = [Channel("slack", f"T{number}", "C1") for number in range(2 * AT_ONCE)]
    for channel in (*stuck, *others):
        await world.subscribe(channel)
    world.clock.now = DUE
    world.poster.stuck = {"T-stuck"}

    for _ in range(30):
        await world.worker.turn()
        for _ in range(20):
            await asyncio.sleep(0)

    assert {post.channel for post in world.poster.accepted} == set(others)
    assert len(world.poster.tried) - len(others) == OF_ONE
    world.poster.freed.set()
    await world.worker.settled()


async def test_a_full_process_asks_for_nothing_more() -> None:
    world = World()
    workspaces = AT_ONCE // OF_ONE
    for number in range(workspaces * (OF_ONE + 5)):
        await world.subscribe(Channel("slack", f"T{number % workspaces}", f"C{number}"))
    world.clock.now = DUE
    world.poster.stuck = {f"T{number}" for number in range(workspaces)}
    asked: list[str] = []

    async def note(name: str) -> None:
        asked.append(name)

    world.store.step = note
    for _ in range(5):
        await world.worker.turn()
        for _ in range(20):
            await asyncio.sleep(0)
    claims = asked.count("claim")
    await world.worker.turn()

    assert asked.count("claim") == claims
    assert len(world.poster.tried) == AT_ONCE
    world.poster.freed.set()
    await world.worker.settled()


# Start and stop


async def soon(done: Callable[[], bool]) -> None:
    """Let the others go on until something is true."""
    for _ in range(1000):
        if done():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


async def test_run_delivers_until_it_is_stopped() -> None:
    world = await due()
    running = asyncio.create_task(world.worker.run(pause=0))
    await soon(lambda: bool(world.poster.accepted))
    await world.worker.stop()
    await running
    world.clock.passes(24 * 3600)
    await asyncio.sleep(0)

    assert len(world.poster.accepted) == 1


async def test_run_goes_on_after_a_turn_that_failed() -> None:
    world = await due()
    world.store.failing["plan"] = 2
    world.store.failing["claim"] = 1
    running = asyncio.create_task(world.worker.run(pause=0))
    await soon(lambda: bool(world.poster.accepted))
    await world.worker.stop()
    await running

    assert world.delivery().state == "sent"


async def test_stop_ends_a_pause_at_once() -> None:
    world = World()
    running = asyncio.create_task(world.worker.run(pause=3600))
    await asyncio.sleep(0)
    await world.worker.stop()

    await asyncio.wait_for(running, 60)  # not an hour


async def test_stop_lets_what_is_under_way_end() -> None:
    world = await due()
    world.poster.fates = ["hang"]
    await world.worker.turn()
    await soon(lambda: bool(world.poster.tried))
    stopping = asyncio.create_task(world.worker.stop())
    await asyncio.sleep(0)
    world.poster.freed.set()
    await stopping

    assert world.delivery().state == "sent"


async def test_stop_cuts_off_what_takes_too_long_and_it_is_looked_for_later() -> None:
    world = await due()
    world.poster.fates = ["hang"]
    await world.worker.turn()
    await soon(lambda: bool(world.poster.tried))
    await world.worker.stop(seconds=0)
    await world.worker.settled()
    assert world.delivery().state == "sending"

    world.worker = world.another("two")
    await world.minutes(3)
    assert (world.delivery().state, world.posts()) == ("sent", {world.delivery().id: 1})


async def test_what_is_claimed_while_the_worker_stops_is_not_begun() -> None:
    world = await due()

    async def stop(name: str) -> None:
        if name == "claim":
            await world.worker.stop()

    world.store.step = stop
    await world.turn()

    assert world.poster.tried == []


async def test_what_waits_for_room_when_the_worker_stops_is_let_go() -> None:
    world = World()
    for number in range(OF_ONE + 5):
        await world.subscribe(Channel("slack", "T1", f"C{number}"))
    world.clock.now = DUE
    world.poster.stuck = {"T1"}
    await world.worker.turn()
    await soon(lambda: len(world.poster.tried) == OF_ONE)
    stopping = asyncio.create_task(world.worker.stop())
    await asyncio.sleep(0)
    world.poster.freed.set()
    await stopping

    assert len(world.poster.accepted) == OF_ONE
