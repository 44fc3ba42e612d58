"""The worker of corrections as a service of the process."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.review.corrections import Correcting, Corrections


class CorrectionService:
    """Corrects the bot's own messages; `close` lets go of what the editors hold."""

    name = "corrections"

    def __init__(
        self,
        with_: Correcting,
        clock: Callable[[], datetime],
        *close: Callable[[], Awaitable[None]],
    ) -> None:
        self._worker = Corrections(with_, clock, secrets.token_hex(8))
        self._close = close

    async def check(self) -> None:
        """Nothing to ask a platform: the editors use the other services' tokens."""

    async def run(self) -> None:
        """Correct until `stop`."""
        await self._worker.run()

    async def stop(self) -> None:
        """Begin nothing new, and let the edit under way end."""
        await self._worker.stop()
        for close in self._close:
            await close()
