"""Sends what is due: plan, claim, choose, post, note. At most one digest a channel and local day,
and none silently lost, whatever fails in between.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Response
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import State
from bot.digest.ports import Claimed, DigestPorts, LimitedError, LostError, RefusedError
from bot.digest.schedule import LATEST
from bot.ports import StoreError

BATCH = 200  # deliveries that are claimed at once
AT_ONCE = 50  # posts under way in one process
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
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def turn(self) -> int:
        """Plan and deliver what may be delivered now; how many deliveries were tried."""
        await self._deliveries.plan(self._clock())
        claimed = await self._deliveries.claim(self._owner, self._clock(), BATCH)
        await asyncio.gather(*map(self._guarded, claimed))
        return len(claimed)

    async def _guarded(self, claimed: Claimed) -> None:
        """Deliver one. After a failure of the store its lease runs out, and it is tried again."""
        async with self._gate:
            try:
                await self._deliver(claimed)
            except StoreError:
                _log.exception("delivery %s: the store failed", claimed.delivery.id)

    async def _deliver(self, claimed: Claimed) -> None:
        if claimed.uncertain and not self._nonce_counts(claimed):
            if not await self._surely_not_there(claimed):
                return
            claimed = replace(claimed, uncertain=False)
        if not claimed.uncertain and self._clock() - claimed.delivery.due > LATEST:
            await self._end(claimed, "missed", "later than six hours")
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
        elif await self._deliveries.begin(claimed, self._owner, choice, self._clock()):
            await self._post(claimed, choice, response)

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
        if message is not None and delivery.choice:
            await self._sent(claimed, message, delivery.choice)
        return message is None

    async def _choice(self, claimed: Claimed) -> Choice:
        """What is sent: the same as before where the platform may have it already."""
        if claimed.uncertain and claimed.delivery.choice:
            return claimed.delivery.choice
        return self._choose(claimed, await self._deliveries.shown(claimed.delivery.channel))

    async def _post(self, claimed: Claimed, choice: Choice, response: Response) -> None:
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
        else:
            await self._sent(claimed, message, choice)

    async def _refused(self, claimed: Claimed, error: RefusedError) -> None:
        if claimed.uncertain:
            await self._uncertain(claimed, f"may have arrived; {error}", for_ever=True)
        else:
            await self._end(claimed, "failed", str(error))
        if error.gone:
            await self._ports.subscriptions.pause(claimed.delivery.channel, str(error))

    async def _limited(self, claimed: Claimed, error: LimitedError) -> None:
        channel = claimed.delivery.channel
        only = None if error.workspace else channel.channel
        await self._deliveries.wait(channel.platform, channel.workspace, only, error.seconds)
        if claimed.uncertain:
            await self._uncertain(claimed, str(error))
        else:
            id_, now = claimed.delivery.id, self._clock()
            await self._deliveries.later(id_, str(error), error.seconds, now)

    async def _uncertain(self, claimed: Claimed, reason: str, *, for_ever: bool = False) -> None:
        again = None if for_ever else AGAIN_SECONDS
        await self._deliveries.uncertain(claimed.delivery.id, reason, again, self._clock())

    async def _sent(self, claimed: Claimed, message: str, choice: Choice) -> None:
        versions = self._versions(choice)
        await self._deliveries.sent(claimed.delivery.id, message, versions, self._clock())

    async def _end(self, claimed: Claimed, state: State, reason: str) -> None:
        await self._deliveries.end(claimed.delivery.id, state, reason, self._clock())
