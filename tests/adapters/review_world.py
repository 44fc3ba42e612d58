"""A queue with one draft, for the tests of what platforms show of review."""

import hashlib
from collections.abc import Mapping

from bot.drafts.draft import Document as Page
from bot.drafts.drafter import draft_facts
from bot.drafts.record import SourceDraft
from bot.review.circle import Circles
from bot.review.curators import Curators, Entry, Groups
from bot.review.desk import ReviewDesk
from bot.review.item import Circle, Document, Item, prefix
from bot.review.lists import Wish
from facts.compiled import Compiled
from tests.helpers import NOW
from tests.review_fakes import FakeReviewPorts

TEXT = (
    "It was a grey day in Tokyo. On April 9, 2026, Oracle said it would invest up to $8 billion in "
    "Japan over ten years. Nobody in the trade was surprised by that, and the rain went on for the "
    "rest of the week, while the reporters who had come for the announcement waited for a train."
)
STATEMENT = "Oracle said that it would invest up to US$8 billion in Japan over ten years."


class NothingWanted:
    """No reader asked for anything."""

    async def most_wanted(self, limit: int) -> list[Wish]:
        return []


def review_desk(
    ready: Compiled,
    ports: FakeReviewPorts,
    *curators: Entry,
    groups: Mapping[str, Groups] | None = None,
) -> ReviewDesk:
    """A desk at which these curate."""
    known = Curators(curators, Circles())
    return ReviewDesk(ports, known, lambda _: ready, NothingWanted(), groups)


async def with_draft(ready: Compiled, ports: FakeReviewPorts, circle: Circle) -> Item:
    """A draft of TEXT that waits in a circle."""
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    source = SourceDraft(
        f"{prefix(circle)}page", "A page", "The Page", "en", "2026-04-10", True, sha,
        "https://example.org/page",
    )  # fmt: skip
    (draft, *_) = draft_facts(ready, [Page(source.id, TEXT, "en", source.published)], least=-100)
    item = Item(
        "abcd1234", circle, "draft", "waiting", 0, NOW, draft.score, draft, source, archive=sha
    )
    await ports.queue.add(circle, Document(source, sha), TEXT.encode(), [item], None, NOW)
    return item
