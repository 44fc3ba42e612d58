"""How a draft stands to the facts that the library has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.drafts.draft import Draft, Relation
from facts.fact import Fact
from facts.library import Library
from facts.value import Value
from facts.when import Period, parse_edtf

# Naming one of these says little about what a fact is about.
_GENERAL = frozenset({"country", "place", "group"})
_Key = tuple[str, tuple[float, ...], str | None]
# Two values of these metrics about one entity are two facts, not two opinions of one.
_VAGUE = frozenset({"share", "count", "rank", "ratio", "duration", "date", "superlative"})


def _key(value: Value) -> _Key | None:
    numbers = tuple(float(n) for n in value.numbers())
    if not numbers or value.kind == "duration":
        return None
    return value.kind, numbers, value.currency


@dataclass
class Known:
    """The facts of a library by the numbers they state and by whom they are about."""

    library: Library
    by_value: dict[_Key, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    by_metric: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def relation(self, draft: Draft, published: str) -> Relation:
        """The nearest fact and how a draft of a source published then (EDTF) stands to it."""
        about = set(self.telling(draft.entities))
        for value in draft.values:
            for fact in self.by_value.get(_key(value) or ("", (), None), ()):
                if self._same_subject(draft, value, fact, about):
                    return Relation("same", fact.id)
        for value in draft.values:
            if value.metric in _VAGUE or not value.numbers():
                continue
            for entity in sorted(about):
                if others := self.by_metric.get((entity, value.metric)):
                    return self._against(parse_edtf(draft.when.main() or published), others)
        return Relation()

    def telling(self, entities: Iterable[str]) -> list[str]:
        """Those of the entities that say what a fact is about: no countries and places."""
        found = self.library.entities
        return [e for e in entities if e in found and found[e].kind not in _GENERAL]

    def _same_subject(self, draft: Draft, value: Value, fact: Fact, about: set[str]) -> bool:
        theirs = set(self.telling(fact.entities()))
        if about & theirs:
            return True
        if any(q.exact in draft.context or draft.quote.exact in q.exact for q in fact.quotes):
            return True
        metrics = {v.metric for v in fact.values}
        return not about and not theirs and value.metric in metrics - _VAGUE

    def _against(self, own: Period, others: list[Fact]) -> Relation:
        newest = max(others, key=lambda f: self.library.period(f).last or f.added)
        later = _later(own, self.library.period(newest))
        return Relation("newer" if later else "differs", newest.id)


def _later(one: Period, other: Period) -> bool:
    return bool(one.first and other.last and one.first > other.last)


def known_facts(library: Library) -> Known:
    """Index a library's facts for `relation`."""
    known = Known(library)
    for fact in library.facts.values():
        for value in fact.values:
            if key := _key(value):
                known.by_value[key].append(fact)
            if value.numbers():
                for entity in known.telling(fact.entities()):
                    known.by_metric[entity, value.metric].append(fact)
    return known
