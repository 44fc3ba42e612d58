"""Dates as EDTF strings: what they stand for, and that nothing but a ValueError comes of junk."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.when import Period, check_edtf, parse_edtf

DATES = {
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2023-02": (date(2023, 2, 1), date(2023, 2, 28)),
    "2024-04-09": (date(2024, 4, 9), date(2024, 4, 9)),
    "2024-02-29": (date(2024, 2, 29), date(2024, 2, 29)),
    "198X": (date(1980, 1, 1), date(1989, 12, 31)),
    "19XX": (date(1900, 1, 1), date(1999, 12, 31)),
    "0001": (date(1, 1, 1), date(1, 12, 31)),
    "9999": (date(9999, 1, 1), date(9999, 12, 31)),
    "2024-21": (date(2024, 3, 1), date(2024, 5, 31)),
    "2024-22": (date(2024, 6, 1), date(2024, 8, 31)),
    "2024-23": (date(2024, 9, 1), date(2024, 11, 30)),
    "2024-33": (date(2024, 1, 1), date(2024, 3, 31)),
    "2024-34": (date(2024, 4, 1), date(2024, 6, 30)),
    "2024-35": (date(2024, 7, 1), date(2024, 9, 30)),
    "2024-36": (date(2024, 10, 1), date(2024, 12, 31)),
    "2024-37": (date(2024, 1, 1), date(2024, 4, 30)),
    "2024-38": (date(2024, 5, 1), date(2024, 8, 31)),
    "2024-39": (date(2024, 9, 1), date(2024, 12, 31)),
    "2025-40": (date(2025, 1, 1), date(2025, 6, 30)),
    "2025-41": (date(2025, 7, 1), date(2025, 12, 31)),
    "2010/2020": (date(2010, 1, 1), date(2020, 12, 31)),
    "2024-04/2026-04": (date(2024, 4, 1), date(2026, 4, 30)),
    "2024-04-15/2024-04": (date(2024, 4, 15), date(2024, 4, 30)),
    "2024-04/..": (date(2024, 4, 1), None),
    "../2024": (None, date(2024, 12, 31)),
    "2024/": (date(2024, 1, 1), None),
    "/2024": (None, date(2024, 12, 31)),
}
JUNK = [
    "", " ", "24", "2024-4", "2024-13", "2024-00", "2024-20", "2024-24", "2024-42", "2024-04-31",
    "2023-02-29", "2024-04-00", "2024-21-05", "2024-4-9", "2024/04/09", "April 2024", "2024年",
    "20240409", "2024-04-09T10:00", "XXXX", "1XXX", "198X-05", "000X", "0000", "2024??", "?2024",
    "2024 ", "2024\n", "-2024", "2025/2024", "2024-05/2024-04", "2024/2025/2026", "/", "../..",
    "..", "../", "２０２４", "2024-０４", "٢٠٢٤",
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), DATES.items())
def test_first_and_last_day(text: str, days: tuple[date | None, date | None]) -> None:
    assert parse_edtf(text) == Period(*days)


@pytest.mark.parametrize(
    ("text", "inferred", "approximate"),
    [
        ("2024-04-09?", True, False),
        ("2024~", False, True),
        ("198X%", True, True),
        ("2024-04/2026-04~", False, True),
        ("2024-04?/2026-04", True, False),
        ("2024?/2026~", True, True),
        ("2024/2026", False, False),
    ],
)
def test_qualifiers(text: str, inferred: bool, approximate: bool) -> None:  # noqa: FBT001
    period = parse_edtf(text)
    assert (period.inferred, period.approximate) == (inferred, approximate)


@pytest.mark.parametrize("text", JUNK)
def test_junk_is_a_value_error(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"is not an EDTF date|is not a date|ends before|both ends"
    ):
        parse_edtf(text)


def test_check_edtf_leaves_out_what_is_not_written() -> None:
    check_edtf(None, "2024", None)
    with pytest.raises(ValueError, match="'soon' is not an EDTF date"):
        check_edtf(None, "2024", "soon")


@pytest.mark.parametrize(
    ("one", "other", "overlap", "contained"),
    [
        ("2024", "2024-04-09", True, True),
        ("2024-04-09", "2024", True, False),
        ("2024", "2025", False, False),
        ("2024-12/2025-01", "2025", True, False),
        ("2024/..", "2030", True, True),
        ("2024/..", "2023-12-31", False, False),
        ("../2024", "2024-12-31", True, True),
        ("../2024", "2025/..", False, False),
        ("198X", "1985-05", True, True),
    ],
)
def test_overlaps_and_contains(one: str, other: str, overlap: bool, contained: bool) -> None:  # noqa: FBT001
    assert parse_edtf(one).overlaps(parse_edtf(other)) is overlap
    assert parse_edtf(other).overlaps(parse_edtf(one)) is overlap
    assert parse_edtf(one).contains(parse_edtf(other)) is contained


# ------------------------------------------------------------------------------ what holds always
qualifiers = st.sampled_from(["", "~", "?", "%"])
days = st.dates().map(str)
months = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12))
parts = st.builds(
    "{:04}-{}".format, st.integers(1, 9999), st.sampled_from([21, 22, 23, *range(33, 42)])
)
years = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
)
singles = st.builds("{}{}".format, st.one_of(days, months, parts, years), qualifiers)
scraps = st.lists(
    st.sampled_from([*"0123456789X-/.~?% ", "2024", "..", "年", "04"]), max_size=14
).map("".join)


@given(singles)
def test_a_date_begins_before_it_ends(text: str) -> None:
    period = parse_edtf(text)
    assert period.first is not None
    assert period.last is not None
    assert period.first <= period.last
    assert period.contains(period)
    assert period.overlaps(period)


@given(st.dates())
def test_a_day_is_itself(day: date) -> None:
    assert parse_edtf(str(day)) == Period(day, day)
    assert parse_edtf(str(day)[:7]).contains(Period(day, day))
    assert parse_edtf(str(day)[:4]).contains(Period(day, day))


@given(singles, singles)
def test_an_interval_spans_both_its_ends(start: str, end: str) -> None:
    first, last = parse_edtf(start).first, parse_edtf(end).last
    assert first is not None
    assert last is not None
    if first > last:
        with pytest.raises(ValueError, match="ends before it starts"):
            parse_edtf(f"{start}/{end}")
    else:
        period = parse_edtf(f"{start}/{end}")
        assert (period.first, period.last) == (first, last)


@given(singles, singles)
def test_overlap_is_mutual_and_follows_from_containing(one: str, other: str) -> None:
    left, right = parse_edtf(one), parse_edtf(other)
    assert left.overlaps(right) == right.overlaps(left)
    assert left.overlaps(right) or not left.contains(right)


@given(st.one_of(st.text(), scraps, st.tuples(scraps, scraps).map("/".join)))
def test_any_text_is_a_period_or_a_value_error(text: str) -> None:
    try:
        period = parse_edtf(text)
    except ValueError:
        return
    assert text.isascii()
    assert period.first or period.last
    assert not (period.first and period.last) or period.first <= period.last
