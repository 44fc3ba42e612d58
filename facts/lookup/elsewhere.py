"""Whether a message is about a library's subject or about anything else, by its words alone.

It learns from the ways in which facts are asked for, and from messages and words of other walks of
life (`facts/data/elsewhere/`), as a naive Bayes classifier does. What is very unlike the subject is refused (`decide.py`).
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from facts.lookup.packed import Packed
from facts.pack import BUILT_IN

FOLDER = BUILT_IN / "elsewhere"
_SELDOM = 0.15  # uses that a unit has beyond those that were seen
_WORD = 0.5  # what a word of a list counts, beside one that was used in a message
_MOST = 4.0  # the greatest logarithm that a single unit counts
_STEPS = 30  # steps to a logarithm of 1: it is kept as a byte
_KEPT = 5_000  # units that are kept unpacked


@cache
def read_messages() -> tuple[str, ...]:
    """Messages about anything else, in every language."""
    found = tomllib.loads((FOLDER / "messages.toml").read_text(encoding="utf-8"))
    return tuple(message for messages in found.values() for message in messages)


@cache
def read_words() -> tuple[str, ...]:
    """Words of other walks of life, in every language."""
    found = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    return tuple(w for domains in found.values() for words in domains.values() for w in words)


class Talk:
    """For each unit, how much rather it stands in talk about the subject than in other talk."""

    def __init__(self, packed: Packed | None = None) -> None:
        self._packed = packed or Packed({})
        self._known: dict[str, float | None] = {}

    def likeness(self, units: Iterable[str]) -> float:
        """The mean logarithm of the odds, -4 to 4, with which words are talk about the subject;
        0 for words that say nothing.
        """
        known = [odds for unit in units if (odds := self._odds(unit)) is not None]
        return sum(known) / (len(known) + 1)

    def _odds(self, unit: str) -> float | None:
        if unit not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            packed = self._packed.get(unit)
            self._known[unit] = packed[0] / _STEPS - _MOST if packed else None
        return self._known[unit]

    def __getstate__(self) -> Packed:
        return self._packed

    def __setstate__(self, state: Packed) -> None:
        self._packed = state
        self._known = {}


def build_talk(
    ours: Iterable[Iterable[str]], others: Iterable[Iterable[str]], words: Iterable[Iterable[str]]
) -> Talk:
    """From the units of the ways in which facts are asked for, of other messages, and of words."""
    here, there, listed = Counter[str](), Counter[str](), Counter[str]()
    number = _count(here, ours)
    other = _count(there, others)
    for units in words:
        listed.update(units)
    there_too = {u: there[u] + _WORD * listed[u] for u in there.keys() | listed.keys()}
    return Talk(Packed(dict(_packed(here, there_too, number, other))))


def _count(uses: Counter[str], texts: Iterable[Iterable[str]]) -> int:
    number = 0
    for units in texts:
        uses.update(set(units))
        number += 1
    return number


def _packed(
    here: Mapping[str, float], there: Mapping[str, float], number: int, other: int
) -> Iterator[tuple[str, bytes]]:
    for unit in here.keys() | there.keys():
        odds = math.log((here.get(unit, 0) + _SELDOM) / (number + _SELDOM))
        odds -= math.log((there.get(unit, 0) + _SELDOM) / (other + _SELDOM))
        yield unit, bytes([round((max(-_MOST, min(_MOST, odds)) + _MOST) * _STEPS)])
