"""The prompt when no person sits at it: each line is answered, then it ends."""

import pytest

from adapters.terminal.prompt import QUIT, completions
from bot.commands import COMMANDS
from bot.words import say
from facts.compiled import Compiled
from tests.adapters.contract import HARMFUL
from tests.adapters.terminal.runner import run


def test_every_piped_line_is_answered_in_order(ready: Compiled) -> None:
    typed = "investments microsoft\nオラクルの日本投資は？\n软银准备投多少\nhelp\n"
    ran = run(ready, typed=typed.encode())
    places = [ran.out.index(words) for words in (
        "$2.9 billion", "80亿美元", "最高达10万亿日元", say("en", "help.intro"))]  # fmt: skip

    assert (ran.status, ran.err) == (0, "")
    assert places == sorted(places)


def test_the_last_line_needs_no_end(ready: Compiled) -> None:
    assert "29亿美元" in run(ready, typed=b"investments microsoft").out


@pytest.mark.parametrize("typed", [b"", b"\n", b" \n\t\n", "\u3000\n".encode()])
def test_nothing_typed_has_no_answer(ready: Compiled, typed: bytes) -> None:
    ran = run(ready, typed=typed)

    assert (ran.status, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("word", [*sorted(QUIT), "QUIT", " exit "])
def test_a_word_ends_it(ready: Compiled, word: str) -> None:
    ran = run(ready, typed=f"{word}\ninvestments microsoft\n".encode())

    assert (ran.status, ran.out) == (0, "")


def test_misuse_does_not_end_it(ready: Compiled) -> None:
    ran = run(ready, typed=b"investments since:soon\ninvestments microsoft\n")

    assert ran.status == 0
    assert say("en", "misuse.date", value="soon") in ran.err
    assert "29亿美元" in ran.out


@pytest.mark.parametrize(
    "line", ["\x1b[2J\x1b[31mred", "\x00", "a\u202eb", "\r", "\x9b1m", "a" * 10_000, "🎌", "привет"]
)
def test_any_line_is_answered_and_shown_inert(ready: Compiled, line: str) -> None:
    ran = run(ready, typed=f"{line}\ninvestments microsoft\n".encode())

    assert ran.status == 0
    assert HARMFUL.findall(ran.out + ran.err) == []
    assert "29亿美元" in ran.out


def test_lines_that_are_no_utf_8_are_answered(ready: Compiled) -> None:
    ran = run(ready, typed=b"\xff\xfe\n\x80investments\ninvestments microsoft\n")

    assert ran.status == 0
    assert "29亿美元" in ran.out


def test_the_stored_choice_and_the_locale_decide_the_language(ready: Compiled) -> None:
    by_choice = run(ready, typed=b"help\n", preference="ja", locale="en_GB.UTF-8")
    by_locale = run(ready, typed=b"help\n", locale="zh_CN.UTF-8")

    assert say("ja", "help.intro") in by_choice.out
    assert say("zh", "help.intro") in by_locale.out


def test_what_can_be_completed_are_commands_options_and_names(ready: Compiled) -> None:
    offered = list(completions(ready))

    assert offered[: len(COMMANDS)] == [command.name for command in COMMANDS]
    assert {"since:", "lang:", "Microsoft", "マイクロソフト", "微软"} <= set(offered)
    assert "Samsung" not in offered
