"""Read written amounts in English, Japanese and Chinese: "29亿美元", "約7割", "three million".

One parser serves the checks of the records, the lookup and the drafting of new facts. Offsets
count code points of the text as given. A number that the words leave open ("数百亿", "dozens")
is an amount without a number and with the bound "indefinite".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from facts import amount_words as words

AmountKind = Literal["money", "percent", "rank", "ratio", "duration", "number"]


@dataclass(frozen=True)
class Amount:
    """One written amount: `text` is what stands at [start, end).

    `amount` in whole units (dollars, per cent, years…), or `low` and `high` for a range, or none
    of them with the bound "indefinite". `unit` is the time unit of a duration or the counter.
    """

    text: str
    start: int
    end: int
    kind: AmountKind
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    bound: str = "exact"

    def numbers(self) -> list[Decimal]:
        """Every number that was written: one, two for a range, none when indefinite."""
        return [n for n in (self.amount, self.low, self.high) if n is not None]


def _either(options: Iterable[str]) -> str:
    return "|".join(re.escape(o) for o in sorted(options, key=len, reverse=True))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CJK = "".join([*words.CJK_DIGITS, *words.CJK_TENS, *words.CJK_MYRIADS])
_CJK_NUMBER = f"[{_CJK}]+"
# 三四家, 一两年: two neighbouring digits are a range, not a number.
_NEIGHBOURS = re.compile(
    r"(一[二两兩]|二三|两三|三四|三五|四五|五六|六七|七八|八九)([十百千万萬亿億兆]*)"
)
_MYRIAD_TAIL = f"(?:[{''.join([*words.CJK_TENS, *words.CJK_MYRIADS])}]{{1,3}})"
_EN_UNITS = _either(words.ENGLISH_NUMBERS)
_EN_SCALES = _either(words.ENGLISH_SCALES)
_LONG_SCALES = "hundred|thousand|million|billion|trillion"
# 1億2000万: a digit number with its myriads, possibly repeated.
_DIGIT_MYRIADS = rf"(?:{_DIGITS})(?:个(?=[万亿])|個(?=[万億]))?(?:{_MYRIAD_TAIL}(?:(?:{_DIGITS}){_MYRIAD_TAIL})*)?"
_EN_WORDS = (
    rf"(?:{_EN_UNITS})(?:[ -](?:{_EN_UNITS}))?"
    rf"(?:\s(?:{_LONG_SCALES})(?:\s(?:and\s)?(?:{_EN_UNITS})(?:[ -](?:{_EN_UNITS}))?(?!\s?[a-z]*illion))?)*"
)
_NUMBER = (
    rf"(?:(?P<digits>{_DIGIT_MYRIADS})(?:[\s-]?(?P<scale>{_EN_SCALES})(?![a-z]))?"
    rf"|(?P<cjk>{_CJK_NUMBER})|(?<![a-z])(?P<words>{_EN_WORDS})(?![a-z]))"
)
_BOUND = rf"(?P<bound>(?:{_either(words.BOUND_BEFORE)})\s*)?"
_BEFORE = rf"(?P<before>(?:{_either(words.CURRENCY_BEFORE)})\s?)?"
_PLUS = r"(?P<plus>\+|余|多)?"
_UNIT = (
    rf"(?:\s?(?P<currency>{_either(words.CURRENCY_AFTER)})(?![a-z])"
    r"|\s?(?P<percent>%|％|‰|percent(?:age)?(?![a-z])|per\s?cent(?![a-z])|割|成(?![立为本果功员長长]))"
    rf"|\s?-?(?P<ratio>{_either(words.RATIO_UNITS)})(?![a-z])"
    rf"|(?P<rank>{_either(words.RANK_AFTER)})(?![a-z])"
    rf"|[\s-]?(?P<duration>{_either(words.DURATION_UNITS)})(?![a-z])"
    rf"|(?P<count>{_either(words.COUNT_UNITS)}))?"
)
_AFTER = rf"(?P<after>\s?(?:{_either(words.BOUND_AFTER)}))?"
_PATTERN = re.compile(
    rf"(?P<ordinal>第|ranked\s|rank\s|no\.\s?|#)?{_BOUND}{_BEFORE}{_NUMBER}{_PLUS}{_UNIT}{_AFTER}"
)
_ORDINAL_WORD = re.compile(rf"(?<![a-z])(?:{_either(words.ENGLISH_ORDINALS)})(?![a-z])")
_VAGUE = re.compile(
    rf"(?:(?P<open>数|數|几|幾|十几|十幾|几十|数十|上)(?P<scale>[{_CJK}]+)|(?P<level>[{_CJK}]+)(?=[^\s，。]{{0,3}}级别)"
    r"|(?P<few>几|幾|数|數)(?=[个個人名家社件种款]|百|千)|(?P<words>(?:tens|hundreds|dozens|thousands|millions|billions|scores)"
    rf"(?:\sof\s(?:{_LONG_SCALES})s?)?)(?![a-z]))(?P<unit>\s?(?:of\s)?(?:{_either(words.CURRENCY_AFTER)}))?"
)
_FRACTION = re.compile(
    rf"(?P<cjk_den>{_CJK_NUMBER}|\d+)分[のの之](?P<cjk_num>{_CJK_NUMBER}|\d+)"
    r"|(?P<half>(?<![a-z])half(?![a-z])|一半|半数|半分|過半数|过半)"
    r"|(?P<double>(?<![a-z])(?:doubled?|twice|twofold)(?![a-z])|翻倍|倍増)"
)
_RANGE_JOIN = re.compile(r"\s?(?:-|–|—|~|～|〜|至|到|から|to|and|或|、)\s?")


def parse_amounts(text: str) -> list[Amount]:
    """Every amount written in the text, from left to right; dates are left out."""
    folded = _fold(text)
    found = [*_fractions(folded), *_vague(folded), *_ordinal_words(folded)]
    taken = [(a.start, a.end) for a in found]
    for match in _PATTERN.finditer(folded):
        start, end = _trimmed(match)
        if any(s < end and start < e for s, e in taken) or _is_date(folded, match):
            continue
        amount = _amount(match, start, end)
        if amount is not None:
            found.append(amount)
    found.sort(key=lambda a: a.start)
    return [replace(a, text=text[a.start : a.end]) for a in _joined(folded, found)]


def parse_amount(text: str) -> Amount | None:
    """The one amount that a short text writes, or None where there is none or several."""
    found = parse_amounts(text)
    return found[0] if len(found) == 1 else None


def _fold(text: str) -> str:
    """Lower case and half width, character by character, so that offsets stay."""
    return "".join(_fold_character(c) for c in text)


def _fold_character(character: str) -> str:
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E and character != "～":
        character = chr(code - 0xFEE0)
    elif code == 0x3000:
        character = " "
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span without white space at its ends."""
    matched = match.group()
    return (
        match.start() + len(matched) - len(matched.lstrip()),
        match.end() - len(matched) + len(matched.rstrip()),
    )


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Years, months, days and clock times are dates, not amounts."""
    digits = match["digits"] or match["cjk"] or ""
    following = text[match.end("digits") if match["digits"] else match.end() :]
    if match["duration"] in ("年",) and digits.isdigit() and len(digits) == 4:
        return True
    if match["currency"] or match["percent"] or match["before"]:
        return False
    if following[:1] in ("月", "日", "号", "號", "时", "時", "点", "世") or following[:2] == "年代":
        return not following.startswith(("日元", "日圆", "日圓", "日間"))
    if text[max(0, match.start() - 1) : match.start()] == "月":
        return True
    plain = digits.isdigit() and len(digits) == 4 and not (match["count"] or match["scale"])
    named = not (match["ordinal"] or match["ratio"] or match["rank"] or match["duration"])
    return plain and named and 1900 <= int(digits) <= 2100 and not match["bound"]


def _amount(match: re.Match[str], start: int, end: int) -> Amount | None:
    number = _number(match)
    if number is None:
        return None
    kind, currency, unit = _kind(match)
    if match["words"] in ("a", "an") or (match["words"] == "no" and not _counted(match)):
        return None
    if match["percent"] in ("割", "成"):
        number *= 10
    if unit == "decade":
        number, unit = number * 10, "year"
    low = high = None
    if match["cjk"] and (pair := _NEIGHBOURS.fullmatch(match["cjk"])):
        scale = (cjk_number("一" + pair[2]) if pair[2] else None) or Decimal(1)
        low, high = (words.CJK_DIGITS[c] * scale for c in pair[1])
        number = None
    bound = words.BOUND_BEFORE.get((match["bound"] or "").strip(), "exact")
    tail = (match["after"] or match["plus"] or "").strip()
    if bound == "exact" and tail:
        bound = words.BOUND_AFTER.get(tail, "exact")
    if bound == "up_to" and (match["bound"] or "").strip() in ("前", "top", "上位", "トップ"):
        kind = "rank"
    return Amount("", start, end, kind, number, low, high, currency, unit, bound)


def _counted(match: re.Match[str]) -> bool:
    """The word "no" is zero in front of things that are counted: "no foundation models"."""
    return bool(
        re.match(r"\s(?:[a-z]+\s){0,2}[a-z]+s(?![a-z])", match.string[match.end("words") :])
    )


def _kind(match: re.Match[str]) -> tuple[AmountKind, str | None, str | None]:
    if match["currency"] and not match["before"]:
        return "money", words.CURRENCY_AFTER[match["currency"]], None
    if match["before"]:
        written = match["currency"] and words.CURRENCY_AFTER[match["currency"]]
        return "money", written or words.CURRENCY_BEFORE[match["before"].strip()], None
    if match["percent"]:
        return "percent", None, None
    if match["ratio"]:
        return "ratio", None, None
    if match["ordinal"] or (match["rank"] and match["rank"] != "名"):
        return "rank", None, None
    if match["duration"]:
        return "duration", None, words.DURATION_UNITS[match["duration"]]
    return "number", None, match["count"] or match["rank"]


def _number(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        number = _digit_number(match["digits"])
        return number * words.ENGLISH_SCALES[match["scale"]] if match["scale"] else number
    return cjk_number(match["cjk"]) if match["cjk"] else _english_number(match["words"])


def _digit_number(text: str) -> Decimal:
    """Digits with East Asian scales: 29亿, 10万亿, 1億2000万, 5千万."""
    total = Decimal(0)
    for digits, scales in re.findall(rf"({_DIGITS})[个個]?({_MYRIAD_TAIL}?)", text):
        part = Decimal(digits.replace(",", ""))
        for scale in scales:
            part *= words.CJK_TENS.get(scale) or words.CJK_MYRIADS[scale]
        total += part
    return total


def cjk_number(text: str) -> Decimal | None:
    """The value of Chinese or Japanese numerals ("两千", "三百万", "一二"), None for a bare scale."""
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


def _english_number(text: str) -> Decimal | None:
    total = section = Decimal(0)
    for word in re.split(r"[ -]", text):
        if word in words.ENGLISH_NUMBERS:
            section += words.ENGLISH_NUMBERS[word]
        elif word == "hundred":
            section *= 100
        elif word in words.ENGLISH_SCALES:
            total, section = total + section * words.ENGLISH_SCALES[word], Decimal(0)
    return total + section


def _fractions(text: str) -> list[Amount]:
    found = []
    for match in _FRACTION.finditer(text):
        start, end = match.span()
        if match["double"]:
            found.append(Amount("", start, end, "ratio", Decimal(2)))
            continue
        share = Decimal(50)
        if not match["half"]:
            over = [
                cjk_number(p) if not p.isdigit() else Decimal(p)
                for p in match.group("cjk_num", "cjk_den")
            ]
            if not over[0] or not over[1]:
                continue
            share = over[0] * 100 / over[1]
        bound = "more_than" if match["half"] in ("過半数", "过半") else "exact"
        found.append(Amount("", start, end, "percent", share, bound=bound))
    return found


def _vague(text: str) -> list[Amount]:
    found = []
    for match in _VAGUE.finditer(text):
        unit = (match["unit"] or "").replace("of ", "").strip()
        currency = words.CURRENCY_AFTER.get(unit)
        kind: AmountKind = "money" if currency else "number"
        found.append(Amount("", *match.span(), kind, currency=currency, bound="indefinite"))
    return found


def _ordinal_words(text: str) -> list[Amount]:
    return [
        Amount("", *m.span(), "rank", Decimal(words.ENGLISH_ORDINALS[m.group()]))
        for m in _ORDINAL_WORD.finditer(text)
    ]


def _joined(text: str, found: list[Amount]) -> list[Amount]:
    """Two amounts with a dash or "to" between them are one range."""
    result: list[Amount] = []
    for amount in found:
        last = result[-1] if result else None
        between = text[last.end : amount.start] if last else ""
        joins = bool(
            last and _RANGE_JOIN.fullmatch(between) and between.strip() not in ("and", "、")
        )
        if joins and last and last.amount is not None and amount.amount is not None:
            alike = last.kind == amount.kind or last.kind == "number"
            if alike and last.amount < amount.amount:
                result[-1] = replace(
                    amount, start=last.start, amount=None, low=last.amount, high=amount.amount,
                    bound=last.bound, currency=amount.currency or last.currency,
                )  # fmt: skip
                continue
        result.append(amount)
    return result
