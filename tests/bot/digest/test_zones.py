"""Zones as people name them resolve, are asked back about, or are refused."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.zones import find_zones


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("tokyo", "Asia/Tokyo"), ("JST", "Asia/Tokyo"), ("東京", "Asia/Tokyo"), ("东京", "Asia/Tokyo"),
        ("Asia/Tokyo", "Asia/Tokyo"), ("asia/tokyo", "Asia/Tokyo"), ("ＪＳＴ", "Asia/Tokyo"),
        ("pst", "America/Los_Angeles"), ("San Francisco", "America/Los_Angeles"),
        ("los_angeles", "America/Los_Angeles"), ("上海", "Asia/Shanghai"), ("Beijing", "Asia/Shanghai"),
        ("ニューヨーク", "America/New_York"), ("纽约", "America/New_York"),
        ("new yrok", "America/New_York"), ("Londn", "Europe/London"), ("香港", "Asia/Hong_Kong"),
        ("UTC", "Etc/UTC"), ("utc+9", "Etc/GMT-9"), ("+09:00", "Etc/GMT-9"), ("gmt-5", "Etc/GMT+5"),
    ],
)  # fmt: skip
def test_a_name_means_one_zone(said: str, zone: str) -> None:
    assert find_zones(said) == [zone]


def test_an_ambiguous_name_gives_all_that_it_may_mean() -> None:
    assert find_zones("CST") == ["America/Chicago", "Asia/Shanghai"]


@pytest.mark.parametrize("said", ["", "foo", "qwertyuiop", "utc+99", "+25", "25:00", "microsoft"])
def test_other_words_mean_none(said: str) -> None:
    assert find_zones(said) == []


def test_every_iana_name_with_a_city_means_itself() -> None:
    zones = [zone for zone in available_timezones() if "/" in zone]

    assert [zone for zone in zones if find_zones(zone) != [zone]] == []


@given(st.text(max_size=40))
def test_any_text_gives_zones_that_exist(text: str) -> None:
    assert set(find_zones(text)) <= available_timezones()
