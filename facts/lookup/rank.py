"""Score the facts for a question: how much of what was asked for is in each of them."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from facts.lookup.familiar import familiarity
from facts.lookup.index import Index
from facts.lookup.postings import Found
from facts.lookup.question import Question, Slot
from facts.lookup.weights import WEIGHTS, Weights

BY_SLOTS, BY_LIKENESS = 80, 30  # candidates from what is asked for, and from likeness
BROAD = 500  # a slot that more facts fill brings in no candidates where a narrower one did
ALIKE = 0.2  # the likeness of a fact with all the words of the question, in a large library
LIST_SIZE = 22.0  # what a fact that is a list counts as, where a list is asked for
MOST_NEW = 2_000  # candidates that one slot may bring in
MOST_SEEN = 20_000  # facts of a slot that are looked through for them
NOTHING: Found = {}


@dataclass
class Scored:
    """A fact's score. `cover` is the share of the question that it has, `likeness` that of the
    characters, `familiar` how people ask for it with such words, `matched` how well it fills each slot of the question (by place).
    """

    number: int
    score: float = 0.0
    cover: float = 0.0
    likeness: float = 0.0
    familiar: float = 0.0
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
    unknown += weights.particle * question.particles
    return Asked(slots, each, known + unknown or 1.0)


def _slot_weight(index: Index, slot: Slot, weights: Weights) -> float:
    base = getattr(weights, slot.kind)
    if slot.kind == "word" and not slot.units[0].isascii():
        base = weights.bigram
    if slot.kind in ("entity", "country", "place", "implied", "number"):
        return float(base)
    rarity = min(1.0, max(index.weight(unit) for unit in slot.units))
    return float(base * (1 - weights.rarity + weights.rarity * rarity))


def score(
    index: Index, question: Question, within: set[int] | None = None, weights: Weights = WEIGHTS
) -> list[Scored]:
    """The facts that share anything with a question, best first."""
    asked = asked_for(index, question, weights)
    candidates: dict[int, Scored] = {}
    slots = [(filled(index, slot), place) for place, slot in enumerate(asked.slots)]
    slots.sort(key=lambda entry: (len(entry[0]), entry[1]))
    for number in _both(*(found for found, _ in slots[:2])):
        candidates[number] = Scored(number)
    for found, place in slots:
        _gather(candidates, found, place, asked, within)
    likeness = index.ngrams.likeness(question.folded)
    timed = bool(question.periods) and not likeness  # thousands may differ in nothing but time
    best = heapq.nlargest(
        BY_SLOTS,
        candidates.values(),
        key=lambda s: (s.cover, timed and fits_periods(index, question, s.number), -s.number),
    )
    said = {} if likeness else _said(asked)
    for number in _likest(likeness, within):
        if number not in candidates:
            best.append(Scored(number))
    familiar = familiarity(index, question.units, [scored.number for scored in best])
    for scored in best:
        scored.familiar = familiar[scored.number]
        if likeness:
            scored.likeness = likeness[scored.number]
        else:  # a library too large for it goes by the words
            scored.likeness = ALIKE * sum(said[p] for p in scored.matched if p in said)
        scored.score = _score(index, question, scored, weights)
    best.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return best


def _both(narrow: Found = NOTHING, broader: Found = NOTHING) -> Iterator[int]:
    """Where even the narrowest slot is filled by too many facts: those that fill the next too."""
    if len(narrow) > MOST_NEW:
        yield from islice(filter(broader.__contains__, islice(narrow, MOST_SEEN)), MOST_NEW)


def _said(asked: Asked) -> dict[int, float]:
    """The slots that are the question's very words, each with its share of them."""
    kinds = ("echo", "word", "number")
    said = {p: w for p, (s, w) in enumerate(zip(asked.slots, asked.weights)) if s.kind in kinds}
    total = sum(said.values())
    return {place: weight / total for place, weight in said.items() if total}


def _likest(likeness: list[float], within: set[int] | None) -> list[int]:
    numbers = range(len(likeness)) if within is None else sorted(within)
    alike = [n for n in numbers if n < len(likeness) and likeness[n] > 0]
    return heapq.nlargest(BY_LIKENESS, alike, key=lambda n: (likeness[n], -n))


def _gather(
    candidates: dict[int, Scored],
    found: Found,
    place: int,
    asked: Asked,
    within: set[int] | None,
) -> None:
    """Add a slot to the candidates that fill it; a narrow slot also brings in new ones."""
    weight = asked.weights[place] / asked.total
    broad = len(found) > BROAD and bool(candidates)
    for number in candidates if broad else islice(found, MOST_NEW):
        strength = found.get(number, 0.0)
        if not strength or (within is not None and number not in within):
            continue
        scored = candidates.get(number)
        if scored is None:
            scored = candidates[number] = Scored(number)
        scored.matched[place] = strength
        scored.cover += weight * strength


def filled(index: Index, slot: Slot) -> Found:
    """The facts that fill a slot, each with the strength of the unit that fills it best."""
    return index.postings.of(slot.units)


def _score(index: Index, question: Question, scored: Scored, weights: Weights) -> float:
    total = weights.cover * scored.cover + weights.cover_squared * scored.cover**2
    total += weights.likeness * scored.likeness + weights.familiar * scored.familiar
    total += weights.importance * (index.importance[scored.number] - 2)
    if question.attributes:
        share = answered(index, question, scored.number)
        alone = not question.of_kind("theme", "word")
        total += (weights.answers + weights.answers_alone * alone) * share
    if question.periods:
        fits = fits_periods(index, question, scored.number)
        total += weights.period if fits else -weights.other_period
    total -= weights.unasked_country * unasked_country(index, question, scored.number)
    total -= weights.country_lacking * countries_lacking(question, scored)
    places = sum(1 for place in scored.matched if question.slots[place].kind != "echo")
    return total + weights.focus * focus(index, question, scored, places)


def focus(index: Index, question: Question, scored: Scored, places: int) -> float:
    """How much of the fact was asked for; a list may name more than its question does."""
    size = index.sizes[scored.number]
    if "list" in question.attributes and "list" in index.answers[scored.number]:
        size = min(size, LIST_SIZE)
    return places / (4 + size)


def unasked_country(index: Index, question: Question, number: int) -> float:
    """1 when the fact is about another country, and the question names none of those."""
    countries = index.abroad[number]
    if not countries:
        return 0.0
    named = {unit for slot in question.of_kind("country") for unit in slot.units}
    return float(named.isdisjoint(countries))


def countries_lacking(question: Question, scored: Scored) -> float:
    """The share of the countries asked about that the fact has not."""
    places = [p for p, slot in enumerate(question.slots) if slot.kind == "country"]
    return sum(p not in scored.matched for p in places) / len(places) if places else 0.0


def answered(index: Index, question: Question, number: int) -> float:
    """The share of the attributes asked for (how much, when, why…) that a fact answers."""
    known = index.answers[number]
    return sum(a in known for a in question.attributes) / len(question.attributes)


def fits_periods(index: Index, question: Question, number: int) -> bool:
    """True when the fact is about one of the periods that are asked about."""
    days = index.periods[number]
    return any(asked.fits(first, last) for asked in question.periods for first, last in days)
