"""The three languages of the library, and texts that exist in them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ja", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "ja", "zh")


class Record:
    """Base of everything that is read from a pack.

    Records are frozen dataclasses. `facts.pack` validates them with pydantic, and unknown keys
    are refused; a record that comes out of the compiled library costs no pydantic import.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # the name and type are pydantic's


@dataclass(frozen=True)
class Text(Record):
    """The same words in English, Japanese and (simplified) Chinese; at least one is there."""

    en: str | None = None
    ja: str | None = None
    zh: str | None = None

    def __post_init__(self) -> None:
        if not (self.en or self.ja or self.zh):
            raise ValueError("at least one of en, ja, zh is needed")

    def get(self, language: Language) -> str | None:
        """The words in one language, or None where they were not written yet."""
        words: str | None = getattr(self, language)
        return words or None

    def best(self, language: Language) -> str:
        """The words in this language, else in the first of en, ja, zh that is there."""
        return self.get(language) or self.en or self.ja or self.zh or ""

    def missing(self) -> list[Language]:
        """The languages in which nothing was written yet."""
        return [language for language in LANGUAGES if not self.get(language)]
