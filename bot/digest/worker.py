"""Sends what is due: plan, claim, choose, post, note. At most one digest a channel and local day,
and none silently lost, whatever fails in between.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Response
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import State
from bot.digest.ports import (
    Claimed,
    DigestPorts,
    LimitedError,
    LostError,
    RefusedError,
    Workspace,
)
from bot.digest.schedule import LATEST
from bot.ports import StoreError

AT_ONCE = 200  # deliveries under way in one process
OF_ONE = 20  # of one workspace: a stuck one holds up no other
PLANNED = 1000  # wishes that are planned in one transaction
POST_SECONDS = 20.0  # for one post; well within the lease
SETTLE = timedelta(seconds=60)  # after which a lost post is in the channel or nowhere
AGAIN_SECONDS = 15.0  # before an uncertain delivery is tried or looked at again
TRIES = 8  # posts of and looks at an uncertain delivery before it is ambiguous for ever

Choose = Callable[[Claimed, Mapping[str, Shown]], Choice]
Compose = Callable[[Claimed, Choice, datetime], Awaitable[Response]]
Versions = Callable[[Choice], Mapping[str, int]]
_log = logging.getLogger(__name__)


class Worker:
    """One process's digest worker. `choose` and `compose` make the content, `versions` tells which
    versions of the facts it has, `clock` the time; `owner` names the process in leases.
    """

    def __init__(
        self,
        ports: DigestPorts,
        choose: Choose,
        compose: Compose,
        versions: Versions,
        clock: Callable[[], datetime],
        owner: str,
    ) -> None:
        self._ports, self._clock, self._owner = ports, clock, owner
        self._choose, self._compose, self._versions = choose, compose, versions
        self._deliveries = ports.deliveries
        self._under_way: dict[asyncio.Task[None], Workspace] = {}
        self._stopped = asyncio.Event()

    async def run(self, pause: float = 1.0) -> None:
        """Deliver until `stop`; looks for work every `pause` seconds, or at once while there is
        more than fits.
        """
        while not self._stopped.is_set():
            try:
                more = await self.turn()
            except StoreError:
                _log.exception("the digest's store failed")
                more = False
            if not more or len(self._under_way) >= AT_ONCE:
                await self._idle(pause)

    async def stop(self, seconds: float = 8.0) -> None:
        """Begin nothing new; what is under way has so long to end."""
        self._stopped.set()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()

    async def turn(self) -> bool:
        """Plan what is due and start what may be delivered now; False when there was nothing."""
        planned = await self._deliveries.plan(self._clock(), PLANNED)
        count = Counter(self._under_way.values())
        full = [workspace for workspace, number in count.items() if number >= OF_ONE]
        room = AT_ONCE - len(self._under_way)
        claimed = await self._deliveries.claim(self._owner, self._ports.posters, room, full)
        for each in claimed:
            channel = each.delivery.channel
            task = asyncio.create_task(self._guarded(each))
            self._under_way[task] = channel.platform, channel.workspace
            task.add_done_callback(self._under_way.pop)
        return bool(planned or claimed)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _idle(self, pause: float) -> None:
        """Wait for room, for the pause to end, or for `stop`."""
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait(
            [stopped, *self._under_way], timeout=pause, return_when=asyncio.FIRST_COMPLETED
        )
        stopped.cancel()

    async def _guarded(self, claimed: Claimed) -> None:
        """Deliver one. After a failure of the store its lease runs out, and it is tried again."""
        try:
            await self._deliver(claimed)
        except StoreError:
            _log.exception("delivery %s: the store failed", claimed.delivery.id)

    async def _deliver(self, claimed: Claimed) -> None:
        if claimed.uncertain and not self._nonce_counts(claimed):
            if not await self._surely_not_there(claimed):
                return
            claimed = replace(claimed, uncertain=False)
        if not claimed.uncertain and (over := self._over(claimed)):
            await self._end(claimed, *over)
            return
        try:
            choice = await self._choice(claimed)
            response = await self._compose(claimed, choice, self._clock())
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  # one bad digest must not hold up the others
            _log.exception("delivery %s could not be composed", claimed.delivery.id)
            await self._end(claimed, "failed", "internal error")
            return
        if not choice.facts():
            await self._end(claimed, "skipped", "no fact fits")
        else:
            await self._send(claimed, choice, response)

    def _over(self, claimed: Claimed) -> tuple[State, str] | None:
        """Why a delivery that was never sent is not sent any more."""
        if not claimed.subscription.active:
            return "skipped", "switched off"
        if self._clock() - claimed.delivery.due > LATEST:
            return "missed", "later than six hours"
        return None

    async def _send(self, claimed: Claimed, choice: Choice, response: Response) -> None:
        """Wait for the platform's turn, note that it begins, and post."""
        await self._ports.posters[claimed.delivery.channel.platform].turn(claimed.delivery.channel)
        versions, now = self._versions(choice), self._clock()
        if await self._deliveries.begin(claimed, self._owner, choice, versions, now):
            await self._post(claimed, response)

    def _nonce_counts(self, claimed: Claimed) -> bool:
        """True while the platform takes a repeated post for the same one."""
        first = claimed.delivery.first_try
        seconds = self._ports.posters[claimed.delivery.channel.platform].again_seconds
        return first is not None and self._clock() - first < timedelta(seconds=seconds)

    async def _surely_not_there(self, claimed: Claimed) -> bool:
        """Look for a post that may have been accepted, and note what is found."""
        delivery, first = claimed.delivery, claimed.delivery.first_try
        if first is not None and self._clock() - first < SETTLE:
            await self._uncertain(claimed, "waiting for a lost post to settle")
            return False
        try:
            poster = self._ports.posters[delivery.channel.platform]
            message = await poster.find(delivery.channel, delivery.id)
        except RefusedError as error:
            await self._uncertain(claimed, f"may have arrived; {error}", for_ever=True)
            return False
        except (LostError, LimitedError) as error:
            await self._uncertain(claimed, str(error), for_ever=delivery.tries >= TRIES)
            return False
        if message is not None:
            await self._deliveries.sent(delivery.id, message, self._clock())
        return message is None

    async def _choice(self, claimed: Claimed) -> Choice:
        """What is sent: the same as before where the platform may have it already."""
        if claimed.uncertain and claimed.delivery.choice:
            return claimed.delivery.choice
        return self._choose(claimed, await self._deliveries.shown(claimed.delivery.channel))

    async def _post(self, claimed: Claimed, response: Response) -> None:
        delivery = claimed.delivery
        poster = self._ports.posters[delivery.channel.platform]
        try:
            async with asyncio.timeout(POST_SECONDS):
                message = await poster.post(delivery.channel, response, delivery.id)
        except RefusedError as error:
            await self._refused(claimed, error)
        except LimitedError as error:
            await self._limited(claimed, error)
        except (LostError, TimeoutError) as error:
            reason = str(error) or "no answer in time"
            await self._uncertain(claimed, reason, for_ever=delivery.tries >= TRIES)
            await self._deliveries.wait(*self._workspace(claimed), None, AGAIN_SECONDS)
        else:
            await self._deliveries.sent(delivery.id, message, self._clock())

    def _workspace(self, claimed: Claimed) -> Workspace:
        return claimed.delivery.channel.platform, claimed.delivery.channel.workspace

    async def _refused(self, claimed: Claimed, error: RefusedError) -> None:
        if claimed.uncertain:
            await self._uncertain(claimed, f"may have arrived; {error}", for_ever=True)
        else:
            await self._end(claimed, "failed", str(error))
        if error.gone:
            await self._ports.subscriptions.pause(claimed.delivery.channel, str(error))

    async def _limited(self, claimed: Claimed, error: LimitedError) -> None:
        only = None if error.workspace else claimed.delivery.channel.channel
        await self._deliveries.wait(*self._workspace(claimed), only, error.seconds)
        if claimed.uncertain:
            await self._uncertain(claimed, str(error))
        else:
            id_, now = claimed.delivery.id, self._clock()
            await self._deliveries.later(id_, str(error), error.seconds, now)

    async def _uncertain(self, claimed: Claimed, reason: str, *, for_ever: bool = False) -> None:
        again = None if for_ever else AGAIN_SECONDS
        await self._deliveries.uncertain(claimed.delivery.id, reason, again, self._clock())

    async def _end(self, claimed: Claimed, state: State, reason: str) -> None:
        await self._deliveries.end(claimed.delivery.id, state, reason, self._clock())
