"""Work that is looked for again and again until the process ends."""

import asyncio
import logging

_log = logging.getLogger(__name__)


class Turns:
    """Takes a turn, waits, and takes the next; a turn that fails ends nothing."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    async def run(self, pause: float = 10.0) -> None:
        """Take turns until `stop`, with `pause` seconds between them."""
        while not self._stopped.is_set():
            try:
                await self.turn()
            except Exception:  # noqa: BLE001  # whatever fails now, the next turn may do
                _log.exception("a turn of %s failed", type(self).__name__)
            try:
                await asyncio.wait_for(self._stopped.wait(), pause)
            except TimeoutError:
                continue

    async def stop(self) -> None:
        """Begin nothing new."""
        self._stopped.set()

    async def turn(self) -> int:
        """Do what there is to do now; how much was done."""
        raise NotImplementedError
