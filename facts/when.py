"""Dates as ISO 8601-2 (EDTF) strings: `2024`, `2024-04-09?`, `2025-40`, `198X`, `2024-04/2026-04~`.

A qualifier stands at the end of a date: `~` approximate, `?` inferred (not printed in the
source), `%` both. `..` is an open end of an interval.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}))?(?:-([0-9]{2}))?([~?%]?)")
# ISO 8601-2 codes for parts of a year -> first and last month (winter of the northern hemisphere
# is left out on purpose: it belongs to two years and nothing in the library needs it).
_PARTS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
          37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12)}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """The days that an EDTF string stands for; `first` and `last` are None at an open end."""

    first: date | None
    last: date | None
    inferred: bool = False
    approximate: bool = False

    def overlaps(self, other: "Period") -> bool:
        """True when some day lies in both."""
        low = max(self.first or date.min, other.first or date.min)
        high = min(self.last or date.max, other.last or date.max)
        return low <= high

    def contains(self, other: "Period") -> bool:
        """True when every day of the other lies in this one."""
        first, last = self.first or date.min, self.last or date.max
        return first <= (other.first or date.min) and (other.last or date.max) <= last


@lru_cache(4096)  # every answer reads dates of the same few hundred
def parse_edtf(text: str) -> Period:
    """Read one EDTF date or interval; ValueError says what is wrong with it."""
    if "/" not in text:
        return _single(text)
    start_text, _, end_text = text.partition("/")
    start = Period(None, None) if start_text in ("", "..") else _single(start_text)
    end = Period(None, None) if end_text in ("", "..") else _single(end_text)
    if not start.first and not end.last:
        raise ValueError(f"{text!r} is open at both ends")
    if start.first and end.last and start.first > end.last:
        raise ValueError(f"{text!r} ends before it starts")
    return Period(
        start.first,
        end.last,
        start.inferred or end.inferred,
        start.approximate or end.approximate,
    )


def _single(text: str) -> Period:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date such as 2024, 2024-04, 2024-04-09? or 198X")
    year, month, day, mark = match.groups()
    try:
        first, last = _span(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}") from None
    return Period(first, last, mark in ("?", "%"), mark in ("~", "%"))


def _span(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    if "X" in year:
        if month:
            raise ValueError("an unspecified year has no month")
        return date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    number = int(year)
    if month is None:
        return date(number, 1, 1), date(number, 12, 31)
    if day is not None:
        exact = date(number, int(month), int(day))
        return exact, exact
    start, end = _PARTS.get(int(month), (int(month), int(month)))
    return date(number, start, 1), date(number, end, calendar.monthrange(number, end)[1])


def check_edtf(*texts: str | None) -> None:
    """ValueError where one of these is written and is not an EDTF string."""
    for text in texts:
        if text is not None:
            parse_edtf(text)
