"""Read written amounts in English, Japanese and Chinese: "29亿美元", "約7割", "three million".

One parser serves the checks of the records, the lookup and the drafting of new facts. Offsets
count code points of the text as given. A number that the words leave open ("数百亿", "dozens")
is an amount without a number and with the bound "indefinite".

One pass over the text finds the numbers; the words around each are then looked up in tables, the
longest first, so that the time grows with the length of the text and with nothing else.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from facts import amount_words as words
from facts.amount_around import AmountKind, Found, is_latin, read_after, read_before, read_scale
from facts.amount_numbers import (
    CJK,
    CJK_NUMBER,
    DIGITS,
    SCALES,
    Number,
    cjk_numbers,
    digit_number,
    english_number,
)  # fmt: skip
from facts.amount_ranges import join_ranges


@dataclass(frozen=True)
class Amount:
    """One written amount: `text` is what stands at [start, end).

    `amount` in whole units (dollars, per cent, years…), or `low` and `high` for a range, or none
    of them with the bound "indefinite". `unit` is the time unit of a duration.
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


Reading = Found | int | None  # an amount, where a date or a name ends, or nothing

# Each set of three or more Chinese characters takes 0.3 ms to compile: hence so few of them.
_DATE = (
    r"(?<![0-9.,])(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"
    r"|(?:19|20)[0-9]{2} ?[-~/] ?[0-9]{2}(?![0-9.,%])(?![一-鿿])"
    r"|[0-9]{1,2}(?::[0-9]{2}){1,2}(?![0-9])|[0-9]{1,2}[时点][0-9]{1,2}分|[0-9]+(?:\.[0-9]+){2,}"
    r"|[0-9]{2}年(?=[0-9]{1,2}月|[上下]半)|[0-9]{1,4}(?:/[0-9]{1,4}){1,2}(?![0-9a-z,.%]))"
    r"|(?:令和|平成|昭和|大正|明治) ?[^\s年]{1,3}年|.(?:四半期|季度)"
)
_CORE = re.compile(
    rf"(?P<skip>{_DATE}|{'|'.join(words.NOT_NUMBERS)})"
    rf"|(?P<word>(?<![a-z])[a-z]+)|(?P<fixed>{_either(words.CJK_FIXED)})"
    rf"|(?P<vague>(?:[数几]|(?:成[百千]|(?<!以))上)[{SCALES}][{CJK}]*|[数几])"
    rf"|(?P<digits>{DIGITS})|(?P<cjk>{CJK_NUMBER})|(?P<half>半)(?=年|个?月|个?小时)"
)
_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th)?(?: of)? ([a-z]+)(?: [0-9]{4}(?![0-9]))?")
_DAY_AFTER = re.compile(r"\.? [0-9]{1,2}(?:st|nd|rd|th)?(?![0-9.%])(?:,? [0-9]{4}(?![0-9]))?")
_PART_OF = ("分の", "分之")
_LEVEL = re.compile(r"[^\s，。]{0,3}级")
_PART = re.compile(rf"([a-z]+)([ -])({'|'.join(words.ENGLISH_PARTS)})(s?)(?![a-z])( of )?")
_HALF_OF_YEAR = re.compile(r"[ -](?:half|quarter)(?![a-z])")
_VAGUE_SCALES = re.compile(
    r"(?:[ -](?:of )?(?:dozen|hundred|thousand|million|billion|trillion)s?(?![a-z]))*"
)
_A_FEW = re.compile(r" (?:few|handful)(?![a-z])")
_HALF_A = re.compile(r" an?(?= )|(?=-)")
_PRONOUN = re.compile(r"-|'s| of | another(?![a-z])")
_PLURAL = re.compile(
    r" (?!longer|less|more|doubt|matter|means|one)(?:[a-z]+ ){0,2}[a-z]*[a-rt-z]s(?![a-z])"
)


def parse_amounts(text: str) -> list[Amount]:
    """Every amount written in the text, from left to right; dates and names are left out."""
    folded = _fold(text)
    found: list[Found] = []
    floor = 0  # what stands before it belongs to an amount or a date already
    for match in _CORE.finditer(folded):
        if match.start() < floor:
            continue
        reading = _READERS[str(match.lastgroup)](match)
        if isinstance(reading, Found):
            read_after(folded, reading)
            read_before(folded, reading, floor)
            if not _is_amount(folded, match, reading, floor):
                continue
            found.append(reading)
            floor = reading.end
        elif reading is not None:
            floor = reading
    return [_amount(text, f) for f in join_ranges(folded, found) if not f.loose]


def parse_amount(text: str) -> Amount | None:
    """The one amount that a short text writes, or None where there is none or several."""
    found = parse_amounts(text)
    return found[0] if len(found) == 1 else None


