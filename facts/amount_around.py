"""What stands around a written number: its currency, unit and bound, "约 … 美元", "top …".

The words are looked up by their character next to the number, the longest first; `NOT_UNITS` and
`NOT_BEFORE` are longer words that only look like one of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from facts import amount_words as words

AmountKind = Literal["money", "percent", "rank", "ratio", "duration", "number"]


@dataclass
class Found:
    """An amount while it is read; `low` and `high` are the same for a single number.

    `scale` is the factor that was written behind the number, which a range shares ("1-2 billion").
    `loose` marks what is left out in the end: a date, or a numeral that counts only as the start
    of a range ("三到四个").
    """

    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    scale: Decimal = Decimal(1)
    kind: AmountKind = "number"
    currency: str | None = None
    unit: str | None = None  # a time unit or a counter
    bound: str = "exact"
    loose: bool = False

    def multiply(self, factor: Decimal) -> None:
        """Count in a unit that is `factor` times as large."""
        if self.low is not None and self.high is not None:
            self.low, self.high = self.low * factor, self.high * factor
        self.scale *= factor

    def limit(self, bound: str) -> None:
        """Take a bound that was written; what is indefinite stays so."""
        if self.low is not None:
            self.bound = bound


_Edges = dict[str, list[str]]


def _by_edge(table: Iterable[str], edge: int) -> _Edges:
    """The words by their first (0) or last (-1) character, the longest first."""
    edges: _Edges = {}
    for word in sorted(table, key=len, reverse=True):
        edges.setdefault(word[edge], []).append(word)
    return edges


_KINDS: tuple[tuple[AmountKind, Iterable[str]], ...] = (
    ("number", words.COUNTERS), ("number", words.DATES), ("rank", words.RANKS),
    ("rank", words.TOP_LISTS), ("duration", words.DURATIONS), ("ratio", words.MULTIPLES),
    ("percent", words.PERCENTS), ("money", words.CURRENCY_AFTER),
)  # fmt: skip
_UNITS = {word: kind for kind, table in _KINDS for word in table}
_SCALES = words.SCALE_SIGNS | words.ENGLISH_SCALES
_UNIT_EDGES = _by_edge([*_UNITS, *words.NOT_UNITS], 0)
_AFTER_EDGES = _by_edge(words.BOUND_AFTER, 0)
_SCALE_EDGES = _by_edge(_SCALES, 0)
_BEFORE_EDGES = _by_edge(
    [*words.BOUND_BEFORE, *words.CURRENCY_BEFORE, *words.RANK_BEFORE, *words.NOT_BEFORE], -1
)
# "10x" and "5bn" are a multiple and a scale, "10 x" and "5 m" may be anything.
_ATTACHED = frozenset({"s", "x", "st", "nd", "rd", "th", "k", "m", "b", "t"})
_SYMBOLS = frozenset("$€¥~")
# Behind a number these single characters start other words: 超市, 強い, 内部, 余地.
_WEAK_AFTER = frozenset("超强弱余内多")
_GAPS = frozenset({" ", "-"})
_PLUS = re.compile(r" ?(?:\+|[余多]|来(?=[个家]))")
_AIMS = ("目标", "目的", "目指")
_KANA = re.compile("[ぁ-ヿ]")


def is_latin(text: str, at: int) -> bool:
    """True when a Latin letter stands there (in folded text)."""
    return at >= 0 and "a" <= text[at : at + 1] <= "z"


def is_han(text: str, at: int) -> bool:
    """True when a Chinese character stands there."""
    return "一" <= text[at : at + 1] <= "鿿"


def _word_after(text: str, at: int, edges: _Edges) -> str:
    """The longest word of the table that begins there and ends where a word may end."""
    for word in edges.get(text[at : at + 1], ()):
        end = at + len(word)
        if not text.startswith(word, at) or (is_latin(word, len(word) - 1) and is_latin(text, end)):
            continue
        if word in _SYMBOLS and text[end : end + 1].isdigit():
            continue  # "5 $10": the sign belongs to the next number
        return word
    return ""


def _word_before(text: str, at: int) -> str:
    for word in _BEFORE_EDGES.get(text[at - 1 : at], ()):
        start = at - len(word)
        if text.endswith(word, 0, at) and not (is_latin(word, 0) and is_latin(text, start - 1)):
            return word
    return ""


def _word_after_gap(text: str, at: int, edges: _Edges) -> tuple[str, int]:
    """The word at a place or behind one space or hyphen, and where it ends."""
    gap = text[at : at + 1] if text[at : at + 1] in _GAPS else ""
    word = _word_after(text, at + len(gap), edges)
    if not word or (gap and word in _ATTACHED) or (gap == "-" and not is_latin(word, 0)):
        return "", at
    return word, at + len(gap) + len(word)


def read_scale(text: str, found: Found) -> None:
    """Take in "million" or "bn" behind digits."""
    word, end = _word_after_gap(text, found.end, _SCALE_EDGES)
    if word:
        found.multiply(_SCALES[word])
        found.end = end


def read_after(text: str, found: Found) -> None:
    """Take in what stands behind the number: "+", a unit and a bound."""
    if found.kind == "number" and not found.unit:
        if found.low is not None and (plus := _PLUS.match(text, found.end)):
            found.bound, found.end = "more_than", plus.end()
        of = 3 if found.low is None and text.startswith(" of ", found.end) else 0
        word, end = _word_after_gap(text, found.end + of, _UNIT_EDGES)
        if word in _UNITS and not _too_large(found, word):
            found.end = end
            _take_unit(text, found, word)
    word, end = _word_after_gap(text, found.end, _AFTER_EDGES)
    if not word or found.low is None:
        return
    of_time = word in ("内", "多") and found.kind == "duration"
    if word not in _WEAK_AFTER or of_time or not is_han(text, end):
        found.bound, found.end = words.BOUND_AFTER[word], end


def _too_large(found: Found, word: str) -> bool:
    """500万月活 are users and not a month."""
    return word in words.DAYS and (found.low is None or found.low > 31 or found.scale != 1)


def _take_unit(text: str, found: Found, word: str) -> None:
    found.kind, found.unit = _UNITS[word], word
    if found.kind == "money":
        found.currency = words.CURRENCY_AFTER[word]
    elif found.kind == "percent":
        found.multiply(Decimal(words.PERCENTS[word]))
    elif found.kind == "duration":
        found.limit("more_than" if "多" in word else found.bound)  # 两个多月
        _take_time(text, found, words.DURATIONS[word])
    elif word in words.TOP_LISTS:
        found.limit("up_to")
    elif word == "位" and (found.low is None or _counts_people(text, found.end)):
        found.kind = "number"  # 三位创始人, 几位
    elif word in words.DATES:
        found.loose = True
    in_order = text.startswith("目", found.end) and not text.startswith(_AIMS, found.end)
    if in_order and found.kind in ("number", "duration"):
        found.kind, found.unit, found.end = "rank", None, found.end + 1  # 3社目: the third


def _counts_people(text: str, at: int) -> bool:
    """In Chinese, and in front of a noun, 位 is the polite counter of people."""
    return is_han(text, at) and not _word_after(text, at, _AFTER_EDGES) and not _KANA.search(text)


def _take_time(text: str, found: Found, unit: str) -> None:
    found.unit = unit
    if unit == "decade":
        found.multiply(Decimal(10))
        found.unit = "year"
    half = text.startswith("半", found.end) and not text.startswith("半导", found.end)
    if half and unit in ("year", "month") and found.low is not None:
        found.low = found.high = found.low + Decimal("0.5")  # 1年半
        found.end += 1


def read_before(text: str, found: Found, floor: int) -> None:
    """Take in what stands before the number: a currency, bounds, "第"; nothing before `floor`."""
    for _ in range(4):  # 最大で約US$…: hardly ever more than three
        at = found.start - (text[found.start - 1 : found.start] == " ")
        word = _word_before(text, at)
        start = at - len(word)
        joins = word == "~" and start == floor > 0  # 10~20, a range
        if not word or start < floor or joins or not _take_before(found, word):
            return
        found.start = start


def _take_before(found: Found, word: str) -> bool:
    """Take in the word before the number, False where it does not go with it."""
    if word in words.CURRENCY_BEFORE:
        if found.kind != "money" and (found.kind != "number" or found.unit):
            return False
        found.kind = "money"
        found.currency = found.currency or words.CURRENCY_BEFORE[word]
    elif word in words.RANK_BEFORE:
        bound, low = words.RANK_BEFORE[word], found.low
        kinds = ("number", "rank", "duration") if bound == "exact" else ("number", "rank")
        if found.kind not in kinds or low is None or (bound == "up_to" and low <= 1):
            return False  # 前三年, 前一个: the years and the one before
        found.kind, found.unit, found.loose = "rank", None, False  # 第二代 is no date
        found.bound = bound if bound != "exact" else found.bound
    elif word in words.NOT_BEFORE:
        return False
    else:
        found.limit(words.BOUND_BEFORE[word])
    return True
