"""A form of a digest says the same as the line that it stands for."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS
from bot.digest.form import DAYS, Form, asks_for_form, form_of, switches_on
from bot.digest.subscription import Channel, Subscription
from bot.digest.wish import changed, read_verb
from bot.parse import parse_line
from facts.compiled import Compiled
from facts.fact import TOPICS

PLACE = Channel("slack", "T1", "C1")
OTHER = Subscription(PLACE, time(1), "UTC", (6,), ("market",), "microsoft", 9, "zh")
ZONES = ("Asia/Tokyo", "America/New_York", "Asia/Ho_Chi_Minh", "Etc/GMT-9", "Pacific/Kiritimati")

subscriptions = st.builds(
    Subscription,
    channel=st.just(PLACE),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(ZONES),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    topics=st.sets(st.sampled_from(TOPICS)).map(lambda some: tuple(t for t in TOPICS if t in some)),
    count=st.integers(1, 10),
    tag=st.sampled_from(("en", "ja", "zh", "zh-tw")),
)


def set_by(ready: Compiled, line: str, before: Subscription) -> Subscription:
    """What a line makes of the settings that were there before."""
    parsed = parse_line(line, COMMANDS, "en")
    assert parsed.command.name == "digest"
    return changed(before, read_verb(parsed.call.text), parsed.call, ready)


@given(wanted=subscriptions)
def test_a_form_sets_every_field_whatever_was_set_before(
    ready: Compiled, wanted: Subscription
) -> None:
    assert set_by(ready, form_of(wanted, "").line(), OTHER) == wanted


def test_what_a_form_does_not_ask_stays(ready: Compiled) -> None:
    found = set_by(ready, Form("07:00", "tokyo").line(), OTHER)
    assert found == replace(
        OTHER, at=time(7), zone="Asia/Tokyo", days=tuple(range(len(DAYS))), topics=(), count=3
    )


@given(about=st.text(max_size=100), zone=st.text(max_size=100))
def test_typed_words_never_leave_their_field(about: str, zone: str) -> None:
    form = Form(zone=f"Asia/Tokyo {zone}", about=about, count="4", tag="ja")
    line = form.line()
    assert switches_on(line)
    assert line.endswith("lang:ja")
    assert "\n" not in line


@pytest.mark.parametrize("line", ["digest edit", "Digest EDIT", "/digest ｅｄｉｔ", "ダイジェスト 編集", "简报 编辑"])  # fmt: skip
def test_a_form_is_asked_for(line: str) -> None:
    assert asks_for_form(line)


@pytest.mark.parametrize("line", ["", "edit", "digest", "digest edit me", "source edit", "digest on edit"])  # fmt: skip
def test_other_lines_ask_for_no_form(line: str) -> None:
    assert not asks_for_form(line)


@pytest.mark.parametrize(("line", "on"), [
    ("digest on", True), ("ダイジェスト 開始 9時", True), ("digest ON 9am lang:ja", True),
    ("digest", False), ("digest off", False), ("digest nonsense", False), ("tips on", False),
])  # fmt: skip
def test_whether_a_line_switches_a_digest_on(line: str, *, on: bool) -> None:
    assert switches_on(line) is on
