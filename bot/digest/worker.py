"""Sends what is due: plan, claim, choose, post, note. At most one digest a channel and local day,
and none silently lost, whatever fails in between.
"""

import asyncio
import logging
from collections import Counter
from contextlib import suppress

from bot.digest.ports import Claimed, DigestPorts, Workspace
from bot.digest.sender import Clock, Making, Sender, workspace_of

AT_ONCE = 600  # deliveries under way in one process
LOT = 300  # that are claimed together: while one lot is drawn, another is noted
OF_ONE = 20  # of one workspace: a stuck one holds up no other
LOOK_SECONDS = 1.0  # between looks for what has fallen due, while much is to be sent
PLANNED = 1000  # wishes that are planned in one transaction
_log = logging.getLogger(__name__)


class Worker:
    """One process's digest worker. `making` makes the content, `clock` tells the time; `owner`
    names the process in leases.
    """

    def __init__(self, ports: DigestPorts, making: Making, clock: Clock, owner: str) -> None:
        self._clock, self._owner = clock, owner
        self._deliveries, self._platforms = ports.deliveries, ports.platforms()
        self._sender = Sender(ports, making, clock)
        self._under_way = _UnderWay()
        self._stopped = asyncio.Event()
        self._backlog, self._look_again = False, 0.0

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
            if not (more and self._under_way.room() >= LOT):
                await self._idle(pause, more=more)

    async def stop(self, seconds: float = 8.0) -> None:
        """Begin nothing new; what is under way has so long to end."""
        self._stopped.set()
        self._under_way.changed.set()
        if tasks := self._under_way.tasks():
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def turn(self) -> bool:
        """Plan what is due and start what may be delivered now; False when there was nothing."""
        planned, claimed = await self._planned(), list[Claimed]()
        if (room := min(self._under_way.room(), LOT)) > 0:
            full = self._under_way.full()
            claimed = await self._deliveries.claim(self._owner, self._platforms, room, full)
            self._backlog = len(claimed) == room
        for each in claimed:
            gate = self._under_way.gate(workspace_of(each))
            task = asyncio.create_task(self._guarded(each, gate))
            self._under_way.add(task, workspace_of(each))
        return bool(planned or claimed)

    async def _planned(self) -> int:
        """How many wishes were due; while there is enough to send, it is asked now and then."""
        now = asyncio.get_running_loop().time()
        if self._backlog and now < self._look_again:
            return 0
        planned = await self._deliveries.plan(self._clock(), PLANNED)
        self._look_again = now if planned else now + LOOK_SECONDS
        return planned

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while tasks := self._under_way.tasks():
            await asyncio.wait(tasks)

    async def _idle(self, pause: float, *, more: bool) -> None:
        """Wait for the pause to end, for `stop`, or for room where there is more to do."""
        changed = self._under_way.changed
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                while not self._stopped.is_set():
                    changed.clear()
                    await changed.wait()
                    if more and self._under_way.room() >= LOT:
                        break

    async def _guarded(self, claimed: Claimed, gate: asyncio.Semaphore) -> None:
        """Deliver one when its workspace has room. After a failure it is let go: its lease runs
        out, and it is tried again.
        """
        async with gate:
            try:
                if not self._stopped.is_set():
                    await self._sender.deliver(claimed)
            except Exception:  # noqa: BLE001  # one delivery must not hold up the others
                _log.exception("delivery %s failed for now", claimed.delivery.id)


class _UnderWay:
    """The tasks of a process, counted by workspace. `changed` is set when one has ended."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], Workspace] = {}
        self._numbers = Counter[Workspace]()
        self._gates: dict[Workspace, asyncio.Semaphore] = {}
        self._counted = 0

    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._tasks)

    def room(self) -> int:
        """How many more may be under way; those that wait for others of their workspace don't
        count.
        """
        return AT_ONCE - self._counted

    def full(self) -> list[Workspace]:
        """Workspaces that have as many as they may."""
        return [workspace for workspace, n in self._numbers.items() if n >= OF_ONE]

    def gate(self, workspace: Workspace) -> asyncio.Semaphore:
        """What those of a workspace go through, so many at once."""
        if workspace not in self._gates:
            self._gates[workspace] = asyncio.Semaphore(OF_ONE)
        return self._gates[workspace]

    def add(self, task: asyncio.Task[None], workspace: Workspace) -> None:
        self._tasks[task] = workspace
        self._counted += self._numbers[workspace] < OF_ONE
        self._numbers[workspace] += 1
        task.add_done_callback(self._remove)

    def _remove(self, task: asyncio.Task[None]) -> None:
        workspace = self._tasks.pop(task)
        self._numbers[workspace] -= 1
        self._counted -= self._numbers[workspace] < OF_ONE
        if not self._numbers[workspace]:
            del self._numbers[workspace], self._gates[workspace]
        self.changed.set()
