"""Review for every platform: suggestions, the queue, its items, and what is decided on them.

Adapters show the replies like any other, with their buttons; their forms call `form`, `save` and
`reject`. Every method may raise StoreError.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.command import Reply
from bot.review.curators import Asker, Curators, Groups
from bot.review.form import EditForm, Field, Shown
from bot.review.item import Circle
from bot.review.ports import ReviewPorts
from bot.router import Prepared
from facts.compiled import Compiled


class Wish(Protocol):
    """A question without an answer, and how often it was wished for."""

    @property
    def question(self) -> str:
        """As it was first written."""

    @property
    def times(self) -> int:
        """How often somebody asked to have it answered."""


class MostWanted(Protocol):
    """The requests of readers."""

    async def most_wanted(self, limit: int) -> Sequence[Wish]:
        """The questions wished for most often first."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a field, in the asker's language; `field` "" is the whole form."""

    field: Field
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of a form: nothing was done where there are `troubles`. Else the reply says what
    was done, or who was first.
    """

    reply: Reply
    troubles: tuple[Trouble, ...] = ()


class ReviewDesk:
    """Answers `suggest` and `review`, and forms. `library` gives what a circle reads now; `groups`
    are the platforms that have user groups.
    """

    def __init__(
        self,
        ports: ReviewPorts,
        curators: Curators,
        library: Callable[[Circle], Compiled],
        wanted: MostWanted,
        groups: Mapping[str, Groups] | None = None,
    ) -> None:
        self._ports, self._curators, self._library = ports, curators, library
        self._wanted, self._groups = wanted, groups or {}

    async def answer(self, prepared: Prepared, asker: Asker) -> Reply:
        """The reply to a line of `suggest` or `review`, with the item's buttons."""
        raise NotImplementedError

    async def suggest(self, asker: Asker, link: str | None, text: str | None) -> Reply:
        """Keep a link or a text as a suggestion, by anybody; what happens next, told kindly."""
        raise NotImplementedError

    async def may(self, asker: Asker) -> bool:
        """Whether the asker decides for the circle that they speak in."""
        raise NotImplementedError

    async def queue(self, circle: Circle, asker: Asker) -> Reply:
        """The queue of a circle as `review` shows it, for a channel of its curators; the asker
        tells the language and the time alone.
        """
        raise NotImplementedError

    async def item(self, item: str, asker: Asker) -> Reply:
        """One item as a card, for a channel of its curators."""
        raise NotImplementedError

    async def form(self, asker: Asker, item: str, turn: int | None = None) -> Shown | Reply:
        """The form of an item, or of a published fact by its id; a reply says why there is none."""
        raise NotImplementedError

    async def save(self, asker: Asker, item: str, turn: int, form: EditForm) -> Outcome:
        """Keep what was filled in, and publish it where `form.approve` says so."""
        raise NotImplementedError

    async def reject(self, asker: Asker, item: str, turn: int, reason: str) -> Outcome:
        """Reject an item; a reason is needed."""
        raise NotImplementedError
