"""Whether the best fact answers a question: evidence from both, weighed in one sum.

The weights are fitted on the development questions (`bench/fit.py`); everything here is evidence
that a curator can read in `japan-ai ask --explain`.
"""

from dataclasses import dataclass

from facts.lookup.against import happened_then, wrong_kind
from facts.lookup.index import Index
from facts.lookup.postings import share_any
from facts.lookup.question import Question, Slot, SlotKind
from facts.lookup.rank import SURE, Asked, Scored, asked_for, filled, fits_periods, is_said
from facts.lookup.weights import Evidence, Weights

_CONTENT: tuple[SlotKind, ...] = ("theme", "word", "number")
_NAMES: tuple[SlotKind, ...] = ("entity", "implied")
_LEAST_TALK = -0.2  # few answerable questions are below, and those are near to a known wording
# A way of asking that a curator wrote is the question itself only to the letter (a letter off may be
# another name); how near one is a sign that the question is about the subject.
_AS_CURATED, _WORDED = 1.0, 0.65
_AS_FULL = 0.5  # how much of the fullest fact's cover a fact of the right time must have
_SHORT, _CHARACTERS = 5, 2.5  # words of a question without a scene; characters of a word
_CLOSE, _NEXT = 3, slice(5, 25)  # hits that may answer together; those that are only alike


@dataclass(frozen=True)
class Verdict:
    """`margin` above 0 means found; `reason` says in words what spoke against it. `wrong_kind` is
    True where the best fact only looks like an answer, `elsewhere` where something else is talked
    about than the library's subject.
    """

    margin: float
    evidence: Evidence
    reason: str
    wrong_kind: bool = False
    elsewhere: bool = False


def weigh(index: Index, question: Question, scored: list[Scored], weights: Weights) -> Verdict:
    """Weigh what speaks for and against the best fact."""
    if scored and scored[0].nearest >= _AS_CURATED and happened_then(index, question, scored[0]):
        return Verdict(scored[0].nearest, Evidence(), "a curator has put it in these words")
    if question.outside:
        reason = f"it is about something else: {question.outside[0]}"
        return Verdict(-9.0, Evidence(), reason, elsewhere=True)
    worded = bool(scored) and scored[0].nearest >= _WORDED
    if index.talk.likeness(question.units) < _LEAST_TALK and not worded:
        reason = "its words are those of other walks of life"
        return Verdict(-9.0, Evidence(), reason, elsewhere=True)
    if not scored or (question.unknown and not scored[0].matched):
        return Verdict(-9.0, Evidence(), "nothing in the library is like it")
    if hopeless := _hopeless(question, scored[0]):
        return Verdict(-9.0, Evidence(), hopeless)
    if against := wrong_kind(index, question, scored):
        return Verdict(-9.0, Evidence(), against, wrong_kind=True)
    evidence = gather(index, question, scored, weights)
    margin = sum(value * weights.found[name] for name, value in vars(evidence).items())
    return Verdict(margin, evidence, _reason(evidence, weights))


def _hopeless(question: Question, best: Scored) -> str | None:
    """What no other evidence can make up for."""
    named = [p for p, slot in enumerate(question.slots) if slot.kind in _NAMES]
    if not (question.slots or question.periods or best.nearest >= _WORDED):
        return "nothing in it can be looked for"
    if named and all(place not in best.matched for place in named):
        return "the best fact is about none of the names"
    alone = not question.of_kind("entity", "country", *_CONTENT)
    if question.of_kind("implied") and alone and not question.attributes:
        return "only the owner of what is named is known"
    return None


def gather(index: Index, question: Question, scored: list[Scored], weights: Weights) -> Evidence:
    """The evidence about the best fact; every number lies between 0 and 3."""
    asked, best = asked_for(index, question, weights), scored[0]
    content = _weight(asked, _CONTENT)
    unfilled = [
        (place, weight)
        for place, (slot, weight) in enumerate(zip(asked.slots, asked.weights))
        if slot.kind == "theme" and place not in best.matched
    ]
    return Evidence(
        always=1.0,
        cover=best.cover,
        likeness=4 * best.likeness,
        stands_out=_stands_out(scored),
        named=_share(asked, _NAMES, [best]),
        not_covered=float(_names_uncovered(index, question)),
        country_missing=1 - _share(asked, ("country",), [best]),
        content_share=_share(asked, _CONTENT, [best]) if content else 0.5,
        content_shared=_share(asked, _CONTENT, _together(question, scored)) if content else 0.5,
        content_asked=min(content, 3) / 3,
        theme_missing=min(sum(weight for _, weight in unfilled), 3.0),
        theme_nowhere=float(
            any(all(place not in s.matched for s in scored[:5]) for place, _ in unfilled)
        ),
        theme_void=float(any(_is_void(index, slot) for slot in question.of_kind("theme"))),
        name_lacks_theme=min(_lacking(index, question, asked), 2.0),
        name_hardly_has=float(_hardly_has(index, question)),
        other_period=float(_other_period(index, question, scored)),
        amount_nowhere=float(_amount_nowhere(index, question, scored)),
        dated=float(bool(question.periods)),
        long=_scene(index, question),
        score=min(max(best.score, 0.0), 30.0) / 10,
        lead=min((best.score - scored[1].score) / 5, 1.0) if len(scored) > 1 else 0.0,
    )


