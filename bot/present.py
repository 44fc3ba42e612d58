"""Amounts, dates and ages as a reader of each language writes them."""

from datetime import date
from functools import lru_cache
from typing import Literal

from bot.words import count, say
from facts.language import Language
from facts.money import Conversion, Rates
from facts.value import Number, Value
from facts.when import parse_edtf

A_QUARTER = 92  # days; a longer period is no date to count months from
LOCALES = {"en": "en_GB", "ja": "ja", "zh": "zh"}
# Languages by tag, each by its own name.
LANGUAGE_NAMES = {"en": "English", "ja": "日本語", "zh": "简体中文", "zh-tw": "繁體中文"}
# Currency names as they stand after a number; English writes a sign before it.
_AFTER = {
    "ja": {
        "USD": "ドル",
        "JPY": "円",
        "CNY": "元",
        "EUR": "ユーロ",
        "GBP": "ポンド",
        "KRW": "ウォン",
    },
    "zh": {"USD": "美元", "JPY": "日元", "CNY": "元", "EUR": "欧元", "GBP": "英镑", "KRW": "韩元"},
}
_SIGNS = {"USD": "US$", "JPY": "¥", "CNY": "CN¥", "EUR": "€", "GBP": "£", "KRW": "₩"}
_UNITS = {
    "year": {"en": "year", "ja": "年", "zh": "年"}, "month": {"en": "month", "ja": "か月", "zh": "个月"},
    "week": {"en": "week", "ja": "週間", "zh": "周"}, "day": {"en": "day", "ja": "日", "zh": "天"},
    "hour": {"en": "hour", "ja": "時間", "zh": "小时"},
    "minute": {"en": "minute", "ja": "分", "zh": "分钟"},
}  # fmt: skip


@lru_cache(2048, typed=True)  # babel takes 0.1 ms for one; 1 and 1.0 are not written the same
def compact(number: Number, language: Language) -> str:
    """A number with its scale as a word: 2.9 billion, 29億, 29亿; all written digits are kept."""
    from babel.numbers import format_compact_decimal, format_decimal  # 40 ms, only for cards

    if abs(number) < 10_000:
        return str(format_decimal(number, locale=LOCALES[language]))
    style: Literal["long", "short"] = "long" if language == "en" else "short"
    return str(format_compact_decimal(
        number, format_type=style, locale=LOCALES[language], fraction_digits=4
    ))  # fmt: skip


def money(amount: Number, currency: str, language: Language) -> str:
    """An amount of money: US$2.9 billion, 29億ドル, 29亿美元; an unknown currency is left out."""
    number = compact(amount, language)
    if currency == "unknown":
        return number
    if language == "en":
        return f"{_SIGNS.get(currency, currency + ' ')}{number}"
    return f"{number}{_AFTER[language].get(currency, ' ' + currency)}"


def value_text(value: Value, language: Language) -> str:
    """A value with its unit and its bound; "" where it has no number."""
    if value.kind == "superlative":
        return ""
    if value.kind == "date":
        return date_text(value.date or "", language)
    numbers = [_number(value, n, language) for n in value.numbers()]
    text = (
        say(language, "fact.range", a=numbers[0], b=numbers[1])
        if len(numbers) > 1
        else "".join(numbers)
    )
    text = say(language, f"bound.{value.bound}", n=text)
    return say(language, "fact.per_year", n=text) if value.per == "year" else text


def _number(value: Value, number: Number, language: Language) -> str:
    if value.kind == "money":
        return money(number, value.currency or "unknown", language)
    if value.kind == "rank":
        return say(language, "fact.rank", n=compact(number, language))
    if value.kind == "ratio":
        return say(language, "fact.times", n=compact(number, language))
    if value.kind == "duration":
        unit = _UNITS.get(value.unit or "", {}).get(language, value.unit or "")
        plural = "s" if language == "en" and number != 1 else ""
        return f"{compact(number, language)}{' ' if language == 'en' else ''}{unit}{plural}"
    return compact(number, language) + ("%" if value.kind == "percent" else "")


