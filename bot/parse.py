"""Read a command line as people type it in chat: `investments microsoft since:2024`."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.command import FILTERS, MAX_LIMIT, Call, Command, Option
from bot.words import say
from facts.language import Language
from facts.when import parse_edtf

_OPTION = re.compile(r"(?:^|(?<=\s))([A-Za-z][A-Za-z_-]*)[:：]\s?(\"[^\"]*\"|\S+)")
_LEADING = re.compile(r"\s*(?:[A-Za-z]+[:：](?:\"[^\"]*\"|\S+)\s+)+")
_CLOSE = 75  # how alike (0 to 100) a mistyped command must be to its name


@dataclass(frozen=True)
class Parsed:
    """A command with its call; `read_as` is set when the name was mistyped."""

    command: Command
    call: Call
    written: str | None = None


class MisuseError(Exception):
    """The line can't be understood; the message is for the asker."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


def parse_line(line: str, commands: tuple[Command, ...], language: Language) -> Parsed:
    """A command line, or a bare question (which is `ask`). MisuseError says what is wrong."""
    leading = _LEADING.match(line)
    if leading:  # options may stand before the command too
        line = f"{line[leading.end() :]} {leading[0].strip()}"
    first, rest = (*line.split(maxsplit=1), "", "")[:2]
    command, written = find_command(first, commands)
    if command is None:
        command, rest = next(c for c in commands if c.name == "ask"), line.strip()
    return Parsed(command, parse_call(command, rest, language), written)


@lru_cache(maxsize=4096)
def find_command(word: str, commands: tuple[Command, ...]) -> tuple[Command | None, str | None]:
    """The command of a name or alias; a mistyped name is taken for the one it is nearly."""
    name = unicodedata.normalize("NFKC", word).strip("/").casefold()
    for command in commands:
        if name == command.name or name in command.aliases:
            return command, None
    swapped = [c for c in commands if _letters_swapped(name, c.name)]
    if swapped or len(name) < 5 or not name.isascii():
        return (swapped[0], word) if swapped else (None, None)
    from rapidfuzz import fuzz, process  # only a word that is no command needs it

    best = process.extractOne(
        name, [c.name for c in commands], scorer=fuzz.ratio, score_cutoff=_CLOSE
    )
    if best is None or best[0][0] != name[0]:
        return None, None
    return commands[best[2]], word


def _letters_swapped(written: str, name: str) -> bool:
    swaps = (name[:n] + name[n + 1] + name[n] + name[n + 2 :] for n in range(len(name) - 1))
    return written in swaps


def parse_call(command: Command, text: str, language: Language) -> Call:
    """The words and options after a command's name."""
    options: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        option = command.option(match[1].casefold())
        if option is None:
            _refuse(command, match[1], language)
            return match[0]
        options[option.key] = checked(option, match[2].strip('"'), language)
        return ""

    rest = _OPTION.sub(take, text)
    _check_order(options, language)
    return Call(" ".join(rest.split()), options)


def _refuse(command: Command, name: str, language: Language) -> None:
    """MisuseError for another command's option, and after a command's name for a mistyped one;
    other words before a colon are words.
    """
    from rapidfuzz import fuzz, process  # only a word that is no option needs it

    least = 100 if command.name == "ask" else _CLOSE
    keys = [option.key for option in FILTERS]
    near = process.extractOne(name.casefold(), keys, scorer=fuzz.ratio, score_cutoff=least)
    if near:
        text = _no_option(command, name, language)
        if command.option(near[0]):
            text += " " + say(language, "misuse.did_you_mean", name=f"{near[0]}:")
        raise MisuseError(text)


def _no_option(command: Command, name: str, language: Language) -> str:
    known = ", ".join(o.key for o in command.options)
    return say(language, "misuse.option", command=command.name, name=name, known=known)


def _check_order(options: dict[str, str], language: Language) -> None:
    """MisuseError where the time that is asked for ends before it starts."""
    since, until = options.get("since"), options.get("until")
    first = parse_edtf(since).first if since else None
    last = parse_edtf(until).last if until else None
    if first and last and first > last:
        raise MisuseError(say(language, "misuse.order", since=since, until=until))


def checked_options(
    command: Command, options: dict[str, str], language: Language
) -> dict[str, str]:
    """Options that were parsed elsewhere; MisuseError where one is unknown or of a wrong type."""
    found = {}
    for key, value in options.items():
        option = command.option(key)
        if option is None:
            raise MisuseError(_no_option(command, key, language))
        found[key] = checked(option, value, language)
    _check_order(found, language)
    return found


def checked(option: Option, value: str, language: Language) -> str:
    """An option's value in its usual spelling; MisuseError where it has a wrong type."""
    known = ", ".join(option.choices)
    if option.kind == "date":
        try:
            parse_edtf(value)
        except ValueError:
            raise MisuseError(say(language, "misuse.date", value=value)) from None
        return value
    if option.kind == "currency":
        if value.upper() not in option.choices:
            raise MisuseError(say(language, "misuse.currency", value=value, known=known))
        return value.upper()
    if option.kind in ("text", "line"):
        return value
    if option.kind == "number":
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(MAX_LIMIT))
        if not (digits and 1 <= int(value) <= MAX_LIMIT):
            raise MisuseError(say(language, "misuse.number", value=value, most=MAX_LIMIT))
        return value
    if value.casefold() not in option.choices:
        message = say(language, "misuse.choice", value=value, name=option.key, known=known)
        raise MisuseError(message)
    return value.casefold()
