"""Tells the curators' channels that something waits: one message for a batch, not one for each."""

import asyncio
import json
import logging
import secrets
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.card import Button, Buttons
from bot.desk import Desk
from bot.digest.ports import LimitedError, LostError, Poster, RefusedError
from bot.digest.subscription import Channel
from bot.ports import KeyValue, Leases, Person
from bot.review.curators import Asker
from bot.review.desk import ReviewDesk
from bot.review.item import Circle
from bot.review.ports import Queue
from bot.traditional import say_in
from bot.turns import Turns

PAUSE = timedelta(minutes=10)  # between two messages to one channel
LEASE, LEASE_SECONDS = "review/announcements", 60.0
POST_SECONDS = 20.0  # for one post; well within the lease
_NOBODY = Person("", "", "")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Announcing:
    """What announcements are made with. `channels` has one for each circle that wants them."""

    queue: Queue
    review: ReviewDesk
    desk: Desk
    notes: KeyValue
    leases: Leases
    posters: Mapping[str, Poster]
    channels: Mapping[Circle, Channel]


@dataclass(frozen=True)
class _Told:
    """How many items waited when a channel was looked at last, and when it was told last."""

    waiting: int = 0
    at: datetime | None = None


class Announcements(Turns):
    """One process's worker; `owner` names the process in leases."""

    def __init__(self, with_: Announcing, clock: Callable[[], datetime], owner: str) -> None:
        super().__init__()
        self._with, self._clock, self._owner = with_, clock, owner

    async def turn(self) -> int:
        """Tell the channels that are to be told now; how many were."""
        if not self._with.channels:
            return 0
        if not await self._with.leases.hold(LEASE, self._owner, LEASE_SECONDS):
            return 0
        told = [
            await self._one(circle, to)
            for circle, to in self._with.channels.items() if to.platform in self._with.posters
        ]  # fmt: skip
        return sum(told)

    async def _one(self, circle: Circle, to: Channel) -> bool:
        """Tell a channel when more waits than before and the last message is long enough ago."""
        now, before = self._clock(), await self._told(to)
        waiting = await self._with.queue.count(circle, ["waiting"])
        soon = before.at is not None and now - before.at < PAUSE
        if waiting <= before.waiting:
            if waiting < before.waiting:
                await self._note(to, replace(before, waiting=waiting))
            return False
        if soon:
            return False
        # Noted first: a message that is lost with its process is better than one a minute.
        await self._note(to, _Told(waiting, now))
        return await self._post(circle, to, before)

    async def _post(self, circle: Circle, to: Channel, before: _Told) -> bool:
        known = await self._with.desk.subscription(to)
        asker = Asker(_NOBODY, to.workspace, self._clock(), known.tag if known else "en")
        reply = await self._with.review.queue(circle, asker)
        all_of_it = Buttons((Button(say_in(asker.tag, "review.title"), "review"),))
        card = replace(reply.card, blocks=(*reply.card.blocks, all_of_it))
        response = await self._with.desk.complete(
            replace(reply, card=card), asker.now, private=False
        )
        poster = self._with.posters[to.platform]
        try:
            async with asyncio.timeout(POST_SECONDS):
                await poster.turn(to)
                await poster.post(to, response, _random_id())
        except LimitedError:
            await self._note(to, before)  # not accepted for sure: the next turn may do
            return False
        except (RefusedError, LostError, TimeoutError) as error:
            _log.warning("the curators' channel could not be told: %r", error)
            return False
        return True

    async def _told(self, to: Channel) -> _Told:
        text = await self._with.notes.get(_key(to), self._clock())
        waiting, at = json.loads(text) if text else (0, None)
        return _Told(int(waiting), datetime.fromisoformat(at) if at else None)

    async def _note(self, to: Channel, told: _Told) -> None:
        at = told.at.isoformat() if told.at else None
        await self._with.notes.put(_key(to), json.dumps([told.waiting, at]))


def _key(to: Channel) -> str:
    return f"review.announced/{to.key()}"


def _random_id() -> str:
    """What a post is told apart by, as a digest is by its delivery."""
    return b32encode(secrets.token_bytes(10)).decode().lower()
