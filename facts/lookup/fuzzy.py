"""Find the words of a vocabulary within one or two typing errors of a given word, at any size.

A word with at most k errors shares at least one of k + 1 pieces with the right word (the
pigeonhole principle of PassJoin, Li et al. 2011), so only words that share a piece are compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise


def errors_allowed(length: int) -> int:
    """How many typing errors a word of this length may have and still be recognised."""
    if length < 4:
        return 0
    return 1 if length < 8 else 2


class Speller:
    """Words that can be found again with typing errors (optimal string alignment)."""

    def __init__(self, words: Iterable[str]) -> None:
        pieces: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            for number, (start, size) in enumerate(_cuts(len(word))):
                pieces[_key(len(word), number, word[start : start + size])].append(word)
        self._words = {key: " ".join(found) for key, found in pieces.items()}

    def near(self, word: str) -> list[tuple[int, str]]:
        """(errors, word) of every known word that is near enough, nearest first."""
        from rapidfuzz.distance import OSA  # only a word that is not known needs it

        allowed = errors_allowed(len(word))
        found: dict[str, int] = {}
        for candidate in self._candidates(word, allowed) if allowed else ():
            most = min(allowed, errors_allowed(len(candidate)))
            distance = OSA.distance(word, candidate, score_cutoff=most)
            if distance <= most:
                found[candidate] = int(distance)
        return sorted((distance, candidate) for candidate, distance in found.items())

    def _candidates(self, word: str, allowed: int) -> Iterable[str]:
        seen: set[str] = set()
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for number, (start, size) in enumerate(_cuts(length)):
                first, last = max(0, start - allowed), min(len(word) - size, start + allowed)
                for begin in range(first, last + 1):
                    key = _key(length, number, word[begin : begin + size])
                    seen.update(self._words.get(key, "").split())
        return seen


def _cuts(length: int) -> list[tuple[int, int]]:
    """(start, size) of the pieces of a word of this length: one more than its errors, and one
    more again because a swap of neighbours can break two pieces at once.
    """
    errors = errors_allowed(length)
    if not errors:
        return []
    count = errors * 2 + 1 if length >= 8 else errors + 2
    edges = [length * n // count for n in range(count + 1)]
    return [(a, b - a) for a, b in pairwise(edges) if b > a]


def _key(length: int, number: int, piece: str) -> str:
    return f"{length} {number} {piece}"
