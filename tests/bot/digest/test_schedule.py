"""Due times in every zone and year: once a local day, 20 hours apart, through every clock change."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.schedule import APART, Due, local_instant, next_due
from bot.digest.subscription import EVERY_DAY, Channel, Subscription

ZONES = sorted(available_timezones())
START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2032, 12, 20, tzinfo=UTC)

zones = st.sampled_from(ZONES)
times = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None, fold=0))
days = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
instants = st.datetimes(
    START.replace(tzinfo=None), END.replace(tzinfo=None), timezones=st.just(UTC)
)  # fmt: skip


def wish(
    at: time = time(9), zone: str = "Asia/Tokyo", wanted: tuple[int, ...] = EVERY_DAY
) -> Subscription:
    return Subscription(Channel("slack", "T1", "C1"), at, zone, wanted)


def run(subscription: Subscription, after: datetime, last: Due | None, times: int) -> Iterator[Due]:
    """The due times that follow each other, each worked out when the one before it came."""
    for _ in range(times):
        due = next_due(subscription, after, last)
        assert due is not None
        yield due
        after, last = due.at, due


def check_apart(dues: list[Due]) -> None:
    for one, other in itertools.pairwise(dues):
        assert other.at - one.at >= APART
        assert other.day > one.day


@settings(max_examples=300)
@given(zone=zones, at=times, wanted=days, after=instants)
def test_a_digest_is_due_at_its_local_time_on_wanted_days_once_a_day(
    zone: str, at: time, wanted: tuple[int, ...], after: datetime
) -> None:
    subscription = wish(at, zone, wanted)
    dues = list(run(subscription, after, None, 12))

    check_apart([Due(after - timedelta(days=9), date.min), *dues])
    for due in dues:
        local = due.at.astimezone(ZoneInfo(zone))
        assert due.day.weekday() in wanted
        assert local.replace(tzinfo=None) - datetime.combine(due.day, at) in (
            timedelta(0), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)
        )  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_every_year_has_one_digest_in_every_zone(zone: str) -> None:
    """Around each change of the clock, at the hours at which clocks are changed."""
    for year in range(2024, 2033):
        for change in changes(zone, year):
            for hour in (0, 1, 2, 3, 23):
                subscription = wish(time(hour, 30), zone)
                dues = list(run(subscription, change - timedelta(days=2), None, 4))
                assert [d.day for d in dues] == [dues[0].day + timedelta(days=n) for n in range(4)]
                check_apart(dues)


def changes(zone: str, year: int) -> list[datetime]:
    """Days of a year on which the zone's offset changes."""
    there = ZoneInfo(zone)
    first = datetime(year, 1, 1, tzinfo=UTC)
    days_ = [first + timedelta(days=n) for n in range(366)]
    offsets = [day.astimezone(there).utcoffset() for day in days_]
    return [day for day, one, other in zip(days_, offsets, offsets[1:]) if one != other]


@settings(max_examples=300)
@given(
    after=instants,
    steps=st.lists(st.tuples(zones, times, days, st.integers(-60, 3000)), min_size=1, max_size=8),
)
def test_changes_of_zone_and_time_never_bring_two_digests_near_each_other(
    after: datetime, steps: list[tuple[str, time, tuple[int, ...], int]]
) -> None:
    """Off and on again, another zone, another time, a clock that goes back: whatever happens."""
    last: Due | None = None
    sent: list[Due] = []
    for zone, at, wanted, minutes in steps:
        due = next_due(wish(at, zone, wanted), after, last)
        assert due is not None
        after = due.at + timedelta(minutes=minutes)
        if minutes >= 0:  # else it was changed before it came
            sent.append(due)
            last = due

    check_apart(sent)


def test_a_gap_of_the_clock_makes_it_later() -> None:
    assert local_instant(date(2026, 3, 8), wish(time(2, 30), "America/New_York")) == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )  # 03:30 there


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    assert local_instant(date(2026, 11, 1), wish(time(1, 30), "America/New_York")) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )


def test_a_change_to_a_later_zone_on_the_day_itself_waits_for_the_next_day() -> None:
    sent = Due(datetime(2026, 11, 22, 0, 0, tzinfo=UTC), date(2026, 11, 22))  # 09:00 in Tokyo
    moved = replace(wish(), zone="America/New_York")

    due = next_due(moved, sent.at + timedelta(hours=1), sent)

    assert due == Due(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), date(2026, 11, 23))


def test_no_wanted_day_is_never_due() -> None:
    assert next_due(wish(wanted=()), START) is None
