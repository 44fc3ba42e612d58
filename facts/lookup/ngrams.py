"""Likeness of texts by their pairs and triples of characters (tf-idf, cosine).

It knows no words, so it finds what the lexicon has not: inflections, half of a compound, a name
with a letter wrong. Grams are hashed to 32 bits and kept in flat arrays, which load in no time.
"""

import math
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

_WIDE = "\u3000"  # the first of the characters that are written without spaces
SIZES = (2, 3)
BUDGET = 8_000  # postings that are added up for one text; what is rarest comes first
STEPS = 60_000
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

    def likeness(self, text: str) -> list[float]:
        """The cosine, 0 to 1, of each document with a folded text."""
        found = []
        for gram, count in Counter(grams(text[:LONGEST])).items():
            place = bisect_left(self.hashes, gram)
            if place < len(self.hashes) and self.hashes[place] == gram:
                weight = (1 + math.log(count)) * self.idf[place]
                found.append((self.starts[place], self.starts[place + 1], weight))
        norm = math.sqrt(sum(weight * weight for _, _, weight in found)) or 1.0
        found.sort(key=lambda entry: entry[1] - entry[0])
        scores = [0.0] * self.size
        spent = 0
        for start, end, weight in found:
            spent += end - start
            if spent > BUDGET:
                break
            share = weight / norm / STEPS
            for document, value in zip(self.documents[start:end], self.weights[start:end]):
                scores[document] += share * value
        return scores


def grams(text: str) -> Iterator[int]:
    """The hashed grams of a folded text; each word counts with a space around it."""
    for word in _pieces(text):
        padded = f" {word} "
        for size in SIZES:
            for start in range(len(padded) - size + 1):
                yield zlib.crc32(padded[start : start + size].encode())


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
    counts = [Counter(grams(text)) for text in documents]
    postings: dict[int, list[tuple[int, int]]] = {}
    for number, counted in enumerate(counts):
        for gram, count in counted.items():
            postings.setdefault(gram, []).append((number, count))
    built, norms = NGrams(len(counts)), [0.0] * len(counts)
    idf = {gram: math.log(scale(len(counts)) / scale(len(p))) + 1 for gram, p in postings.items()}
    for gram, found in postings.items():
        for number, count in found:
            norms[number] += ((1 + math.log(count)) * idf[gram]) ** 2
    for gram in sorted(postings):
        built.hashes.append(gram)
        built.idf.append(idf[gram])
        for number, count in postings[gram]:
            built.documents.append(number)
            weight = (1 + math.log(count)) * idf[gram] / math.sqrt(norms[number])
            built.weights.append(round(weight * STEPS))
        built.starts.append(len(built.documents))
    return built
