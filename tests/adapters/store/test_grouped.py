import asyncio

import pytest

from adapters.store.grouped import MOST, Grouped


class Work:
    """Doubles numbers, and remembers which it was given together."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    async def __call__(self, calls: list[int]) -> list[int]:
        self.groups.append(calls)
        await asyncio.sleep(0)
        if 13 in calls:
            raise ValueError("thirteen")
        return [2 * call for call in calls]


async def test_calls_made_at_once_are_done_together_each_with_its_own_result() -> None:
    work = Work()
    grouped = Grouped(work)
    assert await asyncio.gather(*(grouped.do(n) for n in range(5))) == [0, 2, 4, 6, 8]
    assert work.groups == [[0, 1, 2, 3, 4]]
    assert await grouped.do(7) == 14


async def test_no_group_is_larger_than_it_may_be() -> None:
    work = Work()
    grouped = Grouped(work)
    await asyncio.gather(*(grouped.do(n + 100) for n in range(MOST + 3)))
    assert [len(group) for group in work.groups] == [MOST, 3]


async def test_an_error_is_raised_to_its_group_and_the_next_group_goes_on() -> None:
    grouped = Grouped(Work())
    both = await asyncio.gather(grouped.do(13), grouped.do(1), return_exceptions=True)
    assert [str(error) for error in both] == ["thirteen", "thirteen"]
    assert await grouped.do(2) == 4


async def test_a_caller_that_gave_up_leaves_the_others_their_results() -> None:
    grouped = Grouped(Work())
    gone, other = (asyncio.create_task(grouped.do(n)) for n in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await other == 4
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_callers_are_let_go_when_the_loop_ends_in_the_middle() -> None:
    async def end(_: list[int]) -> list[int]:
        raise asyncio.CancelledError

    grouped = Grouped(end)
    for_ever = [asyncio.create_task(grouped.do(n)) for n in (1, 2)]
    results = await asyncio.gather(*for_ever, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
