"""Countries: the one that askers say they are from, and those that no fact says this of."""

from datetime import date

import pytest

from facts.compiled import Compiled
from facts.lookup.answer import look_up

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("introduced", "bare"),
    [
        (
            "We make machines in Germany. How do we build trust in Japan?",
            "How do we build trust in Japan?",
        ),
        (
            "I work at Contoso in Texas. Should I use an agent to sell in Japan?",
            "Should I use an agent to sell in Japan?",
        ),
        ("我们是一家德国公司，怎么建立信任？", "怎么建立信任？"),
        ("韓国のメーカーです。信頼を築くには？", "信頼を築くには？"),
    ],
)
def test_where_askers_are_from_is_not_asked_about(
    ready: Compiled, introduced: str, bare: str
) -> None:
    answer = look_up(ready.index, introduced, today=TODAY)
    assert answer.outcome == "found"
    assert not answer.question.of_kind("country")
    assert answer.hits[0].fact in {h.fact for h in look_up(ready.index, bare, today=TODAY).hits[:5]}


@pytest.mark.parametrize(
    "text",
    [
        "I want to know how many Germans use AI, please",
        "I sell in Germany, how many people use AI in Germany?",
        "how many people use AI in Germany",
        "AI startups in Germany",
        "韓国のAI利用率は？",
        "德国有多少人用AI",
        "Tell me about subsidies in South Korea",
    ],
)
def test_what_no_fact_says_of_a_country_is_refused(ready: Compiled, text: str) -> None:
    assert look_up(ready.index, text, today=TODAY).outcome == "unknown"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Is Germany also paying chip subsidies?", "japan-chip-subsidies-larger-than-us-germany"),
        ("中国有多少基础模型", "foundation-models-2019-2023-japan-us-china"),
    ],
)
def test_what_a_fact_says_of_a_country_is_found(ready: Compiled, text: str, fact: str) -> None:
    answer = look_up(ready.index, text, today=TODAY)
    assert (answer.outcome, answer.hits[0].fact) == ("found", fact)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("how many unicorns does China have", "unknown"),
        ("中国有多少家独角兽", "unknown"),
        ("how many unicorns are there in Japan", "found"),
        ("日本のユニコーンは何社", "found"),
        ("In how many startups has Asu Capital Partners invested until now?", "found"),
    ],
)
def test_a_number_is_of_what_is_to_be_counted(ready: Compiled, text: str, outcome: str) -> None:
    assert look_up(ready.index, text, today=TODAY).outcome == outcome