def converted(
    value: Value, day: date, into: str, rates: Rates, language: Language
) -> tuple[str, str] | None:
    """A money value in another currency: (short text, text with rate and date), None where it
    can't be converted. `day` is the last day of the value's own period.
    """
    if value.kind != "money" or not value.numbers() or not value.currency:
        return None
    found = [rates.convert(n, value.currency, into, day) for n in value.numbers()]
    known = [c for c in found if c]
    if len(known) != len(found):
        return None
    texts = [money(three_digits(c.amount), into, language) for c in known]
    short = say(language, "fact.range", a=texts[0], b=texts[1]) if len(texts) > 1 else texts[0]
    short = say(language, f"bound.{value.bound}", n=short)
    return short, _with_rate(short, value.currency, known[0], language)


def _with_rate(text: str, currency: str, conversion: Conversion, language: Language) -> str:
    key = "fact.conversion_beyond" if conversion.beyond else "fact.conversion"
    rate = f"{conversion.rate:.4g}"
    values = {"from": currency, "to": conversion.currency}
    day = date_text(conversion.on.isoformat(), language)
    return say(language, key, amount=text, rate=rate, date=day, **values)


def three_digits(number: float) -> Number:
    """A converted amount rounded to three digits: more would pretend a precision it lacks."""
    rounded = float(f"{number:.3g}")
    return int(rounded) if rounded.is_integer() else rounded


def date_text(edtf: str, language: Language) -> str:
    """An EDTF string in words; "inferred" and "about" are said."""
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if start in ("", ".."):
            return say(language, "fact.open_start", date=date_text(end, language))
        if end in ("", ".."):
            return say(language, "fact.open_end", date=date_text(start, language))
        return say(language, "fact.range", a=date_text(start, language), b=date_text(end, language))
    mark = edtf[-1:] if edtf[-1:] in "?~%" else ""
    text = _single_date(edtf.rstrip("?~%"), language)
    if mark in ("~", "%"):
        text = say(language, "fact.about_date", date=text)
    return say(language, "fact.inferred", date=text) if mark in ("?", "%") else text


@lru_cache(2048)  # a library has a few hundred dates, and babel takes 0.2 ms for one
def _single_date(edtf: str, language: Language) -> str:
    from babel.dates import format_date, format_skeleton  # 40 ms, only for cards

    locale, first = LOCALES[language], parse_edtf(edtf).first
    parts = edtf.split("-")
    if first is None or "X" in edtf:
        return say(language, "fact.decade", year=edtf.replace("X", "0"))
    if len(parts) == 2 and int(parts[1]) > 12:
        half = {"40": "fact.half_first", "41": "fact.half_second"}.get(parts[1])
        if half:
            return say(language, "fact.half", half=say(language, half), year=parts[0])
        last = parse_edtf(edtf).last or first
        months = [format_skeleton("yMMMM", d, locale=locale) for d in (first, last)]
        return say(language, "fact.range", a=months[0], b=months[1])
    if len(parts) == 3:
        return str(format_date(first, format="long", locale=locale))
    return str(format_skeleton("yMMMM" if len(parts) == 2 else "y", first, locale=locale))


def age_text(fact_date: str, recheck_days: int, today: date, language: Language) -> str:
    """How old a fact's number is, and past its re-check date that nobody rechecked it."""
    period = parse_edtf(fact_date)
    last = period.last or period.first or today
    shown = date_text(fact_date, language)
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    if period.first and (last - period.first).days > A_QUARTER:
        months = 12 * (today.year - last.year)  # no more exact than the date itself
    if months < 1:
        return say(language, "fact.as_of_new", date=shown)
    key = "fact.not_rechecked" if (today - last).days > recheck_days else "fact.as_of"
    return say(language, key, date=shown, age=months_text(months, language))


def months_text(months: int, language: Language) -> str:
    """A number of months as years and months."""
    years, rest = divmod(months, 12)
    parts = [
        count(language, f"fact.{unit}", n) for unit, n in (("years", years), ("months", rest)) if n
    ]
    return say(language, "fact.and", a=parts[0], b=parts[1]) if len(parts) > 1 else parts[0]
