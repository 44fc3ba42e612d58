"""One digest for one channel on one local day, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.digest.choose import Choice
from bot.digest.subscription import Channel

# "sending" may have been accepted by the platform already; "ambiguous" may have been, for ever.
State = Literal["planned", "sending", "sent", "ambiguous", "missed", "failed", "skipped"]
# Reasons of our own, said in the reader's language; all others are the platform's words.
OwnReason = Literal[
    "later", "limited", "switched_off", "paused", "no_fact", "internal", "no_answer", "interrupted"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of a channel and local day. `due` and the other times are UTC; `first_try` is
    when the platform may have begun to accept it, `tries` counts how often a process took it up.
    """

    id: str
    channel: Channel
    day: date
    due: datetime
    state: State
    choice: Choice | None = None
    planned: datetime | None = None
    first_try: datetime | None = None
    ended: datetime | None = None
    tries: int = 0
    reason: str | None = None
    message: str | None = None