def _scene(index: Index, question: Question) -> float:
    """How many words there are beyond those of a short question, in tens, at most 1.5; none where
    they are hardly talk about the subject. Characters are counted where no spaces are.
    """
    text = question.folded
    words = len(text.split()) if text.isascii() else len(text) / _CHARACTERS
    likeness = min(max(index.talk.likeness(question.units), 0.0), 1.0)
    return likeness * min(max(words - _SHORT, 0.0), 15.0) / 10


def _weight(asked: Asked, kinds: tuple[SlotKind, ...]) -> float:
    return sum(w for slot, w in zip(asked.slots, asked.weights) if slot.kind in kinds)


def _share(asked: Asked, kinds: tuple[SlotKind, ...], scored: list[Scored]) -> float:
    """How much of the slots of some kinds these facts fill together; 1 where none are asked."""
    total = _weight(asked, kinds)
    got = sum(
        weight * min(1.0, max(s.matched.get(place, 0.0) for s in scored) / SURE)
        for place, (slot, weight) in enumerate(zip(asked.slots, asked.weights))
        if slot.kind in kinds
    )
    return got / total if total else 1.0


def _together(question: Question, scored: list[Scored]) -> list[Scored]:
    """The best facts that can answer together: they are about the same names."""
    kinds = (*_NAMES, "country")
    named = [place for place, slot in enumerate(question.slots) if slot.kind in kinds]
    others = (s for s in scored[1:_CLOSE] if all(place in s.matched for place in named))
    return [scored[0], *others]


def _stands_out(scored: list[Scored]) -> float:
    """How much liker the best fact is than facts that are merely alike, 0 to 1."""
    ranked = sorted((s.likeness for s in scored), reverse=True)
    others = ranked[_NEXT] or ranked[-1:]
    usual = sum(others) / len(others)
    return min(scored[0].likeness / (usual + 0.02), 4.0) / 4


def _is_void(index: Index, slot: Slot) -> bool:
    """True for a theme that no fact at all has."""
    return not any(index.has(unit) for unit in slot.units)


def _names_uncovered(index: Index, question: Question) -> bool:
    """True when a name is asked for that no fact is about, nor is by them: a source's publisher."""
    return any(
        slot.kind == "entity"
        and all(unit[2:] not in index.covered for unit in slot.units)
        and not is_said(index, slot)
        for slot in question.slots
    )


def _other_period(index: Index, question: Question, scored: list[Scored]) -> bool:
    """True when what was asked about is there, but of another time."""
    if not question.periods:
        return False
    best = scored[0]
    fullest = max(s.cover for s in scored)
    return best.cover < _AS_FULL * fullest or not fits_periods(index, question, best.number)


def _amount_nowhere(index: Index, question: Question, scored: list[Scored]) -> bool:
    """True when an amount of money is asked for and none of the best facts has one."""
    close = scored[:_CLOSE]
    return "how-much" in question.attributes and not any(
        "how-much" in index.answers[s.number] for s in close
    )


def _lacking(index: Index, question: Question, asked: Asked) -> float:
    """The weight of the themes that no fact about the named has."""
    named = [filled(index, slot) for slot in question.of_kind(*_NAMES)]
    if not named:
        return 0.0
    return sum(
        weight
        for slot, weight in zip(asked.slots, asked.weights)
        if slot.kind == "theme"
        and not any(share_any(about, filled(index, slot)) for about in named)
    )


def _hardly_has(index: Index, question: Question) -> bool:
    """True when facts about the named have the themes only by what people ask with, if at all."""
    named = [filled(index, slot) for slot in question.of_kind(*_NAMES)]
    themes = [filled(index, slot) for slot in question.of_kind("theme")]
    return bool(named and themes) and not any(
        theme.get(number, 0.0) >= SURE for about in named for number in about for theme in themes
    )


def _reason(evidence: Evidence, weights: Weights) -> str:
    """The two pieces of evidence that say most."""
    values = dict(vars(evidence))
    del values["always"]
    said = sorted(values, key=lambda name: -abs(values[name] * weights.found[name]))
    return ", ".join(f"{name} {values[name] * weights.found[name]:+.1f}" for name in said[:3])
