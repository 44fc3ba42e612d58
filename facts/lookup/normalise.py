"""One form for one word: case, width, kana and character forms are folded away for matching.

Nothing here is shown to anybody; what a person wrote and what a source says stay as they are.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

HAN, KANA, HIRA, LATIN, OTHER = "H", "K", "h", "L", "-"

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_ACCENTED = {
    code: letter
    for code in range(0xC0, 0x250)
    if (letter := unicodedata.normalize("NFD", chr(code))[0]).isascii()
}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_MARKS = dict.fromkeys(map(ord, "’‘´`"), "'")
# "us" is the country, except where it can only be the pronoun.
_PRONOUN = (
    "tell give show help let for to with expect want ask trust teach sell send make take cost join "
    "advise allow bring convince remind pay need between"
)
_FROM = ("buy from", "buys from", "bought from", "hear from", "heard from")
_US = re.compile(r"\bus\b" + "".join(f"(?<!{said} us)" for said in (*_PRONOUN.split(), *_FROM)))
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_MARK = re.compile(r"[^\w %$¥€£]|_")  # whatever is no letter, no digit and no sign of money
_SPACES = re.compile("  +")
_INNER = ".,-&+"  # marks that stay inside a word or number and belong to it
_RUN = re.compile("L+|H+|K+|h+|-+")
_DATE_GAPS = re.compile(r"(?<=\d) (?=[年月日号號])|(?<=[年月]) (?=\d)")
# Words with an ending of their own, which is no inflection.
_WHOLE = frozenset({
    "access", "aim", "aims", "anything", "beijing", "breed", "building", "business", "during",
    "embed", "evening", "everything", "face", "faces", "feed", "free", "freed", "funding",
    "hiring", "hundred", "kindred", "king", "lagging", "marketing", "meeting", "morning", "need",
    "news", "nothing", "outstanding", "pricing", "process", "ranking", "ring", "sacred", "seed",
    "series", "something", "species", "speed", "spring", "states", "string", "training", "united",
    "values",
})  # fmt: skip
_STEM_RULES = (
    ("ies", "y", 5), ("sses", "ss", 6), ("ations", "at", 9), ("ation", "at", 8),
    ("ings", "", 7), ("ing", "", 6), ("ments", "ment", 8), ("ied", "y", 6), ("ed", "", 5),
    ("es", "e", 5), ("s", "", 4), ("ly", "", 6),
)  # fmt: skip
_DROP_E = ("ing", "ings", "ed")
_SHORT = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]")  # one syllable that ends like "mak"


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the script of the character it came from."""

    text: str
    scripts: str


def one_width(text: str) -> str:
    """A text in characters of one width, with single spaces, none in a date, nothing invisible."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _DATE_GAPS.sub("", " ".join(plain.split()))


class Folder:
    """Folds text; `variants` maps Japanese and traditional characters to simplified ones."""

    def __init__(self, variants: dict[str, str]) -> None:
        self.variants: dict[int, str] = {ord(form): plain for form, plain in variants.items()}
        self._table: dict[int, str | int] = {
            **self.variants, **_KATAKANA_TO_HIRAGANA, **_ACCENTED,
        }  # fmt: skip

    def fold(self, text: str) -> Folded:
        """Fold a text; white space and punctuation that separates words become single spaces."""
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
        plain = _US.sub("usa", plain.translate(_DASHES).translate(_MARKS))
        kept = _SPACES.sub(" ", _MARK.sub(_kept, plain)).removeprefix(" ")
        return Folded(kept.translate(self._table), _scripts(kept))

    def key(self, text: str) -> str:
        """The folded text alone, without white space at its ends: the key of a name or term."""
        return self.fold(text).text.strip()


def _kept(match: re.Match[str]) -> str:
    """What a mark becomes: inside numbers and names it stays, everywhere else it separates."""
    character, at = match.group(), match.start()
    if character not in _INNER and character not in "'/":
        return " "
    around = match.string[at - 1 : at] + match.string[at + 1 : at + 2]
    if len(around) != 2 or not (around.isascii() and around.isalnum()):
        return " "
    if around.isdigit():
        return " " if character == "'" else character
    return character if character in "&+" else " "


def _scripts(text: str) -> str:
    scripts = "".join(map(_script, text))
    at = text.find("ー")
    while at >= 0:  # a long vowel belongs to what stands before it
        if scripts[at - 1 : at] == HIRA:
            scripts = scripts[:at] + HIRA + scripts[at + 1 :]
        at = text.find("ー", at + 1)
    return scripts


@cache
def _script(character: str) -> str:
    code = ord(character)
    if 0x30A0 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9F:
        return KANA
    if 0x3041 <= code <= 0x309F:
        return HIRA
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return HAN
    if character in "々":
        return HAN
    return LATIN if character.isalnum() or character in _INNER else OTHER


def runs(folded: Folded, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The runs (start, end, script) of one script inside [start, end)."""
    for match in _RUN.finditer(folded.scripts, start, end):
        yield match.start(), match.end(), match[0][0]


@lru_cache(20_000)
def stem(word: str) -> str:
    """A light English stem: "investments", "investing" and "invested" come out as "invest"."""
    if not word.isascii() or word in _WHOLE or any(c.isdigit() for c in word):
        return word
    for suffix, instead, least in _STEM_RULES:
        if word.endswith(suffix) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(suffix)] + instead
            if suffix in _DROP_E and _SHORT.fullmatch(word):
                word += "e"  # making, moved
            break
    for suffix in ("ment", "e"):
        if word.endswith(suffix) and len(word) >= len(suffix) + 4:
            word = word[: -len(suffix)]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def units(folded: Folded, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The searchable units of [start, end): word stems, katakana words, bigrams of Han.

    Hiragana carries grammar rather than content and gives no unit of its own.
    """
    for first, last, script in runs(folded, start, end):
        piece = folded.text[first:last]
        if script == LATIN:
            yield stem(piece), first, last
        elif script == KANA and last - first > 1:
            yield piece, first, last
        elif script == HAN:
            if last - first == 1:
                yield piece, first, last
            for position in range(first, last - 1):
                yield folded.text[position : position + 2], position, position + 2
