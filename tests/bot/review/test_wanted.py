from datetime import date

import pytest

from bot.drafts.draft import Document, Draft
from bot.drafts.drafter import draft_facts
from bot.review.wanted import wanted
from facts.compiled import Compiled

TODAY = date(2026, 11, 22)
PUBLISHED = "2026-11-20"
DEAL = "SoftBank said on Friday that it would invest $3 billion in Rapidus over two years."
JAPANESE = "ソフトバンクはラピダスに3000億円を投資すると発表した。"
STRANGER = "Quillbeam Robotics raised $40 million in Tokyo, it said on Friday."


def drafted(ready: Compiled, words: str, language: str = "en") -> Draft:
    document = Document("s", words, language, PUBLISHED)  # type: ignore[arg-type]  # one of three
    return draft_facts(ready, [document])[0]


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (DEAL, "How much did SoftBank invest in Rapidus?"),
        (DEAL, "ask softbank investment"),
        (DEAL, "ラピダスへの投資額は？"),
        (DEAL, "rapidus investment 2026"),
        (JAPANESE, "how much does softbank invest in rapidus"),
        (STRANGER, "how much did quillbeam raise"),
    ],
)
def test_a_draft_answers(ready: Compiled, words: str, question: str) -> None:
    draft = drafted(ready, words)
    assert wanted(ready.index, [question], TODAY).answered(draft, PUBLISHED) == question


@pytest.mark.parametrize(
    "question",
    [
        "How much did Microsoft invest in Rapidus?",  # somebody else
        "SoftBank revenue",  # something else
        "How many people does SoftBank hire for Rapidus?",  # another kind of number
        "rapidus investment 2024",  # another time
        "Quillbeam and Rapidus investment",  # nobody that the draft knows
        "what is the weather in Tokyo",
        "hello",
        "",
        "?!",
    ],
)
def test_a_draft_does_not_answer(ready: Compiled, question: str) -> None:
    assert wanted(ready.index, [question], TODAY).answered(drafted(ready, DEAL), PUBLISHED) is None


def test_the_most_asked_of_those_that_it_answers_is_told(ready: Compiled) -> None:
    questions = ["SoftBank revenue", "rapidus investment", "softbank investment"]
    told = wanted(ready.index, questions, TODAY).answered(drafted(ready, DEAL), PUBLISHED)
    assert told == "rapidus investment"
