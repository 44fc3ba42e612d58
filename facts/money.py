"""Convert amounts at the European Central Bank's reference rates of a date.

The rates come with the CurrencyConverter package (daily since 1999). Loading them takes a third
of a second, so the compiled library keeps those of the library's own dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

CURRENCIES = ("USD", "JPY", "CNY", "EUR", "GBP", "KRW", "HKD", "SGD", "CHF", "AUD", "CAD", "INR")


@dataclass(frozen=True)
class Conversion:
    """An amount in another currency: `rate` is units of it for one unit of the original.

    `on` is the day of the rate; `beyond` is true when the rates end before the day asked for,
    so that the newest one was used.
    """

    amount: float
    currency: str
    rate: float
    on: date
    beyond: bool


@dataclass
class Rates:
    """Units of each currency for one euro, by the day asked for, with the day of the rates."""

    by_day: dict[date, tuple[date, dict[str, float]]] = field(default_factory=dict)
    newest: date = date.min

    def convert(self, amount: float, currency: str, into: str, day: date) -> Conversion | None:
        """Convert at the last rate on or before a day; None where no rate is known."""
        if currency == into:
            return None
        asked = min(day, self.newest)
        found = self.by_day.get(asked)
        if found is None:
            found = self.by_day[asked] = _table(asked)
        on, table = found
        if currency not in table or into not in table:
            return None
        rate = table[into] / table[currency]
        return Conversion(amount * rate, into, rate, on, day > self.newest)


def load_rates(days: Iterable[date]) -> Rates:
    """The rates of these days, ready to use; the others are looked up when they are asked for."""
    newest = _converter().bounds["USD"].last_date
    wanted = {min(day, newest) for day in days}
    return Rates({day: _table(day) for day in wanted}, newest)


@cache
def _converter() -> Any:
    from currency_converter import CurrencyConverter  # a third of a second to load

    return CurrencyConverter()


def _table(day: date) -> tuple[date, dict[str, float]]:
    """The last day on or before this one that has rates (weekends have none), and its rates."""
    converter, table = _converter(), {"EUR": 1.0}
    while not _published(converter, day):
        day -= timedelta(days=1)
    for currency in CURRENCIES:
        bounds = converter.bounds.get(currency)
        if bounds and bounds.first_date <= day <= bounds.last_date:
            table[currency] = converter.convert(1, "EUR", currency, day)
    return day, table


def _published(converter: Any, day: date) -> bool:
    """False on a day without rates between days that have them."""
    from currency_converter import RateNotFoundError

    first, last = converter.bounds["USD"]
    try:
        return not first <= day <= last or bool(converter.convert(1, "EUR", "USD", day))
    except RateNotFoundError:
        return False
