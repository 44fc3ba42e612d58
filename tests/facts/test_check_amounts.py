"""What a source wrote must read as what the record says."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.check import check, matches
from facts.pack import read_pack
from facts.value import Value
from tests.facts.packs import PLAN, change, money, quote


def broken_keys(root: Path, **changes: Any) -> list[str]:
    change(root, PLAN, **changes)
    found = check(read_pack(root))
    assert {problem.file for problem in found} <= {PLAN}
    return [problem.key for problem in found]


def value(kind: str = "money", **more: Any) -> Value:
    if kind == "money":
        more.setdefault("currency", "USD")
    return Value(metric="m", kind=kind, **more)  # type: ignore[arg-type]


def test_2_9_billion_typed_as_290_million_fails(root: Path) -> None:
    change(root, PLAN, values=[money(amount=290_000_000)])
    found = {problem.key: problem.message for problem in check(read_pack(root))}

    assert set(found) == {"quotes.0.as_written", "values.0"}
    assert "'29亿美元' reads as money 2900000000 USD" in found["quotes.0.as_written"]
    assert "290000000 USD" in found["values.0"]


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("$1 million to $3 million", "money 1000000 to 3000000 USD"),
        ("zero percent", "percent 0"),
        ("数百亿日元", "money indefinite JPY"),
        ("two months", "duration 2 month"),
        ("Japan", "no amount"),
    ],
)
def test_the_message_says_what_the_words_read_as(root: Path, written: str, reading: str) -> None:
    change(root, PLAN, quotes=[quote(f"29亿美元, {written}", as_written=["29亿美元", written])])
    (problem,) = check(read_pack(root))

    assert problem.message == f"{written!r} reads as {reading}, which no value has"


def test_words_that_are_not_inside_the_quote_fail(root: Path) -> None:
    written = ["29亿美元", "$2.9 billion"]

    assert broken_keys(root, quotes=[quote(as_written=written)]) == ["quotes.0"]


def test_a_gloss_that_is_not_inside_the_quote_fails(root: Path) -> None:
    quotes = [quote(as_written=["29亿美元"], editor_insert=["（29亿）"])]

    assert broken_keys(root, quotes=quotes) == ["quotes.0"]


def test_a_gloss_inside_the_quote_is_fine(root: Path) -> None:
    quotes = [quote(as_written=["29亿美元"], editor_insert=["in Japan"])]

    assert broken_keys(root, quotes=quotes) == []


def test_a_value_that_no_quote_writes_fails(root: Path) -> None:
    assert broken_keys(root, quotes=[quote()]) == ["values.0"]


def test_each_of_several_values_is_looked_for(root: Path) -> None:
    two = [money(), money(metric="commitment", amount=2, kind="count", currency=None)]
    two[1].pop("currency")

    assert broken_keys(root, values=two) == ["values.1"]


def test_written_words_that_no_value_has_fail(root: Path) -> None:
    quotes = [quote(as_written=["29亿美元", "Japan"])]

    assert broken_keys(root, quotes=quotes) == ["quotes.0.as_written"]


def test_any_of_several_quotes_may_write_the_value(root: Path) -> None:
    quotes = [quote("in Japan"), quote(as_written=["29亿美元"])]

    assert broken_keys(root, quotes=quotes) == []


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (value(amount=2_900_000_000), "$2.9 billion"),
        (value(amount=2_900_000_000), "US$2.9bn"),
        (value(amount=10**13, currency="JPY"), "10万亿日元"),
        (value(amount=10**13, currency="JPY"), "10兆円"),
        (value(low=1_000_000, high=3_000_000), "$1 million to $3 million"),
        (value(amount=80, currency="unknown"), "80元"),
        (value(bound="indefinite", currency="JPY"), "数百亿日元"),
        (value("percent", amount=9.1), "9.1%"),
        (value("percent", amount=70), "7割"),
        (value("percent", amount=50), "half"),
        (value("count", amount=3), "three companies"),
        (value("rank", amount=9), "第9位"),
        (value("rank", amount=9), "ninth"),
        (value("ratio", amount=3), "3倍"),
        (value("duration", amount=2, unit="year"), "two years"),
        (value("duration", amount=10, unit="year"), "one decade"),
        (value("duration", amount=2, unit="year"), "2"),
        (value("superlative"), "the largest"),
        (value("superlative"), "the largest of 30 companies"),
        (value("date", date="2025-04"), "next spring"),
    ],
)
def test_words_that_write_the_value(number: Value, written: str) -> None:
    assert matches(number, written)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (value(amount=290_000_000), "29亿美元"),
        (value(amount=2_900_000_000), "29亿日元"),
        (value(amount=2_900_000_000, currency="JPY"), "$2.9 billion"),
        (value(amount=80), "80%"),
        (value(amount=10**13, currency="JPY"), "10亿日元"),
        (value(low=1_000_000, high=4_000_000), "$1 million to $3 million"),
        (value(amount=1_000_000, bound="exact"), "millions of dollars"),
        (value(bound="indefinite", currency="JPY"), "100亿日元"),
        (value(bound="indefinite", currency="JPY"), "数百亿美元"),
        (value("percent", amount=9.1), "9%"),
        (value("percent", amount=9), "9"),
        (value("percent", amount=7), "7割"),
        (value("count", amount=3), "3%"),
        (value("rank", amount=6), "9th"),
        (value("ratio", amount=3), "3割"),
        (value("duration", amount=2, unit="year"), "$2"),
        (value("duration", amount=2, unit="year"), "two months"),
        (value("duration", amount=2), "two years"),
        (value("count", amount=3), "no number at all"),
    ],
)
def test_words_that_write_another_value(number: Value, written: str) -> None:
    assert not matches(number, written)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_only_the_very_number_matches(typed: int, written: int) -> None:
    number = value(amount=typed * 10**8, currency="CNY")

    assert matches(number, f"{written}亿元") == (typed == written)
    assert matches(number, f"{written}00 million yuan") == (typed == written)


@given(st.decimals(0, 1000, places=2, allow_nan=False))
def test_shares_are_compared_to_the_last_digit(share: Any) -> None:
    assert matches(value("percent", amount=float(share)), f"{share}%")
    assert not matches(value("percent", amount=float(share)), f"{share + 1}%")
