"""The values of written numerals: "1億2000万", "三百多万", "one hundred and twenty million"."""

import re
from decimal import Decimal
from typing import NamedTuple

from facts import amount_words as words

_MYRIADS = "".join(words.CJK_MYRIADS)
SCALES = "".join(words.CJK_TENS) + _MYRIADS
CJK = "".join(words.CJK_DIGITS) + SCALES
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_BETWEEN = "(?:[多余](?=[万亿])|个(?=[万亿]))?"  # before a scale: 1000多万, 1个亿
# A number may go on behind its scale: 1亿2000万, 1万2000.
DIGITS = rf"(?:{_PLAIN} ?{_BETWEEN}[{SCALES}]{{1,3}}(?!分点)){{1,4}}(?:{_PLAIN})?|{_PLAIN}"
CJK_NUMBER = f"(?!点)[{CJK}点]+(?:{_BETWEEN}[万亿]+)?"
_PARTS = re.compile(rf"({_PLAIN})([^0-9]*)")
_NEXT_WORD = re.compile(r"( and |[ -])([a-z]+)")
_AND_A_HALF = re.compile(r" and a half(?![a-z])")
_LONGEST = 25  # a longer row of digits is an identifier, and costs time


class Number(NamedTuple):
    """A number, or both ends of a range; `scale` is the factor that the last part was given."""

    low: Decimal
    high: Decimal
    scale: Decimal = Decimal(1)
    more: bool = False


def digit_number(text: str) -> Number | None:
    """Read digits with East Asian scales: 29亿, 10万亿, 1亿2000万, 1万2000, 1000多万."""
    if len(text) > _LONGEST:
        return None
    if text.isdigit():
        return Number(Decimal(text), Decimal(text))
    total, scale = Decimal(0), Decimal(1)
    for digits, behind in _PARTS.findall(text):
        part = Decimal(digits.replace(",", ""))
        if scales := behind.strip(" 多余个"):
            scale = _product(scales)
            part *= scale
        total += part
    return Number(total, total, scale, more="多" in text or "余" in text)


def _product(scales: str) -> Decimal:
    product = Decimal(1)
    for scale in scales:
        product *= words.CJK_TENS.get(scale) or words.CJK_MYRIADS[scale]
    return product


def cjk_numbers(text: str) -> Number | None:
    """Read Chinese or Japanese numerals: 两千, 三百多万, 三点五亿; 三四百 is 300 to 400."""
    if len(text) > _LONGEST:
        return None
    plain = text.replace("个", "").replace("多", "").replace("余", "")
    head = plain.rstrip(SCALES)
    before, pair, tail = head[:-2], head[-2:], plain[len(head) :]
    if pair in words.NEIGHBOURS and (not before or before[-1] in SCALES):
        low, high = (cjk_number(before + digit + tail) for digit in pair)
    else:
        low = high = cjk_number(plain)
    if low is None or high is None:
        return None
    scale = _product(plain[len(plain.rstrip(_MYRIADS)) :])
    return Number(low, high, scale, more="多" in text or "余" in text)


def cjk_number(text: str) -> Decimal | None:
    """The value of plain Chinese or Japanese numerals, None for a bare scale."""
    whole, point, part = text.partition("点")
    if point:
        digits = part.rstrip(_MYRIADS)
        start = cjk_number(whole)
        if any(c not in words.CJK_DIGITS for c in digits):
            return None  # 三点十五分, a clock time
        decimals = "".join(str(words.CJK_DIGITS[c]) for c in digits)
        return start and (start + Decimal(f"0.{decimals}")) * _product(part[len(digits) :])
    if all(c in words.CJK_DIGITS for c in text):
        return Decimal("".join(str(words.CJK_DIGITS[c]) for c in text))
    if text[0] in words.CJK_MYRIADS:
        return None
    total = section = digit = 0
    for c in text:
        if c in words.CJK_DIGITS:
            digit = words.CJK_DIGITS[c]
        elif c in words.CJK_TENS:
            section += (digit or 1) * words.CJK_TENS[c]
            digit = 0
        elif section + digit:
            total += (section + digit) * words.CJK_MYRIADS[c]
            section = digit = 0
        else:
            total *= words.CJK_MYRIADS[c]  # 万亿: a myriad of hundred millions
    return Decimal(total + section + digit)


def english_number(
    text: str, end: int, section: Decimal, *, alone: bool
) -> tuple[Number, int] | None:
    """Read on behind the first number word, worth `section`, that ends at `end`.

    The result is a number and where it ends; without `alone` ("a", "half a") a scale must follow.
    Scales must fall: in "one hundred and two hundred" the number ends behind the first.
    """
    found = safe = (Number(section, section), end) if alone else None
    after, total, limit, scale = section, Decimal(0), Decimal(10**15), Decimal(1)
    if alone and (half := _AND_A_HALF.match(text, end)):
        section, after, end = section + Decimal("0.5"), Decimal(0), half.end()
        found = safe = Number(section, section), end
    while step := _NEXT_WORD.match(text, end):
        join, value = step[1], words.ENGLISH_NUMBERS.get(step[2])
        factor = words.ENGLISH_SCALES.get(step[2])
        if value is not None and _continues(after, value, join):
            section += value
        elif factor is None or join == " and ":
            break
        elif factor >= limit or not section or (factor < 1000 and section >= 100):
            return safe
        elif factor < 1000:
            section, scale = section * factor, scale * factor
        else:
            total, section, limit = total + section * factor, Decimal(0), factor
            scale *= factor
        after, end = factor or Decimal(value or 0), step.end()
        found = Number(total + section, total + section, scale), end
        safe = found if factor else safe
    return found


def _continues(after: Decimal, value: int, join: str) -> bool:
    """True when a number word may follow: twenty-one, two hundred (and) five, a million two."""
    if 20 <= after <= 90:
        return 1 <= value <= 9 and join != " and "
    return after in (100, 1000) or (after > 1000 and join == " ")
