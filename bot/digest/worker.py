"""Sends what is due: plan, claim, choose, post, note. At most one digest a channel and local day,
and none silently lost, whatever fails in between.
"""

import asyncio
import logging
from collections import Counter
from weakref import WeakValueDictionary

from bot.digest.ports import Claimed, DigestPorts, Workspace
from bot.digest.sender import Clock, Making, Sender, workspace_of

AT_ONCE = 200  # deliveries under way in one process
OF_ONE = 20  # of one workspace: a stuck one holds up no other
PLANNED = 1000  # wishes that are planned in one transaction
_log = logging.getLogger(__name__)


class Worker:
    """One process's digest worker. `making` makes the content, `clock` tells the time; `owner`
    names the process in leases.
    """

    def __init__(self, ports: DigestPorts, making: Making, clock: Clock, owner: str) -> None:
        self._clock, self._owner = clock, owner
        self._deliveries, self._platforms = ports.deliveries, ports.platforms()
        self._sender = Sender(ports, making, clock, owner)
        self._under_way: dict[asyncio.Task[None], Workspace] = {}
        self._gates = WeakValueDictionary[Workspace, asyncio.Semaphore]()
        self._stopped = asyncio.Event()

    async def run(self, pause: float = 1.0) -> None:
        """Deliver until `stop`; looks for work every `pause` seconds, or at once while there is
        more than fits.
        """
        while not self._stopped.is_set():
            try:
                more = await self.turn()
            except Exception:  # noqa: BLE001  # whatever fails now, the next turn may do
                _log.exception("a turn of the digest failed")
                more = False
            if not more or self._room() <= 0:
                await self._idle(pause)

    async def stop(self, seconds: float = 8.0) -> None:
        """Begin nothing new; what is under way has so long to end."""
        self._stopped.set()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def turn(self) -> bool:
        """Plan what is due and start what may be delivered now; False when there was nothing."""
        planned = await self._deliveries.plan(self._clock(), PLANNED)
        claimed: list[Claimed] = []
        if (room := self._room()) > 0:
            number = Counter(self._under_way.values())
            full = [workspace for workspace, n in number.items() if n >= OF_ONE]
            claimed = await self._deliveries.claim(self._owner, self._platforms, room, full)
        for each in claimed:
            task = asyncio.create_task(self._guarded(each))
            self._under_way[task] = workspace_of(each)
            task.add_done_callback(self._under_way.pop)
        return bool(planned or claimed)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _room(self) -> int:
        """How many more may be under way; those that wait for others of their workspace don't
        count.
        """
        numbers = Counter(self._under_way.values()).values()
        return AT_ONCE - sum(min(number, OF_ONE) for number in numbers)

    async def _idle(self, pause: float) -> None:
        """Wait for room, for the pause to end, or for `stop`."""
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait(
            [stopped, *self._under_way], timeout=pause, return_when=asyncio.FIRST_COMPLETED
        )
        stopped.cancel()

    async def _guarded(self, claimed: Claimed) -> None:
        """Deliver one when its workspace has room. After a failure it is let go: its lease runs
        out, and it is tried again.
        """
        gate = self._gates.setdefault(workspace_of(claimed), asyncio.Semaphore(OF_ONE))
        async with gate:
            try:
                if not self._stopped.is_set():
                    await self._sender.deliver(claimed)
            except Exception:  # noqa: BLE001  # one delivery must not hold up the others
                _log.exception("delivery %s failed for now", claimed.delivery.id)
