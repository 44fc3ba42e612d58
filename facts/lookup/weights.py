"""Every weight and threshold of the lookup, in one place; `bench/fit.py` fits them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """Weights of what a question asks for, gains and losses of a fact, and when it is refused."""

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
    cover: float = 3.12
    cover_squared: float = 1.05
    likeness: float = 58.8  # cosines are small: 0.05 to 0.3
    answers: float = 1.96  # gain when the fact answers what is asked (how much, when, why)
    answers_alone: float = 3.58  # further gain when nothing else is asked than a name
    period: float = 1.76
    other_period: float = 1.45
    importance: float = 1.07
    focus: float = 25.4  # gain for a fact that is about little else
    enough: float = 0.5  # share of the themes and words that a found fact must have
    enough_entities: float = 0.6


WEIGHTS = Weights()
