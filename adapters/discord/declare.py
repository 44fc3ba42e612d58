"""The commands as Discord is told them, made from the bot's own declarations."""

import hashlib
import json
from typing import Any

from bot.command import MAX_LIMIT, Command, Option
from bot.commands import COMMANDS
from bot.traditional import say_in
from bot.words import catalogue

GROUP = "japan-ai"
LOOK_UP, SUGGEST = "discord.look_up", "discord.suggest"
PRIVATE = "private"
# en-US is listed itself, or its users get en-GB (platform-limits, row "locale").
LOCALES = {"en-US": "en", "ja": "ja", "zh-CN": "zh", "zh-TW": "zh-tw"}
REQUIRED = ("ask", "compare")  # commands that have nothing to say without words
MAX_CHOICES = 25  # platform-limits, row "commands"

_SUB_COMMAND, _STRING, _INTEGER, _BOOLEAN = 1, 3, 4, 5
_SLASH, _MESSAGE_MENU = 1, 3
_EVERYWHERE = {
    "contexts": [0, 1, 2],  # servers, direct messages with the bot, private channels
    "integration_types": [0, 1],  # installed in a server, or by a user
}

Json = dict[str, Any]


def declared() -> list[Json]:
    """Every command: one group with a sub-command each, and the menus of a message."""
    group = {
        "type": _SLASH, "name": GROUP, **_described("help.title"),
        "options": [_sub_command(command) for command in COMMANDS], **_EVERYWHERE,
    }  # fmt: skip
    return [group, _menu(LOOK_UP), _menu(SUGGEST)]


def of_guild(commands: list[Json]) -> list[Json]:
    """The same for one server, where Discord knows neither contexts nor kinds of installation."""
    return [{k: v for k, v in command.items() if k not in _EVERYWHERE} for command in commands]


def digest_of(commands: list[Json]) -> str:
    """What changes when a declaration or one of its words changes."""
    text = json.dumps(commands, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _menu(key: str) -> Json:
    return {
        "type": _MESSAGE_MENU, "name": say_in("en", key), "name_localizations": _localised(key),
        **_EVERYWHERE,
    }  # fmt: skip


def _sub_command(command: Command) -> Json:
    words = {
        "type": _STRING, **_named(command.words), **_described(f"words.{command.words}"),
        "required": command.name in REQUIRED, "autocomplete": True,
    }  # fmt: skip
    private = {"type": _BOOLEAN, **_named(PRIVATE), **_described("discord.private")}
    options = [words, *map(_option, command.options), private]
    named = {**_named(command.name), **_described(f"command.{command.name}")}
    return {"type": _SUB_COMMAND, **named, "options": options}


def _option(option: Option) -> Json:
    base = {**_named(option.key), **_described(f"option.{option.key}")}
    if option.kind == "number":
        return {"type": _INTEGER, **base, "min_value": 1, "max_value": MAX_LIMIT}
    if 0 < len(option.choices) <= MAX_CHOICES:
        choices = [_choice(option, value) for value in option.choices]
        return {"type": _STRING, **base, "choices": choices}
    if option.kind == "line":
        return {"type": _STRING, **base}
    return {"type": _STRING, **base, "autocomplete": True}


def _choice(option: Option, value: str) -> Json:
    section = "topic" if option.key == "topic" else "choice"
    key = f"{section}.{value.replace('-', '_')}"
    if key not in catalogue("en"):  # a code, the same in every language
        return {"name": value, "value": value}
    return {"name": say_in("en", key), "name_localizations": _localised(key), "value": value}


def _named(name: str) -> Json:
    key = f"name.{name}"
    if key not in catalogue("en"):
        return {"name": name}
    return {"name": name, "name_localizations": _localised(key)}


def _described(key: str) -> Json:
    return {"description": say_in("en", key), "description_localizations": _localised(key)}


def _localised(key: str) -> dict[str, str]:
    return {locale: say_in(tag, key) for locale, tag in LOCALES.items()}
