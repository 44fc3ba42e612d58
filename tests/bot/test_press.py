"""Ids of buttons: what is written is read again, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.press import Press, press_id, read_press

KEYS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16)
PRESSES = st.builds(Press, KEYS, st.sampled_from(["action", "page"]), st.integers(0, 999))


@given(PRESSES)
def test_a_press_is_read_as_it_was_written(press: Press) -> None:
    assert read_press(press_id(press)) == press


@given(PRESSES)
def test_an_id_fits_into_every_platform(press: Press) -> None:
    assert len(press_id(press)) <= 30
    assert press_id(press).isascii()


@given(st.text())
def test_no_text_is_an_error_and_none_but_our_own_is_a_press(text: str) -> None:
    assert read_press(text) is None or text.startswith("v1:")


@given(st.from_regex(r"\Av1:[a-z2-7]{15,17}:p?[0-9]{0,4}\Z"))
def test_what_is_nearly_an_id_is_a_whole_press_or_none(text: str) -> None:
    press = read_press(text)
    assert press is None or read_press(press_id(press)) == press


@pytest.mark.parametrize(
    "text",
    [
        "", "v1", "v1:aaaaaaaaaaaaaaaa", "v1:aaaaaaaaaaaaaaaa:", "v1:aaaaaaaaaaaaaaaa:p",
        "v2:aaaaaaaaaaaaaaaa:1", "V1:aaaaaaaaaaaaaaaa:1", "v1:AAAAAAAAAAAAAAAA:1", "v1:aaaaaaaaaaaaaaa1:1",
        "v1:aaaaaaaaaaaaaaaa:-1", "v1:aaaaaaaaaaaaaaaa:1000", "v1:aaaaaaaaaaaaaaaa:1\n",
        "v1:aaaaaaaaaaaaaaaa:٣", " v1:aaaaaaaaaaaaaaaa:1", "v1:aaaaaaaaaaaaaaaa:q1",
    ],
)  # fmt: skip
def test_what_no_version_of_the_bot_made_is_no_press(text: str) -> None:
    assert read_press(text) is None
