"""Services run in one loop, fail alone, and stop together."""

import asyncio
import os
import signal

from adapters.running import BAD_TOKEN, Running
from adapters.service import BadTokenError, UnderWay


class Fake:
    """A service that serves until it is stopped, or fails as it is told."""

    def __init__(self, name: str, *failures: Exception, bad: str = "") -> None:
        self.name, self.failures, self.bad = name, list(failures), bad
        self.starts, self.drained = 0, False
        self._end = asyncio.Event()

    async def check(self) -> None:
        if self.bad:
            raise BadTokenError(self.bad)

    async def run(self) -> None:
        self.starts += 1
        if self.failures:
            raise self.failures.pop(0)
        await self._end.wait()

    async def stop(self) -> None:
        self._end.set()
        await asyncio.sleep(0)
        self.drained = True


async def until(true: object) -> None:
    while not true():  # type: ignore[operator]  # any condition
        await asyncio.sleep(0.001)


async def test_every_bad_token_is_named_before_anything_is_served() -> None:
    running = Running([Fake("a", bad="A_TOKEN is bad"), Fake("b"), Fake("c", bad="C_TOKEN too")])

    assert await running.check() == ["A_TOKEN is bad", "C_TOKEN too"]


async def test_a_signal_stops_all_services_and_the_status_is_0() -> None:
    services = [Fake("a"), Fake("b")]
    running = Running(services)
    task = asyncio.create_task(running.run())
    await until(lambda: all(s.starts for s in services))
    os.kill(os.getpid(), signal.SIGTERM)

    assert await task == 0
    assert all(s.drained for s in services)
    assert running.states == {"a": "stopped", "b": "stopped"}


async def test_a_token_that_goes_bad_stops_its_service_alone() -> None:
    good, bad = Fake("good"), Fake("bad", BadTokenError("revoked"))
    running = Running([good, bad])
    task = asyncio.create_task(running.run())
    await until(lambda: running.states["bad"] == "bad token")

    assert running.states["good"] == "running"
    assert bad.starts == 1
    running.end()
    assert await task == 0


async def test_a_service_that_fails_starts_again() -> None:
    service = Fake("a", OSError("lost"), ValueError("a bug"))
    running = Running([service], again=0.001)
    task = asyncio.create_task(running.run())
    await until(lambda: service.starts == 3)
    running.end()

    assert await task == 0


async def test_the_process_ends_when_no_service_is_left() -> None:
    running = Running([Fake("a", BadTokenError("revoked"))])

    assert await running.run() == BAD_TOKEN


async def test_work_under_way_is_waited_for_and_late_work_is_cancelled() -> None:
    done: list[str] = []

    async def work(seconds: float, name: str) -> None:
        await asyncio.sleep(seconds)
        done.append(name)

    under_way = UnderWay()
    under_way.start(work(0.01, "quick"))
    late = under_way.start(work(60, "late"))
    await under_way.drain(0.2)

    assert done == ["quick"]
    assert late.cancelled()
