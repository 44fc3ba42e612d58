"""What a fact measures, with a bound, a unit and the words of the source."""

import re
from dataclasses import dataclass
from typing import Literal

from facts.language import Record, Text
from facts.when import check_edtf

ValueKind = Literal["money", "percent", "count", "rank", "ratio", "date", "duration", "superlative"]
Bound = Literal[
    "exact", "about", "nearly", "at_least", "more_than", "up_to", "less_than", "indefinite"
]
Number = int | float
_CURRENCY = re.compile(r"[A-Z]{3}|unknown")


@dataclass(frozen=True)
class Value(Record):
    """One measured quantity.

    `amount` in whole units (2.9 billion dollars is 2_900_000_000; 9.1 % is 9.1; 6th is 6), or
    `low` and `high` for a range, or none of the three where the source gives no exact number
    (bound "indefinite", dates and superlatives).
    """

    metric: str
    kind: ValueKind
    amount: Number | None = None
    low: Number | None = None
    high: Number | None = None
    currency: str | None = None
    unit: str | None = None
    bound: Bound = "exact"
    per: str | None = None
    out_of: Number | None = None
    subject: str | None = None
    geography: str | None = None
    population: Text | None = None
    period: str | None = None
    as_of: str | None = None
    date: str | None = None

    def __post_init__(self) -> None:
        check_edtf(self.period, self.as_of, self.date)
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"currency {self.currency!r} is neither an ISO 4217 code nor unknown")
        ranged = self.low is not None or self.high is not None
        if ranged and self.amount is not None:
            raise ValueError("either amount, or low and high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        if (self.kind == "money") != (self.currency is not None):
            raise ValueError("currency goes with kind money, and only with it")
        if (self.kind == "date") != (self.date is not None):
            raise ValueError("date goes with kind date, and only with it")
        numberless = self.kind in ("date", "superlative") or self.bound == "indefinite"
        if numberless == (ranged or self.amount is not None):
            raise ValueError(
                "an amount (or low and high) is needed, except with bound indefinite, "
                "kind date and kind superlative, which have none"
            )

    def numbers(self) -> list[Number]:
        """Every number that the source must have written for this value."""
        return [n for n in (self.amount, self.low, self.high) if n is not None]
