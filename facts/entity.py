"""Companies, people, agencies, products and countries, with their names in three languages."""

from dataclasses import dataclass
from typing import Literal

from facts.language import Language, Record, Text

EntityKind = Literal[
    "company", "person", "agency", "product", "country", "programme", "law", "group", "place"
]


@dataclass(frozen=True)
class Entity(Record):
    """Something that a fact can be about. The file name is the id, the folder the kind.

    `covered` is false for an entity that no fact is about: recognising it is how the bot knows
    that it has no answer. `parent` names the entity that owns or makes this one.
    """

    id: str
    kind: EntityKind
    names: Text
    aliases: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None
    covered: bool = True

    def all_names(self) -> list[str]:
        """Every name once, the proper ones first."""
        proper = [self.names.en, self.names.ja, self.names.zh]
        return list(dict.fromkeys(n for n in [*proper, *self.aliases, *self.tickers] if n))

    def name(self, language: Language) -> str:
        """The usual name in this language."""
        return self.names.best(language)
