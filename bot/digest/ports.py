"""What the digest needs kept, and how it reaches a platform; adapters implement both.

Leases run by the store's own clock; every other time is a passed, aware `now`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.desk import Response
from bot.digest.choose import Choice, Shown
from bot.digest.delivery import Delivery, State
from bot.digest.subscription import Channel, Subscription
from bot.review.ports import Posts

LEASE_SECONDS = 60  # for which a claimed delivery belongs to one process


Workspace = tuple[str, str]  # a platform and a workspace or guild of it


class Subscriptions(Protocol):
    """The wishes of channels, one each."""

    async def put(self, subscription: Subscription, now: datetime) -> None:
        """Keep a new or changed wish; its next due time is worked out anew."""

    async def find(self, channel: Channel) -> Subscription | None:
        """The wish of a channel, active or not."""

    async def next_due(self, channel: Channel) -> datetime | None:
        """When the next digest is due there, None when none is."""

    async def pause(self, channel: Channel, reason: str) -> None:
        """Send nothing until somebody switches it on again; `why` says the reason."""

    async def drop_workspace(self, platform: str, workspace: str, reason: str) -> None:
        """Pause everything of a workspace or guild that the bot was removed from."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process holds for LEASE_SECONDS, with the wish that it fulfils.

    `uncertain` is true when an earlier try may have been accepted by the platform. The number of
    its tries tells this claim from all others of the delivery.
    """

    delivery: Delivery
    subscription: Subscription
    uncertain: bool


class Deliveries(Protocol):
    """The outbox: one delivery for each channel and local day, from plan to end."""

    async def plan(self, now: datetime, most: int = 500) -> int:
        """Make deliveries of the wishes that are due, at most `most`, and set the next due time
        of each; one that is due too long ago is kept as missed. How many wishes were due.
        """

    async def claim(
        self, owner: str, platforms: Collection[str], most: int, avoid: Collection[Workspace] = ()
    ) -> list[Claimed]:
        """Lease deliveries of these platforms that may be tried now: planned ones, and those whose
        holder died; none of a workspace or channel that is to wait, or is to be avoided.
        """

    async def begin(
        self, claimed: Claimed, choice: Choice, versions: Mapping[str, int], now: datetime
    ) -> bool:
        """Note, before the first byte is sent, what is sent (and the versions of its facts) and
        that the platform may accept it from now on; the lease starts anew, and `now` is the first
        try unless `claimed.uncertain`. False when the lease is over or was followed by another,
        and nothing may be sent.
        """

    # What is noted of a claim that another has followed comes too late, and changes nothing: but
    # that a post was accepted stays true.

    async def sent(self, claimed: Claimed, message: str, now: datetime) -> None:
        """The platform accepted it; its facts count as shown in the channel. Whatever was noted
        meanwhile, ambiguous say, was wrong.
        """

    async def uncertain(
        self, claimed: Claimed, reason: str, again: float | None, now: datetime
    ) -> None:
        """Nobody knows whether it was accepted: looked at again after `again` seconds, for ever
        ambiguous when None; the facts count as shown.
        """

    async def later(self, claimed: Claimed, reason: str, seconds: float) -> None:
        """Not accepted for sure, and to be tried again after `seconds`."""

    async def wait(
        self, platform: str, workspace: str, channel: str | None, seconds: float
    ) -> None:
        """The platform said that nothing may be sent there for a time: to one channel, or to the
        whole workspace (None).
        """

    async def end(self, claimed: Claimed, state: State, reason: str, now: datetime) -> None:
        """Not sent, and never will be: failed, missed or skipped, and why."""

    async def shown(self, channel: Channel) -> Mapping[str, Shown]:
        """What the channel was shown, by fact id; ambiguous digests count."""

    async def note_shown(self, channel: Channel, versions: Mapping[str, int], day: date) -> None:
        """Facts (id to version) that the channel was shown beside its daily digest."""

    async def history(self, channel: Channel, day: date | None, most: int = 7) -> list[Delivery]:
        """The deliveries of a channel, the newest first; of one local day when it is given."""


class RefusedError(Exception):
    """The platform did not accept a post, for sure.

    `gone` is true when it never will again (the channel or the permission is gone).
    """

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class LimitedError(Exception):
    """The platform wants `seconds` of patience; the post was not accepted."""

    def __init__(self, seconds: float, *, workspace: bool = True) -> None:
        super().__init__(f"rate limited for {seconds} s")
        self.seconds = seconds
        self.workspace = workspace


class LostError(Exception):
    """The connection or the answer was lost: the post may have been accepted."""


class Poster(Protocol):
    """One platform that digests are posted to."""

    platform: str
    again_seconds: float  # within this time a repeated post with its nonce is taken once; 0: never

    async def turn(self, channel: Channel) -> None:
        """Wait for as long as the platform's rates ask for, whatever other processes send."""

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        """Post once, and give the message's id. RefusedError, LimitedError or LostError. The
        delivery's id goes with the post, as nonce and in what `find` can see.
        """

    async def find(self, channel: Channel, delivery: str) -> str | None:
        """The message of a delivery that may have been accepted: its id, None when it is surely not
        there. RefusedError when the bot may not look, LostError when the platform doesn't answer.
        """


@dataclass(frozen=True, slots=True)
class DigestPorts:
    """What the digest works with. `posters` are those of this process, by platform; `posts` keeps
    what was sent for later corrections, where there are any.
    """

    subscriptions: Subscriptions
    deliveries: Deliveries
    posters: Mapping[str, Poster]
    posts: Posts | None = None

    def platforms(self) -> Collection[str]:
        """The platforms that this process can post to."""
        return self.posters.keys()
