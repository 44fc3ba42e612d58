"""Score the facts for a question: how much of what was asked for is in each of them."""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field

from facts.lookup.index import Index
from facts.lookup.question import Question
from facts.lookup.weights import WEIGHTS, Weights

MAX_CANDIDATES = 400
RERANKED = 40  # the best candidates, whose single phrasings are compared with the question


@dataclass
class Scored:
    """A fact's score, with the units that it shares with the question."""

    number: int
    score: float = 0.0
    cover: float = 0.0
    phrase: float = 0.0
    matched: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a question asks for: the weight of each unit, and of all with the unknown words."""

    units: dict[str, float]
    total: float


def asked_units(index: Index, question: Question, weights: Weights = WEIGHTS) -> Asked:
    """The units of a question with their weights."""
    units: dict[str, float] = {}
    for entity in question.entities:
        wide = index.kinds.get(entity) in ("country", "group", "place")
        units[f"e:{entity}"] = weights.country if wide else weights.entity
    for entity in question.implied:
        units.setdefault(f"e:{entity}", weights.implied)
    for group in question.ambiguous:
        units.update({f"e:{entity}": weights.entity / len(group) for entity in group})
    for concept in question.concepts:
        light = index.concepts[concept].kind == "light"
        base = weights.light if light else weights.theme
        units[f"c:{concept}"] = base * _rarity(index, f"c:{concept}", weights)
    for word in question.words:
        base = weights.word if word[2:].isascii() else weights.bigram
        units[word] = base * _rarity(index, word, weights)
    units.update({f"n:{number}": weights.number for number in question.numbers})
    unknown = sum(
        weights.unknown if word.isascii() else weights.unknown_bigram for word in question.unknown
    )
    return Asked(units, sum(units.values()) + unknown)


def _rarity(index: Index, unit: str, weights: Weights) -> float:
    return 1 - weights.rarity + weights.rarity * min(1.0, index.weight(unit))


def score(
    index: Index, question: Question, within: set[int] | None = None, weights: Weights = WEIGHTS
) -> list[Scored]:
    """The facts that share anything with a question, best first, at most MAX_CANDIDATES."""
    asked = asked_units(index, question, weights)
    candidates: dict[int, Scored] = {}
    for unit, weight in asked.units.items():
        for number, strength in index.postings.get(unit, ()):
            if within is not None and number not in within:
                continue
            scored = candidates.get(number)
            if scored is None:
                scored = candidates[number] = Scored(number)
            scored.matched[unit] = weight * strength
            scored.cover += weight * strength
    best = heapq.nlargest(
        MAX_CANDIDATES, candidates.values(), key=lambda s: (s.cover, -s.number)
    )
    attributes = _answering(index, question)
    for place, scored in enumerate(best):
        scored.cover /= asked.total
        if place < RERANKED:
            scored.phrase = _nearest_phrase(index, asked, scored.number)
        scored.score = scored.cover + weights.phrase * scored.phrase
        scored.score += _extras(index, question, scored, attributes, weights)
    best.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return best


def _nearest_phrase(index: Index, asked: Asked, number: int) -> float:
    """How like the question the likest phrasing of a fact is, 0 to 1 (a weighted F measure)."""
    best = 0.0
    for units, size in index.phrases[number]:
        shared = sum(asked.units.get(index.units[unit], 0.0) for unit in units)
        if shared:
            best = max(best, 2 * shared / (asked.total + size))
    return min(best, 1.0)


def _answering(index: Index, question: Question) -> dict[int, int]:
    """How many of the attributes asked for each fact answers."""
    found: dict[int, int] = defaultdict(int)
    for attribute in question.attributes:
        for number, _ in index.postings.get(f"a:{attribute}", ()):
            found[number] += 1
    return found


def _extras(
    index: Index, question: Question, scored: Scored, attributes: dict[int, int], weights: Weights
) -> float:
    extra = weights.importance * (index.importance[scored.number] - 2)
    if question.attributes:
        answered = attributes.get(scored.number, 0) / len(question.attributes)
        extra += weights.attribute * answered - weights.no_attribute * (1 - answered)
    if question.periods:
        fits = fits_periods(index, question, scored.number)
        extra += weights.period if fits else -weights.period
    units = sum(1 for unit in scored.matched if unit[0] in "ec")
    extra += weights.focus * units / (4 + index.sizes[scored.number])
    return extra


def fits_periods(index: Index, question: Question, number: int) -> bool:
    """True when the fact is about one of the periods that are asked about."""
    days = index.periods[number]
    return any(asked.fits(first, last) for asked in question.periods for first, last in days)
