"""What review needs kept; adapters/store keeps it, tests have fakes.

Every method may raise StoreError. Times are aware datetimes that the caller passes; leases run by
the store's own clock.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.review.item import (
    Circle,
    Decision,
    Document,
    Entry,
    Item,
    ItemState,
    PostedFact,
    Suggestion,
)
from facts.fact import Fact

POST_DAYS = 30  # for how long a posted fact can be corrected where it stands


class Suggestions(Protocol):
    """Links and texts that wait to be read. A crash loses none and reads none twice into the queue."""

    async def suggest(
        self, circle: Circle, link: str | None, text: str | None, now: datetime
    ) -> Suggestion | None:
        """Keep a suggestion; None where the same one waits already."""

    async def claim(self, owner: str, most: int) -> list[Suggestion]:
        """Lease some that may be read now."""

    async def fail(self, suggestion: str, reason: str, again: float | None, now: datetime) -> None:
        """It could not be read: to be tried again after `again` seconds, never when None (the
        reason is kept for `failed`).
        """

    async def failed(self, circle: Circle, most: int) -> list[tuple[Suggestion, str]]:
        """Those that could not be read, with the reason, the newest first."""


class Queue(Protocol):
    """Items and the documents that they come from."""

    async def add(
        self,
        circle: Circle,
        document: Document | None,
        archive: bytes,
        items: Sequence[Item],
        suggestion: str | None,
        now: datetime,
    ) -> int:
        """Keep a document with its items and end its suggestion, all or nothing; how many items
        are new. A text that the circle has already (by hash) adds nothing; nor does an item
        (by id) that is there, nor anything for a suggestion that has ended. An item joins the
        group of the first of its `also` that waits.
        """

    async def page(
        self, circle: Circle, states: Collection[ItemState], first: int, most: int
    ) -> list[Item]:
        """Items, the likeliest to be kept first; one for each group that tells the same, whose
        others (`also`) go where it goes until somebody decides on one of them alone.
        """

    async def count(self, circle: Circle, states: Collection[ItemState]) -> int:
        """How many `page` would give in all."""

    async def find(self, item: str) -> Item | None:
        """One item by its id."""

    async def publisher(self, circle: Circle, fact: str) -> Item | None:
        """The item that a fact was published from; None for one that no item published."""

    async def decide(self, decision: Decision, now: datetime) -> Item | None:
        """Carry a decision out, write it to the log and publish, all or nothing: the item as it is
        now, or None when `decision.seen` is no longer its turn, or a fact that it publishes
        has another text under that version already (somebody else changed the fact meanwhile).
        """

    async def log(self, circle: Circle, most: int, item: str | None = None) -> list[Entry]:
        """The newest decisions first."""

    async def archive(self, circle: Circle, sha256: str) -> bytes | None:
        """A saved text."""

    async def known(self, circle: Circle, address: str) -> str | None:
        """The source id of the newest text that an address has in this circle."""


class Published(Protocol):
    """What curators published: for each circle a pack of TOML records."""

    async def revisions(self) -> Mapping[Circle, int]:
        """Of every circle that published anything, a number that grows with each change."""

    async def records(self, circle: Circle) -> Mapping[str, str]:
        """The pack: paths in it ("facts/<topic>/<id>.toml", "sources/…", "entities/<kind>/…", the
        lock file) to their content, facts as they are now.
        """

    async def versions(self, circle: Circle, fact: str) -> Sequence[Fact]:
        """Every record that was ever published under an id, the oldest first, withdrawn or not."""


class Posts(Protocol):
    """The bot's own messages that show facts, for POST_DAYS."""

    async def note(self, post: PostedFact) -> None:
        """Keep what a message shows."""

    async def showing(self, fact: str, before: int, now: datetime) -> list[PostedFact]:
        """Messages that show an older version of a fact than `before` and were not mended yet."""

    async def mended(self, post: PostedFact, fact: str, version: int, now: datetime) -> None:
        """The message shows this version now, or never will."""


@dataclass(frozen=True)
class ReviewPorts:
    """What review works with."""

    suggestions: Suggestions
    queue: Queue
    published: Published
    posts: Posts
