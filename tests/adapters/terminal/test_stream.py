"""`ask --json -`: a question a line, an answer a line, in order, whatever is in the lines."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words import say
from facts.compiled import Compiled
from tests.adapters.terminal.runner import run

KEYS = {"question", "outcome", "hits", "suggestions", "corrected"}


def questions(ready: Compiled, typed: bytes, *flags: str) -> list[str]:
    """The questions of the answers, one JSON line each."""
    ran = run(ready, "ask", "--json", "-", *flags, typed=typed)
    assert (ran.status, ran.err) == (0, "")
    if not typed:
        assert ran.out == ""
        return []
    assert ran.out.endswith("\n")
    for answer in ran.lines():
        assert set(answer) == KEYS
        assert answer["outcome"] in ("found", "several", "unknown")
    return [str(answer["question"]) for answer in ran.lines()]


def test_answers_come_in_the_order_of_the_questions(ready: Compiled) -> None:
    asked = ["microsoft investment", "オラクルの日本投資は？", "软银准备投多少", "zxqv"] * 3
    ran = run(ready, "ask", "--json", "-", typed="\n".join(asked).encode())
    answers = ran.lines()

    assert [answer["question"] for answer in answers] == asked
    assert [answer["outcome"] for answer in answers] == ["found", "found", "found", "unknown"] * 3
    for question, answer in zip(asked[:4], answers, strict=False):
        assert answer == run(ready, "ask", "--json", question).data()


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_line_needs_no_end(ready: Compiled, end: str) -> None:
    assert questions(ready, f"a\nb{end}".encode()) == ["a", "b"]


def test_no_question_has_no_answer(ready: Compiled) -> None:
    assert questions(ready, b"") == []


@pytest.mark.parametrize(
    "inside",
    ["\u2028", "\u2029", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\x00", "\x1b[2J"],
)
def test_only_a_newline_ends_a_question(ready: Compiled, inside: str) -> None:
    asked = f"microsoft{inside}investment"

    assert questions(ready, f"{asked}\nnext\n".encode()) == [asked, "next"]
    assert questions(ready, f"next{inside}\n".encode()) == [f"next{inside}"]


@pytest.mark.parametrize(
    "blank", ["", " ", "\t", "\u3000", "\u200b\u2060", "\ufeff", "\r", "\u2028"]
)
def test_a_line_of_blanks_or_invisible_characters_is_a_question_too(
    ready: Compiled, blank: str
) -> None:
    ran = run(ready, "ask", "--json", "-", typed=f"a\n{blank}\nmicrosoft investment\n".encode())
    answers = ran.lines()

    assert [answer["question"] for answer in answers] == ["a", blank, "microsoft investment"]
    assert answers[1]["outcome"] == "unknown"
    assert answers[2]["outcome"] == "found"


def test_a_line_of_ten_thousand_characters_is_answered_and_the_next_too(ready: Compiled) -> None:
    long = "投資" * 5_000
    answers = run(
        ready, "ask", "--json", "-", typed=f"{long}\nmicrosoft investment\n".encode()
    ).lines()

    assert [answer["question"] for answer in answers] == [long, "microsoft investment"]
    assert [answer["outcome"] for answer in answers] == ["unknown", "found"]
    assert set(answers[0]) == KEYS


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe", b"caf\xe9", b"\xe6\x8a", b"\xed\xa0\x80", b"\xf0\x9f"]
)
def test_what_is_no_utf_8_is_answered(ready: Compiled, broken: bytes) -> None:
    asked = questions(ready, b"a\n" + broken + b" japan\nb\n")

    assert asked[0::2] == ["a", "b"]
    assert asked[1] == (broken + b" japan").decode("utf-8", "replace")


@settings(max_examples=50)
@given(lines=st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=6))
def test_any_lines_have_as_many_answers(ready: Compiled, lines: list[bytes]) -> None:
    typed = b"".join(line + b"\n" for line in lines)

    assert questions(ready, typed) == [line.decode("utf-8", "replace") for line in lines]


def test_options_and_sources_hold_for_every_line(ready: Compiled) -> None:
    ran = run(ready, "ask", "--json", "-", "--source", "afp-gestion-2024", "--lang", "ja",
              "--until", "2024", typed=b"microsoft investment\ntsmc factory\n")  # fmt: skip
    allowed = ready.library.of_sources(["afp-gestion-2024"])

    for answer in ran.lines():
        assert answer["hits"]
        for hit in answer["hits"]:
            assert hit["fact"] in allowed
            assert hit["statement"] == ready.library.facts[hit["fact"]].text("ja")


@pytest.mark.parametrize(
    "flags", [["--source", "nowhere"], ["--since", "soon"], ["--lang", "xx"],
              ["--source", "afp-gestion-2024", "--source", "nowhere"]],
)  # fmt: skip
def test_a_wrong_option_or_source_is_misuse_once(ready: Compiled, flags: list[str]) -> None:
    ran = run(ready, "ask", "--json", "-", *flags, typed=b"a\nb\n")

    assert ran.status == 2
    assert set(ran.data()) == {"error", "suggestions"}


def test_without_json_every_line_has_a_card(ready: Compiled) -> None:
    ran = run(ready, "ask", "-", typed="microsoft investment\n软银准备投多少\nzxqv\n".encode())

    assert ran.status == 0
    for words in ("$2.9 billion", "最高达10万亿日元", say("en", "answer.unknown")):
        assert words in ran.out


def test_an_answer_is_one_line_even_where_other_programs_split(ready: Compiled) -> None:
    asked = "a\x85b\x0cc\u2028d\u2029e\x1ef"
    ran = run(ready, "ask", "--json", "-", typed=f"{asked}\n".encode())

    assert len(ran.out.splitlines()) == 1
    assert json.loads(ran.out)["question"] == asked
