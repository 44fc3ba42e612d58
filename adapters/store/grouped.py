"""Calls that many coroutines make at once, done together: one transaction for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Call = TypeVar("Call")
Result = TypeVar("Result")

MOST = 500  # calls in one transaction
AT_ONCE = 20  # callers that go on in one turn of the loop


class Grouped(Generic[Call, Result]):
    """Does what was asked for while the last group was under way as the next group.

    `work` gives one result a call, in order; its error is raised to every caller of the group. A
    caller that is cancelled does not take its call back. Waits for `gather` seconds for more
    calls, where a little patience makes larger groups; no group has more than `most`.
    """

    def __init__(
        self,
        work: Callable[[list[Call]], Awaitable[Sequence[Result]]],
        gather: float = 0.0,
        most: int = MOST,
    ) -> None:
        self._work, self._gather, self._most = work, gather, most
        self._waiting: list[tuple[Call, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, call: Call) -> Result:
        """The result of one call."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((call, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        result: Result = await future
        return result

    async def _run(self) -> None:
        while self._waiting:
            group: list[tuple[Call, asyncio.Future[Result]]] = []
            try:
                if self._gather and len(self._waiting) < self._most:
                    await asyncio.sleep(self._gather)
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                results = await self._work([call for call, _ in group])
                await _hand_out([future for _, future in group], results)
            except BaseException as error:
                if not isinstance(error, Exception):  # the loop ends
                    group, self._waiting = group + self._waiting, []
                _fail([future for _, future in group], error)
                if not isinstance(error, Exception):
                    raise


async def _hand_out(futures: Sequence[asyncio.Future[Result]], results: Sequence[Result]) -> None:
    """Results a few at a time: what hundreds of callers do next would hold up the loop."""
    for number, (future, result) in enumerate(zip(futures, results, strict=True), 1):
        if not future.done():
            future.set_result(result)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


def _fail(futures: Sequence[asyncio.Future[Result]], error: BaseException) -> None:
    """An exception that many callers raise; one that ends the loop cancels them."""
    for future in futures:
        if future.done():
            continue
        if isinstance(error, Exception):
            future.set_exception(error)
        else:
            future.cancel()
