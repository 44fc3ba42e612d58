"""Every weight and threshold of the lookup, in one place; `bench/fit.py` fits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Evidence:
    """What speaks for or against the best fact, each 0 to 3; 0 says nothing."""

    always: float = 0.0
    cover: float = 0.0  # share of the question that the fact has
    likeness: float = 0.0  # of the characters
    stands_out: float = 0.0  # from facts that are merely alike
    named: float = 0.0  # share of the names that it is about
    not_covered: float = 0.0  # a name that no fact is about
    country_missing: float = 0.0
    content_share: float = 0.0  # share of the themes and words that it has
    content_shared: float = 0.0  # that it and the next two about the same names have
    content_asked: float = 0.0  # how much content the question has
    theme_missing: float = 0.0  # weight of themes that it has not
    theme_nowhere: float = 0.0  # a theme that none of the best five has
    theme_void: float = 0.0  # a theme that no fact at all has
    name_lacks_theme: float = 0.0  # themes that no fact about the named has
    name_hardly_has: float = 0.0  # no theme is surely in any fact about the named
    other_period: float = 0.0  # it is of another time than asked
    amount_nowhere: float = 0.0  # an amount is asked for, and the best three have none
    dated: float = 0.0  # a period is asked for
    long: float = 0.0  # words beyond the first five, in tens: a scene around what is asked for
    score: float = 0.0  # of the best fact, in tens
    lead: float = 0.0  # before the second


FOUND: Mapping[str, float] = {
    "always": -2.69, "cover": 0.7, "likeness": -0.68, "stands_out": 0.17, "named": -0.19, "not_covered": -1.8, "country_missing": -4.71, "content_share": -0.54, "content_shared": 0.52, "content_asked": 1.37, "theme_missing": -0.98, "theme_nowhere": -0.56, "theme_void": -0.95, "name_lacks_theme": -1.82, "name_hardly_has": -1.42, "other_period": -4.21, "amount_nowhere": -1.14, "dated": -1.2, "long": 3.26, "score": 1.57, "lead": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """Weights of what a question asks for, of what makes a fact the better one, and of what is
    found at all.
    """

    entity: float = 2.6
    country: float = 1.6
    place: float = 0.6
    implied: float = 1.2
    theme: float = 1.0
    light: float = 0.35
    word: float = 0.6
    echo: float = 0.15  # the very word that was used for a concept
    bigram: float = 0.4
    number: float = 1.5
    unknown: float = 0.5
    unknown_bigram: float = 0.2
    particle: float = 0.1  # a single Han character that is left over
    rarity: float = 0.7  # how much more a rare unit counts than a common one
    cover: float = 1.9
    cover_squared: float = 1.1
    likeness: float = 18.43  # cosines are small: 0.05 to 0.3
    familiar: float = 19.25  # mean over the words of the question
    nearest: float = 9.27  # of the nearest way of asking for the fact, letter by letter
    near: float = 7.18  # mean of the nearest three
    answers: float = 2.54  # gain when the fact answers what is asked (how much, when, why)
    answers_alone: float = -0.91  # further gain when nothing else is asked than a name
    period: float = 1.95
    other_period: float = 0.94
    unasked_country: float = 1.66  # loss of a fact about another country than asked
    nameless: float = 6.0  # loss of a fact about none of the companies and people that are named
    country_lacking: float = 4.14  # loss of a fact that lacks a country asked about
    importance: float = 0.89
    focus: float = 17.9  # gain for a fact that is about little else
    # How much each piece of evidence says for or against the best fact (see Evidence).
    found: Mapping[str, float] = field(default_factory=lambda: FOUND)


WEIGHTS = Weights()
