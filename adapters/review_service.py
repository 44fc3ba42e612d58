"""The workers of review as services of the process."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class Worker(Protocol):
    """What works until it is stopped."""

    async def run(self) -> None:
        """Work until `stop`."""

    async def stop(self) -> None:
        """Begin nothing new, and let what is under way end."""


class ReviewService:
    """Runs one worker; `close` lets go of what it posts and edits with."""

    def __init__(self, name: str, worker: Worker, *close: Callable[[], Awaitable[None]]) -> None:
        self.name, self._worker, self._close = name, worker, close

    async def check(self) -> None:
        """Nothing to ask a platform: it uses the other services' tokens."""

    async def run(self) -> None:
        """Work until `stop`."""
        await self._worker.run()

    async def stop(self) -> None:
        """Begin nothing new, and let what is under way end."""
        await self._worker.stop()
        for close in self._close:
            await close()
