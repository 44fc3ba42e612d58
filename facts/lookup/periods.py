"""Read the days that a question asks about: "April 2024", "4月", "2025年上半年", "last year"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_RELATIVE = {
    "this year": 0, "今年": 0, "本年": 0, "last year": -1, "去年": -1, "昨年": -1, "next year": 1,
    "来年": 1, "明年": 1, "前年": -2, "一昨年": -2, "おととし": -2,
}  # fmt: skip
_HALF_FIRST = r"(?:h1|1h|first half|first-half|上半年|上半期|上期|前半)"
_HALF_SECOND = r"(?:h2|2h|second half|second-half|下半年|下半期|下期|後半|后半)"
_LINK = r"(?:\s*(?:of|in|,|の|的|年)?\s*)"
_DAY = r"(?:\s+(?P<dayname>\d{1,2})(?:st|nd|rd|th)?\b)?"
_PATTERNS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"(?P<year2>(?:19|20)\d{{2}})\s*(?:-|–|~|～|〜|to|から|至|到|年から|年到|年至|and|と|和)\s*{_YEAR}\s*年?",
        rf"{_YEAR}\s*年?{_LINK}(?:(?P<h1>{_HALF_FIRST})|(?P<h2>{_HALF_SECOND}))",
        rf"(?:(?P<h1>{_HALF_FIRST})|(?P<h2>{_HALF_SECOND})){_LINK}{_YEAR}年?",
        rf"{_YEAR}\s*(?:年|-|/|\.)\s*(?P<month>1[0-2]|0?[1-9])(?!\d)\s*(?:月|(?:[-/.](?P<day>\d{{1,2}})(?!\d)))?(?:\s*(?P<day2>\d{{1,2}})[日号])?",
        rf"q(?P<quarter>[1-4])\s*{_YEAR}|(?P<year3>(?:19|20)\d{{2}})\s*年?\s*(?:q(?P<quarter2>[1-4])|第(?P<quarter3>[1-4一二三四])(?:四半期|季度))",
        rf"\b(?:early|mid|late|in)?[ -]?(?P<name>{_NAME})\.?\s*(?P<dayname>\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?{_YEAR}",
        rf"\b(?:in|early|mid|late|last)[ -](?P<name>{_NAME})\b(?:\s+(?P<dayname>\d{{1,2}})(?:st|nd|rd|th)?\b)?",
        rf"\b(?P<name>(?!(?:may|mar|sep|dec|jan)\b)(?:{_NAME}))\b(?:\s+(?P<dayname>\d{{1,2}})(?:st|nd|rd|th)?\b)?",
        r"(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?:\s*(?P<day2>\d{1,2})[日号])?(?:上旬|中旬|下旬|初|末|底|中|份)?",
        rf"(?:(?P<h1>{_HALF_FIRST})|(?P<h2>{_HALF_SECOND}))",
        rf"(?<![\d.,$¥]){_YEAR}(?:\s*年版|\s*年度|\s*年)?(?![\d,.]*\s*(?:年代|%|億|亿|万))",
        "|".join(rf"(?P<relative{n}>{re.escape(w)})" for n, w in enumerate(_RELATIVE)),
    )
)
_HINTS = (*_MONTHS, *_RELATIVE, "half", "半", "期")  # one of them, or a digit, is in every period
_DIGIT = re.compile(r"\d")
_CJK_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Asked:
    """The days that a question asks about: from `first` to `last`, or a month of any year."""

    text: str
    first: date | None = None
    last: date | None = None
    months: frozenset[int] = frozenset()

    def fits(self, first: date, last: date) -> bool:
        """True when a fact of these days answers for the days asked about."""
        if self.first and self.last:
            return first <= self.last and self.first <= last
        if (last - first).days > 370:
            return False
        months = {(first.month + n - 1) % 12 + 1 for n in range(_months_between(first, last) + 1)}
        return bool(self.months & months)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def find_periods(text: str, today: date) -> tuple[list[Asked], str]:
    """The periods of a text, and the text with the words for them blanked out."""
    small = text.lower()
    if not (_DIGIT.search(small) or any(hint in small for hint in _HINTS)):
        return [], text
    found: list[Asked] = []
    for pattern in _PATTERNS:
        while match := pattern.search(text):
            asked = _asked(match, today)
            if asked:
                found.append(asked)
            text = text[: match.start()] + "\n" * len(match.group()) + text[match.end() :]
    return found, text


def _asked(match: re.Match[str], today: date) -> Asked | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    relative = next((int(k[8:]) for k in groups if k.startswith("relative")), None)
    if relative is not None:
        year: int | None = today.year + list(_RELATIVE.values())[relative]
    else:
        year = int(text) if (text := groups.get("year") or groups.get("year3")) else None
    first_month, last_month = _month_span(groups)
    if year is None:
        return Asked(match.group(), months=frozenset(range(first_month, last_month + 1)))
    start = int(groups.get("year2", year))
    day = groups.get("day") or groups.get("day2") or groups.get("dayname")
    last_day = calendar.monthrange(year, last_month)[1]
    if day:
        number = int(re.sub(r"\D", "", day))
        if not 1 <= number <= last_day:
            return None
        return Asked(match.group(), date(year, first_month, number), date(year, last_month, number))
    low, high = min(start, year), max(start, year)
    return Asked(match.group(), date(low, first_month, 1), date(high, last_month, last_day))


def _month_span(groups: dict[str, str]) -> tuple[int, int]:
    quarter = groups.get("quarter") or groups.get("quarter2") or groups.get("quarter3")
    if quarter:
        number = _CJK_DIGIT.get(quarter) or int(quarter)
        return number * 3 - 2, number * 3
    if "h1" in groups:
        return 1, 6
    if "h2" in groups:
        return 7, 12
    if "name" in groups:
        month = _MONTHS[groups["name"].lower()]
        return month, month
    if "month" in groups:
        return int(groups["month"]), int(groups["month"])
    return 1, 12
