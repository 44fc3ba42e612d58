"""The table in amounts.toml, read exactly, and what holds for every text."""

import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import amount_words as words
from facts.amounts import Amount, AmountKind, parse_amount, parse_amounts
from facts.value import Bound

TABLE = tomllib.loads(Path(__file__).with_name("amounts.toml").read_text(encoding="utf-8"))
ROWS = [(language, row) for language, rows in TABLE.items() for row in rows]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
KANJI = "〇一二三四五六七八九"


def expected(row: dict[str, Any]) -> Iterator[Amount]:
    """The amounts of a row of the table, each found behind the one before."""
    end = 0
    for read in row["reads"]:
        text = read.get("text", row["text"])
        start = row["text"].index(text, end)
        end = start + len(text)
        numbers = {k: Decimal(read[k]) for k in ("amount", "low", "high") if k in read}
        rest = {k: read[k] for k in ("currency", "unit", "bound") if k in read}
        yield Amount(text, start, end, read["kind"], **numbers, **rest)


def meaning(amounts: Iterable[Amount]) -> list[tuple[Any, ...]]:
    """What amounts say, whatever the characters they are written with."""
    return [
        (a.start, a.end, a.kind, a.amount, a.low, a.high, a.currency, a.unit, a.bound)
        for a in amounts
    ]


@pytest.mark.parametrize(
    ("language", "row"), ROWS, ids=[f"{language}: {row['text']}" for language, row in ROWS]
)
def test_reads_what_a_careful_reader_reads(language: str, row: dict[str, Any]) -> None:
    assert parse_amounts(row["text"]) == list(expected(row))


def test_table_covers_the_three_languages_and_every_kind_and_bound() -> None:
    reads = [read for _, row in ROWS for read in row["reads"]]
    assert {language: len(rows) >= 60 for language, rows in TABLE.items()} == {
        "en": True, "ja": True, "zh": True,
    }  # fmt: skip
    assert {read["kind"] for read in reads} == set(get_args(AmountKind))
    assert {read.get("bound", "exact") for read in reads} == set(get_args(Bound))


# ------------------------------------------------------------------------------- the word tables
@pytest.mark.parametrize(("word", "currency"), words.CURRENCY_AFTER.items())
def test_every_currency_is_read_behind_a_number(word: str, currency: str) -> None:
    (amount,) = parse_amounts(f"25 {word}")
    assert (amount.kind, amount.amount, amount.currency) == ("money", 25, currency)


@pytest.mark.parametrize(("word", "currency"), words.CURRENCY_BEFORE.items())
def test_every_currency_is_read_in_front_of_a_number(word: str, currency: str) -> None:
    (amount,) = parse_amounts(f"{word}25")
    assert (amount.kind, amount.amount, amount.currency) == ("money", 25, currency)


@pytest.mark.parametrize(("word", "bound"), words.BOUND_BEFORE.items())
def test_every_bound_is_read_in_front_of_a_number(word: str, bound: str) -> None:
    (amount,) = parse_amounts(f"{word} 25%")
    assert (amount.text, amount.amount, amount.bound) == (f"{word} 25%", 25, bound)


@pytest.mark.parametrize(("word", "bound"), words.BOUND_AFTER.items())
def test_every_bound_is_read_behind_a_number(word: str, bound: str) -> None:
    (amount,) = parse_amounts(f"25年{word}" if not word.isascii() else f"25% {word}")
    assert (amount.amount, amount.bound) == (25, bound)


@pytest.mark.parametrize(("word", "unit"), words.DURATIONS.items())
def test_every_time_unit_is_read(word: str, unit: str) -> None:
    (amount,) = parse_amounts(f"5 {word}")
    assert amount.kind == "duration"
    assert (amount.amount, amount.unit) == ((50, "year") if unit == "decade" else (5, unit))


@pytest.mark.parametrize(("word", "factor"), words.PERCENTS.items())
def test_every_word_of_a_share_is_read(word: str, factor: str) -> None:
    (amount,) = parse_amounts(f"5 {word}")
    assert (amount.kind, amount.amount) == ("percent", 5 * Decimal(factor))


