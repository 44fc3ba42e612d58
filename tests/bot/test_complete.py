"""Completions: names, topics, groups and facts that begin as typed, typos included."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.command import CURRENCY, SINCE, SORT, Option
from bot.commands import COMMANDS
from bot.complete import LABEL, MOST, Completer, Completion
from facts.compiled import Compiled, compile_library
from facts.library import Library
from tests.helpers import ask, found

TODAY = date(2026, 11, 22)
BY_NAME = {command.name: command for command in COMMANDS}


@pytest.fixture(scope="module")
def completer(ready: Compiled) -> Completer:
    return Completer(lambda: ready)


def labels(completer: Completer, command: str, text: str, tag: str = "en") -> list[str]:
    return [c.label for c in completer.complete(BY_NAME[command], text, tag, TODAY)]


@pytest.mark.parametrize(
    ("text", "tag", "first"),
    [
        ("mic", "en", "Microsoft"),
        ("MICROSOFT", "en", "Microsoft"),
        ("mic", "ja", "マイクロソフト"),
        ("マイク", "ja", "マイクロソフト"),
        ("ﾏｲｸ", "ja", "マイクロソフト"),
        ("软", "zh", "软银集团"),
        ("軟", "zh-tw", "軟銀集團"),
        ("softbnak", "en", "SoftBank Group"),
        ("orcale", "en", "Oracle"),
        ("micrsof", "en", "Microsoft"),
        ("how much did micros", "en", "how much did Microsoft"),
        ("Policy", "en", "Policy"),
    ],
)
def test_what_is_begun_or_misspelt_is_completed_in_the_readers_language(
    completer: Completer, text: str, tag: str, first: str
) -> None:
    assert labels(completer, "ask", text, tag)[0].casefold().startswith(first.casefold())


def test_facts_follow_the_name(completer: Completer, ready: Compiled) -> None:
    values = [c.value for c in completer.complete(BY_NAME["ask"], "micros", "en", TODAY)]
    assert values[0] == "Microsoft"
    assert "microsoft-2024-cloud-ai" in values[1:]


def test_a_command_offers_only_what_it_answers_about(completer: Completer, ready: Compiled) -> None:
    facts = ready.library.facts
    for command, topics in (
        ("tips", {"tip"}),
        ("investments", {"investment", "funding", "policy"}),
    ):
        values = [c.value for c in completer.complete(BY_NAME[command], "japan", "en", TODAY)]
        offered = {facts[v].topic for v in values if v in facts}
        assert offered
        assert offered <= topics
    compared = completer.complete(BY_NAME["compare"], "microsoft vs orac", "en", TODAY)
    assert [c.value for c in compared] == ["microsoft vs Oracle"]


def test_before_anything_is_typed_there_is_a_choice_for_every_command(completer: Completer) -> None:
    for command in COMMANDS:
        assert completer.complete(command, "", "en", TODAY), command.name


def test_help_completes_the_commands(completer: Completer) -> None:
    assert labels(completer, "help", "inv") == ["investments"]
    assert labels(completer, "help", "投") == ["investments"]


@pytest.mark.parametrize("tag", ["en", "ja", "zh"])
def test_a_chosen_fact_is_the_one_that_is_shown(
    completer: Completer, ready: Compiled, tag: str
) -> None:
    by_topic = {"tip": "tips", "adoption": "adoption"}
    by_topic |= dict.fromkeys(("investment", "funding", "policy"), "investments")
    for fact in list(ready.library.facts.values())[::7]:
        command = by_topic.get(fact.topic, "ask")
        offered = completer.complete(BY_NAME[command], fact.text(tag)[:90], tag, TODAY)  # type: ignore[arg-type]  # the parameters are languages
        assert fact.id in [c.value for c in offered]
        assert found(ask(ready, f"{command} {fact.id}"))[0] == fact.id


def test_an_unknown_name_completes_nothing_of_another(completer: Completer) -> None:
    assert labels(completer, "compare", "xyzzyq") == []


@given(text=st.text(max_size=200), number=st.integers(0, len(COMMANDS) - 1))
def test_any_text_gives_few_short_different_completions(
    completer: Completer, text: str, number: int
) -> None:
    offered = completer.complete(COMMANDS[number], text, "ja", TODAY)
    check(offered)


def check(offered: list[Completion]) -> None:
    assert len(offered) <= MOST
    assert all(0 < len(c.label) <= LABEL and 0 < len(c.value) <= LABEL for c in offered)
    assert len({c.value for c in offered}) == len(offered)


def test_the_names_follow_a_library_that_changes(ready: Compiled, completer: Completer) -> None:
    libraries = [ready]
    own = Completer(lambda: libraries[-1])
    assert labels(own, "ask", "micros")
    libraries.append(compile_library(Library()))
    assert "Microsoft" not in labels(own, "ask", "micros")


def test_options_complete_codes_choices_dates_names_and_lists(completer: Completer) -> None:
    def values(option: Option, text: str) -> list[str]:
        offered = completer.complete_option(option, text, "en", TODAY)
        check(offered)
        return [c.value for c in offered]

    assert values(CURRENCY, "j") == ["JPY"]
    assert values(SORT, "") == ["amount", "date"]
    assert values(SINCE, "")[0] == "2026"
    assert "2024-04" in values(SINCE, "2024")
    assert values(SINCE, "2024-04-09") == ["2024-04-09"]
    assert values(SINCE, "20" * 80) == []
    assert values(Option("about", "text"), "micros") == ["Microsoft"]
    assert values(Option("topics", "text"), "tip, inv") == ["tip,investment"]
    assert values(Option("days", "text"), "we") == ["weekdays", "wed"]
