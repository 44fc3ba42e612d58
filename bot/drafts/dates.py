"""The dates of a sentence as EDTF strings, and what part they play in a record."""

import calendar
import re
from dataclasses import replace
from datetime import date

from facts.fact import Claim, When
from facts.lookup.normalise import one_width
from facts.lookup.periods import Asked, find_periods
from facts.when import parse_edtf

_READ = 600  # characters of a sentence in which dates are looked for

_DAY = re.compile(r"月 ?([0-9]{1,2})|[a-z]\.? ([0-9]{1,2})(?![0-9])", re.IGNORECASE)


def when(text: str, published: str, claimed: Claim) -> When:
    """The dates of a sentence of a source published then; a year that is not printed gets a "?".

    What lies after the publication, or spans more than a year, is the period the fact covers.
    """
    limit = parse_edtf(published).last or date.max
    found = When()
    for asked in _periods(text, limit):
        written = _edtf(asked, limit)
        if written is None:
            continue
        first = parse_edtf(written).first
        if first is None or first > limit or "/" in written:
            found = found if found.period else replace(found, period=written)
        elif claimed == "announced" and not found.announced:
            found = replace(found, announced=written)
        elif not found.as_of:
            found = replace(found, as_of=written)
    return found


def _periods(text: str, limit: date) -> list[Asked]:
    try:
        return find_periods(one_width(text[:_READ]), limit)[0]
    except (ValueError, OverflowError):  # a date that no calendar has, such as 31 of 2 in year 0
        return []


def _edtf(asked: Asked, limit: date) -> str | None:
    if asked.first and asked.last:
        return _between(asked.first, asked.last)
    if len(asked.months) != 1:
        return None
    month = next(iter(asked.months))
    year = limit.year if month <= limit.month else limit.year - 1
    match = _DAY.search(asked.text)
    day = int(match[1] or match[2]) if match else 0
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year:04}-{month:02}?"
    return f"{year:04}-{month:02}-{day:02}?"


def _between(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first.year:04}"
    if first.year == last.year and (first.month, last.month) in ((1, 6), (7, 12)):
        return f"{first.year:04}-{40 if first.month == 1 else 41}"
    return f"{first:%Y-%m}/{last:%Y-%m}"
