"""How near a question is, letter by letter, to the nearest of the ways in which a fact is asked for.

Likeness and familiarity mix all ways of asking; this one sees a question that somebody has asked
in almost these words, whatever the words are.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

LONGEST = 300  # characters of a question that are compared
NEAREST = 3  # ways of asking that count
_BREAK = "\n"


def kept(ways: Iterable[str]) -> str:
    """The folded ways of asking for one fact, as an index keeps them."""
    return _BREAK.join(dict.fromkeys(map(_bare, ways)))


def nearness(text: str, ways: str) -> tuple[float, float]:
    """How near a folded text is to the nearest way of asking, and to the nearest few, 0 to 1.

    A text in Latin letters alone is near to none of those in other letters, and the other way round.
    """
    from rapidfuzz import fuzz, process  # 20 ms that a question of few words does without

    latin, others = _each(ways)
    bare = _bare(text)[:LONGEST]
    found: Sequence[tuple[str, float, int]] = process.extract(
        bare, latin if bare.isascii() else others, scorer=fuzz.ratio, limit=NEAREST
    )
    each = [likeness / 100 for _, likeness, _ in found]
    return max(each, default=0.0), sum(each) / NEAREST


@lru_cache(maxsize=5_000)
def _each(ways: str) -> tuple[list[str], list[str]]:
    """Those in Latin letters alone, and the others."""
    each = ways.split(_BREAK)
    return [way for way in each if way.isascii()], [way for way in each if not way.isascii()]


def _bare(text: str) -> str:
    """A text without the spaces that only some people type."""
    return "".join(text.split())
