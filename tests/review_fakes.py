"""The ports of review in memory: small models of what each promises, for tests to look into."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.review.item import (
    Circle,
    Decision,
    Document,
    Entry,
    Item,
    ItemState,
    PostedFact,
    Suggestion,
    prefix,
)
from bot.review.ports import POST_DAYS, Posts, Published, Queue, ReviewPorts, Suggestions
from bot.review.records import Saved, pack_files
from facts.entity import Entity
from facts.fact import Fact


class FakeSuggestions(Suggestions):
    """`waiting` by id; `reasons` of those that failed; `leased` until `lapse()`; `later` wait."""

    def __init__(self) -> None:
        self.waiting: dict[str, Suggestion] = {}
        self.reasons: dict[str, tuple[Suggestion, str]] = {}
        self.leased: set[str] = set()
        self.later: dict[str, float] = {}

    async def suggest(
        self, circle: Circle, link: str | None, text: str | None, now: datetime
    ) -> Suggestion | None:
        key = hashlib.sha256(repr((circle, link, text)).encode()).hexdigest()[:16]
        if key in self.waiting:
            return None
        self.reasons.pop(key, None)
        self.leased.discard(key)
        self.later.pop(key, None)
        self.waiting[key] = Suggestion(key, circle, link, text, now)
        return self.waiting[key]

    async def claim(self, owner: str, most: int) -> list[Suggestion]:
        free = [s for s in self.waiting.values() if s.id not in self.leased | set(self.later)]
        self.leased |= {s.id for s in free[:most]}
        return free[:most]

    async def fail(self, suggestion: str, reason: str, again: float | None, now: datetime) -> None:
        self.leased.discard(suggestion)
        if found := self.waiting.pop(suggestion, None):
            tried = replace(found, tries=found.tries + 1)
            if again is None:
                self.reasons[suggestion] = (tried, reason)
            else:
                self.waiting[suggestion] = tried
                self.later[suggestion] = again

    async def failed(self, circle: Circle, most: int) -> list[tuple[Suggestion, str]]:
        found = [pair for pair in self.reasons.values() if pair[0].circle == circle]
        return found[::-1][:most]

    def lapse(self) -> None:
        """Leases run out, and what was put off may be tried again."""
        self.leased.clear()
        self.later.clear()


class FakePublished(Published):
    """`rows` holds every record ever published, in order; `gone` the withdrawn ids."""

    def __init__(self) -> None:
        self.rows: dict[tuple[Circle, str], list[Fact]] = {}
        self.gone: set[tuple[Circle, str]] = set()
        self.entities: dict[tuple[Circle, str], Entity] = {}
        self.sources: dict[tuple[Circle, str], Saved] = {}
        self.turns: dict[Circle, int] = {}

    async def revisions(self) -> Mapping[Circle, int]:
        return dict(self.turns)

    async def records(self, circle: Circle) -> Mapping[str, str]:
        facts = [
            rows[-1] for (c, id_), rows in self.rows.items()
            if c == circle and (c, id_) not in self.gone
        ]  # fmt: skip
        ever = {
            s
            for (c, _), rows in self.rows.items()
            if c == circle
            for f in rows
            for s in f.sources()
        }
        saved = [s for (c, id_), s in self.sources.items() if c == circle and id_ in ever]
        own = [s for s in saved if s.source.id.startswith(prefix(circle))]
        entities = [e for (c, _), e in self.entities.items() if c == circle]
        return pack_files(facts, entities, own, [s for s in saved if s not in own])

    async def versions(self, circle: Circle, fact: str) -> Sequence[Fact]:
        return list(self.rows.get((circle, fact), ()))

    def is_stale(self, circle: Circle, fact: Fact) -> bool:
        """Another text of the same version counts already."""
        rows = self.rows.get((circle, fact.id), [])
        if not rows or (circle, fact.id) in self.gone or rows[-1].version < fact.version:
            return False
        return fact not in rows

    def carry_out(self, circle: Circle, decision: Decision) -> None:
        """The publishing half of a decision."""
        for fact in decision.publishes:
            self.rows.setdefault((circle, fact.id), []).append(fact)
            self.gone.discard((circle, fact.id))
        if decision.publishes:
            self.entities |= {(circle, e.id): e for e in decision.entities}
        self.gone |= {(circle, id_) for id_ in decision.withdraws}
        if decision.publishes or decision.withdraws:
            self.turns[circle] = self.turns.get(circle, 0) + 1


class FakeQueue(Queue):
    """`items` by id, with `heads` (id of an item to the one that leads its group), `entries` of the
    log and `texts` of archives; `suggestions` and `published` are the other fakes.
    """

    def __init__(self, suggestions: FakeSuggestions, published: FakePublished) -> None:
        self.items: dict[str, Item] = {}
        self.heads: dict[str, str] = {}
        self.entries: list[tuple[Circle, Entry]] = []
        self.texts: dict[tuple[Circle, str], bytes] = {}
        self.addresses: dict[tuple[Circle, str], str] = {}
        self._suggestions, self._published = suggestions, published

    async def add(
        self,
        circle: Circle,
        document: Document | None,
        archive: bytes,
        items: Sequence[Item],
        suggestion: str | None,
        now: datetime,
    ) -> int:
        if suggestion is not None and self._suggestions.waiting.pop(suggestion, None) is None:
            return 0
        if document:
            if (circle, document.archive) in self.texts:
                return 0
            self.texts[circle, document.archive] = archive
            self._published.sources[circle, document.source.id] = Saved(document.source, archive)
            if document.source.url:
                self.addresses[circle, document.source.url] = document.source.id
        new = [item for item in items if item.id not in self.items]
        for item in new:
            led = (self.heads.get(other) for other in item.also)
            waiting = (head for head in led if head and self.items[head].state == "waiting")
            self.items[item.id] = replace(item, circle=circle, also=())
            self.heads[item.id] = next(waiting, item.id)
        return len(new)

    async def page(
        self, circle: Circle, states: Collection[ItemState], first: int, most: int
    ) -> list[Item]:
        found = sorted(self._heads(circle, states), key=lambda i: (-i.score, i.at, i.id))
        return [self._with_others(item) for item in found[first : first + most]]

    async def count(self, circle: Circle, states: Collection[ItemState]) -> int:
        return len(self._heads(circle, states))

    def _heads(self, circle: Circle, states: Collection[ItemState]) -> list[Item]:
        return [
            i for i in self.items.values()
            if i.circle == circle and i.state in states and self.heads[i.id] == i.id
        ]  # fmt: skip

    def _with_others(self, item: Item) -> Item:
        others = [o for o, head in self.heads.items() if head == item.id and o != item.id]
        return replace(item, also=tuple(sorted(others)))

    async def find(self, item: str) -> Item | None:
        found = self.items.get(item)
        return found and self._with_others(found)

    async def publisher(self, circle: Circle, fact: str) -> Item | None:
        named = [i for i in self.items.values() if (i.circle, i.fact) == (circle, fact)]
        published = [i for i in named if i.state == "published" and i.kind == "draft"]
        return self._with_others(published[0]) if published else None

    async def decide(self, decision: Decision, now: datetime) -> Item | None:
        known = self.items.get(decision.item)
        if known is None or known.turn != decision.seen:
            return None
        if any(self._published.is_stale(known.circle, fact) for fact in decision.publishes):
            return None
        self.items[known.id] = decided = replace(
            known, turn=known.turn + 1, state=decision.state, statement=decision.statement,
            fact=decision.fact, edited=decision.edited, entities=decision.entities,
        )  # fmt: skip
        self.heads[known.id] = known.id
        entry = Entry(
            known.id, decided.turn, decision.verb, decision.by, now, decision.reason, decision.fact
        )
        self.entries.append((known.circle, entry))
        self._published.carry_out(known.circle, decision)
        return self._with_others(decided)

    async def log(self, circle: Circle, most: int, item: str | None = None) -> list[Entry]:
        found = [e for c, e in self.entries if c == circle and item in (None, e.item)]
        return found[::-1][:most]

    async def archive(self, circle: Circle, sha256: str) -> bytes | None:
        return self.texts.get((circle, sha256))

    async def known(self, circle: Circle, address: str) -> str | None:
        return self.addresses.get((circle, address))


class FakePosts(Posts):
    """`kept` holds the posts by where they stand."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str, str], PostedFact] = {}

    async def note(self, post: PostedFact) -> None:
        self.kept[_where(post)] = post

    async def showing(self, fact: str, before: int, now: datetime) -> list[PostedFact]:
        since = now - timedelta(days=POST_DAYS)
        return [
            post for post in self.kept.values()
            if post.at >= since and post.versions.get(fact, before) < before
        ]  # fmt: skip

    async def mended(self, post: PostedFact, fact: str, version: int, now: datetime) -> None:
        if known := self.kept.get(_where(post)):
            self.kept[_where(post)] = replace(known, versions={**known.versions, fact: version})


def _where(post: PostedFact) -> tuple[str, str, str, str]:
    return post.platform, post.workspace, post.channel, post.message


@dataclass(frozen=True)
class FakeReviewPorts(ReviewPorts):
    """Ports whose fakes a test may look into."""

    suggestions: FakeSuggestions = field(default_factory=FakeSuggestions)
    published: FakePublished = field(default_factory=FakePublished)
    posts: FakePosts = field(default_factory=FakePosts)
    queue: FakeQueue = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "queue", FakeQueue(self.suggestions, self.published))


def fake_review_ports() -> FakeReviewPorts:
    """Empty ports, each with a memory of its own."""
    return FakeReviewPorts()
