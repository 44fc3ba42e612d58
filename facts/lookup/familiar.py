"""How people ask for a fact: which of their words stand in how many of its ways of being asked for.

It learns from `asked`, the aliases and the statements together. A word that many of them use says
more than one that only a single one does, as in a naive Bayes classifier of the facts.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from facts.lookup.postings import Gathered, Postings, in_both

_SELDOM = 0.5  # below how many uses a word says little
_MOST = 5.0  # the logarithm that counts as 1


class _Units(Protocol):
    """What weighs units: an index."""

    familiar: Postings

    def weight(self, unit: str) -> float: ...


def build_familiar(facts: Iterable[Iterable[Iterable[str]]]) -> Postings:
    """From the units of each way of asking for each fact, by number of the fact."""
    gathered = Gathered()
    for ways in facts:
        uses = Counter(unit for units in ways for unit in set(units))
        gathered.add(
            {unit: min(1.0, math.log(1 + n / _SELDOM) / _MOST) for unit, n in uses.items()}
        )
    return gathered.pack(lambda *_: True)


def familiarity(
    index: _Units, units: Iterable[str], numbers: Collection[int]
) -> Mapping[int, float]:
    """How well the units of a question fit the ways that each of some facts is asked for."""
    found = dict.fromkeys(numbers, 0.0)
    total = 1.0
    for unit in units:
        uses = index.familiar.of((unit,))
        if not uses:
            continue
        weight = math.sqrt(index.weight(unit))
        total += weight
        for number in in_both(uses, found.keys()):
            found[number] += weight * uses.get(number, 0.0)
    return {number: strength / total for number, strength in found.items()}
