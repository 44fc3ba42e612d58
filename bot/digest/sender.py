"""Sends one delivery: choose, draw, note, post, note. It never posts what may be there already.

Whoever leaves a delivery as it is lets it go: its lease runs out, and it is tried again.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.commands.digest import digest_line
from bot.desk import Response
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import OwnReason, State
from bot.digest.ports import (
    Claimed,
    DigestPorts,
    LimitedError,
    LostError,
    Poster,
    RefusedError,
    Workspace,
)
from bot.digest.schedule import LATEST
from bot.ports import StoreError
from bot.review.item import PostedFact

TURN_SECONDS = 30.0  # for the platform's turn, while the lease is good
POST_SECONDS = 20.0  # for one post or look; well within the lease
SETTLE = timedelta(seconds=60)  # after which a lost post is in the channel or nowhere
AGAIN_SECONDS = 15.0  # at least, before an uncertain delivery is tried or looked at again

Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)


class Making(Protocol):
    """What makes a digest, such as Content."""

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        """What a delivery shows."""

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        """The digest with its buttons."""

    def versions(self, claimed: Claimed, choice: Choice) -> Mapping[str, int]:
        """The versions of those of its facts that there are."""


class Sender:
    """Sends deliveries that this process has claimed."""

    def __init__(self, ports: DigestPorts, making: Making, clock: Clock) -> None:
        self._ports, self._making, self._clock = ports, making, clock
        self._deliveries = ports.deliveries
        self._quiet: dict[Workspace, datetime] = {}  # until when nothing may be sent there

    async def deliver(self, claimed: Claimed) -> None:
        """Send it, or note why not. StoreError where that can't be noted now."""
        over = self._over(claimed)
        if claimed.uncertain and not self._nonce_counts(claimed):
            if not await self._surely_not_there(claimed):
                return
            delivery = replace(claimed.delivery, first_try=None)
            claimed = replace(claimed, delivery=delivery, uncertain=False)
        if over:
            await self._end(claimed, *over)
        elif made := await self._made(claimed):
            await self._send(claimed, *made)

    def _over(self, claimed: Claimed) -> tuple[State, OwnReason] | None:
        """Why a delivery that was not sent is not sent any more."""
        if not claimed.subscription.active:
            return "skipped", "switched_off"
        if claimed.subscription.paused:
            return "skipped", "paused"
        if self._clock() - claimed.delivery.due > LATEST:
            return "missed", "later"
        return None

    async def _made(self, claimed: Claimed) -> tuple[Choice, Response] | None:
        """What is sent, None when that is nothing. What was once begun is sent as it was chosen
        then: the platform may have it, and its facts may count as shown.
        """
        try:
            choice = claimed.delivery.choice
            if choice is None or not self._making.versions(claimed, choice):
                shown = await self._deliveries.shown(claimed.delivery.channel)
                choice = self._making.choose(claimed, shown)
            if choice.facts():
                return choice, await self._making.compose(claimed, choice, self._clock())
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  # one bad digest must not hold up the others
            _log.exception("delivery %s could not be composed", claimed.delivery.id)
            await self._end(claimed, "failed", "internal")
            return None
        await self._end(claimed, "skipped", "no_fact")
        return None

    async def _send(self, claimed: Claimed, choice: Choice, response: Response) -> None:
        """Wait for the platform's turn, note that it begins, and post; let it go when nothing may
        be sent to the workspace, or the wait was too long.
        """
        async with asyncio.timeout(TURN_SECONDS):
            await self._poster(claimed).turn(claimed.delivery.channel)
        now = self._clock()
        if self._quiet.get(workspace_of(claimed), now) > now:
            return
        if claimed.uncertain and not self._nonce_counts(claimed):
            return
        versions = self._making.versions(claimed, choice)
        if (
            await self._deliveries.begin(claimed, choice, versions, now)
            and self._clock() - now < timedelta(seconds=POST_SECONDS)  # else the lease may be over
        ):
            await self._post(claimed, response)

    def _poster(self, claimed: Claimed) -> Poster:
        return self._ports.posters[claimed.delivery.channel.platform]

    def _nonce_counts(self, claimed: Claimed) -> bool:
        """True while the platform takes a post that is repeated now for the same one."""
        first = claimed.delivery.first_try
        seconds = self._poster(claimed).again_seconds - POST_SECONDS
        return first is not None and self._clock() - first < timedelta(seconds=seconds)

    async def _surely_not_there(self, claimed: Claimed) -> bool:
        """Look for a post that may have been accepted, and note what is found."""
        delivery = claimed.delivery
        if (left := self._unsettled(claimed)) > 0:
            await self._uncertain(claimed, delivery.reason or "interrupted", left)
            return False
        try:
            async with asyncio.timeout(POST_SECONDS):
                message = await self._poster(claimed).find(delivery.channel, delivery.id)
        except RefusedError as error:
            await self._ambiguous(claimed, str(error))
            return False
        except LimitedError as error:
            await self._uncertain(claimed, "limited", error.seconds)
            return False
        except (LostError, TimeoutError) as error:
            await self._uncertain(claimed, str(error) or "no_answer")
            return False
        if message is not None:
            choice = delivery.choice or Choice((), ())
            line, versions = (
                digest_line(delivery.day, choice),
                self._making.versions(claimed, choice),
            )
            await self._sent(claimed, message, line, versions)
        return message is None

    def _unsettled(self, claimed: Claimed) -> float:
        """Seconds until a look is worth it: a post may have been repeated for as long as its nonce
        counted, and the last one needs time to settle.
        """
        first, now = claimed.delivery.first_try, self._clock()
        repeated = timedelta(seconds=self._poster(claimed).again_seconds)
        return (first + repeated + SETTLE - now).total_seconds() if first else 0

    async def _post(self, claimed: Claimed, response: Response) -> None:
        delivery = claimed.delivery
        try:
            async with asyncio.timeout(POST_SECONDS):
                message = await self._poster(claimed).post(delivery.channel, response, delivery.id)
        except RefusedError as error:
            await self._refused(claimed, error)
        except LimitedError as error:
            await self._limited(claimed, error)
        except (LostError, TimeoutError) as error:
            await self._lost(claimed, str(error) or "no_answer")
        except Exception:  # noqa: BLE001  # whatever it was, the platform may have accepted it
            _log.exception("delivery %s: the platform's adapter failed", delivery.id)
            await self._lost(claimed, "internal")
        else:
            await self._sent(claimed, message, response.reply.line, response.versions)

    async def _sent(
        self, claimed: Claimed, message: str, line: str, versions: Mapping[str, int]
    ) -> None:
        """Note that it was accepted, and first what it shows: what is corrected later must not be
        lost with this process.
        """
        to, now = claimed.delivery.channel, self._clock()
        if self._ports.posts and versions:
            post = PostedFact(
                to.platform, to.workspace, to.channel, message, line, claimed.subscription.tag,
                now, dict(versions),
            )  # fmt: skip
            try:
                await self._ports.posts.note(post)
            except StoreError:
                _log.exception("delivery %s can't be corrected later", claimed.delivery.id)
        await self._deliveries.sent(claimed, message, now)

    async def _refused(self, claimed: Claimed, error: RefusedError) -> None:
        if claimed.uncertain:  # the post before this one may be there
            await self._uncertain(claimed, str(error), self._unsettled(claimed))
        else:
            await self._deliveries.end(claimed, "failed", str(error), self._clock())
        if error.gone:
            await self._ports.subscriptions.pause(claimed.delivery.channel, str(error))

    async def _limited(self, claimed: Claimed, error: LimitedError) -> None:
        if claimed.uncertain:
            await self._uncertain(claimed, "limited", error.seconds)
        else:
            await self._deliveries.later(claimed, "limited", error.seconds)
        await self._wait(claimed, error.seconds, all_of_it=error.workspace)

    async def _lost(self, claimed: Claimed, reason: str) -> None:
        await self._uncertain(claimed, reason)
        await self._wait(claimed, AGAIN_SECONDS, all_of_it=True)

    async def _wait(self, claimed: Claimed, seconds: float, *, all_of_it: bool) -> None:
        """Nothing more to the channel, or to all of its workspace, from any process."""
        workspace, channel = workspace_of(claimed), claimed.delivery.channel.channel
        if all_of_it:
            self._quiet[workspace] = self._clock() + timedelta(seconds=seconds)
        await self._deliveries.wait(*workspace, None if all_of_it else channel, seconds)

    async def _uncertain(self, claimed: Claimed, reason: str, seconds: float = 0) -> None:
        """Look again after `seconds` at least, less and less often, and for six hours at most."""
        now = self._clock()
        passed = now - (claimed.delivery.first_try or now)
        if passed > LATEST:
            await self._ambiguous(claimed, reason)
            return
        again = max(AGAIN_SECONDS, seconds, passed.total_seconds() / 2)
        await self._deliveries.uncertain(claimed, reason, again, now)

    async def _ambiguous(self, claimed: Claimed, reason: str) -> None:
        await self._deliveries.uncertain(claimed, reason, None, self._clock())

    async def _end(self, claimed: Claimed, state: State, reason: OwnReason) -> None:
        """Not sent; one that may have been sent all the same is looked for later."""
        if claimed.uncertain:
            await self._uncertain(claimed, reason)
        else:
            await self._deliveries.end(claimed, state, reason, self._clock())


def workspace_of(claimed: Claimed) -> Workspace:
    """Whose rates a delivery counts towards."""
    return claimed.delivery.channel.platform, claimed.delivery.channel.workspace
