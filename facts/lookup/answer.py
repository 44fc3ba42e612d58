"""Answer a question from a library: found, several readings, or unknown, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from facts.lookup.index import Index
from facts.lookup.question import Correction, Question, read_question
from facts.lookup.rank import Asked, Scored, asked_for, fits_periods, score
from facts.lookup.weights import WEIGHTS, Weights

Outcome = Literal["found", "several", "unknown"]
MAX_HITS = 10


@dataclass(frozen=True)
class Hit:
    """A fact with its score, and the words of the question that it answers to."""

    fact: str
    score: float
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the lookup found.

    `outcome` "found": `hits` answer the question, best first. "several": the question can be
    read in more than one way, `readings` are the entities to choose from. "unknown": no fact
    answers; `hits` are the nearest facts. `missing` are units (or unknown words) that were asked
    for and that the best fact has not.
    """

    outcome: Outcome
    question: Question
    hits: tuple[Hit, ...] = ()
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    corrections: tuple[Correction, ...] = ()


def look_up(
    index: Index,
    text: str,
    *,
    today: date,
    within: Collection[str] | None = None,
    most: int = MAX_HITS,
    weights: Weights = WEIGHTS,
) -> Answer:
    """Look a question up. `within` limits it to facts with these ids, `most` the hits.

    Any text at all has an answer; nothing is raised for what somebody typed.
    """
    question = read_question(index, text, today)
    allowed = None
    if within is not None:
        wanted = set(within)
        allowed = {n for n, id_ in enumerate(index.ids) if id_ in wanted}
    scored = score(index, question, allowed, weights)
    outcome, reason = decide(index, question, scored, weights)
    readings = question.readings()
    if outcome == "found" and readings and not question.entities():
        outcome, reason = "several", "a name that several have"
    return Answer(
        outcome,
        question,
        tuple(_hit(index, question, s) for s in scored[:most]),
        readings,
        _missing(question, scored[0] if scored else None),
        reason,
        tuple(question.corrections),
    )


def _hit(index: Index, question: Question, scored: Scored) -> Hit:
    words = tuple(question.slots[place].written for place in scored.matched)
    return Hit(index.ids[scored.number], round(scored.score, 3), words)


def decide(
    index: Index, question: Question, scored: list[Scored], weights: Weights = WEIGHTS
) -> tuple[Outcome, str]:
    """Whether the best fact answers the question, and the reason in words."""
    if not scored:
        return "unknown", "nothing in the library shares a word with it"
    best = scored[0]
    asked = asked_for(index, question, weights)
    if question.periods and not fits_periods(index, question, best.number):
        return "unknown", "no fact of that time"
    named = filled_share(asked, best, ("entity", "country", "implied"))
    if named < weights.enough_entities:
        return "unknown", "the best fact lacks a name that was asked for"
    share = filled_share(asked, best, ("theme", "light", "word", "number"), unknown=True)
    if share < weights.enough:
        return "unknown", f"the best fact has {share:.0%} of what was asked"
    return "found", f"the best fact has {share:.0%} of what was asked"


def filled_share(
    asked: Asked, scored: Scored, kinds: tuple[str, ...], *, unknown: bool = False
) -> float:
    """How much of the slots of some kinds a fact fills, by weight; 1 where nothing is asked."""
    chosen = [(p, w) for p, (s, w) in enumerate(zip(asked.slots, asked.weights)) if s.kind in kinds]
    total = sum(weight for _, weight in chosen)
    if unknown:
        counted = (w for s, w in zip(asked.slots, asked.weights) if s.kind != "echo")
        total += max(0.0, asked.total - sum(counted))
    filled = sum(weight for place, weight in chosen if place in scored.matched)
    return filled / total if total else 1.0


def _missing(question: Question, best: Scored | None) -> tuple[str, ...]:
    """What was asked for and is not in the best fact: units of slots, and unknown words."""
    lacking = [
        slot.units[0]
        for place, slot in enumerate(question.slots)
        if slot.kind in ("entity", "country", "theme")
        and (best is None or place not in best.matched)
    ]
    return (*lacking, *question.unknown)
