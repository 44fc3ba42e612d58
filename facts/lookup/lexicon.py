"""Concepts: words of three languages that mean the same to somebody who asks.

They are data (`facts/data/lexicon/*.toml`), one table a concept, so that a person who does not
program can add a synonym.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from facts.language import Record
from facts.pack import BUILT_IN

ConceptKind = Literal[
    "theme", "detail", "light", "attribute", "aggregate", "compare", "filler", "outside"
]
LEXICON = BUILT_IN / "lexicon"


@dataclass(frozen=True)
class Concept(Record):
    """One meaning and the words for it.

    kind: "theme" must be in a fact for it to answer; "detail" is a theme that a fact must say of
    the very one who is asked about (a price, an address); "light" helps to rank but is not required;
    "attribute" is what is asked for (`answers` names it); "aggregate" asks for a list or the
    largest; "compare" sets two things side by side; "filler" says nothing; "outside"
    shows that the question is about something else altogether, or is no question.
    `topic`, `metrics`, `groups` and `headline` give the concept to facts by their fields;
    `entities` are named by its words (中美).
    """

    id: str
    en: tuple[str, ...] = ()
    ja: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    kind: ConceptKind = "theme"
    answers: str | None = None
    topic: str | None = None
    metrics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    headline: bool = False

    def terms(self) -> Iterator[str]:
        """Every word for it, in all languages."""
        yield from self.en
        yield from self.ja
        yield from self.zh


@cache
def read_lexicon(folder: Path = LEXICON) -> dict[str, Concept]:
    """All concepts of a folder by id; ValueError with the file and key where one is broken."""
    from pydantic import TypeAdapter, ValidationError  # a compiled library does without

    adapter = TypeAdapter(Concept)
    concepts: dict[str, Concept] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, raw in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in concepts:
                raise ValueError(f"{path.name}: {key}: this concept stands in two files")
            try:
                concepts[key] = adapter.validate_python({"id": key, **raw})
            except (ValidationError, TypeError) as error:
                raise ValueError(f"{path.name}: {key}: {error}") from None
    return concepts
