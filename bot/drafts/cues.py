"""The cue words of `cues.toml`, each table compiled into one pattern."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("cues.toml")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def units() -> dict[str, tuple[str, ...]]:
    """What a count counts, with the words that follow its number."""
    return {unit: tuple(words) for unit, words in _tables()["unit"].items()}


@cache
def pattern(table: str, key: str | None = None) -> re.Pattern[str]:
    """One pattern for the words of a table, or of one key of it."""
    found = _tables()[table]
    return _either((found[key] if key else found)["words"])


def _either(words: Iterable[str]) -> re.Pattern[str]:
    parts = [
        rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w)
        for w in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


def claims(text: str) -> list[str]:
    """The claims that the words of a text speak for, in the order of the file."""
    return [claim for claim in _tables()["claim"] if pattern("claim", claim).search(text)]


def metrics(text: str) -> list[str]:
    """Metrics that the lexicon has no words for and the words of a text speak for."""
    return [metric for metric in _tables()["metric"] if pattern("metric", metric).search(text)]


def hedges(text: str) -> list[str]:
    """Which of planned, up_to, potential and according_to are noticed in a text."""
    return [hedge for hedge in _tables()["hedge"] if pattern("hedge", hedge).search(text)]
