"""Where names and other known words stand in a text, whatever their case, width or characters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from facts.compiled import Compiled
from facts.lookup.index import Index
from facts.lookup.question import Question
from facts.lookup.terms import tokenize

HOME = "japan"  # every fact is about it, so that questions leave it out of what they name
# A word of letters, or one character of a script without spaces.
_PIECE = re.compile(r"[^\W_\u3041-\u30ff\u3400-\u9fff]+|\w")


@dataclass(frozen=True)
class Name:
    """A name that stands at [start, end) of a text."""

    kind: Literal["entity", "country"]
    start: int
    end: int


def names_in(ready: Compiled, question: Question, text: str) -> list[Name]:
    """The names of a question in its text, in their order; the home country too, where it is the
    only one.
    """
    slots = question.of_kind("entity", "country", "place", "implied")
    kinds = {slot.written: slot.kind for slot in slots}
    kinds |= {c.written: kinds[c.read] for c in question.corrections if c.read in kinds}
    found = [
        Name("country" if kind in ("country", "place") else "entity", *span)
        for written, kind in kinds.items()
        for span in spans_of(ready.index, text, [written])
    ]
    home = ready.library.entities.get(HOME)
    if home and all(name.kind != "country" for name in found):
        spans = spans_of(ready.index, text, home.all_names())
        found += [Name("country", *span) for span in spans[:1]]
    return sorted(found, key=lambda name: name.start)


def without_asking(index: Index, text: str) -> str:
    """The text without words that ask for a kind of answer, such as "when" and "多少钱"."""
    attributes = {f"c:{c.id}": c for c in index.concepts.values() if c.kind == "attribute"}
    tokens = tokenize(index.folder.fold(text))
    found = [
        "".join(token.surface for token in tokens[match.start : match.end])
        for match in index.terms.find(tokens)
        if attributes.keys() & set(match.refs)
    ]
    usual = (term for concept in attributes.values() for term in concept.terms())
    return blanked(index, text, (*found, *usual))  # "when" alone is a filler to the index


def blanked(index: Index, text: str, words: Iterable[str]) -> str:
    """The text with spaces for all that these words cover."""
    for start, end in spans_of(index, text, words):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def spans_of(index: Index, text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where words stand in a text, never inside another word; the longest first at each place."""
    starts, ends, folded = {}, {}, ""
    for piece in _PIECE.finditer(text):
        starts[len(folded)] = piece.start()
        folded += _bare(index, piece[0])
        ends[len(folded)] = piece.end()
    found: list[tuple[int, int]] = []
    for word in sorted({_bare(index, word) for word in words}, key=len, reverse=True):
        at = folded.find(word) if word else -1
        while at >= 0:
            last = at + len(word)
            if at in starts and last in ends and not _overlaps(found, starts[at], ends[last]):
                found.append((starts[at], ends[last]))
            at = folded.find(word, at + 1)
    return sorted(found)


def _overlaps(found: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in found)


def _bare(index: Index, text: str) -> str:
    return re.sub(r"[\W_]", "", index.folder.key(text))
