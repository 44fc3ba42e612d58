"""Any text at all has an answer, nonsense is unknown, and a fact more changes nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.compiled import Compiled, compile_library
from facts.language import Text
from facts.library import Library, read_library
from facts.lookup.answer import MAX_HITS, Answer, look_up
from facts.pack import BUILT_IN
from tests.facts.lookup.spellings import questions

TODAY = date(2026, 11, 22)
PIECES = st.one_of(
    st.characters(),
    st.sampled_from(["AI", "日本", "投資", "2024年4月", "29億", "$", "%", "vs", "いくら", "microsoft", "ー", "・"]),
)  # fmt: skip


def check(ready: Compiled, answer: Answer) -> None:
    assert answer.outcome in ("found", "several", "unknown")
    assert len(answer.hits) <= MAX_HITS
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.fact for hit in answer.hits}) == len(scores)
    assert {hit.fact for hit in answer.hits} <= set(ready.library.facts)
    if answer.outcome == "found":
        assert answer.hits
    assert (answer.outcome == "several") <= (len(answer.readings) > 1)


@settings(max_examples=150)
@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_any_text_has_an_answer(ready: Compiled, text: str) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    check(ready, answer)
    assert answer.question.text == text


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "日", "投資", "ー", "・", "0", "9億円 ", "%", "microsoft ", "vs ", "2024年4月", "\n",
     "\x00", "\u202e", "\ud800", "🎌", "e\u0301", "ﷺ", "?", "マイクロソフト", "いくら", "ıİß"],
)  # fmt: skip
def test_ten_thousand_characters_have_an_answer(ready: Compiled, piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    check(ready, look_up(ready.index, text, today=TODAY))


@given(text=st.text(st.characters(), min_size=1, max_size=3), times=st.integers(1, 4000))
@settings(max_examples=30)
def test_long_repetitions_have_an_answer(ready: Compiled, text: str, times: int) -> None:
    check(ready, look_up(ready.index, text * times, today=TODAY))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u3000", "\u200b", "?", "...", "🎌", "xyzzy", "asdf", "qwertyuiopasdf", "zzzzzzzzzz",
     "a" * 999, "привет мир", "한국어 질문", "مرحبا", "\x00", "ヌメロン", "齉龘"],
)  # fmt: skip
def test_nonsense_is_unknown(ready: Compiled, text: str) -> None:
    assert look_up(ready.index, text, today=TODAY).outcome == "unknown"


@settings(max_examples=40)
@given(data=st.data())
def test_the_same_question_has_the_same_answer_again(ready: Compiled, data: st.DataObject) -> None:
    text = data.draw(questions(ready.library))

    assert look_up(ready.index, text, today=TODAY) == look_up(ready.index, text, today=TODAY)


@settings(max_examples=40)
@given(data=st.data(), most=st.integers(1, 20))
def test_only_facts_that_are_allowed_are_found(
    ready: Compiled, data: st.DataObject, most: int
) -> None:
    text = data.draw(questions(ready.library))
    allowed = data.draw(st.sets(st.sampled_from(sorted(ready.library.facts)), max_size=40))
    answer = look_up(ready.index, text, today=TODAY, within=allowed, most=most)

    assert {hit.fact for hit in answer.hits} <= allowed
    assert len(answer.hits) <= most


def test_nothing_is_found_where_nothing_is_allowed(ready: Compiled) -> None:
    answer = look_up(ready.index, "microsoft investment", today=TODAY, within=())

    assert (answer.outcome, answer.hits) == ("unknown", ())


def test_an_empty_library_answers_too() -> None:
    empty = compile_library(Library())
    for text in ("", "microsoft investment", "オラクルの日本投資は？", "x" * 10_000):
        answer = look_up(empty.index, text, today=TODAY)
        assert (answer.outcome, answer.hits) == ("unknown", ())


OTHERS = ("Ψυχή ωκεανός ευχαριστώ", "Привет объятие щука", "שלום עולם")


def some_facts(number: int) -> Library:
    """The built-in library with every n-th of its facts, and so many that share nothing with a
    question: no letter, no entity, no concept.
    """
    library = read_library([BUILT_IN])
    ids = sorted(library.facts)[::12]
    others = {}
    for words in OTHERS[:number]:
        fact = library.facts["microsoft-2024-cloud-ai"]
        others[f"zz-{words[:4]}"] = replace(
            fact, id=f"zz-{words[:4]}", statement=Text(words, words, words), roles=(), values=(),
            aliases=(), asked=(), caveat=None, topic="outlook",
            quotes=(replace(fact.quotes[0], exact=words),),
        )  # fmt: skip
    return replace(library, facts={id_: library.facts[id_] for id_ in ids} | others)


@pytest.fixture(scope="module")
def smaller() -> Compiled:
    return compile_library(some_facts(0))


@pytest.fixture(scope="module")
def larger() -> Compiled:
    return compile_library(some_facts(len(OTHERS)))


@settings(max_examples=150)
@given(data=st.data())
def test_facts_that_share_nothing_with_a_question_leave_its_answer_alone(
    smaller: Compiled, larger: Compiled, data: st.DataObject
) -> None:
    text = data.draw(questions(smaller.library))
    before = look_up(smaller.index, text, today=TODAY)
    after = look_up(larger.index, text, today=TODAY)

    if not any(hit.fact.startswith("zz-") for hit in after.hits):
        assert (after.outcome, after.missing, after.readings) == (
            before.outcome, before.missing, before.readings,
        )  # fmt: skip
        assert [hit.fact for hit in after.hits] == [hit.fact for hit in before.hits]


def test_the_new_facts_are_found_by_their_own_words(larger: Compiled) -> None:
    for words in OTHERS:
        answer = look_up(larger.index, words, today=TODAY)
        assert answer.hits[0].fact == f"zz-{words[:4]}"
