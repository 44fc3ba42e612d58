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
    other_period: float = 0.0  # it is of another time than asked
    amount_nowhere: float = 0.0  # an amount is asked for, and the best three have none
    dated: float = 0.0  # a period is asked for
    long: float = 0.0  # words beyond the first five, in tens: a scene around what is asked for
    score: float = 0.0  # of the best fact, in tens
    lead: float = 0.0  # before the second


FOUND: Mapping[str, float] = {
    "always": -3.05, "cover": 0.54, "likeness": -0.5, "stands_out": 0.5, "named": 0.12, "not_covered": -2.31, "country_missing": -5.09, "content_share": -0.13, "content_shared": 0.65, "content_asked": 1.65, "theme_missing": -1.19, "theme_nowhere": -1.29, "theme_void": 0.08, "name_lacks_theme": -2.14, "other_period": -3.96, "amount_nowhere": -1.87, "dated": -1.58, "long": 3.54, "score": 1.56, "lead": 0.99,
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
    cover: float = 2.65
    cover_squared: float = 0.62
    likeness: float = 14.43  # cosines are small: 0.05 to 0.3
    familiar: float = 17.69  # mean over the words of the question
    nearest: float = 8.82  # of the nearest way of asking for the fact, letter by letter
    near: float = 9.32  # mean of the nearest three
    answers: float = 2.56  # gain when the fact answers what is asked (how much, when, why)
    answers_alone: float = 0.9  # further gain when nothing else is asked than a name
    period: float = 3.1
    other_period: float = 1.95
    unasked_country: float = 1.62  # loss of a fact about another country than asked
    nameless: float = 6.0  # loss of a fact about none of the companies and people that are named
    country_lacking: float = 4.53  # loss of a fact that lacks a country asked about
    importance: float = 1.07
    focus: float = 21.98  # gain for a fact that is about little else
    # How much each piece of evidence says for or against the best fact (see Evidence).
    found: Mapping[str, float] = field(default_factory=lambda: FOUND)


WEIGHTS = Weights()
