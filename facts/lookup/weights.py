"""Every weight and threshold of the lookup, in one place; `bench/fit.py` fits them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """Weights of what a question asks for, gains and losses of a fact, and when it is refused."""

    entity: float = 2.6
    country: float = 1.6
    implied: float = 1.2
    theme: float = 1.0
    light: float = 0.35
    word: float = 0.6
    echo: float = 0.15  # the very word that was used for a concept
    bigram: float = 0.4
    number: float = 1.5
    unknown: float = 0.5
    unknown_bigram: float = 0.2
    rarity: float = 0.7  # how much more a rare unit counts than a common one
    phrase: float = 1.0  # likeness to one of the fact's own phrasings
    attribute: float = 0.08  # gain when the fact answers what is asked
    no_attribute: float = 0.05  # loss when it does not
    period: float = 0.2
    importance: float = 0.02
    focus: float = 0.15  # gain for a fact that is about little else
    enough: float = 0.5  # share of the themes and words that a found fact must have
    enough_entities: float = 0.6


WEIGHTS = Weights()
