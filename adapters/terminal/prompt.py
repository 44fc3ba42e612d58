"""The prompt: chat's commands in a terminal, with history, completion and help."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from adapters.terminal.cli import Terminal, answer_line, show_reply
from bot.commands import COMMANDS
from bot.words import say
from facts.compiled import Compiled, cache_folder

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer

QUIT = frozenset({"quit", "exit", ":q", "終了", "退出"})


def run_prompt(terminal: Terminal) -> int:
    """Answer lines until the end of input; a person gets a prompt, a pipe does not."""
    ready = terminal.ready()
    people = sys.stdin.isatty() and sys.stdout.isatty()
    if people:
        show_reply(answer_line(terminal, ready, "help"))
        sys.stdout.write(say(terminal.language(""), "help.leave") + "\n\n")
    for line in _typed(ready) if people else _piped():
        if line.strip().casefold() in QUIT:
            break
        if line.strip():
            show_reply(answer_line(terminal, ready, line.strip()))
            sys.stdout.flush()
    return 0


def _piped() -> Iterator[str]:
    for raw in iter(sys.stdin.buffer.readline, b""):
        yield raw.decode("utf-8", "replace")


def _typed(ready: Compiled) -> Iterator[str]:
    session = _session(ready)
    while True:
        try:
            yield session.prompt("japan-ai> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _session(ready: Compiled) -> "PromptSession[str]":
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        history: History = FileHistory(str(folder / "history"))
    except OSError:
        history = InMemoryHistory()
    return PromptSession(history=history, completer=_completer(ready), complete_while_typing=False)


def _completer(ready: Compiled) -> "Completer":
    from prompt_toolkit.completion import FuzzyWordCompleter

    return FuzzyWordCompleter(list(completions(ready)), meta_dict=_meanings())


def completions(ready: Compiled) -> Iterable[str]:
    """What can be completed: commands, their options, and the names that facts are about."""
    yield from (command.name for command in COMMANDS)
    yield from dict.fromkeys(f"{o.key}:" for command in COMMANDS for o in command.options)
    for entity in ready.library.entities.values():
        if entity.covered:
            yield from dict.fromkeys(n for n in vars(entity.names).values() if n)


def _meanings() -> dict[str, str]:
    return {command.name: say("en", f"command.{command.name}") for command in COMMANDS}
