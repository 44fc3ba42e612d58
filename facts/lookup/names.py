"""Find a known name with typing errors in a text, among any number of names.

Names are compared as wholes: by the words and pairs of characters that a name shares with the
text, and then, where the shared ones place it, character by character. It finds what no single
word tells: two wrong letters in a short part of a long name, or a wrong character of a name in
Chinese or Japanese.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from facts.lookup.fuzzy import errors_allowed
from facts.lookup.normalise import Folded
from facts.lookup.packed import Packed

_PIECE = re.compile(r"[^\s\u3000-\U0010ffff]+|[\u3000-\U0010ffff]+")
_WIDE = "\u3000"  # the first of the characters that are written without spaces
LONGEST = 80  # characters of a text that are looked at
BUDGET = 10_000  # names that are counted for one text; the rarest words come first
CANDIDATES = 600  # names that are compared with it character by character
LEAST = 0.25  # the share of its words and pairs that a name must have in the text


@dataclass(frozen=True)
class Near:
    """What stands at [start, end) of a text is nearly this name."""

    start: int
    end: int
    name: Folded
    errors: int


class Names:
    """Names that can be found again with typing errors; there may be none."""

    def __init__(self, names: Iterable[Folded] = ()) -> None:
        known = list(dict.fromkeys(names))
        found: dict[str, array[int]] = {}
        self._sizes = array("H")
        for number, name in enumerate(known):
            pieces = dict(_pieces(name.text))
            self._sizes.append(len(pieces))
            for piece in pieces:
                found.setdefault(piece, array("I")).append(number)
        self._having = Packed({piece: numbers.tobytes() for piece, numbers in found.items()})
        self._texts = "".join(name.text for name in known)
        self._scripts = "".join(name.scripts for name in known)
        self._starts = array("I", [0])
        for name in known:
            self._starts.append(self._starts[-1] + len(name.text))

    def __bool__(self) -> bool:
        return bool(self._sizes)

    def near(self, text: str) -> Near | None:
        """The name that a folded text comes nearest to having."""
        text = text[:LONGEST]
        pieces = dict(_pieces(text))
        best: tuple[int, int, str, int, int, int] | None = None
        for number in self._alike(pieces):
            name = self._texts[slice(*self._span(number))]
            most = best[0] if best else errors_allowed(len(name)) or len(name) // 3
            for start, end, errors in _compared(text, pieces, name, most):
                found = errors, -len(name), name, start, end, number
                best = min(best or found, found)
        if best is None:
            return None
        errors, _, name, start, end, number = best
        return Near(start, end, Folded(name, self._scripts[slice(*self._span(number))]), errors)

    def _span(self, number: int) -> tuple[int, int]:
        return self._starts[number], self._starts[number + 1]

    def _alike(self, pieces: Iterable[str]) -> list[int]:
        """The names that share most with these words and pairs of characters."""
        having = (self._having.view(piece) for piece in pieces)
        shared: Counter[int] = Counter()
        spent = 0
        for numbers in sorted((h.cast("I") for h in having if h), key=len):
            spent += len(numbers)
            if spent > BUDGET:
                break
            shared.update(numbers)
        lacking = ((1 - n / self._sizes[number], number) for number, n in shared.items())
        alike = (entry for entry in lacking if entry[0] <= 1 - LEAST)
        return [number for _, number in nsmallest(CANDIDATES, alike)]


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """The words of a folded text, and the pairs of characters of what has no spaces."""
    for match in _PIECE.finditer(text):
        start, piece = match.start(), match.group()
        if piece[0] < _WIDE:
            yield piece, start
        else:
            yield from ((piece[n : n + 2], start + n) for n in range(max(1, len(piece) - 1)))


def _compared(
    text: str, pieces: dict[str, int], name: str, most: int
) -> Iterator[tuple[int, int, int]]:
    """(start, end, errors) of the parts of a text that are a name with few errors."""
    from rapidfuzz.distance import OSA  # only a name that is not known needs it

    shared = _shared(pieces, name)
    if not shared:
        return
    (at, place, _), (last, there, size) = min(shared), max(shared)
    behind = len(name) - there - size
    for before in range(-most, most + 1) if place else (0,):
        for after in range(-most, most + 1) if behind else (0,):
            start, end = at - place + before, last + size + behind + after
            if abs(end - start - len(name)) > most or not _whole(text, start, end):
                continue
            errors = int(OSA.distance(text[start:end], name, score_cutoff=most))
            if errors <= most and _plausible(text[start:end], name, errors):
                yield start, end, errors


def _shared(pieces: dict[str, int], name: str) -> list[tuple[int, int, int]]:
    """(place in the text, place in the name, size) of the pieces that a name shares."""
    padded, found = f" {name} ", []
    for piece, at in pieces.items():
        wide = piece[0] >= _WIDE
        place = padded.find(piece) - 1 if wide else padded.find(f" {piece} ")
        if place >= 0:
            found.append((at, place, len(piece)))
    return found


def _whole(text: str, start: int, end: int) -> bool:
    """True for a part of a text that cuts no Latin word in two."""
    return 0 <= start < end <= len(text) and not (_inside(text, start) or _inside(text, end))


def _inside(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and all(c < _WIDE and c != " " for c in around)


def _plausible(written: str, name: str, errors: int) -> bool:
    """One error in a short word is a slip, two make another word."""
    if name[-1] >= _WIDE or " " not in name:
        return True
    ours, theirs = set(written.split()), set(name.split())
    longest = max(map(len, theirs - ours), default=0)
    return errors <= max(errors_allowed(longest), 1)
