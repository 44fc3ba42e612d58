"""Messages about anything else are refused, whatever words they borrow; questions without a name are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.compiled import Compiled
from facts.lookup.answer import look_up
from facts.lookup.elsewhere import build_talk, read_messages

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "should I invest in a good mattress or just get a topper",
        "can my grandmother change her trust fund after my uncle died",
        "do we need to hire a marquee for a wedding of 60",
        "my train was late again and the conductor shrugged",
        "营业厅几点关门，我的手机卡丢了",
        "怎么训练狗狗定点上厕所",
        "猫がごはん食べないんですけど病院行くべき?",
        "彼氏のことが信頼できなくなってきた…",
    ],
)
def test_a_message_about_something_else_is_refused(ready: Compiled, text: str) -> None:
    assert text not in read_messages()
    assert look_up(ready.index, text, today=TODAY).outcome == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "what do newcomers get wrong when pitching",
        "how do we win the trust of clients",
        "客户为什么要看那么多选项",
        "営業の提案で気をつけることは",
    ],
)
def test_a_question_about_the_market_needs_no_name(ready: Compiled, text: str) -> None:
    assert look_up(ready.index, text, today=TODAY).outcome == "found"


UNITS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=9)


@given(ours=UNITS, others=UNITS, words=UNITS, asked=st.lists(st.sampled_from("abcxyz")))
def test_words_that_are_ours_speak_for_a_text_and_others_against_it(
    ours: list[list[str]], others: list[list[str]], words: list[list[str]], asked: list[str]
) -> None:
    talk = build_talk([*ours, ["ours"]], [*others, ["other"]], words)
    assert -4 <= talk.likeness(asked) <= 4
    assert talk.likeness([]) == talk.likeness(["never seen"]) == 0
    assert talk.likeness(["ours"]) > talk.likeness(["other"])
