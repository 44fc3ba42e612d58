"""How likely a curator keeps a draft, and which drafts tell the same."""

from dataclasses import replace

from rapidfuzz import fuzz

from bot.drafts import cues
from bot.drafts.draft import Draft
from facts.library import Library
from facts.lookup.index import Index

LEAST = 1.2  # what scores less is not shown
_COMPARED = 50  # drafts with one number that another is compared with
ALIKE = 78  # per cent of the words of two quotes with one number, above which they tell the same
# What speaks for a draft. Fitted by hand on the four first sources, reported by bench/ingest.py.
_KIND = {"money": 3.0, "percent": 2.6, "rank": 1.7, "ratio": 1.4, "count": 1.3, "duration": 0.3}
_INDEFINITE, _SMALL = -1.2, -0.9
_ENTITY, _NAME, _PLACE, _METRIC, _CLAIM = 1.2, 0.6, 0.4, 1.0, 0.5
_QUESTION, _BOILERPLATE, _HEADLINE = -2.0, -5.0, -0.3
_GENERAL = frozenset({"country", "place", "group"})


def score(index: Index, draft: Draft) -> float:
    """The score of a draft; about 2 for what is worth a look, 6 and more for a plain deal."""
    points = max((_value(v.kind, v.numbers(), v.unit) for v in draft.values), default=0.0)
    kinds = [index.kinds.get(e) for e in draft.entities]
    points += _ENTITY * any(k not in _GENERAL for k in kinds)
    points += _PLACE * any(k in _GENERAL for k in kinds)
    points += _NAME * bool(draft.names)
    points += _METRIC * (not draft.guessed_metric)
    points += _CLAIM * (draft.claim != "reported")
    points += _QUESTION * draft.context.endswith(("?", "？"))
    points += _BOILERPLATE * bool(cues.pattern("boilerplate").search(draft.context))
    return round(points, 2)


def _value(kind: str, numbers: list[int | float], unit: str | None) -> float:
    points = _KIND.get(kind, 0.0)
    if not numbers:
        return points + _INDEFINITE
    if kind == "count" and unit is None:
        points += _SMALL * (max(numbers) < 10)
    return points


def ranked(library: Library, drafts: list[Draft]) -> list[Draft]:
    """Drafts with their groups, the likeliest first; the best of each group stands first in it."""
    telling = {e.id for e in library.entities.values() if e.kind not in _GENERAL}
    order = sorted(drafts, key=lambda d: (-d.score, d.source, d.quote.start))
    heads: dict[tuple[object, ...], list[Draft]] = {}
    grouped: list[Draft] = []
    for draft in order:
        found = next(
            (
                h
                for k in _keys(draft)
                for h in heads.get(k, ())[:_COMPARED]
                if _alike(h, draft, telling)
            ),
            None,
        )
        group = found.group if found else len(grouped) + 1
        placed = replace(draft, group=group)
        grouped.append(placed)
        if found is None:
            for key in _keys(placed):
                heads.setdefault(key, []).append(placed)
    return grouped


def _keys(draft: Draft) -> list[tuple[object, ...]]:
    return [
        (v.kind, v.currency, tuple(map(float, v.numbers())))
        for v in draft.values
        if v.numbers() and v.kind in ("money", "percent", "count")
    ]


def _alike(one: Draft, other: Draft, telling: set[str]) -> bool:
    if one.source == other.source and one.quote.start == other.quote.start:
        return True
    if set(one.entities) & set(other.entities) & telling or set(one.names) & set(other.names):
        return True
    if one.relation.fact and one.relation == other.relation:
        return True
    return fuzz.token_set_ratio(one.quote.exact, other.quote.exact) >= ALIKE
