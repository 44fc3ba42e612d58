"""The search index of a library: what every fact is about, in units that a question shares.

Units are strings with a prefix: "e:" an entity, "c:" a concept of the lexicon, "w:" a word stem,
katakana word or pair of Han characters, "n:" a number, "a:" a question that the fact answers,
"t:" its topic. A unit has a strength from 0 to 1: how surely the fact is about it.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from facts.lookup.elsewhere import Talk
from facts.lookup.figures import Figures
from facts.lookup.fuzzy import Speller
from facts.lookup.lexicon import Concept
from facts.lookup.names import Names
from facts.lookup.ngrams import NGrams, scale
from facts.lookup.normalise import Folder
from facts.lookup.postings import Postings
from facts.lookup.terms import Terms

_KEPT = 5_000  # weights of units that are kept; anybody may type new ones
Days = tuple[tuple[date, date], ...]  # the first and the last day of each period of a fact


@dataclass
class Index:
    """Everything that a question is matched with; built once, then read only."""

    folder: Folder
    terms: Terms
    concepts: dict[str, Concept]
    ids: list[str] = field(default_factory=list)
    postings: Postings = field(default_factory=Postings)
    sizes: list[float] = field(default_factory=list)
    importance: list[int] = field(default_factory=list)
    money: list[tuple[str, float]] = field(default_factory=list)
    abroad: list[frozenset[str]] = field(default_factory=list)
    periods: list[Days] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    speller: Speller = field(default_factory=lambda: Speller(()))
    familiar: Postings = field(default_factory=Postings)
    ways: list[str] = field(default_factory=list)
    talk: Talk = field(default_factory=Talk)
    ngrams: NGrams = field(default_factory=NGrams)
    silent: set[str] = field(default_factory=set)
    by_field: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    han_names: dict[int, list[str]] = field(default_factory=dict)
    answers: list[frozenset[str]] = field(default_factory=list)
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    _weights: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def weight(self, unit: str) -> float:
        """How telling a unit is: 1 where one fact has it, near 0 where all have."""
        known = self._weights.get(unit)
        if known is None:
            if len(self._weights) >= _KEPT:
                self._weights.clear()
            known = self._weights[unit] = self._weighed(unit)
        return known

    def _weighed(self, unit: str) -> float:
        count = self.postings.count(unit)
        if not count or not self.ids:
            return 1.0
        size = scale(len(self.ids))
        return math.log(1 + size / scale(count)) / math.log(1 + size)

    def has(self, unit: str) -> bool:
        """True when some fact has the unit."""
        return unit in self.postings
