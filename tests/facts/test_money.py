from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.money import CURRENCIES, Rates, load_rates

FRIDAY, SATURDAY, SUNDAY = date(2024, 4, 5), date(2024, 4, 6), date(2024, 4, 7)
FIRST = date(1999, 1, 4)  # the first day of the euro's reference rates
RATES = load_rates([])
PAIRS = st.lists(st.sampled_from(CURRENCIES), min_size=2, max_size=2, unique=True)
DAYS = st.dates(date(2010, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "into", "rate"),
    [
        (FIRST, "USD", 1.1789),  # the very first rates
        (FIRST, "JPY", 133.73),
        (date(2008, 7, 15), "USD", 1.5990),  # the euro's highest
        (date(2000, 10, 26), "USD", 0.8252),  # and lowest
    ],
)
def test_rates_are_the_central_banks(day: date, into: str, rate: float) -> None:
    conversion = RATES.convert(100, "EUR", into, day)

    assert conversion is not None
    assert conversion.rate == pytest.approx(rate)
    assert conversion.amount == pytest.approx(100 * rate)
    assert (conversion.currency, conversion.on, conversion.beyond) == (into, day, False)


def test_two_currencies_are_converted_through_the_euro() -> None:
    conversion = RATES.convert(2_900_000_000, "USD", "JPY", FIRST)

    assert conversion is not None
    assert conversion.rate == pytest.approx(133.73 / 1.1789)
    assert conversion.amount == pytest.approx(2_900_000_000 * 133.73 / 1.1789)


@given(st.floats(1, 1e13), PAIRS, DAYS)
def test_there_and_back_is_the_same_amount(amount: float, pair: list[str], day: date) -> None:
    there = RATES.convert(amount, pair[0], pair[1], day)
    assert there is not None
    back = RATES.convert(there.amount, pair[1], pair[0], day)

    assert back is not None
    assert back.amount == pytest.approx(amount)
    assert there.rate * back.rate == pytest.approx(1)


@given(st.floats(0, 1e13), PAIRS, DAYS)
def test_an_amount_is_converted_at_the_rate_that_is_shown(
    amount: float, pair: list[str], day: date
) -> None:
    conversion = RATES.convert(amount, pair[0], pair[1], day)

    assert conversion is not None
    assert conversion.amount == pytest.approx(amount * conversion.rate)
    assert conversion.rate > 0


@given(PAIRS, DAYS)
def test_the_rate_is_of_the_last_day_that_has_one(pair: list[str], day: date) -> None:
    conversion = RATES.convert(1, pair[0], pair[1], day)

    assert conversion is not None
    assert day - timedelta(days=6) <= conversion.on <= day
    assert conversion.on.weekday() < 5
    assert RATES.convert(1, pair[0], pair[1], conversion.on) == conversion


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_a_weekend_has_the_rate_of_its_friday_and_says_so(day: date) -> None:
    conversion = RATES.convert(1, "USD", "JPY", day)

    assert conversion is not None
    assert conversion == RATES.convert(1, "USD", "JPY", FRIDAY)
    assert conversion.on == FRIDAY
    assert not conversion.beyond


@pytest.mark.parametrize("days", [1, 3, 4000])
def test_beyond_the_data_the_newest_rate_is_used_and_said_so(days: int) -> None:
    newest = RATES.convert(1, "USD", "JPY", RATES.newest)
    beyond = RATES.convert(1, "USD", "JPY", RATES.newest + timedelta(days=days))

    assert newest is not None
    assert beyond is not None
    assert (newest.beyond, beyond.beyond) == (False, True)
    assert (beyond.rate, beyond.on) == (newest.rate, RATES.newest)


@given(st.sampled_from([*CURRENCIES, "unknown", "XYZ"]), st.dates())
def test_an_amount_in_the_same_currency_is_not_converted(currency: str, day: date) -> None:
    assert RATES.convert(1, currency, currency, day) is None


@pytest.mark.parametrize(
    ("currency", "into", "day"),
    [
        ("unknown", "JPY", FRIDAY),
        ("JPY", "XYZ", FRIDAY),
        ("USD", "JPY", FIRST - timedelta(days=1)),
        ("USD", "EUR", date.min),
        ("CNY", "USD", FIRST),
    ],
)
def test_without_a_rate_nothing_is_converted(currency: str, into: str, day: date) -> None:
    assert RATES.convert(1, currency, into, day) is None


@pytest.mark.parametrize("day", [FRIDAY, SUNDAY, date.max, date.min])
def test_rates_that_were_loaded_before_are_those_that_are_looked_up(day: date) -> None:
    loaded = load_rates([day])

    assert loaded.newest == RATES.newest
    assert loaded.convert(1, "USD", "JPY", day) == RATES.convert(1, "USD", "JPY", day)


def test_no_rates_convert_nothing() -> None:
    assert Rates().convert(1, "USD", "JPY", FRIDAY) is None
