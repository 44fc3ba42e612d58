"""Score the facts for a question: how much of what was asked for is in each of them."""

import heapq
from dataclasses import dataclass, field

from facts.lookup.index import Index
from facts.lookup.question import Question, Slot
from facts.lookup.weights import WEIGHTS, Weights

MAX_CANDIDATES = 400
RERANKED = 40  # the best candidates, whose single phrasings are compared with the question


@dataclass
class Scored:
    """A fact's score: `cover` is the share of the question that the whole fact has, `phrase`
    the likeness of its likest phrasing, `matched` what fills each slot of the question."""

    number: int
    score: float = 0.0
    cover: float = 0.0
    phrase: float = 0.0
    matched: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """The slots of a question with their weights; `total` counts the unknown words too."""

    slots: tuple[Slot, ...]
    weights: tuple[float, ...]
    total: float


def asked_for(index: Index, question: Question, weights: Weights = WEIGHTS) -> Asked:
    """What a question asks for, and how much each part of it counts."""
    slots = tuple(question.slots)
    each = tuple(_slot_weight(index, slot, weights) for slot in slots)
    known = sum(w for slot, w in zip(slots, each) if slot.kind != "echo")
    unknown = sum(
        weights.unknown if word.isascii() else weights.unknown_bigram for word in question.unknown
    )
    return Asked(slots, each, known + unknown or 1.0)


def _slot_weight(index: Index, slot: Slot, weights: Weights) -> float:
    base = getattr(weights, slot.kind)
    if slot.kind == "word" and not slot.units[0].isascii():
        base = weights.bigram
    if slot.kind in ("entity", "country", "implied", "number"):
        return float(base)
    rarity = min(1.0, max(index.weight(unit) for unit in slot.units))
    return float(base * (1 - weights.rarity + weights.rarity * rarity))


def score(
    index: Index, question: Question, within: set[int] | None = None, weights: Weights = WEIGHTS
) -> list[Scored]:
    """The facts that share anything with a question, best first, at most MAX_CANDIDATES."""
    asked = asked_for(index, question, weights)
    candidates: dict[int, Scored] = {}
    for place, (slot, weight) in enumerate(zip(asked.slots, asked.weights)):
        for number, strength in _filled(index, slot).items():
            if within is not None and number not in within:
                continue
            scored = candidates.get(number)
            if scored is None:
                scored = candidates[number] = Scored(number)
            scored.matched[place] = strength
            scored.cover += weight * strength
    best = heapq.nlargest(MAX_CANDIDATES, candidates.values(), key=lambda s: (s.cover, -s.number))
    owners = {
        unit: (place, weight)
        for place, (slot, weight) in enumerate(zip(asked.slots, asked.weights))
        for unit in slot.units
    }
    for rank, scored in enumerate(best):
        scored.cover /= asked.total
        if rank < RERANKED:
            scored.phrase = _nearest_phrase(index, owners, asked.total, scored.number)
        scored.score = scored.cover + weights.phrase * scored.phrase
        scored.score += _extras(index, question, scored, weights)
    best.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return best


def _filled(index: Index, slot: Slot) -> dict[int, float]:
    """The facts that fill a slot, each with the strength of the unit that fills it best."""
    if len(slot.units) == 1:
        return dict(index.postings.get(slot.units[0], ()))
    found: dict[int, float] = {}
    for unit in slot.units:
        for number, strength in index.postings.get(unit, ()):
            found[number] = max(found.get(number, 0.0), strength)
    return found


def _nearest_phrase(
    index: Index, owners: dict[str, tuple[int, float]], total: float, number: int
) -> float:
    """How like the question the likest phrasing of a fact is, 0 to 1 (a weighted F measure)."""
    best = 0.0
    for units, size in index.phrases[number]:
        filled = dict(owners[name] for unit in units if (name := index.units[unit]) in owners)
        if filled:
            best = max(best, 2 * sum(filled.values()) / (total + size))
    return min(best, 1.0)


def _extras(index: Index, question: Question, scored: Scored, weights: Weights) -> float:
    extra = weights.importance * (index.importance[scored.number] - 2)
    if question.attributes:
        answered = sum(a in index.answers[scored.number] for a in question.attributes)
        share = answered / len(question.attributes)
        extra += weights.attribute * share - weights.no_attribute * (1 - share)
    if question.periods:
        fits = fits_periods(index, question, scored.number)
        extra += weights.period if fits else -weights.period
    filled = sum(1 for place in scored.matched if question.slots[place].kind != "echo")
    return extra + weights.focus * filled / (4 + index.sizes[scored.number])


def fits_periods(index: Index, question: Question, number: int) -> bool:
    """True when the fact is about one of the periods that are asked about."""
    days = index.periods[number]
    return any(asked.fits(first, last) for asked in question.periods for first, last in days)
