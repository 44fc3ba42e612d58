"""What somebody asks in almost the words that a fact is asked for with finds that fact."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.compiled import Compiled, compile_library
from facts.lookup.answer import look_up
from facts.lookup.ways import kept, nearness

ADVICE = "tip-do-not-sell-and-vanish"
TODAY = date(2026, 11, 22)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), min_size=1))
def test_a_way_of_asking_is_nearest_to_itself(ways: list[str]) -> None:
    bare = ["".join(way.split()) for way in ways]
    nearest, near = nearness(ways[0], kept(ways))
    assert nearest == (1.0 if bare[0] else pytest.approx(nearest))
    assert 0.0 <= near <= nearest <= 1.0


def test_spaces_make_no_difference() -> None:
    ways = kept(["日本でAIに投資", "invest in Japan"])
    assert nearness("日本 で AI に 投資", ways) == nearness("日本でAIに投資", ways)
    assert nearness("investin japan", ways) < nearness("invest in Japan", ways)


def test_words_that_no_concept_has_find_the_fact_that_is_asked_for_with_them(
    ready: Compiled,
) -> None:
    library, unheard = ready.library, ("zzyzx qwopf plugh", "ムニャムニャ ホニャララ")
    fact = replace(library.facts[ADVICE], asked=tuple(f"{w} Japan customers" for w in unheard))
    other = compile_library(replace(library, facts={**library.facts, ADVICE: fact}))
    for words in unheard:
        assert look_up(ready.index, f"{words} Japan customers", today=TODAY).hits[0].fact != ADVICE
        found = look_up(other.index, f"{words}, Japan customers?", today=TODAY)
        assert found.hits[0].fact == ADVICE
