"""Everything that the bot itself says, in three languages; one catalogue a language."""

import tomllib
from functools import cache
from pathlib import Path

from facts.language import Language

_FOLDER = Path(__file__).parent


@cache
def catalogue(language: Language) -> dict[str, str]:
    """All messages of a language by key."""
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": message
        for section, messages in tomllib.loads(text).items()
        for key, message in messages.items()
    }


def say(language: Language, key: str, /, **values: object) -> str:
    """The message of a key with its placeholders filled; KeyError for an unknown key."""
    return catalogue(language)[key].format_map(values)


def count(language: Language, key: str, number: int) -> str:
    """A message about a number of things: `key.one` for 1, `key.many` for the others."""
    return say(language, f"{key}_one" if number == 1 else f"{key}_many", n=number)
