"""What a curator wrote as a way of asking is answered, and a scene around a question is no obstacle."""

from datetime import date

import pytest

from facts.compiled import Compiled
from facts.library import read_library
from facts.lookup.answer import look_up
from facts.lookup.periods import find_periods
from facts.pack import BUILT_IN

TODAY = date(2026, 11, 23)
EACH = 41  # one way of asking in so many is tried


def test_ways_of_asking_are_answered(ready: Compiled) -> None:
    ways = [
        (fact.id, way)
        for fact in read_library([BUILT_IN]).facts.values()
        for way in fact.asked
        if not find_periods(way, TODAY)[0]  # the time of a fact decides there
    ]
    tried = ways[::EACH]
    answers = [(id_, look_up(ready.index, way, today=TODAY)) for id_, way in tried]

    refused = [answer.question.text for _, answer in answers if answer.outcome == "unknown"]
    missed = [a.question.text for id_, a in answers if id_ not in [h.fact for h in a.hits[:5]]]
    assert len(refused) < len(tried) / 200, refused
    assert len(missed) < len(tried) / 50, missed


def test_the_wording_of_a_curator_at_another_time_is_refused(ready: Compiled) -> None:
    answer = look_up(ready.index, "microsoft investment in japan 2019", today=TODAY)

    assert answer.outcome == "unknown"


def test_a_letter_off_may_be_another_name(ready: Compiled) -> None:
    right = look_up(ready.index, "PFN valuation", today=TODAY)
    other = look_up(ready.index, "PKN valuation", today=TODAY)

    assert right.hits[0].fact == "preferred-networks-valuation"
    assert other.outcome == "unknown" or other.corrections


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "I meet a big maker next week and my boss wants a number. So tell me, what did Microsoft "
            "say it would put into cloud and AI in Japan?",
            "microsoft-2024-cloud-ai",
        ),
        (
            "来週、社内の勉強会で日本のAI活用について話すことになりました。個人の生成AI利用率が9%というのは"
            "どこの調査ですか",
            "nomura-2025-generative-ai-use-9-percent",
        ),
        ("NottaのARRと従業員数を教えてください", "notta-arr-nearly-10-million-dollars"),
        ("Asu Capitalって今まで何社に出資してるんだっけ", "asu-capital-partners-portfolio-12"),
    ],
)
def test_a_scene_or_a_second_question_does_not_hide_the_first(
    ready: Compiled, text: str, fact: str
) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "found"
    assert answer.hits[0].fact == fact


@pytest.mark.parametrize(
    "text",
    [
        "AIメディカルサービスの内視鏡AIを入れてる病院は何施設ありますか",
        "TSMCの九州工場、技術者の初任給いくらなの",
        "microsoft hiring",
    ],
)
def test_a_detail_that_no_fact_says_of_the_named_is_refused(ready: Compiled, text: str) -> None:
    assert look_up(ready.index, text, today=TODAY).outcome == "unknown"


def test_a_slip_of_the_fingers_is_no_talk_about_something_else(ready: Compiled) -> None:
    answer = look_up(ready.index, "services done by people in Japan and the popu", today=TODAY)

    assert not answer.elsewhere
    assert not answer.question.outside


@pytest.mark.parametrize("text", ["how do I cook ramen", "猫がご飯を食べない", "帮我写一首诗"])
def test_nothing_is_called_near_for_talk_about_something_else(ready: Compiled, text: str) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "unknown"
    assert answer.elsewhere
    assert not answer.hits


def test_a_list_answers_for_the_amounts_that_it_lists(ready: Compiled) -> None:
    which = look_up(ready.index, "which is worth more, Sakana or Preferred Networks?", today=TODAY)

    assert which.outcome == "found"
    assert which.hits[0].fact in (
        "valuations-founder-park-2024", "preferred-networks-valuation",
    )  # fmt: skip