@pytest.mark.parametrize("word", words.COUNTERS)
def test_every_counter_makes_a_single_numeral_a_number(word: str) -> None:
    (amount,) = parse_amounts(f"三{word}")
    assert (amount.text, amount.kind, amount.amount) == (f"三{word}", "number", 3)


@pytest.mark.parametrize("word", words.NOT_UNITS)
def test_no_word_that_begins_like_a_unit_is_one(word: str) -> None:
    assert parse_amounts(f"三{word}") == []


@pytest.mark.parametrize("word", words.NOT_BEFORE)
def test_no_word_that_ends_like_a_bound_is_one(word: str) -> None:
    assert [(a.text, a.kind, a.bound) for a in parse_amounts(f"{word}25")] == [
        ("25", "number", "exact")
    ]


# ------------------------------------------------------------------------------------- one amount
@pytest.mark.parametrize("text", ["", "nothing to count", "10社と20社"])
def test_parse_amount_wants_exactly_one(text: str) -> None:
    assert parse_amount(text) is None


def test_parse_amount_reads_the_only_one() -> None:
    found = parse_amount("最高达10万亿日元")
    assert found is not None
    assert found.numbers() == [Decimal(10) ** 13]


@pytest.mark.parametrize("row", ["9", "一", "万", "数", "1,", "9.", "one ", "1-", "約", "$"])
def test_long_rows_of_one_thing_are_read_like_any_text(row: str) -> None:
    text = row * (10_000 // len(row))
    assert all(len(amount.text) < 50 for amount in parse_amounts(text))


# --------------------------------------------------------------------------- what holds everywhere
FRAGMENTS = [
    *words.ENGLISH_NUMBERS, *words.ENGLISH_ORDINALS, *words.ENGLISH_SCALES, *words.ENGLISH_PARTS,
    *words.SCALE_SIGNS, *words.VAGUE, *words.RATIOS, *words.CJK_FIXED, *words.CJK_DIGITS,
    *words.CJK_TENS, *words.CJK_MYRIADS, *words.NOT_NUMBERS, *words.CURRENCY_BEFORE,
    *words.CURRENCY_AFTER, *words.BOUND_BEFORE, *words.BOUND_AFTER, *words.RANK_BEFORE,
    *words.NOT_BEFORE, *words.DURATIONS, *words.PERCENTS, *words.MULTIPLES, *words.RANKS,
    *words.TOP_LISTS, *words.COUNTERS, *words.DATES, *words.NOT_UNITS, *words.MONTHS,
    *words.VARIANTS, *"0123456789０１２３４５６７８９,.，．:/-~+ \n", "2024", "1,200", "29", "3.5", " and ",
    " to ", " or ", " of ", "a", "an", " a few", "half", "分の", "分之", "、", "から", "半", "目", "级", "令和",
    "四半期", "İ", "ß", "GPT", "🙂",
]  # fmt: skip
written = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
any_text = st.one_of(written, st.text(max_size=60), st.text("0123456789一二十百万億年月社円%~-, $"))


@given(any_text)
def test_every_amount_stands_in_the_text_and_apart_from_the_others(text: str) -> None:
    found = parse_amounts(text)
    assert [a.text for a in found] == [text[a.start : a.end] for a in found]
    edges = [edge for a in found for edge in (a.start, a.end)]
    assert edges == sorted(edges)
    assert all(a.text == a.text.strip() != "" for a in found)


@given(any_text)
def test_every_amount_is_complete(text: str) -> None:
    for amount in parse_amounts(text):
        assert all(number.is_finite() and number >= 0 for number in amount.numbers())
        assert len(amount.numbers()) == (
            0 if amount.bound == "indefinite" else 2 - (amount.amount is not None)
        )
        assert amount.low is None or amount.high is None or amount.low < amount.high
        assert (amount.kind == "money") == (amount.currency is not None)
        assert (amount.kind == "duration") == (amount.unit is not None)
        assert amount.bound in get_args(Bound)


@given(any_text)
def test_full_width_digits_are_digits(text: str) -> None:
    plain = text.replace("，", " ")  # among full-width digits this comma groups thousands
    assert meaning(parse_amounts(plain.translate(FULL_WIDTH))) == meaning(
        parse_amounts(plain.translate({v: k for k, v in FULL_WIDTH.items()}))
    )


@given(written, written)
def test_a_line_break_parts_two_texts(first: str, second: str) -> None:
    first, second = first.replace("位", ""), second.replace("位", "")  # reads the whole text
    offset = len(first) + 1
    behind = [
        (start + offset, end + offset, *rest)
        for start, end, *rest in meaning(parse_amounts(second))
    ]
    assert meaning(parse_amounts(f"{first}\n{second}")) == [*meaning(parse_amounts(first)), *behind]


# ---------------------------------------------------------------- numbers there and back again
SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(number: int) -> str:
    """1121 is "one thousand one hundred and twenty-one"."""
    for name, size in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6), ("thousand", 1000)):  # fmt: skip
        if number >= size:
            rest = f" {in_english(number % size)}" if number % size else ""
            return f"{in_english(number // size)} {name}{rest}"
    if number >= 100:
        rest = f" and {in_english(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")


