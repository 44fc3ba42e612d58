"""Score the facts for a question: how much of what was asked for is in each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from facts.lookup.familiar import familiarity
from facts.lookup.index import Index
from facts.lookup.postings import Found, in_both
from facts.lookup.question import Question, Slot
from facts.lookup.ways import LONGEST, nearness
from facts.lookup.weights import WEIGHTS, Weights

BY_SLOTS, BY_LIKENESS = 60, 30  # candidates from what is asked for, and from likeness
BROAD = 500  # a slot that more facts fill brings in no candidates where a narrower one did
ALIKE = 0.2  # the likeness of a fact with all the words of the question, in a large library
LIST_SIZE = 22.0  # what a fact that is a list counts as, where a list is asked for
MOST_NEW = 2_000  # candidates that one slot may bring in
CLOSE, MOST_CLOSE = 6.0, 6  # by how much, and how many, facts are about as good as the best
MOST_SEEN = 20_000  # facts of a slot that are looked through for them
NOTHING: Found = {}
SURE = 0.6  # a strength from which a fact says a thing; what people merely ask with is weaker


@dataclass(slots=True)
class Scored:
    """A fact's score. `cover` is the share of the question that it has, `likeness` that of the
    characters, `familiar` how people ask for it with such words, `nearest` and `near` how near the
    nearest ways of asking for it are, `matched` how well it fills each slot of the question (by place).
    """

    number: int
    score: float = 0.0
    cover: float = 0.0
    likeness: float = 0.0
    familiar: float = 0.0
    nearest: float = 0.0
    near: float = 0.0
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
    measure = Measure(index, question)
    likeness = index.ngrams.likeness(question.folded)
    slots = [(filled(index, slot), place) for place, slot in enumerate(asked.slots)]
    slots.sort(key=lambda entry: (len(entry[0]), entry[1]))
    covers = _covers(slots, asked, within)
    best = _fullest(covers, measure, timed=bool(question.periods) and not likeness)
    best += (n for n in _likest(likeness, within) if n not in covers)
    familiar = familiarity(index, question.units, best)
    said = {} if likeness else _said(asked)
    filled_by = _matched(slots, covers.keys() & best)
    scores = []
    for number in best:
        matched = filled_by.get(number, {})
        # A library too large for likeness goes by the words.
        like = likeness[number] if likeness else ALIKE * sum(said.get(p, 0.0) for p in matched)
        scored = Scored(
            number, 0.0, covers.get(number, 0.0), like, familiar[number], matched=matched
        )
        scored.score = measure.score(scored, weights)
        scores.append(scored)
    scores.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return _nearest_first(index, question, scores, weights) if index.ways else scores


def _nearest_first(
    index: Index, question: Question, scores: list[Scored], weights: Weights
) -> list[Scored]:
    """The facts that fit about as well as the best, by how near their ways of being asked for are;
    all others behind them.
    """
    least = scores[0].score - CLOSE if scores else 0.0
    close = [s for s in scores[:MOST_CLOSE] if s.score >= least]
    as_typed = not (question.periods or question.corrections)
    text = question.folded if as_typed else index.folder.fold(question.plain[: 2 * LONGEST]).text
    gains = []
    for scored in close:
        scored.nearest, scored.near = nearness(text, index.ways[scored.number])
        gains.append(weights.nearest * scored.nearest + weights.near * scored.near)
        scored.score += gains[-1]
    others = scores[len(close) :]
    for scored in others:
        scored.score += min(gains)
    close.sort(key=lambda s: (-s.score, index.ids[s.number]))
    return [*close, *others]


def _matched(slots: list[tuple[Found, int]], numbers: set[int]) -> dict[int, dict[int, float]]:
    """How well each of some facts fills each slot, by place."""
    matched: dict[int, dict[int, float]] = {number: {} for number in numbers}
    for found, place in slots:
        for number in in_both(found, numbers):
            matched[number][place] = found.get(number, 0.0)
    return matched


def _covers(
    slots: list[tuple[Found, int]], asked: Asked, within: set[int] | None
) -> dict[int, float]:
    """What share of the question each candidate has; the slots come the narrowest first.

    A narrow slot brings in candidates, a broad one only counts for those that are there.
    """
    covers = dict.fromkeys(_both(*(found for found, _ in slots[:2])), 0.0)
    for found, place in slots:
        weight = asked.weights[place] / asked.total
        if len(found) > BROAD and covers:
            for number in covers:
                covers[number] += weight * found.get(number, 0.0)
            continue
        if isinstance(found, dict):
            for number, strength in found.items():
                covers[number] = covers.get(number, 0.0) + weight * strength
            continue
        for number in islice(found, MOST_NEW):
            covers[number] = covers.get(number, 0.0) + weight * found.get(number, 0.0)
    if within is None:
        return covers
    return {number: cover for number, cover in covers.items() if number in within}


def _fullest(covers: dict[int, float], measure: "Measure", *, timed: bool) -> list[int]:
    """The candidates that have most of the question; of as many, the first ones.

    `timed` prefers those of the right time: thousands may differ in nothing else.
    """
    numbers = sorted(covers)
    if timed:
        numbers.sort(key=measure.fits_periods, reverse=True)
    numbers.sort(key=covers.__getitem__, reverse=True)
    return numbers[:BY_SLOTS]


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
    if not likeness:
        return []
    best = sorted(numbers, key=likeness.__getitem__, reverse=True)[:BY_LIKENESS]
    return [number for number in best if likeness[number]]


def filled(index: Index, slot: Slot) -> Found:
    """The facts that fill a slot, each with the strength of the unit that fills it best."""
    return index.postings.of(slot.units)


def is_said(index: Index, slot: Slot) -> bool:
    """True when some fact surely fills a slot."""
    found = filled(index, slot)
    return any(found.get(number, 0.0) >= SURE for number in found)


class Measure:
    """What speaks for a fact beside its share of the question, each as a number."""

    def __init__(self, index: Index, question: Question) -> None:
        self._index, self._question = index, question
        self._named = {unit for slot in question.of_kind("country") for unit in slot.units}
        self._names = {p for p, slot in enumerate(question.slots) if slot.kind == "entity"}
        self._countries = [p for p, slot in enumerate(question.slots) if slot.kind == "country"]
        self._echoes = {p for p, slot in enumerate(question.slots) if slot.kind == "echo"}
        self._list = "list" in question.attributes
        self._alone = not question.of_kind("theme", "word")

    def score(self, scored: Scored, weights: Weights) -> float:
        """The sum of all that is measured."""
        number, question = scored.number, self._question
        total = weights.cover * scored.cover + weights.cover_squared * scored.cover**2
        total += weights.likeness * scored.likeness + weights.familiar * scored.familiar
        total += weights.importance * (self._index.importance[number] - 2)
        if question.attributes:
            each = weights.answers + weights.answers_alone * self._alone
            total += each * self.answered(number)
        if question.periods:
            total += weights.period if self.fits_periods(number) else -weights.other_period
        if self._index.abroad[number]:
            total -= weights.unasked_country * self.unasked_country(number)
        if self._countries:
            total -= weights.country_lacking * self.countries_lacking(scored)
        if self._names and self._names.isdisjoint(scored.matched):
            total -= weights.nameless
        return total + weights.focus * self.focus(scored)

    def focus(self, scored: Scored) -> float:
        """How much of the fact was asked for; a list may name more than its question does."""
        size = self._index.sizes[scored.number]
        if self._list and "list" in self._index.answers[scored.number]:
            size = min(size, LIST_SIZE)
        places = len(scored.matched) - len(self._echoes.intersection(scored.matched))
        return places / (4 + size)

    def unasked_country(self, number: int) -> float:
        """1 when the fact is about another country, and the question names none of those."""
        countries = self._index.abroad[number]
        return float(bool(countries) and self._named.isdisjoint(countries))

    def countries_lacking(self, scored: Scored) -> float:
        """The share of the countries asked about that the fact has not."""
        places = self._countries
        return sum(p not in scored.matched for p in places) / len(places) if places else 0.0

    def answered(self, number: int) -> float:
        """The share of the attributes asked for (how much, when, why…) that a fact answers."""
        known, asked = self._index.answers[number], self._question.attributes
        return sum(a in known for a in asked) / len(asked)

    def fits_periods(self, number: int) -> bool:
        """True when the fact is about one of the periods that are asked about."""
        return fits_periods(self._index, self._question, number)


def fits_periods(index: Index, question: Question, number: int) -> bool:
    """True when the fact is about one of the periods that are asked about."""
    days = index.periods[number]
    return any(asked.fits(first, last) for asked in question.periods for first, last in days)
