"""Run several services in one loop until the process is told to end, and know how each one is."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Sequence
from typing import Literal

from adapters.service import BadTokenError, Service

BAD_TOKEN = 78  # EX_CONFIG of sysexits.h
ALL_SECONDS = 10.0  # from the signal to the end of the process
AGAIN_SECONDS = 5.0  # before a service that failed for another reason is started again

MANY_OBJECTS = 50_000  # made since the last look for garbage; an answer makes some thousand

State = Literal["starting", "running", "stopped", "bad token", "failed"]
_log = logging.getLogger(__name__)


class Running:
    """Services with their states; `run` returns the exit status of the process."""

    def __init__(self, services: Sequence[Service], *, again: float = AGAIN_SECONDS) -> None:
        self._services = list(services)
        self._again = again
        self._end = asyncio.Event()
        self.states: dict[str, State] = {service.name: "starting" for service in services}

    def add(self, service: Service) -> None:
        """One more service, before `check`."""
        self._services.append(service)
        self.states[service.name] = "starting"

    def end(self) -> None:
        """Stop everything; `run` then returns."""
        self._end.set()

    async def check(self) -> list[str]:
        """Check every service; a line for each bad token."""
        found = await asyncio.gather(*map(_checked, self._services))
        return [line for line in found if line]

    async def run(self) -> int:
        """Serve until `end` or a signal: 0 then, BAD_TOKEN when no service is left to run."""
        settle()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.end)
        tasks = [asyncio.create_task(self._keep(service)) for service in self._services]
        ended = asyncio.create_task(self._end.wait())
        left = set(tasks)
        while left and not ended.done():
            await asyncio.wait([ended, *left], return_when=asyncio.FIRST_COMPLETED)
            left = {task for task in left if not task.done()}
        status = 0 if ended.done() else BAD_TOKEN
        await self._stop(tasks)
        ended.cancel()
        return status

    async def _stop(self, tasks: list[asyncio.Task[None]]) -> None:
        stopping = [asyncio.create_task(service.stop()) for service in self._services]
        _, late = await asyncio.wait([*stopping, *tasks], timeout=ALL_SECONDS)
        for task in late:
            task.cancel()
        for failed in await asyncio.gather(*stopping, *late, return_exceptions=True):
            if isinstance(failed, Exception):
                _log.error("a service did not stop cleanly: %r", failed)

    async def _keep(self, service: Service) -> None:
        """Run one service, again after a failure; a token that went bad stops it alone."""
        while not self._end.is_set():
            self.states[service.name] = "running"
            try:
                await service.run()
                self.states[service.name] = "stopped"
                return
            except BadTokenError as error:
                _log.error("%s", error)
                self.states[service.name] = "bad token"
                return
            except Exception:  # noqa: BLE001  # one service's bug must not end the others
                _log.exception("%s failed; it starts again in %s s", service.name, self._again)
                self.states[service.name] = "failed"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), self._again)


def settle() -> None:
    """Look for garbage seldom, and not in what was loaded by now: each look holds up the loop."""
    gc.freeze()
    gc.set_threshold(MANY_OBJECTS, 20, 50)


async def _checked(service: Service) -> str | None:
    try:
        await service.check()
    except BadTokenError as error:
        return str(error)
    return None
