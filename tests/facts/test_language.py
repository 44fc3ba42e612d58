import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.language import LANGUAGES, Text
from facts.problem import Problem

WORDS = st.none() | st.text(min_size=1, max_size=5)


@pytest.mark.parametrize("empty", [{}, {"en": ""}, {"en": "", "ja": None, "zh": ""}])
def test_a_text_needs_at_least_one_language(empty: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="en, ja, zh"):
        Text(**empty)


@given(en=WORDS, ja=WORDS, zh=WORDS)
def test_the_best_words_are_the_asked_ones_else_the_first_that_are_there(
    en: str | None, ja: str | None, zh: str | None
) -> None:
    if not (en or ja or zh):
        return
    text, there = Text(en, ja, zh), [word for word in (en, ja, zh) if word]
    for language, words in zip(LANGUAGES, (en, ja, zh)):
        assert text.get(language) == words
        assert text.best(language) == (words or there[0])
        assert (language in text.missing()) == (words is None)


def test_empty_words_count_as_missing() -> None:
    text = Text("Japan", "", None)

    assert text.get("ja") is None
    assert text.best("ja") == "Japan"
    assert text.missing() == ["ja", "zh"]


def test_a_text_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Text("Japan").en = "China"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (
            Problem("facts/tip/a.toml", "quotes.0", "too long"),
            "facts/tip/a.toml: quotes.0: too long",
        ),
        (Problem("facts/tip/a.toml", "", "no such file"), "facts/tip/a.toml: no such file"),
    ],
)
def test_a_problem_shows_file_key_and_message(problem: Problem, shown: str) -> None:
    assert str(problem) == shown
