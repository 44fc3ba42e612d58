"""Likeness of texts by their pairs and triples of characters (tf-idf, cosine).

It knows no words, so it finds what the lexicon has not: inflections, half of a compound, a name
with a letter wrong. Grams are hashed to 32 bits and kept in flat arrays, which load in no time.
"""

import math
import struct
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

_WIDE = "\u3000"  # the first of the characters that are written without spaces
SIZES = (2, 3)
STEPS = 60_000
FEW = 12  # documents of a gram that are added up one by one
_LANE = 4  # bytes
_SHARES = 1 << 16  # steps of a gram's share in a text; times STEPS it fits in a lane
_UNIT = 1 / (_SHARES * STEPS)
_KEPT = 2_000_000  # lanes that are kept
_KEPT_PIECES = 5_000  # words whose places are
LONGEST = 300  # characters of a text that are compared


@dataclass
class NGrams:
    """Postings of the grams of some documents, numbered from 0 (at most 65,535)."""

    size: int = 0
    hashes: "array[int]" = field(default_factory=lambda: array("I"))
    starts: "array[int]" = field(default_factory=lambda: array("I", [0]))
    idf: "array[float]" = field(default_factory=lambda: array("f"))
    documents: "array[int]" = field(default_factory=lambda: array("H"))
    weights: "array[int]" = field(default_factory=lambda: array("H"))  # in steps of 1/STEPS
    _wide: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    _places: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def likeness(self, text: str) -> list[float]:
        """The cosine, 0 to 1, of each document with a folded text."""
        found = self._known(text)
        norm = math.sqrt(sum(weight * weight for _, weight in found)) or 1.0
        few, lanes = [], 0
        for place, weight in found:
            start, end = self.starts[place], self.starts[place + 1]
            if end - start > FEW:
                lanes += round(weight / norm * _SHARES) * self._lanes(place)
            else:
                few.append((weight / norm / STEPS, slice(start, end)))
        wide = struct.unpack(f"<{self.size}I", lanes.to_bytes(_LANE * self.size, "little"))
        scores = [score * _UNIT for score in wide]
        for share, span in few:
            for document, value in zip(self.documents[span], self.weights[span]):
                scores[document] += share * value
        return scores

    def _known(self, text: str) -> list[tuple[int, float]]:
        """The grams of a text that some document has, by place, with their weights."""
        if len(self._places) > _KEPT_PIECES:
            self._places.clear()
        counts = Counter[int]()
        for piece in _pieces(text[:LONGEST]):
            places = self._places.get(piece)
            if places is None:
                places = self._places[piece] = tuple(self._places_of(piece))
            counts.update(places)
        idf = self.idf
        return [
            (place, idf[place] if count == 1 else (1 + math.log(count)) * idf[place])
            for place, count in counts.items()
        ]

    def _places_of(self, piece: str) -> Iterator[int]:
        """Where the grams of a word stand; those that no document has are passed over."""
        for gram in _grams(piece):
            hashed = _hash(gram)
            place = bisect_left(self.hashes, hashed)
            if place < len(self.hashes) and self.hashes[place] == hashed:
                yield place

    def _lanes(self, place: int) -> int:
        """The weights of a gram in all documents as one long number with 32 bits for each.

        To multiply and add such numbers is to do so for all documents at once; a cosine is at most
        1, so no lane ever runs over into the next.
        """
        lanes = self._wide.get(place)
        if lanes is None:
            if len(self._wide) * self.size > _KEPT:
                self._wide.clear()
            row = [0] * self.size
            start, end = self.starts[place], self.starts[place + 1]
            for document, value in zip(self.documents[start:end], self.weights[start:end]):
                row[document] = value
            lanes = self._wide[place] = int.from_bytes(
                struct.pack(f"<{self.size}I", *row), "little"
            )
        return lanes


def grams(text: str) -> Iterator[str]:
    """The grams of a folded text; each word counts with a space around it."""
    for piece in _pieces(text):
        yield from _grams(piece)


def _grams(piece: str) -> Iterator[str]:
    padded = f" {piece} "
    for size in SIZES:
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def _hash(gram: str) -> int:
    return zlib.crc32(gram.encode())


def scale(count: int) -> int:
    """A count as a power of two, so that one fact more leaves the weights of all others alone."""
    return 1 << count.bit_length()


def _pieces(text: str) -> Iterator[str]:
    """Latin words, and runs of other characters over the spaces that only some people type."""
    piece = ""
    for word in text.split():
        for wide, characters in groupby(word, key=lambda c: c >= _WIDE):
            run = "".join(characters)
            if wide and piece and piece[-1] >= _WIDE:
                piece += run
                continue
            if piece:
                yield piece
            piece = run
    if piece:
        yield piece


def build_ngrams(documents: Iterable[str]) -> NGrams:
    """Index some folded texts."""
    postings: dict[int, list[tuple[int, int]]] = {}
    hashed = cache(_hash)  # most grams are in many texts
    number = 0
    for text in documents:
        counted = Counter(map(hashed, grams(text)))
        for gram, count in counted.items():
            postings.setdefault(gram, []).append((number, count))
        number += 1
    idf = {gram: math.log(scale(number) / scale(len(p))) + 1 for gram, p in postings.items()}
    often = cache(lambda count: 1 + math.log(count))
    norms = [0.0] * number
    for gram, found in postings.items():
        for document, count in found:
            norms[document] += (often(count) * idf[gram]) ** 2
    roots = [math.sqrt(norm) / STEPS for norm in norms]
    built = NGrams(number)
    for gram in sorted(postings):
        built.hashes.append(gram)
        built.idf.append(weight := idf[gram])
        found = postings[gram]
        built.documents.extend(document for document, _ in found)
        built.weights.extend(
            round(often(count) * weight / roots[document]) for document, count in found
        )
        built.starts.append(len(built.documents))
    return built
