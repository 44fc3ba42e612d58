"""Questions, and other ways to write the same question."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st
from opencc import OpenCC

from bench.questions import read_questions
from facts.library import Library

Rewrite = Callable[[str], str]
TEMPLATES = (
    "{}", "{} 日本 投資", "how much will {} invest", "{}の投資額は？", "{}在日本投资多少",
    "What did {} announce in April 2024?", "{} valuation 2024年6月", "{} 29億 9.1%",
)  # fmt: skip
_CJK = "\u3041-\u30ff\u3400-\u9fff"
_HALF_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


def questions(library: Library) -> st.SearchStrategy[str]:
    """Questions of the benchmark, and questions about any name that a fact is about."""
    names = [n for e in library.entities.values() if e.covered for n in e.all_names()]
    made = st.builds(str.format, st.sampled_from(TEMPLATES), st.sampled_from(names))
    return st.one_of(st.sampled_from(_benchmark()), made)


@cache
def _benchmark() -> list[str]:
    return [question.q for question in read_questions("fit")]


def wide(text: str) -> str:
    """In characters of full width, the space too."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text
    )


def half(text: str) -> str:
    """Katakana in half width."""
    return "".join(_half(c) if "\u30a1" <= c <= "\u30fc" else c for c in text)


def _half(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    found = [_HALF_MARKS.get(part) or _HALF.get(part, "") for part in parts]
    return "".join(found) if all(found) else character


def hiragana(text: str) -> str:
    """Katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "\u30a1" <= c <= "\u30f6" else c for c in text)


_converter = cache(OpenCC)


@cache
def _form(config: str, character: str) -> str:
    """The form of a character, where it stands for that character and no other."""
    form, plain = _converter(config).convert(character), _converter("t2s").convert
    return form if len(form) == 1 and plain(form) in (form, plain(character)) else character


def traditional(text: str) -> str:
    """Simplified characters in their traditional forms."""
    return "".join(_form("s2t", c) if c > "\u3400" else c for c in text)


def simplified(text: str) -> str:
    """Traditional characters in their simplified forms."""
    return "".join(_form("t2s", c) if c > "\u3400" else c for c in text)


def japanese(text: str) -> str:
    """Characters in the forms of Japan."""
    return "".join(_form("t2jp", c) if c > "\u3400" else c for c in traditional(text))


def apart(text: str) -> str:
    """With a space between Latin letters or digits and the characters of East Asia."""
    return re.sub(f"(?<=[{_CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CJK}])", " ", text)


REWRITES: dict[str, Rewrite] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "full width": wide,
    "half-width katakana": half,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "traditional characters": traditional,
    "simplified characters": simplified,
    "Japanese characters": japanese,
    "double spaces": lambda text: text.replace(" ", "  "),
    "spaces at the ends": lambda text: f" \t{text}\u3000\n",
    "ideographic spaces": lambda text: text.replace(" ", "\u3000"),
    "spaces that don't break": lambda text: text.replace(" ", "\u00a0"),
    "tabs": lambda text: text.replace(" ", "\t"),
    "scripts apart": apart,
    "invisible characters": "\u200b".join,
}
