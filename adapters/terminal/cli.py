"""The command line: a sub-command for each of the bot's commands, and those of the curator."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.command import Command, Option, Reply
from bot.commands import COMMANDS
from bot.plain_text import inert, plain_text
from bot.request import Request, reply_language
from bot.router import answer, call
from bot.words import say
from facts.compiled import Compiled
from facts.language import Language

MISUSE = 2


@dataclass(frozen=True)
class Terminal:
    """What the sub-commands share."""

    load: Callable[[], Compiled]
    packs: tuple[Path, ...]
    preference: str | None
    locale: str | None

    def request(self, text: str, sources: Iterable[str] = ()) -> Request:
        """A request typed now."""
        now = datetime.now(UTC).astimezone()
        return Request(text, now, self.preference, self.locale, tuple(sources))

    def ready(self) -> Compiled:
        """The library; what a broken pack left out is said on standard error."""
        ready = self.load()
        for problem in ready.library.problems:
            click.echo(inert(str(problem)), err=True)
        return ready

    def language(self, typed: str) -> Language:
        """The language of messages about what was typed."""
        return reply_language(self.request(typed), None, ()).language


def run_cli(
    arguments: Sequence[str],
    load: Callable[[], Compiled],
    packs: tuple[Path, ...],
    preference: str | None,
    locale: str | None,
    more: Iterable[click.Command] = (),
    start: Callable[[], int] | None = None,
) -> int:
    """Run one command line; the exit status is 2 for misuse and never comes with a traceback.

    `more` are sub-commands of other adapters; `start` runs when no sub-command is given, instead
    of the prompt.
    """
    terminal = Terminal(load, packs, preference, locale)
    group = _group(terminal, start)
    for command in more:
        group.add_command(command)
    try:
        status = group.main(list(arguments), prog_name="japan-ai", standalone_mode=False)
    except click.UsageError as error:
        message = inert(_usage_message(terminal, error, " ".join(arguments)))
        if "--json" in arguments:
            _show_data({"error": message, "suggestions": []})
        click.echo(message, err=True)
        return MISUSE
    except (click.Abort, KeyboardInterrupt, BrokenPipeError):
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return status if isinstance(status, int) else 0


def _usage_message(terminal: Terminal, error: click.UsageError, typed: str) -> str:
    """What was wrong, in the asker's language."""
    language = terminal.language(typed)
    if isinstance(error, click.NoSuchOption):
        known = ", ".join(sorted(_names(error.ctx)))
        command = error.ctx.info_name if error.ctx else ""
        return say(language, "misuse.option", command=command, name=error.option_name, known=known)
    if isinstance(error, click.BadOptionUsage) and "requires an argument" in error.message:
        return say(language, "misuse.needs_value", name=error.option_name)
    return error.format_message()


def _names(context: click.Context | None) -> list[str]:
    params = context.command.get_params(context) if context else []
    return [name for param in params for name in param.opts if name.startswith("--")]


class _Group(click.Group):
    """A group that says in the asker's language which command may have been meant."""

    terminal: Terminal

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        found = self.get_command(ctx, name)
        if found is not None:
            return name, found, args[1:]
        from rapidfuzz import process  # only a mistyped name needs it

        language = self.terminal.language(name)
        message = say(language, "misuse.command", name=name)
        if near := process.extractOne(name.casefold(), self.list_commands(ctx), score_cutoff=60):
            message += " " + say(language, "misuse.did_you_mean", name=near[0])
        raise click.UsageError(message, ctx)


