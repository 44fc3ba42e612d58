"""What follows `digest` is read as people write it; what can't be understood is said kindly."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.command import Call
from bot.digest.subscription import EVERY_DAY, Channel, Subscription
from bot.digest.wish import WishError, changed, read_verb
from facts.compiled import Compiled

BASE = Subscription(Channel("slack", "T1", "C1"))


def read(ready: Compiled, line: str, **options: str) -> Subscription:
    return changed(BASE, read_verb(line), Call(line, options), ready)


@pytest.mark.parametrize(
    ("line", "at", "zone", "days"),
    [
        ("on", time(9), "Asia/Tokyo", EVERY_DAY),
        ("on 08:30", time(8, 30), "Asia/Tokyo", EVERY_DAY),
        ("on 9am new york weekdays", time(9), "America/New_York", (0, 1, 2, 3, 4)),
        ("on 9 pm pst", time(21), "America/Los_Angeles", EVERY_DAY),
        ("on 12am", time(0), "Asia/Tokyo", EVERY_DAY),
        ("on 12pm", time(12), "Asia/Tokyo", EVERY_DAY),
        ("ON 09:00 Asia/Tokyo weekdays", time(9), "Asia/Tokyo", (0, 1, 2, 3, 4)),
        ("on weekdays 7 上海", time(7), "Asia/Shanghai", (0, 1, 2, 3, 4)),
        ("on mon,thu", time(9), "Asia/Tokyo", (0, 3)),
        ("on fri-mon", time(9), "Asia/Tokyo", (0, 4, 5, 6)),
        ("オン 8時30分 月水金", time(8, 30), "Asia/Tokyo", (0, 2, 4)),
        ("订阅 8点 工作日", time(8), "Asia/Tokyo", (0, 1, 2, 3, 4)),
        ("on ０８：００ 平日", time(8), "Asia/Tokyo", (0, 1, 2, 3, 4)),
        ("on 周一、周五", time(9), "Asia/Tokyo", (0, 4)),
    ],
)
def test_time_zone_and_days_in_any_order(
    ready: Compiled, line: str, at: time, zone: str, days: tuple[int, ...]
) -> None:
    wish = read(ready, line)

    assert (wish.at, wish.zone, wish.days) == (at, zone, days)


def test_options(ready: Compiled) -> None:
    wish = read(
        ready, "on", topics="tips,investments", about="ソフトバンク", days="weekends", lang="zh-tw",
        count="5",
    )  # fmt: skip

    assert wish.topics == ("investment", "tip")
    assert wish.about == "softbank-group"
    assert (wish.days, wish.tag, wish.count) == ((5, 6), "zh-tw", 5)


def test_all_takes_topics_and_about_back(ready: Compiled) -> None:
    wish = read(ready, "on", topics="all", about="all")

    assert (wish.topics, wish.about) == ((), None)


def test_a_digest_has_ten_facts_at_most(ready: Compiled) -> None:
    assert read(ready, "on", count="100").count == 10


@pytest.mark.parametrize(
    ("line", "options", "key"),
    [
        ("dance", {}, "digest.bad_verb"),
        ("on 25:00", {}, "digest.bad_time"),
        ("on 9:75", {}, "digest.bad_time"),
        ("on 13pm", {}, "digest.bad_time"),
        ("on cst", {}, "digest.which_zone"),
        ("on someday", {}, "digest.bad_word"),
        ("on", {"days": "someday"}, "digest.bad_days"),
        ("on", {"topics": "sports"}, "digest.bad_topic"),
        ("on", {"about": "Nestlé"}, "digest.bad_about"),
        ("on", {"about": "xyzzy"}, "digest.bad_about"),
    ],
)
def test_what_is_wrong_is_named(
    ready: Compiled, line: str, options: dict[str, str], key: str
) -> None:
    with pytest.raises(WishError) as caught:
        read(ready, line, **options)

    assert caught.value.key == key


def test_nothing_said_is_status() -> None:
    assert read_verb("").verb == "status"


@given(line=st.text(max_size=60))
def test_any_text_is_read_or_refused(ready: Compiled, line: str) -> None:
    try:
        wish = read(ready, f"on {line}")
    except WishError:
        return
    assert wish.days
