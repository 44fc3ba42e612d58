"""What the figures of a fact are figures of: their measures, whom they count, where, and when."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from facts.fact import Fact

Group = Literal["people", "firms"]
HOME = "japan"
_QUANTITIES = ("money", "percent", "count", "ratio", "rank")
_PEOPLE = re.compile(r"people|consumers|individuals|respondents|users|authors|residents", re.I)
_FIRMS = re.compile(r"companies|firms|businesses|enterprises|unicorns|startups", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_A_YEAR = 370  # days; of a longer span only the ends are a time of the fact

Span = tuple[date, date]


@dataclass(frozen=True)
class Figures:
    """The figures of one fact.

    `metrics` are those of its quantities, `counted` the groups that they count and `units` what is
    counted (people, country), `home` is True when they are said to be of Japan, `owners` are the
    entities that they belong to, `backed` those that somebody gave money to. `days` are
    when it happened, without the day on which a source merely still said so; figures are of the
    day on which they held.
    """

    metrics: frozenset[str] = frozenset()
    counted: frozenset[Group] = frozenset()
    home: bool = False
    owners: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    backed: frozenset[str] = frozenset()
    days: tuple[Span, ...] = ()


def figures_of(fact: Fact, first_and_last: Callable[[str], Span]) -> Figures:
    """The figures of a fact; `first_and_last` reads the days of an EDTF text."""
    values = [value for value in fact.values if value.kind in _QUANTITIES]
    populations = " ".join(value.population.best("en") for value in values if value.population)
    counted: set[Group] = set()
    if _PEOPLE.search(populations):
        counted.add("people")
    if _FIRMS.search(populations):
        counted.add("firms")
    return Figures(
        frozenset(value.metric for value in values),
        frozenset(counted),
        HOME in {value.geography for value in values} or HOME in fact.entities(),
        frozenset(value.subject for value in values if value.subject),
        frozenset(value.unit for value in values if value.unit),
        frozenset(_backed(fact)),
        tuple(dict.fromkeys(_days(fact, first_and_last))),
    )


def _backed(fact: Fact) -> Iterator[str]:
    """Who received money from somebody named."""
    if any(part.role in ("lead", "payer") for part in fact.roles):
        yield from (part.entity for part in fact.roles if part.role == "recipient")


def _days(fact: Fact, first_and_last: Callable[[str], Span]) -> Iterator[Span]:
    when = fact.when
    texts = [when.announced, when.happened, when.published, when.period]
    texts += [when.as_of] if fact.values else []
    for value in fact.values:
        texts += [value.period, value.as_of, value.date]
    texts += _YEAR.findall(fact.statement.best("en"))
    for text in filter(None, texts):
        first, last = first_and_last(text)
        if (last - first).days <= _A_YEAR:
            yield first, last
        else:
            yield from ((first, first), (last, last))
