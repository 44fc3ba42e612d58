"""The words of messages that go on from the last one; they are data, `words/follow_up.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

Group = Literal["open", "close", "small", "option", "since", "until", "its"]

_FILE = Path(__file__).parent / "words" / "follow_up.toml"
_PLACES: dict[Group, tuple[str, str]] = {
    "open": ("join", "open"),
    "close": ("join", "close"),
    "small": ("small", "words"),
    "option": ("option", "words"),
    "its": ("its", "words"),
    "since": ("since", "words"),
    "until": ("until", "words"),
}
_VALUES = ("currency", "sort", "lang")  # sections whose keys are an option's values
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十])"
_HAN_NUMBERS = "一二三四五六七八九十"


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _one_of(phrases: Iterable[str]) -> str:
    """A pattern of phrases, the longest first; Latin ones don't begin or end inside a word."""
    patterns = []
    for phrase in sorted(phrases, key=len, reverse=True):
        before = r"(?<![^\W_])" if phrase[0].isascii() and phrase[0] != "{" else ""
        after = r"(?![a-z0-9])" if phrase[-1].isascii() and phrase[-1] != "}" else ""
        patterns.append(before + re.escape(phrase).replace(r"\{n\}", _NUMBER) + after)
    return "|".join(patterns)


@cache
def _words(*groups: Group) -> re.Pattern[str]:
    phrases = [w for g in groups for w in _data()[_PLACES[g][0]][_PLACES[g][1]]]
    return re.compile(_one_of(dict.fromkeys(phrases)), re.IGNORECASE)


@cache
def _options() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Option, value and pattern of every phrase that sets one, the longest phrases first."""
    found = [
        (option, value, phrase)
        for option in _VALUES
        for value, phrases in _data()[option].items()
        for phrase in phrases
    ]
    found.sort(key=lambda item: len(item[2]), reverse=True)
    return tuple((o, v, re.compile(_one_of([p]), re.IGNORECASE)) for o, v, p in found)


@cache
def _limit() -> re.Pattern[str]:
    return re.compile(_one_of(_data()["limit"]["words"]), re.IGNORECASE)


def without(text: str, *groups: Group) -> str:
    """The text with the words of some groups blanked out, and nothing but words left."""
    return re.sub(r"[\W_]+", " ", _words(*groups).sub(" ", text)).strip()


def says(text: str, group: Group) -> bool:
    """True when a word of the group is in the text."""
    return _words(group).search(text) is not None


def is_more(text: str) -> bool:
    """True for a wish to see more, and nothing else."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split()) in _data()["more"]["words"]


def take_options(text: str) -> tuple[dict[str, str], str]:
    """The options that a text sets in plain words ("in yen", "top 5"), and the rest of it."""
    options: dict[str, str] = {}
    for option, value, pattern in _options():
        if option not in options and (found := pattern.search(text)):
            options[option] = value
            text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := _limit().search(text):
        number = next(group for group in found.groups() if group)
        options["limit"] = str(_HAN_NUMBERS.find(number) + 1 or int(number))
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return options, text.strip()


def own_concepts() -> frozenset[str]:
    """Ids of the lexicon's concepts that are asked of one company: its revenue, its founder."""
    return frozenset(_data()["its"]["concepts"])


def trimmed(text: str) -> str:
    """The text without the words that only join it to what was said before, and without marks."""
    opening = re.compile(rf"(?:[\W_]+|{_words('open').pattern})", re.IGNORECASE)
    while found := opening.match(text):
        text = text[found.end() :]
    return without_end(text)


def without_end(text: str) -> str:
    """The text without marks and words such as は, 呢 and "please" at its end."""
    closing = re.compile(rf"(?:[\W_]+|{_words('close').pattern})\Z", re.IGNORECASE)
    while found := closing.search(text):
        text = text[: found.start()]
    return text
