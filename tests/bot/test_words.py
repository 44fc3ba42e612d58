"""The three catalogues say the same things, and nothing is said that they don't have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import bot
from bot.commands import COMMANDS
from bot.desk import ActionKind
from bot.words import catalogue, count, say
from facts.fact import TOPICS, Claim, TipGroup
from facts.language import LANGUAGES, Language
from facts.value import Bound

ROOT = Path(bot.__file__).parent.parent
SECTIONS = {key.split(".")[0] for key in catalogue("en")}
KEY = re.compile(rf"(?:{'|'.join(SECTIONS)})\.[a-z_]*[a-z]")
NO_MESSAGES = {"discord.gateway", "review.announcements"}  # leases, which only look like keys
OTHERS: list[Language] = [language for language in LANGUAGES if language != "en"]


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def code() -> Iterator[ast.AST]:
    """Every node of the code that speaks to people."""
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def said(node: ast.AST, *names: str) -> ast.Call | None:
    """The call of say(), say_in() or count(), as a function or as a method."""
    if not isinstance(node, ast.Call):
        return None
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    return node if called in names else None


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_have_the_same_keys(language: Language) -> None:
    assert sorted(catalogue(language)) == sorted(catalogue("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_messages_have_the_same_placeholders(language: Language) -> None:
    english = {key: placeholders(message) for key, message in catalogue("en").items()}
    assert {key: placeholders(message) for key, message in catalogue(language).items()} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty(language: Language) -> None:
    assert [key for key, message in catalogue(language).items() if not message.strip()] == []


def test_messages_in_japanese_and_chinese_are_translated() -> None:
    """Only a message that is nothing but placeholders, numbers and signs may stay as it is."""
    for language in OTHERS:
        for key, message in catalogue(language).items():
            if message == catalogue("en")[key]:
                words = re.sub(r"\{[a-z_]+\}", "", message)
                assert not re.search(r"[a-z]{3}", words), (language, key, message)


def test_every_key_that_stands_in_the_code_exists() -> None:
    keys = {
        node.value
        for node in code()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if KEY.fullmatch(node.value)
    }
    assert len(keys) > 60
    known = set(catalogue("en")) | NO_MESSAGES
    assert {key for key in keys if key not in known and f"{key}_one" not in known} == set()


def test_every_key_that_the_code_puts_together_can_exist() -> None:
    patterns = set()
    for node in code():
        call = said(node, "say", "say_in", "count")
        for argument in call.args[:2] if call else ():
            if isinstance(argument, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in argument.values
                ]
                patterns.add("".join(parts))
    assert patterns
    for pattern in patterns:
        assert any(re.fullmatch(pattern + "(_one)?", key) for key in catalogue("en")), pattern


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("topic", TOPICS),
        ("claim", get_args(Claim)),
        ("bound", get_args(Bound)),
        ("group", get_args(TipGroup)),
        ("command", [command.name for command in COMMANDS]),
        ("option", [option.key for command in COMMANDS for option in command.options]),
        ("audience", ["entrant", "domestic_firm", "government"]),
        ("action", [kind for kind in get_args(ActionKind) if kind != "run"]),
        ("source", ["checked_automated", "checked_person"]),
    ],
)
def test_everything_that_a_record_or_command_may_be_has_a_message(
    section: str, keys: list[str]
) -> None:
    assert [key for key in keys if f"{section}.{key}" not in catalogue("en")] == []


def test_messages_get_all_that_they_name() -> None:
    checked = 0
    for node in code():
        call = said(node, "say", "say_in")
        if call is None or any(keyword.arg is None for keyword in call.keywords):
            continue
        keys = [a.value for a in call.args if isinstance(a, ast.Constant) and "." in str(a.value)]
        given = {keyword.arg for keyword in call.keywords}
        for key in keys:
            checked += 1
            assert placeholders(catalogue("en")[str(key)]) <= given, (key, given)
    assert checked > 40


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("en", "misuse.nothing")


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [("en", 1, "1 year"), ("en", 2, "2 years"), ("ja", 1, "1年"), ("zh", 2, "2年")],
)
def test_a_number_of_things_is_said_in_the_right_form(
    language: Language, number: int, text: str
) -> None:
    assert count(language, "fact.years", number) == text


def test_braces_in_a_value_are_only_text() -> None:
    assert "{n} {0}" in say("en", "misuse.command", name="{n} {0}")
