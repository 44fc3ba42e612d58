"""One-shot commands: what they print, and that misuse is said kindly with exit status 2."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.command import Command
from bot.commands import COMMANDS
from bot.words import catalogue, say
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.adapters.contract import HARMFUL
from tests.adapters.terminal.runner import run
from tests.helpers import ask

LOCALES: dict[Language, str] = {"en": "en_GB.UTF-8", "ja": "ja_JP.UTF-8", "zh": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["investments", "microsoft"], "29亿美元"),
        (["investments"], "最高达10万亿日元"),
        (["ask", "microsoft", "investment"], "$2.9 billion"),
        (["ask", "オラクルの日本投資は？"], "80亿美元"),
        (["ask", "软银准备投多少"], "最高达10万亿日元"),
        (["adoption"], "9.1%"),
        (["tips", "hiring"], "tip-"),
        (["compare", "japan us generative ai use"], "39 percent"),
        (["source", "microsoft-2024-cloud-ai"], "Founder Park"),
        (["source"], "indigo-talk-2025"),
        (["help"], "investments"),
        (["investment", "microsoft"], "29亿美元"),
        (["質問", "オラクルの日本投資は？"], "80亿美元"),
    ],
)
def test_a_command_prints_its_answer(ready: Compiled, arguments: list[str], words: str) -> None:
    ran = run(ready, *arguments)

    assert (ran.status, ran.err) == (0, "")
    assert words in ran.out


def test_words_may_be_quoted_or_not(ready: Compiled) -> None:
    assert run(ready, "ask", "microsoft", "investment") == run(ready, "ask", "microsoft investment")


def test_options_are_flags(ready: Compiled) -> None:
    ran = run(ready, "investments", "--since", "2024-04", "--currency", "jpy", "--sort", "date",
              "--lang", "ja", "--limit", "2", "--json")  # fmt: skip

    assert ran.status == 0
    assert len(ran.data()["facts"]) == 2


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_examples_in_a_commands_help_answer_as_in_chat(
    ready: Compiled, command: Command
) -> None:
    ran = run(ready, command.name, "--help")
    examples = re.findall(r"^ *japan-ai (.+)$", ran.out, re.MULTILINE)

    assert ran.status == 0
    assert len(examples) == len(command.examples)
    for typed, in_chat in zip(examples, command.examples, strict=True):
        now = datetime.now().astimezone()  # a digest is of the day on which it is asked for
        assert run(ready, *typed.split(), "--json").data() == ask(ready, in_chat, now=now).data


def test_help_lists_every_command(ready: Compiled) -> None:
    out = run(ready, "--help").out

    for name in (*(command.name for command in COMMANDS), "check", "verify", "export"):
        assert re.search(rf"^ +{name} ", out, re.MULTILINE), name


MISUSE = [
    (["nonsense"], "misuse.command"),
    (["investments", "--nonsense"], "misuse.option"),
    (["--nonsense"], "misuse.option"),
    (["ask", "--since"], "misuse.needs_value"),
    (["investments", "--since", "soon"], "misuse.date"),
    (["ask", "x", "--until", "2024-02-30"], "misuse.date"),
    (["investments", "--currency", "XYZ"], "misuse.currency"),
    (["investments", "--limit", "1" * 5000], "misuse.number"),
    (["investments", "--sort", "name"], "misuse.choice"),
    (["investments", "--since", "2025", "--until", "2024"], "misuse.order"),
    (["ask", "x", "--source", "nowhere"], "misuse.source"),
    (["ask"], "answer.empty"), (["ask", ""], "answer.empty"), (["ask", " \u3000 "], "answer.empty"),
    (["ask", "a" * 10_000], "answer.too_long"), (["ask", "漢" * 10_000], "answer.too_long"),
]  # fmt: skip


def telling(language: Language, key: str) -> str:
    """The longest piece of a message between its placeholders shows that it is that message."""
    return max(re.split(r"\{[a-z_]+\}", catalogue(language)[key]), key=len).strip()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("arguments", "message"), MISUSE, ids=lambda v: str(v)[:40])
def test_misuse_is_said_in_the_askers_language_with_exit_status_2(
    ready: Compiled, arguments: list[str], message: str, language: Language
) -> None:
    ran = run(ready, *arguments, preference=language)

    assert ran.status == 2
    assert ran.out == ""
    assert telling(language, message) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "locale", "language"),
    [
        (["ナンセンス"], None, "ja"), (["没有这个"], None, "zh"), (["nonsense"], None, "en"),
        (["nonsense"], "ja_JP.UTF-8", "ja"), (["ask", "--nonsense", "オラクル"], None, "ja"),
        (["ask", "--nonsense", "软银"], "C.UTF-8", "zh"),
    ],
)  # fmt: skip
def test_the_language_of_misuse_is_that_of_the_words_or_the_locale(
    ready: Compiled, arguments: list[str], locale: str | None, language: Language
) -> None:
    ran = run(ready, *arguments, locale=locale)

    assert ran.status == 2
    assert (
        telling(language, "misuse.command" if len(arguments) == 1 else "misuse.option") in ran.err
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [("investmnts", "investments"), ("exprot", "export"), ("tps", "tips"), ("Help", "help")],
)
def test_a_mistyped_command_is_answered_with_did_you_mean(
    ready: Compiled, written: str, meant: str
) -> None:
    ran = run(ready, written)

    assert ran.status == 2
    assert say("en", "misuse.did_you_mean", name=meant) in ran.err


@pytest.mark.parametrize("arguments", [["ask", "--json", "--nonsense"], ["nonsense", "--json"],
                                       ["ask", "--json"], ["tips", "--json", "--limit", "0"]])  # fmt: skip
def test_misuse_is_json_too(ready: Compiled, arguments: list[str]) -> None:
    ran = run(ready, *arguments)

    assert ran.status == 2
    assert set(ran.data()) == {"error", "suggestions"}
    assert ran.data()["error"]


HOSTILE = ["\x1b[31mred\x1b[0m", "\x9b31m", "a\u202eb", "\x07\x08\x00\x7f", "\udcff\ud800", "\r\r"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "arguments",
    [["{}"], ["ask", "{}"], ["ask", "--json", "{}"], ["ask", "--explain", "{} 2024{}"],
     ["ask", "--{}"], ["ask", "x", "--since", "{}"], ["ask", "x", "--source", "{}"],
     ["source", "{}"], ["compare", "{}"], ["export", "--format", "{}"], ["tips", "{}"]],
    ids=" ".join,
)  # fmt: skip
def test_what_could_steer_a_terminal_is_shown_inert(
    ready: Compiled, arguments: list[str], text: str
) -> None:
    ran = run(ready, *(argument.replace("{}", text) for argument in arguments))

    assert ran.status in (0, 2)
    assert HARMFUL.findall(ran.out + ran.err) == []


@settings(max_examples=60)
@given(
    words=st.lists(st.text(st.characters(), max_size=40), max_size=3),
    command=st.sampled_from([*(c.name for c in COMMANDS), "", "--json"]),
    as_json=st.booleans(),
)
def test_any_words_are_answered_or_refused(
    ready: Compiled, words: list[str], command: str, *, as_json: bool
) -> None:
    arguments = [a for a in (command, *(["--json"] * as_json), *words) if a not in ("-", "")]
    ran = run(ready, *arguments)

    assert ran.status in (0, 2)
    assert HARMFUL.findall(ran.out + ran.err) == []
    assert ran.out or ran.err or not arguments


@pytest.mark.parametrize(
    "text", ["🎌🤖", "привет мир", "한국어 질문", "مرحبا", "\u200b\u2060", "a" * 999]
)
def test_other_scripts_and_signs_are_answered(ready: Compiled, text: str) -> None:
    ran = run(ready, "ask", text)

    assert ran.status == 0
    assert say("en", "answer.unknown") in ran.out


def test_a_question_that_begins_with_a_dash_goes_after_two(ready: Compiled) -> None:
    assert run(ready, "ask", "--", "--what is this").status == 0


def test_explain_says_how_a_question_was_read(ready: Compiled) -> None:
    ran = run(ready, "ask", "--explain", "micorsoft investment april 2024")

    assert ran.status == 0
    for words in (
        "outcome",
        "found",
        "micorsoft -> microsoft",
        "microsoft-2024-cloud-ai",
        "april 2024",
    ):
        assert words in ran.out


@pytest.mark.parametrize("command", ["investments", "adoption", "tips", "ask", "compare", "source"])
def test_source_limits_every_command_to_facts_of_some_sources(
    ready: Compiled, command: str
) -> None:
    words = {"ask": "ai in japan", "compare": "foundation models"}.get(command, "")
    for sources in (["afp-gestion-2024"], ["founder-park-2024", "afp-gestion-2024"]):
        flags = [argument for source in sources for argument in ("--source", source)]
        data = run(ready, command, words, "--json", *flags).data()
        allowed = ready.library.of_sources(sources)
        shown = {hit["fact"] for hit in data.get("hits", ())} | {
            f["id"] for f in data.get("facts", ())
        }

        assert shown <= allowed
        assert shown or command in ("source", "compare", "tips", "adoption")
