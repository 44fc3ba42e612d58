"""A detail of somebody is answered by a fact that says it of them, and refused where none does."""

from datetime import date

import pytest

from facts.compiled import Compiled
from facts.lookup.answer import look_up

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("who is the head of Microsoft's Japan office", "headof"),
        ("マイクロソフト日本法人の代表は", "法人の代表"),
        ("微软日本的负责人叫什么", "负责人"),
        ("street address of the OpenAI office in Tokyo", "streetaddress"),
        ("fund size of Asu Capital Partners", "fundsize"),
        ("How many people work at Plaud?", "howmanypeoplework"),
        ("Plaudには日本で何円払う?", "an amount"),
        ("Sakana AI的投资人是谁", "who invested"),
        ("哪个城市有甲骨文的数据中心", "the city"),
        ("益普索问了多少人", "问了多少人"),
    ],
)
def test_a_detail_that_no_fact_says_of_the_named_is_refused(
    ready: Compiled, text: str, detail: str
) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "unknown"
    assert f"no near fact says this of it: {detail}" in answer.reason


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Sakana AIの評価額", "sakana-ai-2024-06-valuation"),
        ("Notta ARR", "notta-arr-nearly-10-million-dollars"),
        ("who invested in AI Medical Service", "ai-medical-service-2022-lead-investor"),
        (
            "how many people does Microsoft want to train",
            "microsoft-2024-ai-training-three-million",
        ),
        ("OpenAI在哪个城市设了办公室", "openai-2024-tokyo-first-asia-office"),
        ("who founded Notta and what does a subscription cost", "notta-founder-zhang-yan"),
        ("explain to the customer why the price suits", "tip-explain-technology-parameters-price"),
    ],
)
def test_a_detail_that_a_fact_says_is_found(ready: Compiled, text: str, fact: str) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "found"
    assert fact in [hit.fact for hit in answer.hits[:5]]


def test_a_katakana_name_that_nobody_knows_is_refused(ready: Compiled) -> None:
    answer = look_up(ready.index, "ミドリノ・ロボティクスは何を作っている会社?", today=TODAY)

    assert answer.outcome == "unknown"
    assert "ミドリノ・ロボティクス" in answer.reason
