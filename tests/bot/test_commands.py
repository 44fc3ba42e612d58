"""Commands are declared once; help, README and examples keep to the declarations."""

import re
from collections import Counter
from pathlib import Path

import pytest

import bot
from bot.card import Buttons, Fields, Table
from bot.command import Command
from bot.commands import COMMANDS
from bot.words import say
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.helpers import ask, blocks, found, shown

README = (Path(bot.__file__).parent.parent / "README.md").read_text(encoding="utf-8")
NAMES = [command.name for command in COMMANDS]
EXAMPLES = [example for command in COMMANDS for example in command.examples]


def readme_table() -> list[tuple[str, str, str]]:
    """The rows of the README's command table: name, what it does, example."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| `([^`]+)` \|$", README, re.MULTILINE)
    return [(name, meaning, example) for name, meaning, example in rows]


def test_the_readme_has_every_command_with_its_summary() -> None:
    table = readme_table()

    assert [name for name, _, _ in table] == NAMES
    for name, meaning, _ in table:
        assert meaning.startswith(say("en", f"command.{name}"))


def test_the_readme_names_every_option() -> None:
    for option in {option.key for command in COMMANDS for option in command.options}:
        assert f"`{option}`" in README


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_has_every_command_with_its_summary(ready: Compiled, language: Language) -> None:
    reply = ask(ready, f"help lang:{language}")
    (table,) = blocks(reply.card, Table)

    assert [row[0].text for row in table.rows] == NAMES
    assert [row[1].text for row in table.rows] == [say(language, f"command.{n}") for n in NAMES]
    assert [command["name"] for command in reply.data["commands"]] == NAMES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_help_of_a_command_has_its_options_and_examples(
    ready: Compiled, command: Command, language: Language
) -> None:
    reply = ask(ready, f"help {command.name} lang:{language}")
    (buttons,) = blocks(reply.card, Buttons)
    options = {
        name: span.text for block in blocks(reply.card, Fields) for name, span in block.pairs
    }

    assert options == {o.key: say(language, f"option.{o.key}") for o in command.options}
    assert tuple(button.command for button in buttons.buttons) == command.examples
    assert say(language, f"command.{command.name}") in shown(reply)
    assert [entry["name"] for entry in reply.data["commands"]] == [command.name]


@pytest.mark.parametrize(
    "line", sorted({*EXAMPLES, *(example for _, _, example in readme_table())})
)
def test_every_example_is_answered(ready: Compiled, line: str) -> None:
    reply = ask(ready, line)

    assert not reply.misuse
    assert reply.data.get("outcome", "found") == "found"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_help_offers_is_answered(ready: Compiled, language: Language) -> None:
    for line in ("help", *(f"help {name}" for name in NAMES)):
        card = ask(ready, line, preference=language).card
        offered = [b.command for block in blocks(card, Buttons) for b in block.buttons]
        offered += [row[2].text for table in blocks(card, Table) for row in table.rows]

        assert offered
        for command in offered:
            reply = ask(ready, command, preference=language)
            assert not reply.misuse, command
            assert reply.data.get("outcome", "found") == "found", command


def test_every_command_has_examples_that_begin_with_its_name() -> None:
    for command in COMMANDS:
        assert command.examples
        assert {example.split()[0] for example in command.examples} == {command.name}


def test_no_two_commands_share_a_name_or_an_alias() -> None:
    words = Counter(word for command in COMMANDS for word in (command.name, *command.aliases))

    assert [word for word, times in words.items() if times > 1] == []


def test_no_command_has_an_option_twice() -> None:
    for command in COMMANDS:
        keys = [option.key for option in command.options]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("alias", "name"), [(alias, c.name) for c in COMMANDS for alias in c.aliases]
)
def test_an_alias_is_the_command(ready: Compiled, alias: str, name: str) -> None:
    reply = ask(ready, f"help {alias}", preference="en")

    assert reply.data == ask(ready, f"help {name}", preference="en").data
    if name == "help":
        assert [c["name"] for c in ask(ready, alias).data["commands"]] == NAMES


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("investmnts", "investments"), ("invesmtents", "investments"), ("adoptoin", "adoption"),
        ("tipss", "tips"), ("tisp", "tips"), ("compair", "compare"), ("sorce", "source"),
        ("hlep", "help"),
    ],
)  # fmt: skip
def test_a_mistyped_command_is_understood_and_said(
    ready: Compiled, written: str, name: str
) -> None:
    reply = ask(ready, written)

    assert shown(reply).count(say("en", "misuse.read_as", written=written, read=name)) == 1
    assert reply.data == ask(ready, name).data


@pytest.mark.parametrize(
    "written", ["INVESTMENTS", "/investments", "ｉｎｖｅｓｔｍｅｎｔｓ", "投資"]
)
def test_a_command_is_known_in_any_case_width_and_with_a_slash(
    ready: Compiled, written: str
) -> None:
    assert found(ask(ready, written)) == found(ask(ready, "investments"))


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\n", "\u3000", "\u00a0"])
def test_any_white_space_parts_a_command_from_its_words(ready: Compiled, space: str) -> None:
    assert found(ask(ready, f"tips{space}hiring")) == found(ask(ready, "tips hiring"))


@pytest.mark.parametrize(
    "line", ["investors in japan", "pits", "kelp", "sources of growth in japan"]
)
def test_an_ordinary_word_is_no_mistyped_command(ready: Compiled, line: str) -> None:
    read_as = say("en", "misuse.read_as", written=line.split()[0], read="")[:-2]

    assert read_as not in shown(ask(ready, line))


@pytest.mark.parametrize(("line", "language"), [("help zebra", "en"), ("help 斑馬", "zh"),
                                                ("help シマウマ", "ja")])  # fmt: skip
def test_help_with_what_is_no_command_says_so(
    ready: Compiled, line: str, language: Language
) -> None:
    reply = ask(ready, line)

    assert reply.misuse
    assert reply.card.language == language
    assert line.split()[1] in reply.data["error"]
    assert reply.data["suggestions"] == ["help"]


def test_the_answer_that_the_readme_shows_is_the_real_one(ready: Compiled) -> None:
    (block,) = re.findall(r"```\n\$ japan-ai (.+)\n((?:.*\n)+?)```", README)
    line, answer = block

    assert answer in shown(ask(ready, line))