def _group(terminal: Terminal, start: Callable[[], int] | None) -> click.Group:
    group = _Group("japan-ai", invoke_without_command=True, help=_HELP, context_settings=_CONTEXT)
    group.terminal = terminal

    @click.pass_context
    def begin(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is not None:
            return 0
        if start is not None:
            return start()
        from adapters.terminal.prompt import run_prompt  # prompt_toolkit takes 130 ms

        return run_prompt(terminal)

    group.callback = begin
    for command in COMMANDS:
        group.add_command(_sub_command(terminal, command))
        for alias in command.aliases:
            group.add_command(_sub_command(terminal, command, hidden=True), alias)
    from adapters.terminal.curation import curation_commands

    for curation in curation_commands(terminal.ready, terminal.packs):
        group.add_command(curation)
    return group


_CONTEXT = {"help_option_names": ["-h", "--help"]}
_HELP = """Curated, quoted facts about Japan's AI market.

Without a command, serve Slack and Discord where their tokens are set; else start the prompt (or
answer the lines of standard input).
"""


def _sub_command(terminal: Terminal, command: Command, *, hidden: bool = False) -> click.Command:
    """One of the bot's commands with its options as flags."""

    def run(words: tuple[str, ...], source: tuple[str, ...], **flags: Any) -> int:
        as_json, explain = bool(flags.pop("json")), bool(flags.pop("explain", False))
        text = " ".join(words)
        options = {key: str(value) for key, value in flags.items() if value is not None}
        if text == "-" and command.name == "ask":
            return _ask_lines(terminal, command, options, source, as_json=as_json)
        ready = terminal.ready()
        if explain:
            from adapters.terminal.explain import explanation

            click.echo(inert(explanation(ready, terminal.request(text, source))), nl=False)
            return 0
        reply = call(ready, terminal.request(text, source), command, options)
        show_reply(reply, as_json=as_json)
        return MISUSE if reply.misuse else 0

    params: list[click.Parameter] = [click.Argument(["words"], nargs=-1)]
    params += [_flag(option) for option in command.options]
    params.append(click.Option(["--source"], multiple=True, help=say("en", "option.source")))
    params.append(click.Option(["--json"], is_flag=True, help="print JSON for programs"))
    if command.name == "ask":
        params.append(click.Option(["--explain"], is_flag=True, help="say why this was the answer"))
    examples = "\n".join(f"  japan-ai {_with_flags(e, command)}" for e in command.examples)
    text = f"{say('en', f'command.{command.name}')}.\n\n\b\nExamples:\n{examples}"
    return click.Command(
        command.name,
        callback=run,
        params=params,
        help=text,
        hidden=hidden,
        context_settings=_CONTEXT,
    )


def _with_flags(example: str, command: Command) -> str:
    """An example with its `key:value` options as flags."""
    for option in command.options:
        example = example.replace(f" {option.key}:", f" --{option.key} ")
    return example


def _flag(option: Option) -> click.Option:
    values = "|".join(option.choices) if option.kind == "choice" else option.kind.upper()
    return click.Option([f"--{option.key}"], metavar=values, help=say("en", f"option.{option.key}"))


def _ask_lines(
    terminal: Terminal,
    ask: Command,
    options: dict[str, str],
    sources: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    """Answer every line of standard input, in order, each as soon as it is read."""
    ready = terminal.ready()
    probe = call(ready, terminal.request(".", sources), ask, options)
    if probe.misuse:  # an option or a source is wrong, which no line can mend
        show_reply(probe, as_json=as_json)
        return MISUSE
    for raw in iter(sys.stdin.buffer.readline, b""):
        line = raw.decode("utf-8", "replace").removesuffix("\n")
        reply = call(ready, terminal.request(line, sources), ask, options)
        if as_json and reply.misuse:
            data = {"question": line, "outcome": "unknown", "hits": [], "corrected": None}
            suggestions = reply.data.get("suggestions", [])
            reply = replace(reply, data={**data, "suggestions": suggestions})
        show_reply(reply, as_json=as_json)
        sys.stdout.flush()
    return 0


def answer_line(terminal: Terminal, ready: Compiled, line: str) -> Reply:
    """Answer a line as chat would: a command or a bare question."""
    return answer(ready, terminal.request(line))


def _show_data(data: dict[str, Any]) -> None:
    """Print JSON; `inert` writes what could steer a terminal in JSON's own way."""
    click.echo(inert(json.dumps(data, ensure_ascii=False)))


def show_reply(reply: Reply, *, as_json: bool = False) -> None:
    """Print a reply: JSON, plain text into pipes, or colours and tables on a terminal. Its files
    are written to the current folder, and their names said on standard error.
    """
    _show_card(reply, as_json=as_json)
    if reply.files:
        from adapters.terminal.files import write_files

        for line in write_files(reply, Path()):
            click.echo(inert(line), err=True)


def _show_card(reply: Reply, *, as_json: bool) -> None:
    if as_json:
        _show_data(reply.data)
        return
    if not sys.stdout.isatty():
        click.echo(plain_text(reply.card), err=reply.misuse)
        return
    from rich.console import Console  # 100 ms, only a real terminal needs it

    from adapters.terminal.render import show

    show(reply.card, Console(stderr=reply.misuse, highlight=False))
