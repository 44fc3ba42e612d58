"""What the composition root asks of everything that serves: start checked, run, stop drained."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

DRAIN_SECONDS = 8.0  # for answers under way when the process is told to end; 10 s in all


class BadTokenError(Exception):
    """A token or secret that the platform refuses; the message says which, never its value."""


class Service(Protocol):
    """One adapter that serves, such as Slack's Socket Mode."""

    name: str

    async def check(self) -> None:
        """Ask the platform whether the tokens are good; BadTokenError where one is not."""

    async def run(self) -> None:
        """Serve until `stop`; reconnects by itself. BadTokenError when a token went bad."""

    async def stop(self) -> None:
        """Take nothing new, let the answers under way finish (DRAIN_SECONDS), let go of sockets."""


class UnderWay:
    """Answers that are being made; they are waited for before the process ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run in the background; the task is kept until it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait for everything that was started; what takes longer is cancelled."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
