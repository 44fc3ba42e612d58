"""The labelled questions of the benchmark, and how an answer to one is judged."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Labelled:
    """A question with the facts that are right as the first answer, and among the first five."""

    q: str
    lang: str
    kind: str
    outcome: str
    right: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        return self.outcome == "found"

    def first(self, hits: Sequence[str]) -> bool:
        return bool(hits) and hits[0] in self.right

    def in_five(self, hits: Sequence[str]) -> bool:
        return any(hit in self.right for hit in hits[:5])


def read_questions(part: str) -> list[Labelled]:
    """The questions of "fit" or "validation"."""
    raw = tomllib.loads((FOLDER / f"{part}.toml").read_text(encoding="utf-8"))
    return [
        Labelled(q["q"], q["lang"], q["kind"], q["outcome"], tuple(q["right"]), tuple(q["also"]))
        for q in raw["question"]
    ]
