"""Find a known name with typing errors in a text, among any number of names.

Names are compared as wholes: by the words and pairs of characters that a name shares with the
text, and then, where the shared ones place it, character by character. It finds what no single
word tells: two wrong letters in a short part of a long name, or a wrong character of a name in
Chinese or Japanese.
"""

import re
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from facts.lookup.fuzzy import errors_allowed
from facts.lookup.normalise import HIRA, KANA, LATIN, OTHER, Folded, stem
from facts.lookup.packed import Packed

_PIECE = re.compile(r"[^\s\u3000-\U0010ffff]+|[\u3000-\U0010ffff]+")
_WIDE = "\u3000"  # the first of the characters that are written without spaces
LONGEST = 80  # characters of a text that are looked at
BUDGET = 10_000  # names that are counted for one text; the rarest words come first
CANDIDATES = 600  # names that are compared with it character by character
LONG_LATIN, LONG_WIDE, LONG_KANA = 8, 4, 6  # characters of a name that may have an error
_ONE_WORD = (LATIN * 2, KANA * 2)  # where these stand side by side nothing begins or ends


@dataclass(frozen=True)
class Near:
    """What stands at [start, end) of a text is nearly this name."""

    start: int
    end: int
    name: Folded


def is_long(name: Folded) -> bool:
    """True for a name that is compared as a whole; words by themselves have the speller."""
    scripts = set(name.scripts)
    if scripts <= {LATIN, OTHER}:
        return OTHER in scripts and len(name.text) >= LONG_LATIN
    return len(name.text) >= (LONG_KANA if scripts == {KANA} else LONG_WIDE)


def _most_errors(name: Folded) -> int:
    length = len(name.text)
    return errors_allowed(length if name.text[-1] < _WIDE else max(length - 2, 4))


def _may_lack(name: Folded, pieces: int) -> int:
    """How many of its words and pairs of characters a name with errors has no more."""
    if set(name.scripts) <= {LATIN, OTHER}:
        return 1  # two wrong words are another name
    return min(2 * _most_errors(name) + (pieces > 4), pieces - 1)  # a wrong character is in two


class Names:
    """Names that can be found again with typing errors; there may be none."""

    def __init__(self, names: Iterable[Folded] = ()) -> None:
        known = list(dict.fromkeys(name for name in names if is_long(name)))
        found: dict[str, array[int]] = {}
        self._sizes, self._may_lack = array("H"), array("H")
        for number, name in enumerate(known):
            pieces = dict(_pieces(name.text))
            self._sizes.append(len(pieces))
            self._may_lack.append(_may_lack(name, len(pieces)))
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

    def near(self, folded: Folded, words: Container[str], inside: set[int]) -> Near | None:
        """The name that a part of a text is with few errors.

        None of `words` is an error, and no name starts or ends `inside` a known term.
        """
        text = folded.text[:LONGEST]
        pieces = dict(_pieces(text))
        best: tuple[int, int, str, int, int, int] | None = None
        characters = set(text)
        odd = [piece for piece in pieces if piece[0] < _WIDE and stem(piece) not in words]
        for number in self._alike(pieces):
            name = self._name(number)
            most = best[0] if best else _most_errors(name)
            if len(set(name.text) - characters) > most or not _hinted(name, pieces, odd):
                continue
            for start, end, errors in _compared(folded, pieces, name, most):
                cuts = start in inside or end in inside
                if not cuts and _is_slip(text[start:end], name.text, errors, words):
                    found = errors, -len(name.text), name.text, start, end, number
                    best = min(best or found, found)
        if best is None:
            return None
        _, _, _, start, end, number = best
        return Near(start, end, self._name(number))

    def _name(self, number: int) -> Folded:
        start, end = self._starts[number], self._starts[number + 1]
        return Folded(self._texts[start:end], self._scripts[start:end])

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
        alike = [
            (self._sizes[number] - count, number)
            for number, count in shared.items()
            if self._sizes[number] - count <= self._may_lack[number]
        ]
        return [number for _, number in nsmallest(CANDIDATES, alike)]


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """The words of a folded text, and the pairs of characters of what has no spaces."""
    for match in _PIECE.finditer(text):
        start, piece = match.start(), match.group()
        if piece[0] < _WIDE:
            yield piece, start
        else:
            yield from ((piece[n : n + 2], start + n) for n in range(max(1, len(piece) - 1)))


def _hinted(name: Folded, pieces: Container[str], odd: Iterable[str]) -> bool:
    """True where a word that is not known may be what a name of Latin words lacks.

    Fingers rarely miss the first letter, except by swapping it with the second.
    """
    if not set(name.scripts) <= {LATIN, OTHER}:
        return True
    lacking = [word for word in name.text.split() if word not in pieces]
    return any(
        abs(len(word) - len(other)) < 3 and word[0] in other[:2] and other[0] in word[:2]
        for word in lacking
        for other in odd
    )


def _compared(
    folded: Folded, pieces: dict[str, int], name: Folded, most: int
) -> Iterator[tuple[int, int, int]]:
    """(start, end, errors) of the parts of a text that are a name with few errors."""
    from rapidfuzz.distance import OSA  # only a name that is not known needs it

    shared = _shared(pieces, name.text)
    if not shared:
        return
    (at, place, _), (last, there, size) = min(shared), max(shared)
    length = len(name.text)
    behind = length - there - size
    for before in range(-most, most + 1) if place else (0,):
        for after in range(-most, most + 1) if behind else (0,):
            start, end = at - place + before, last + size + behind + after
            if abs(end - start - length) > most or not _fits(folded, start, end, name):
                continue
            errors = int(OSA.distance(folded.text[start:end], name.text, score_cutoff=most))
            if 0 < errors <= most:
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


def _fits(folded: Folded, start: int, end: int, name: Folded) -> bool:
    """True for a part of a text that can be a name: whole words, in the scripts of the name."""
    text = folded.text
    if not 0 <= start < end <= len(text) or " " in (text[start], text[end - 1]):
        return False
    if any(folded.scripts[max(at - 1, 0) : at + 1] in _ONE_WORD for at in (start, end)):
        return False
    return HIRA in name.scripts or HIRA not in folded.scripts[start:end]


def _is_slip(written: str, name: str, errors: int, words: Container[str]) -> bool:
    """True where what is written instead of the name's words is no word of its own.

    One error in a short word is a slip, two make another word.
    """
    if " " not in name:
        return written not in name  # what is only short of a name may be another
    ours, theirs = set(written.split()), set(name.split())
    longest = max(map(len, theirs - ours), default=0)
    return errors <= max(errors_allowed(longest), 1) and not any(
        stem(word) in words for word in ours - theirs
    )
