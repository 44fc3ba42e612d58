"""Any text at all has an answer, nonsense is unknown, and a fact more changes nothing else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.compiled import Compiled, compile_library
from facts.library import Library, read_library
from facts.lookup.answer import MAX_HITS, Answer, look_up
from facts.pack import BUILT_IN
from tests.facts.lookup.spellings import questions
from tests.facts.packs import clean_pack

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


def with_others(library: Library, pattern: str) -> Library:
    """The library with facts that share no letter with any question here, and no entity."""
    more = {}
    for number, words in enumerate(OTHERS):
        fact = library.facts[pattern]
        id_ = f"zz-other-{number}"
        more[id_] = replace(
            fact, id=id_, statement=replace(fact.statement, en=words, ja=words, zh=words),
            roles=(), values=(), aliases=(), asked=(), caveat=None, group=None, topic="outlook",
            quotes=(replace(fact.quotes[0], exact=words),),
        )  # fmt: skip
    return replace(library, facts={**library.facts, **more})


@pytest.fixture(scope="module")
def larger() -> Compiled:
    return compile_library(with_others(read_library([BUILT_IN]), "microsoft-2024-cloud-ai"))


@settings(max_examples=150)
@given(data=st.data())
def test_facts_that_share_nothing_with_a_question_leave_its_answer_alone(
    ready: Compiled, larger: Compiled, data: st.DataObject
) -> None:
    text = data.draw(questions(ready.library))
    before = look_up(ready.index, text, today=TODAY)
    after = look_up(larger.index, text, today=TODAY)

    if not any(hit.fact.startswith("zz-other") for hit in after.hits):
        assert (after.outcome, after.missing, after.readings) == (
            before.outcome, before.missing, before.readings,
        )  # fmt: skip
        assert [hit.fact for hit in after.hits] == [hit.fact for hit in before.hits]


def test_the_new_facts_are_found_by_their_own_words(larger: Compiled) -> None:
    for number, words in enumerate(OTHERS):
        answer = look_up(larger.index, words, today=TODAY)
        assert answer.hits[0].fact == f"zz-other-{number}"


def test_in_a_small_pack_too(tmp_path: Path) -> None:
    root = clean_pack(tmp_path / "pack")
    small = compile_library(read_library([root]))
    more = compile_library(with_others(read_library([root]), "acme-plan"))
    for text in ("acme investment", "acme 日本", "keep promises", "2024年4月", "29亿美元"):
        before = look_up(small.index, text, today=TODAY)
        after = look_up(more.index, text, today=TODAY)
        assert before.outcome == after.outcome
        assert [hit.fact for hit in before.hits] == [
            hit.fact for hit in after.hits if not hit.fact.startswith("zz")
        ]