def in_japanese(number: int, *, grouped: bool) -> str:
    """120_005_000 is 1億2000万5000, or with groups 1億2,000万5,000."""
    parts = []
    for name, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if section:
            parts.append(f"{section:,}{name}" if grouped else f"{section}{name}")
    return "".join(parts)


def in_chinese(number: int) -> str:
    """100_000_205 is 一亿零二百零五; from ten to nineteen without the first 一."""
    numeral, gap = "", False
    for position in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**position % 10
        if digit:
            numeral += ("零" if gap else "") + KANJI[digit] + ["", "十", "百", "千"][position % 4]
        gap = bool(numeral) and not digit
        if position % 4 == 0 and position and number // 10**position % 10**4:
            numeral, gap = numeral + {4: "万", 8: "亿"}[position], False
            if 0 < number % 10**position < 10 ** (position - 1):
                gap = True
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral


@given(st.integers(0, 10**15 - 1))
def test_english_digits(number: int) -> None:
    (amount,) = parse_amounts(f"exactly {number:,} people" if number >= 10_000 else f"${number}")
    assert amount.amount == number


@given(st.integers(0, 10**15 - 1))
def test_english_words(number: int) -> None:
    (amount,) = parse_amounts(f"exactly {in_english(number)} people")
    assert (amount.text, amount.amount) == (in_english(number), number)


@given(st.decimals("0.1", "999.9", places=1), st.sampled_from(["million", "bn", "trillion"]))
def test_english_decimals(number: Decimal, scale: str) -> None:
    (amount,) = parse_amounts(f"over ${number} {scale}.")
    factor = {"million": 10**6, "bn": 10**9, "trillion": 10**12}[scale]
    assert (amount.amount, amount.bound) == (number * factor, "more_than")


@given(st.integers(1, 10**15 - 1), st.booleans())
def test_japanese_numbers(number: int, grouped: bool) -> None:  # noqa: FBT001
    (amount,) = parse_amounts(f"合計{in_japanese(number, grouped=grouped)}円です")
    assert (amount.amount, amount.currency) == (number, "JPY")


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals(number: int) -> None:
    (amount,) = parse_amounts(f"共有{in_chinese(number)}家公司")
    assert (amount.text, amount.amount) == (f"{in_chinese(number)}家", number)


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(["-", "–", "〜", "~", " to ", "至", "到", "から"]),
)
def test_ranges(low: int, more: int, join: str) -> None:
    (amount,) = parse_amounts(f"{low}{join}{low + more}%")
    assert (amount.kind, amount.low, amount.high) == ("percent", low, low + more)
