import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.sentences import Span, clauses, sentences

WRITTEN = st.text(
    st.sampled_from(
        list("aB1２.,。、！?？「」（）()[]!\n\r \u3000#*->:：；’”$¥%億円万美元年月日https://")
    )
    | st.characters()
)


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $2.9 billion. It opened.", ["It cost $2.9 billion.", "It opened."]),
        ("Dr. Sato of the U.S. firm left. He won.", ["Dr. Sato of the U.S. firm left.", "He won."]),
        ("これは調査だ。売上高は3.5億円。", ["これは調査だ。", "売上高は3.5億円。"]),
        ("「やる。」と述べた。終わり。", ["「やる。」と述べた。", "終わり。"]),
        ("投资29亿美元。真的吗？是的！", ["投资29亿美元。", "真的吗？", "是的！"]),
        (
            "A heading\n\nThe first\nline goes on here.",
            ["A heading", "The first\nline goes on here."],
        ),
        ("* one\n* two", ["one", "two"]),
        ("![x](https://a.example/9%25?b=(c))\nGrew 5%.", ["Grew 5%."]),
        ("---\ndate: 2025\ntitle: x\n---\nText.", ["Text."]),
        ("見よ https://a.example/1234 終わり", ["見よ", "終わり"]),
    ],
)
def test_splits_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_names_before_the_turns_of_a_conversation_are_left_out() -> None:
    text = "林: 一。\n王: 二。\n林: 三。\n王: 四。\n林: 五。\n王: 六。"
    assert split(text) == ["一。", "二。", "三。", "四。", "五。", "六。"]


def test_a_colon_that_comes_once_is_no_turn() -> None:
    assert split("Result: 12% grew.") == ["Result: 12% grew."]


@given(WRITTEN)
def test_sentences_stand_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert end <= span.start < span.end <= len(text)
        assert span.of(text).strip()
        end = span.end


@given(WRITTEN)
def test_clauses_lie_inside_their_sentence(text: str) -> None:
    for sentence in sentences(text):
        found = clauses(text, sentence)
        assert found
        for one, other in zip(found, [*found[1:], Span(sentence.end, sentence.end)]):
            assert sentence.start <= one.start < one.end <= other.start


def test_a_line_of_two_megabytes_is_one_sentence() -> None:
    line = "word, 5% " * 222_223
    assert split(line) == [line.strip()]
