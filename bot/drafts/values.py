"""From what is written in a text to the values of a record."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from bot.drafts import cues
from bot.drafts.sentences import Span
from facts.amounts import Amount, parse_amounts
from facts.check import matches
from facts.value import Bound, Number, Value

MeasuredKind = Literal["money", "percent", "count", "rank", "ratio", "duration"]
_KINDS: dict[str, MeasuredKind] = {
    "money": "money", "percent": "percent", "number": "count", "rank": "rank", "ratio": "ratio",
    "duration": "duration",
}  # fmt: skip
_MILLION = Decimal(1_000_000)
_LARGEST = Decimal(10) ** 18  # more than that is no measure of a market, but a number of a file
_NAME_BEFORE = re.compile(r"[a-z,] [A-Z][a-z]+ \Z")
_WITH_NOUN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){1,2}")
_PLACE = re.compile(r"\W{1,2}(?:place|in|among|by|behind|worldwide|globally|rank)")
_NEXT = frozenset("个個家代款次份座笔社つ番例弾版期号回")
_FEW = 4
_CONVERSIONS = ("约合", "折合", "約", "about", "approximately", "equivalent", "or ", "相当于")


@dataclass(frozen=True)
class Measured:
    """One amount of the text as a kind of value; `strong` when it may carry a fact of its own."""

    amount: Amount
    kind: MeasuredKind
    currency: str | None
    strong: bool

    @property
    def carries(self) -> bool:
        """True when a sentence with nothing else may still be worth a look."""
        return self.strong or any(n > 1 for n in self.amount.numbers())


def measured(text: str, sentence: Span) -> list[Measured]:
    """The amounts of a sentence that may be values, with places in the whole text."""
    found: list[Measured] = []
    for amount in _amounts(text, sentence):
        if _says_nothing(amount) or _is_conversion(text, amount, found):
            continue
        if _is_part_of_name(text, amount) or _is_ordinal(text, amount):
            continue
        kind, currency = _KINDS[amount.kind], amount.currency
        if kind == "count" and _is_money(text, amount, sentence, found):
            last = next((m.currency for m in reversed(found) if m.currency), None)
            kind, currency = "money", last or "unknown"
        found.append(Measured(amount, kind, currency, _is_strong(text, amount, kind)))
    return found


def _amounts(text: str, sentence: Span) -> list[Amount]:
    at = sentence.start
    return [
        Amount(
            a.text, a.start + at, a.end + at, a.kind, a.amount, a.low, a.high, a.currency,
            a.unit, a.bound,
        )
        for a in parse_amounts(sentence.of(text))
    ]  # fmt: skip


def _says_nothing(amount: Amount) -> bool:
    """A counter for an article (一个), an open "several", or no number of this world."""
    if any(abs(n) >= _LARGEST or n < 0 for n in amount.numbers()):
        return True
    if amount.kind == "number" and amount.numbers() == [1]:
        return True
    return amount.bound == "indefinite" and amount.kind == "number" and len(amount.text) < 3


def _is_part_of_name(text: str, amount: Amount) -> bool:
    """Taipei 101: a bare number right behind a word with a capital, and nothing behind it."""
    if amount.kind != "number" or not amount.text.isdigit():
        return False
    before = _NAME_BEFORE.search(text, max(0, amount.start - 30), amount.start)
    return bool(before) and not text[amount.end : amount.end + 2].strip(" \n").isalpha()


def _is_ordinal(text: str, amount: Amount) -> bool:
    """A second office, 第二家, 第一份: the next one, and no place in a ranking."""
    if amount.kind != "rank" or not amount.numbers() or max(amount.numbers()) > _FEW:
        return False
    after = text[amount.end : amount.end + 12]
    if amount.text.isascii():
        return amount.text.isalpha() and not _PLACE.match(after)
    return amount.text[-1:] in _NEXT or after[:1] in _NEXT


def _is_conversion(text: str, amount: Amount, found: list[Measured]) -> bool:
    """（约合34亿元人民币）, right behind the same money in another currency."""
    if amount.kind != "money" or not found or found[-1].kind != "money":
        return False
    between = text[found[-1].amount.end : amount.start].strip()
    if between[:1] not in ("（", "("):
        return False
    rest = between[1:].strip() + amount.text
    return len(between) < 20 and (not between[1:] or rest.startswith(_CONVERSIONS))


def _is_money(text: str, amount: Amount, sentence: Span, found: list[Measured]) -> bool:
    """Read "a budget of 20 billion" as money: a large number behind a word of money, and no counter."""
    if not amount.numbers() or min(amount.numbers()) < _MILLION:
        return False
    before = text[max(sentence.start, amount.start - 30) : amount.start]
    after = text[amount.end : amount.end + 1]
    counted = after.isalpha() and not after.isascii()
    return not counted and bool(cues.pattern("money_words").search(before)) and bool(found)


def _is_strong(text: str, amount: Amount, kind: MeasuredKind) -> bool:
    if kind in ("money", "percent", "ratio"):
        return True
    if kind == "rank":
        return amount.numbers() != [1] or text[amount.end : amount.end + 1] in ("位", "名", "是")
    if kind == "duration":
        return False
    return bool(unit_of(text, amount)) or any(n >= 10 or n == 0 for n in amount.numbers())


def unit_of(text: str, amount: Amount) -> str | None:
    """What a count counts: company, people, case or country; None where it is not known."""
    after = text[amount.end : amount.end + 40].lower().split("\n")[0]
    words = after.split()[:3]
    for unit, names in cues.units().items():
        for name in names:
            if name.isascii():
                if any(word.strip(".,;:") == name for word in words):
                    return unit
            elif amount.text.endswith(name) or after.startswith(name):
                return unit
    return None


def value_of(text: str, found: Measured, metric: str) -> tuple[Value, str] | None:
    """The value with the words that write it; None where a check would not read it in them."""
    amount = found.amount
    assert amount.bound in get_args(Bound)  # noqa: S101  # the parser's own words
    low, high = _number(amount.low), _number(amount.high)
    bound: Bound = amount.bound  # type: ignore[assignment]  # checked in the line above
    unit = amount.unit if found.kind == "duration" else None
    if found.kind == "count":
        unit = unit_of(text, amount)
    try:
        value = Value(
            metric, found.kind, _number(amount.amount), low, high, found.currency, unit, bound
        )
    except ValueError:
        return None
    wide = _WITH_NOUN.match(text, amount.start)
    written = [amount.text, *([wide.group()] if wide else [])]
    return next(((value, words) for words in written if matches(value, words)), None)


def _number(number: Decimal | None) -> Number | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(round(number, 6))
