"""What the bot needs kept beyond one answer; adapters/store keeps it, tests have fakes.

All times are aware datetimes that the caller passes; leases alone run by the store's own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from facts.language import Language

ROW_DAYS = 90  # for how long a button of an old message works
MEMORY_HOURS = 24  # for how long the subject of a conversation is remembered
STATE_MINUTES = 10  # for how long an OAuth round trip may take


class StoreError(Exception):
    """The store can't be reached or written now; every method of every port may raise it."""


@dataclass(frozen=True)
class Person:
    """Somebody on a platform. `workspace` is "" on Discord, where a user is one everywhere."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True)
class Place:
    """Where a conversation goes on: a thread of a channel, or direct messages (`thread` "")."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""


class Preferences(Protocol):
    """What people chose for themselves."""

    async def language(self, person: Person) -> str | None:
        """The language tag that the person chose, None for none."""

    async def choose_language(self, person: Person, language: str | None) -> None:
        """Keep a choice; None takes it back."""


class Memory(Protocol):
    """The subject of each conversation: the last line that was answered there, for a day."""

    async def last(self, place: Place, now: datetime) -> str | None:
        """The last command line, None when there is none or it is older than MEMORY_HOURS."""

    async def remember(self, place: Place, person: Person, line: str, now: datetime) -> None:
        """Keep the line as the last one of the place."""


class Privacy(Protocol):
    """What a person may have deleted."""

    async def forget(self, person: Person) -> None:
        """Delete the person's choices and the conversations that the person spoke in last."""


class Rows(Protocol):
    """The state behind the buttons of messages that were sent, for ROW_DAYS after its last use.

    The same state has the same key, and says nothing about who was answered.
    """

    async def keep(self, state: dict[str, Any], now: datetime) -> str:
        """Keep a JSON object; the key has 16 characters of a-z and 2-7."""

    async def find(self, key: str, now: datetime) -> dict[str, Any] | None:
        """The state of a key, None for an unknown or expired one."""


class Seen(Protocol):
    """Events that platforms may deliver twice, to one process or to several."""

    async def claim(self, event: str) -> bool:
        """True when the caller shall answer: nobody did, and nobody has claimed it for a minute."""

    async def done(self, event: str) -> None:
        """The event was answered and never needs to be again."""


class Feedback(Protocol):
    """Whether answers helped, without names."""

    async def rate(
        self, line: str, facts: Sequence[str], verdict: Literal["good", "bad"], now: datetime
    ) -> None:
        """Keep one verdict on the answer to a line."""


class Requests(Protocol):
    """Questions that had no answer and that somebody asked the curators to mind, without names."""

    async def want(self, question: str, language: Language, now: datetime) -> int:
        """Count a wish; how often the question was wished for in all."""


@dataclass(frozen=True)
class Ports:
    """The ports that every chat platform uses."""

    preferences: Preferences
    memory: Memory
    privacy: Privacy
    rows: Rows
    seen: Seen
    feedback: Feedback
    requests: Requests


class Installations(Protocol):
    """The workspaces that installed the bot through OAuth, with what is needed to speak there.

    The data is opaque and already encrypted by the platform's adapter.
    """

    async def save(self, platform: str, workspace: str, data: bytes) -> None:
        """Keep or replace an installation."""

    async def find(self, platform: str, workspace: str) -> bytes | None:
        """The data of an installation, None where there is none."""

    async def all(self, platform: str) -> dict[str, bytes]:
        """Every installation of a platform by its workspace."""

    async def delete(self, platform: str, workspace: str) -> None:
        """Delete an installation; none is no error."""

    async def issue_state(self, now: datetime) -> str:
        """A new random token for one OAuth round trip, good for STATE_MINUTES."""

    async def consume_state(self, state: str, now: datetime) -> bool:
        """True once for a token that was issued and has not expired."""


class KeyValue(Protocol):
    """Small texts by name, such as the hash of the commands that a platform was last told."""

    async def get(self, key: str, now: datetime) -> str | None:
        """The text, None for an unknown or expired one."""

    async def put(
        self, key: str, value: str, expires: datetime | None = None, about: Person | None = None
    ) -> None:
        """Keep or replace a text, for ever without `expires`.

        What is known of a person, such as a cached locale, names the person in `about`:
        Privacy.forget deletes it too.
        """


class Leases(Protocol):
    """Who of several processes does what only one may do, such as holding a gateway."""

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        """Take, or go on with, a lease for so long by the store's clock; False: another has it."""

    async def release(self, name: str, owner: str) -> None:
        """Give up a lease before its time; that of another owner is left alone."""


class Paces(Protocol):
    """Rates that all processes together keep, such as the requests a second of one bot."""

    async def take(self, key: str, per_second: float) -> float:
        """Take the next turn of a rate: in how many seconds it comes, 0.0 for at once."""
