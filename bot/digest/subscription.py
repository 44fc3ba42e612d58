"""Who wants a digest, when, and about what."""

from dataclasses import dataclass
from datetime import time

from facts.fact import Topic

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
MAX_COUNT = 10


@dataclass(frozen=True)
class Channel:
    """Where a digest goes: a channel, or somebody's direct messages with the bot."""

    platform: str
    workspace: str
    channel: str

    def key(self) -> str:
        """The channel as one text, the same for ever."""
        return f"{self.platform}/{self.workspace}/{self.channel}"


@dataclass(frozen=True)
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
