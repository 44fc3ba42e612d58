"""Answer a question from a library: found, several readings, or unknown, and why."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from facts.lookup.index import Index
from facts.lookup.question import Correction, Question, read_question
from facts.lookup.rank import Scored, asked_units, fits_periods, score
from facts.lookup.weights import WEIGHTS, Weights

Outcome = Literal["found", "several", "unknown"]
MAX_HITS = 10


@dataclass(frozen=True)
class Hit:
    """A fact that answers, with its score and the units that it shares with the question."""

    fact: str
    score: float
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the lookup found.

    `outcome` "found": `hits` answer the question, best first. "several": the question can be
    read in more than one way, `readings` are the entities to choose from. "unknown": no fact
    answers; `hits` are the nearest facts and `missing` names what is not in the library.
    """

    outcome: Outcome
    question: Question
    hits: tuple[Hit, ...] = ()
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    corrections: tuple[Correction, ...] = field(default=())


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
    hits = tuple(
        Hit(index.ids[s.number], round(s.score, 3), tuple(s.matched)) for s in scored[:most]
    )
    outcome, reason, missing = _decide(index, question, scored, weights)
    readings = question.ambiguous[0] if question.ambiguous else ()
    if outcome == "found" and readings and len(readings) > 1 and not question.entities:
        outcome, reason = "several", "a name that several have"
    return Answer(outcome, question, hits, readings, missing, reason, tuple(question.corrections))


def _decide(
    index: Index, question: Question, scored: list[Scored], weights: Weights
) -> tuple[Outcome, str, tuple[str, ...]]:
    if not scored:
        return (
            "unknown",
            "nothing in the library shares a word with it",
            _missing(index, question, None),
        )
    best = scored[0]
    units = asked_units(index, question, weights)
    missing = _missing(index, question, best)
    entities = {u: w for u, w in units.units.items() if u.startswith("e:")}
    themes = {u: w for u, w in units.units.items() if u[0] in "cwn"}
    total = units.total - sum(entities.values())
    got = sum(w for u, w in themes.items() if u in best.matched)
    share = got / total if total else 1.0
    if entities:
        has = sum(w for u, w in entities.items() if u in best.matched) / sum(entities.values())
        if has < weights.enough_entities:
            return "unknown", "the best fact lacks a name that was asked for", missing
    if share < weights.enough:
        return "unknown", f"the best fact has {share:.0%} of what was asked", missing
    if question.periods and not fits_periods(index, question, best.number):
        return "unknown", "no fact of that time", missing
    return "found", f"the best fact has {share:.0%} of what was asked", missing


def _missing(index: Index, question: Question, best: Scored | None) -> tuple[str, ...]:
    """What was asked for and is not in the best fact, as units; unknown words as they are."""
    lacking = [f"e:{e}" for e in question.entities]
    lacking += [f"c:{c}" for c in question.concepts if index.concepts[c].kind == "theme"]
    if best:
        lacking = [unit for unit in lacking if unit not in best.matched]
    return (*lacking, *question.unknown)