def _amount(text: str, found: Found) -> Amount:
    single = found.low == found.high
    return Amount(
        text[found.start : found.end],
        found.start,
        found.end,
        found.kind,
        found.low if single else None,
        None if single else found.low,
        None if single else found.high,
        found.currency,
        found.unit if found.kind == "duration" else None,
        found.bound,
    )


# Full width to half width, odd spaces to plain ones, and the variants: offsets stay.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDED |= dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), 0x20)
_FOLDED |= {ord(a): ord(b) for a, b in zip(words.VARIANTS[::2], words.VARIANTS[1::2])}
del _FOLDED[0xFF0C]  # a full-width comma separates numbers…
_INNER_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")  # …except among full-width digits


def _fold(text: str) -> str:
    """One form for the variants of a character, with every character where it was."""
    folded = _INNER_COMMA.sub(",", text).translate(_FOLDED)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in folded)


def _digits(match: re.Match[str]) -> Reading:
    text, written, end = match.string, match.group(), match.end()
    number = digit_number(written)
    if number is None or text.startswith(_PART_OF, end):
        return number and _part(match, number)
    if written.isdigit() and len(written) <= 2 and (date := _month_end(text, end)):
        return date
    found = _of(number, match.start(), end)
    read_scale(text, found)
    return found


def _cjk(match: re.Match[str]) -> Reading:
    text, written, end = match.string, match.group(), match.end()
    if written.endswith("点"):
        return end  # a clock time
    if text.startswith(("数", "几"), end) and (rest := _CORE.match(text, end)):
        return Found(match.start(), rest.end(), bound="indefinite")  # 十几家, 二十数社
    bare_scale = not any(c in words.CJK_DIGITS for c in written)
    if bare_scale and _LEVEL.match(text, end):
        return Found(*match.span(), bound="indefinite")  # 百亿级别: in the tens of billions
    number = cjk_numbers(written)
    if number is None or text.startswith(_PART_OF, end):
        return number and _part(match, number)
    return _of(number, *match.span())


def _part(match: re.Match[str], under: Number) -> Reading:
    """三分之一, 百分之二十五, 3分の1."""
    over = _CORE.match(match.string, match.end() + len(_PART_OF[0]))
    if not over or over.lastgroup not in ("digits", "cjk") or not under.low:
        return None
    read = digit_number if over.lastgroup == "digits" else cjk_numbers
    number = read(over.group())
    if number is None:
        return None
    low, high = number.low * 100 / under.low, number.high * 100 / under.low
    return Found(match.start(), over.end(), low, high, kind="percent")


def _half_time(match: re.Match[str]) -> Reading:
    """半年, but not 上半年, which is a date."""
    half = Decimal("0.5")
    partly = match.string[match.start() - 1 : match.start()] in ("上", "下", "前", "后", "大")
    return None if partly else Found(*match.span(), half, half)


def _month_end(text: str, end: int) -> int | None:
    """Where "9 April 2024" ends behind its first number."""
    match = _MONTH_AFTER.match(text, end)
    return match.end() if match and match[1] in words.MONTHS else None


def _of(number: Number, start: int, end: int) -> Found:
    bound = "more_than" if number.more else "exact"
    return Found(start, end, number.low, number.high, number.scale, bound=bound)


def _fixed(match: re.Match[str]) -> Reading:
    kind, number, bound = words.CJK_FIXED[match.group()]
    return Found(*match.span(), Decimal(number), Decimal(number), kind=kind, bound=bound)


def _vague(match: re.Match[str]) -> Reading:
    return Found(*match.span(), bound="indefinite")


def _word(match: re.Match[str]) -> Reading:
    word = match.group()
    if reader := _WORD_READERS.get(word):
        return reader(match)
    if word.endswith("fold") and (number := words.ENGLISH_NUMBERS.get(word[:-4])):
        return Found(*match.span(), Decimal(number), Decimal(number), kind="ratio")
    return None


def _numeral(match: re.Match[str]) -> Reading:
    """Read "three million", "two-thirds", and behind an article "a million", "a third of"."""
    if share := _english_part(match):
        return share
    first = words.ENGLISH_NUMBERS.get(match.group())
    if first is None and (few := _A_FEW.match(match.string, match.end())):
        return _open(match.string, match.start(), few.end())
    read = english_number(
        match.string, match.end(), Decimal(1 if first is None else first), alone=first is not None
    )
    return _of(read[0], match.start(), read[1]) if read else None


def _english_part(match: re.Match[str]) -> Found | None:
    part = _PART.match(match.string, match.start())
    if not part or part[1] == "zero":
        return None
    # "two quarters" and "a third company" are no shares, "two thirds" and "a third of" are
    if part[2] == " " and not part[5] and (not part[4] or part[3] == "quarter"):
        return None
    share = Decimal(words.ENGLISH_NUMBERS.get(part[1], 1) * 100) / words.ENGLISH_PARTS[part[3]]
    return Found(match.start(), part.end(4), share, share, kind="percent")


