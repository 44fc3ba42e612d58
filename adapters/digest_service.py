"""The digest worker as a service of the process."""

import secrets
from collections.abc import Awaitable, Callable

from bot.digest.content import Content
from bot.digest.ports import DigestPorts
from bot.digest.sender import Clock
from bot.digest.worker import Worker


class DigestService:
    """Sends what is due; `close` lets go of what the posters hold."""

    name = "digest"

    def __init__(
        self,
        ports: DigestPorts,
        content: Content,
        clock: Clock,
        *close: Callable[[], Awaitable[None]],
    ) -> None:
        self._worker = Worker(ports, content, clock, secrets.token_hex(8))
        self._close = close

    async def check(self) -> None:
        """Nothing to ask a platform: the posters use the other services' tokens."""

    async def run(self) -> None:
        """Send until `stop`."""
        await self._worker.run()

    async def stop(self) -> None:
        """Begin nothing new, and let what is under way end."""
        await self._worker.stop()
        for close in self._close:
            await close()
