"""Who wants a digest, when, and about what."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

from facts.fact import Topic

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
MAX_COUNT = 10


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a digest goes: a channel, or somebody's direct messages with the bot."""

    platform: str
    workspace: str
    channel: str

    def key(self) -> str:
        """The channel as one text, the same for ever."""
        return f"{self.platform}/{self.workspace}/{self.channel}"


Right = Literal["member", "manager", "admin"]
RIGHTS: tuple[Right, ...] = ("member", "manager", "admin")  # each has those before it


@dataclass(frozen=True, slots=True)
class Where:
    """The channel that a digest's command was given in, and what the person may do there.

    `zone` is the person's or the server's time zone; `refused` says why no digest can be sent to
    a channel of this kind, as a key of the catalogues.
    """

    channel: Channel
    by: str
    right: Right = "member"
    roles: tuple[str, ...] = ()
    personal: bool = False
    zone: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's wish: at a local time, on these days of the week, `count` facts of these topics
    (all when ()), or about one entity. `tag` is the language, `by` the user who set it; `paused`
    says why nothing is sent though nobody switched it off.
    """

    channel: Channel
    at: time = time(9)
    zone: str = "Asia/Tokyo"
    days: tuple[int, ...] = EVERY_DAY
    topics: tuple[Topic, ...] = ()
    about: str | None = None
    count: int = 3
    tag: str = "en"
    by: str = ""
    personal: bool = False
    active: bool = True
    paused: str | None = None
