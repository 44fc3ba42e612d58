"""Score the facts for a question: how much of what was asked for is in each of them."""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field, fields
from functools import cache

from facts.lookup.index import Index
from facts.lookup.question import Question


@dataclass(frozen=True)
class Weights:
    """Every weight and threshold of the lookup; fitted by `bench/fit.py`."""

    entity: float = 2.6
    country: float = 1.6
    theme: float = 1.0
    light: float = 0.35
    word: float = 0.7
    unknown: float = 0.9
    number: float = 2.0
    rarity: float = 0.8  # how much more a rare unit counts than a common one
    attribute: float = 0.5  # gain when the fact answers what is asked
    no_attribute: float = 0.4  # loss when it does not
    period: float = 1.2
    importance: float = 0.12
    focus: float = 0.9  # gain for a fact that is about little else
    enough: float = 0.5  # share of the themes and words that a found fact must have
    enough_entities: float = 0.6


WEIGHTS = Weights()
MAX_CANDIDATES = 1000


@dataclass
class Scored:
    """A fact's score, with the units that it shares with the question."""

    number: int
    score: float = 0.0
    matched: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One unit of a question and how much it counts."""

    unit: str
    weight: float


def asked_units(index: Index, question: Question, weights: Weights = WEIGHTS) -> list[Asked]:
    """What a question asks for, as units of the index with their weights."""
    found = []
    for entity in question.entities:
        base = (
            weights.country
            if index.kinds.get(entity) in ("country", "group", "place")
            else weights.entity
        )
        found.append(Asked(f"e:{entity}", base))
    for group in question.ambiguous:
        found += [Asked(f"e:{entity}", weights.entity / len(group)) for entity in group]
    for concept in question.concepts:
        light = index.concepts[concept].kind == "light"
        base = weights.light if light else weights.theme
        found.append(Asked(f"c:{concept}", base * _rarity(index, f"c:{concept}", weights)))
    for word in question.words:
        found.append(Asked(word, weights.word * _rarity(index, word, weights)))
    found += [Asked(f"n:{number}", weights.number) for number in question.numbers]
    return found


def _rarity(index: Index, unit: str, weights: Weights) -> float:
    return 1 - weights.rarity + weights.rarity * min(1.0, index.weight(unit))


def score(
    index: Index, question: Question, within: set[int] | None = None, weights: Weights = WEIGHTS
) -> list[Scored]:
    """The facts that share anything with a question, best first, at most MAX_CANDIDATES."""
    candidates: dict[int, Scored] = {}
    for asked in sorted(asked_units(index, question, weights), key=lambda a: -a.weight):
        for number, strength in index.postings.get(asked.unit, ()):
            if within is not None and number not in within:
                continue
            scored = candidates.get(number)
            if scored is None:
                scored = candidates[number] = Scored(number)
            scored.matched[asked.unit] = asked.weight * strength
            scored.score += asked.weight * strength
    best = heapq.nlargest(MAX_CANDIDATES, candidates.values(), key=lambda s: (s.score, -s.number))
    attributes = _answering(index, question)
    for scored in best:
        scored.score += _extras(index, question, scored, attributes, weights)
    best.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return best


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


@cache
def names_of_weights() -> tuple[str, ...]:
    """The names of all weights, for fitting them."""
    return tuple(f.name for f in fields(Weights))
