"""Answer a question from a library: found, several readings, or unknown, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from facts.lookup.against import MONEY, measures
from facts.lookup.clauses import read_clauses
from facts.lookup.decide import Verdict, weigh
from facts.lookup.index import Index
from facts.lookup.question import Correction, Question, read_question
from facts.lookup.rank import SURE, Scored, score
from facts.lookup.weights import WEIGHTS, Weights

Outcome = Literal["found", "several", "unknown"]
MAX_HITS = 10
_LARGEST = "ask-largest"  # the concept of "biggest", "最大"
_POOL, _AS_WELL = 40, 0.75


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
    answers; `hits` are the nearest facts, none where the question is about something `elsewhere`
    than the library's subject. `missing` are units (or unknown words) that were asked
    for and that the best fact has not.
    """

    outcome: Outcome
    question: Question
    hits: tuple[Hit, ...] = ()
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    elsewhere: bool = False


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
    scored = _largest_first(index, question, score(index, question, allowed, weights))
    verdict = weigh(index, question, scored, weights)
    if verdict.margin <= 0 or verdict.evidence.name_lacks_theme:
        verdict, scored = _by_clauses(index, question, verdict, scored, today, allowed, weights)
    outcome: Outcome = "found" if verdict.margin > 0 else "unknown"
    readings = question.readings()
    if outcome == "found" and readings and not question.entities():
        outcome = "several"
    return Answer(
        outcome,
        question,
        tuple(_hit(index, question, s) for s in scored[: 0 if verdict.elsewhere else most]),
        readings,
        _missing(question, scored[0] if scored else None),
        f"{verdict.margin:+.2f}: {verdict.reason}",
        tuple(question.corrections),
        verdict.elsewhere,
    )


def _by_clauses(
    index: Index,
    question: Question,
    verdict: Verdict,
    scored: list[Scored],
    today: date,
    allowed: set[int] | None,
    weights: Weights,
) -> tuple[Verdict, list[Scored]]:
    """The first part of a question that a fact answers, where no fact answers the whole."""
    clauses = () if question.outside else read_clauses(index, question, today)
    for clause in clauses:
        if not clause.attributes and (verdict.wrong_kind or _is_subject(index, clause, clauses)):
            continue  # a mere subject, set before its question by a comma
        part = score(index, clause, allowed, weights)
        found = weigh(index, clause, part, weights)
        if found.margin > 0 and _complete(index, clause, part[0]):
            first = [s for s in scored if s.number == part[0].number]
            first = first or [replace(part[0], matched={})]  # its places are the clause's
            others = (s for s in scored if s.number != part[0].number)
            return max(verdict, found, key=lambda v: v.margin), [*first, *others]
    return verdict, scored


def _is_subject(index: Index, clause: Question, clauses: Sequence[Question]) -> bool:
    """True for the first part of a sentence where only the next asks something of it."""
    measured = any(measures(index, slot) for slot in clause.slots)
    return clause is clauses[0] and not measured and bool(clauses[1].attributes)


def _complete(index: Index, question: Question, best: Scored) -> bool:
    """True when the fact surely has every name and theme, and answers what is asked of them."""
    wanted = ("entity", "implied", "country", "theme")
    places = (p for p, slot in enumerate(question.slots) if slot.kind in wanted)
    has = all(best.matched.get(p, 0.0) >= SURE for p in places)
    return has and set(question.attributes) <= index.answers[best.number]


def _largest_first(index: Index, question: Question, scored: list[Scored]) -> list[Scored]:
    """For "the biggest …": the facts about like money that fit about as well, by amount."""
    if _LARGEST not in question.aggregate or not scored:
        return scored
    metrics = _metrics_asked(index, question) or {index.money[scored[0].number][0]} - {""}
    like = [s for s in scored[:_POOL] if index.money[s.number][0] in metrics]
    least = _AS_WELL * max((s.cover for s in like), default=0.0)
    fit = sorted((s for s in like if s.cover >= least), key=lambda s: -index.money[s.number][1])
    return [*fit, *(s for s in scored if s not in fit)]


def _metrics_asked(index: Index, question: Question) -> set[str]:
    """The measures of money that the themes of a question stand for."""
    return {metric for slot in question.slots for metric in measures(index, slot)} & MONEY


def _hit(index: Index, question: Question, scored: Scored) -> Hit:
    words = tuple(question.slots[place].written for place in scored.matched)
    return Hit(index.ids[scored.number], round(scored.score, 3), words)


def _missing(question: Question, best: Scored | None) -> tuple[str, ...]:
    """What was asked for and is not in the best fact: units of slots, and unknown words."""
    lacking = [
        slot.units[0]
        for place, slot in enumerate(question.slots)
        if slot.kind in ("entity", "country", "implied", "theme")
        and (best is None or place not in best.matched)
    ]
    return (*lacking, *question.unknown)