def _half(match: re.Match[str]) -> Reading:
    """Half of something, "half a million", "half an hour"."""
    text, start, half = match.string, match.start(), Decimal("0.5")
    if article := _HALF_A.match(text, match.end()):
        if read := english_number(text, article.end(), half, alone=False):
            return _of(read[0], start, read[1])
        time = Found(start, article.end(), half, half)
        read_after(text, time)
        if time.kind == "duration":
            return time
    if text.startswith("-", match.end()):
        return None
    return Found(*match.span(), Decimal(50), Decimal(50), kind="percent")


def _ordinal(match: re.Match[str]) -> Reading:
    if period := _HALF_OF_YEAR.match(match.string, match.end()):
        return period.end()
    number = Decimal(words.ENGLISH_ORDINALS[match.group()])
    return Found(*match.span(), number, number, kind="rank")


def _ratio(match: re.Match[str]) -> Reading:
    if match.string.startswith(("-digit", " digit"), match.end()):
        return None
    number = Decimal(words.RATIOS[match.group()])
    return Found(*match.span(), number, number, kind="ratio")


def _several(match: re.Match[str]) -> Reading:
    found = _open(match.string, *match.span())
    return None if match.group() == "multi" and found.end == match.end() else found


def _open(text: str, start: int, end: int) -> Found:
    scales = _VAGUE_SCALES.match(text, end)
    return Found(start, scales.end() if scales else end, bound="indefinite")


def _month(match: re.Match[str]) -> Reading:
    day = _DAY_AFTER.match(match.string, match.end())
    return day.end() if day else None


def _none(match: re.Match[str]) -> Reading:
    """Read "no" as zero in front of things that are counted: "no foundation models"."""
    counted = _PLURAL.match(match.string, match.end())
    return Found(*match.span(), Decimal(0), Decimal(0)) if counted else None


_Reader = Callable[[re.Match[str]], Reading]
_READERS: dict[str, _Reader] = {
    "skip": lambda match: match.end(), "word": _word, "fixed": _fixed, "vague": _vague,
    "digits": _digits, "cjk": _cjk, "half": _half_time,
}  # fmt: skip
_WORD_READERS: dict[str, _Reader] = {
    **dict.fromkeys((*words.ENGLISH_NUMBERS, "a", "an"), _numeral),
    **dict.fromkeys(words.ENGLISH_ORDINALS, _ordinal), **dict.fromkeys(words.RATIOS, _ratio),
    **dict.fromkeys(words.VAGUE, _several), **dict.fromkeys(words.MONTHS, _month),
    "half": _half, "no": _none,
}  # fmt: skip


def _is_amount(text: str, match: re.Match[str], found: Found, floor: int) -> bool:
    """Leave out what only looks like an amount, now that the words around it are read."""
    written, group = match.group(), match.lastgroup
    if group == "vague":
        return bool(found.unit) or written not in ("数", "几")
    if group == "word" and written == "one":
        return found.end > match.end() or not _PRONOUN.match(text, match.end())
    if group == "cjk":
        found.loose = found.loose or _is_loose(written, found)
    if group in ("cjk", "digits") and _is_year(text, match, found):
        found.loose = True
    elif group == "digits" and found.start == match.start() and not found.unit:
        glued = found.end == match.end() and is_latin(text, found.end)  # 5G
        return not (glued or _in_name(text, found.start, floor))
    return True


def _is_year(text: str, match: re.Match[str], found: Found) -> bool:
    """2024, 2024年, 二〇二四年, but not 1000年以上."""
    if len(match.group()) != 4:
        return False
    digits = "".join(str(words.CJK_DIGITS.get(c, c)) for c in match.group())
    if not digits.isdigit():
        return False
    behind = text[match.end() : found.end].strip()
    if not behind:
        return found.start == match.start() and 1900 <= int(digits) <= 2100
    return behind == "年" or (behind[0] == "年" and 1900 <= int(digits) <= 2100)


def _is_loose(written: str, found: Found) -> bool:
    """三菱, 百度, 七七: numerals without a scale or a unit are mostly parts of words."""
    if found.unit or found.kind != "number" or found.low is None:
        return False
    if len(written) == 1 and written in words.CJK_TENS:
        return found.bound == "exact"  # 近百, 逾千
    return len(written) == 1 or all(c in words.CJK_DIGITS for c in written)


def _in_name(text: str, start: int, floor: int) -> bool:
    """GPT-4, B2B: a number that is glued to letters in front of it."""
    at = start - 1 if text[start - 1 : start] in ("-", "_") else start
    return at - 1 >= floor and is_latin(text, at - 1)
