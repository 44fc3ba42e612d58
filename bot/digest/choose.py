"""What a day's digest shows: a function of the channel, the local day, the library and what the
channel was shown before, so that a preview is what will arrive if nothing changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from random import Random
from typing import Literal

from bot.digest.subscription import Subscription
from facts.fact import Fact, Topic
from facts.library import Library

Why = Literal["new", "changed", "not_shown", "shown_before"]

RECENT = timedelta(days=3)  # for which a topic, an entity or a source is better left alone
# What it costs a fact to be like one that was chosen for today, or shown lately. An importance
# is 1 to 3, and chance adds up to _CHANCE.
_LIKE_TODAY = {"topic": 3.0, "entity": 4.0, "source": 1.0}
_LIKE_LATELY = {"topic": 0.5, "entity": 1.5, "source": 0.2}
_CHANCE = 1.5


@dataclass(frozen=True, slots=True)
class Shown:
    """What a channel was shown of a fact: the newest version, how often, and on which day last."""

    version: int
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a digest: a fact, or two that could be confused, and why it was chosen."""

    facts: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Choice:
    """A day's digest: the facts that were corrected since they were shown there, and the items."""

    corrected: tuple[str, ...]
    items: tuple[Item, ...]

    def facts(self) -> tuple[str, ...]:
        """Ids of all facts, in the order of the card, each once."""
        ids = [*self.corrected, *(id_ for item in self.items for id_ in item.facts)]
        return tuple(dict.fromkeys(ids))


class Chooser:
    """Chooses from one library; it is made once for each library, since what facts have in common
    takes longer to find out than to weigh.
    """

    def __init__(self, library: Library) -> None:
        self._facts = library.facts
        self._replaced = {fact.supersedes for fact in library.facts.values()}
        countries = {id_ for id_, e in library.entities.items() if e.kind == "country"}
        self._features = {id_: _features(f, countries) for id_, f in library.facts.items()}
        self._changed = {id_: fact for id_, fact in library.facts.items() if fact.version > 1}
        self._pool = lru_cache(maxsize=256)(self._make_pool)

    def choose(
        self, subscription: Subscription, day: date, shown: Mapping[str, Shown]
    ) -> Choice:  # fmt: skip
        """At most `count` items, fewer where the library has no more; none is shown again before
        all others were. New and changed facts come first, then a spread over topics, entities and
        sources.
        """
        changes = self._changes(shown)
        corrected = tuple(sorted(id_ for id_, kind in changes.items() if kind == "correction"))
        newest = max((s.last for s in shown.values()), default=None)
        left: dict[Rank, list[_Group]] = defaultdict(list)
        for group in self._pool(subscription.topics, subscription.about):
            if not (corrected and any(fact in corrected for fact in group.facts)):
                left[_rank(group, shown, changes, newest)].append(group)
        lately, since = _Common(_LIKE_LATELY), day - RECENT
        for id_, before in shown.items():
            if before.last >= since and id_ in self._features:
                lately.add(self._features[id_])
        chance = Random(f"{subscription.channel.key()} {day.isoformat()}")  # noqa: S311  # variety
        today, items = _Common(_LIKE_TODAY), list[Item]()
        for rank in sorted(left):
            wanted = subscription.count - len(items)
            if wanted <= 0:
                break
            for group in self._best(left[rank], wanted, lately, today, chance):
                items.append(Item(group.facts, _why(rank)))
        return Choice(corrected, tuple(items))

    def _best(
        self,
        groups: list["_Group"],
        wanted: int,
        lately: "_Common",
        today: "_Common",
        chance: Random,
    ) -> list["_Group"]:
        """The best groups one after the other: importance and chance, less what each has in common
        with facts that were shown lately and with those chosen before it.
        """
        draw = chance.random
        ordered = [(group.importance + draw() * _CHANCE, group) for group in groups]
        ordered.sort(key=_FIRST, reverse=True)
        chosen: list[_Group] = []
        while ordered and len(chosen) < wanted:
            best, place = -float("inf"), 0
            for number, (most, group) in enumerate(ordered):
                if most <= best:
                    break  # no cost is below 0: none of the others can be better
                merit = most - lately.cost(group.features) - today.cost(group.features)
                if merit > best:
                    best, place = merit, number
            chosen.append(ordered.pop(place)[1])
            today.add(chosen[-1].features)
        return chosen

    def _changes(self, shown: Mapping[str, Shown]) -> dict[str, str]:
        """How facts changed since they were shown; a better wording alone is no change."""
        changes = {}
        for id_, fact in self._changed.items():
            before = shown.get(id_)
            if before and fact.version > before.version:
                kinds = {v.kind for v in fact.history if v.version >= before.version}
                if kinds & {"correction", "update"}:
                    changes[id_] = "correction" if "correction" in kinds else "update"
        return changes

    def _make_pool(self, topics: tuple[Topic, ...], about: str | None) -> list["_Group"]:
        """The facts of a subscription: those that a reader could confuse in pairs."""
        left = {
            id_: fact
            for id_, fact in sorted(self._facts.items())
            if id_ not in self._replaced
            and (not topics or fact.topic in topics)
            and (about is None or about in fact.entities())
        }
        groups = []
        while left:
            id_, fact = left.popitem()
            other = next((left.pop(o) for o in fact.conflicts_with if o in left), None)
            facts = (fact, other) if other else (fact,)
            groups.append(_Group(
                tuple(f.id for f in facts), self._features[id_],
                max(f.importance for f in facts), max(f.added for f in facts),
            ))  # fmt: skip
        return groups


Feature = tuple[str, str]  # what kind of thing, and its id
Rank = tuple[int, int]  # how often it was shown (-1: it has changed since), and 0 for new ones
_CHANGED: Rank = (-1, 0)
_NEW: Rank = (0, 0)
_NOT_SHOWN: Rank = (0, 1)
_FIRST = itemgetter(0)


@dataclass(frozen=True, slots=True)
class _Group:
    facts: tuple[str, ...]
    features: tuple[Feature, ...]
    importance: int
    added: date


class _Common:
    """What facts have in common with those that were added, and what that costs."""

    def __init__(self, costs: Mapping[str, float]) -> None:
        self._costs = costs
        self._found: defaultdict[Feature, float] = defaultdict(float)

    def add(self, features: Iterable[Feature]) -> None:
        for each in features:
            self._found[each] += self._costs[each[0]]

    def cost(self, features: Iterable[Feature]) -> float:
        found = self._found
        return sum([found[each] for each in features if each in found])


def _features(fact: Fact, countries: set[str]) -> tuple[Feature, ...]:
    """What makes facts alike; that two are about Japan says nothing."""
    entities = (("entity", id_) for id_ in fact.entities() if id_ not in countries)
    return ("topic", fact.topic), *entities, *(("source", id_) for id_ in fact.sources())


def _rank(
    group: _Group, shown: Mapping[str, Shown], changes: Mapping[str, str], newest: date | None
) -> Rank:
    if changes and any(id_ in changes for id_ in group.facts):
        return _CHANGED
    if group.facts[0] in shown and all(id_ in shown for id_ in group.facts):
        return min([shown[id_].times for id_ in group.facts]), 1
    return _NEW if newest is not None and group.added > newest else _NOT_SHOWN


def _why(rank: Rank) -> Why:
    times, old = rank
    if times < 0:
        return "changed"
    if times > 0:
        return "shown_before"
    return "not_shown" if old else "new"
