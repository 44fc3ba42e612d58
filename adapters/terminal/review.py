"""`japan-ai review` and `japan-ai suggest`: the queue at the terminal, which is everybody's."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.plain_text import inert

if TYPE_CHECKING:
    from bot.command import Reply
    from bot.review.curators import Asker
    from bot.review.desk import ReviewDesk
    from bot.review.item import Circle
    from facts.compiled import Compiled

T = TypeVar("T")
MISUSE = 2


@dataclass(frozen=True)
class Reviewing:
    """What review works with for as long as one command runs. `archive` gives a saved text by the
    SHA-256 of its bytes, `records` the pack of a circle.
    """

    desk: "ReviewDesk"
    library: "Callable[[Circle], Compiled]"
    records: "Callable[[Circle], Awaitable[Mapping[str, str]]]"
    archive: "Callable[[Circle, str], Awaitable[bytes | None]]"


Opened = Callable[[str], AbstractAsyncContextManager[Reviewing]]


@dataclass(frozen=True)
class At:
    """What the sub-commands of one call share: how review is opened, and for which circle."""

    opened: Opened
    circle: str
    tag: str

    def asker(self) -> "Asker":
        """The user of this terminal."""
        import getpass

        from bot.ports import Person
        from bot.review.curators import Asker

        try:
            user = getpass.getuser()
        except (OSError, KeyError):  # a container without a name for its user
            user = "operator"
        now = datetime.now(UTC).astimezone()
        return Asker(Person("terminal", "", user), "", now, self.tag, circle=self.circle)

    def run(self, work: "Callable[[Reviewing], Awaitable[T]]") -> T:
        """What the work gives; a store that fails is one clear line and exit status 1."""
        import asyncio

        from bot.ports import StoreError

        async def opened() -> T:
            async with self.opened(self.circle) as reviewing:
                return await work(reviewing)

        try:
            return asyncio.run(opened())
        except StoreError as error:
            raise click.ClickException(str(error)) from error

    def line(self, *words: str) -> int:
        """Answer a line as chat would, and print the reply."""

        async def answered(reviewing: Reviewing) -> "Reply":
            from bot.command import Reply
            from bot.request import Request
            from bot.router import finished, prepare

            asker = self.asker()
            request = Request(" ".join(words), asker.now, self.tag)
            prepared = prepare(reviewing.library(self.circle), request)
            if isinstance(prepared, Reply):
                return prepared
            return finished(prepared, await reviewing.desk.answer(prepared, asker))

        return self.show(self.run(answered))

    def show(self, reply: "Reply") -> int:
        """Print a reply; the exit status."""
        from adapters.terminal.cli import show_reply

        show_reply(reply)
        return MISUSE if reply.misuse else 0


def review_commands(opened: Opened, tag: str | None) -> list[click.Command]:
    """The commands, in the language of a tag."""
    from adapters.terminal.review_edit import change_command, edit_command
    from adapters.terminal.review_export import export_pack_command

    group = _group(opened, tag or "en")
    for name, words, text in _LINES:
        group.add_command(_line_command(name, words, text))
    for command in (edit_command(), change_command(), export_pack_command()):
        group.add_command(command)
    return [group, _suggest(opened, tag or "en")]


# Sub-commands that are lines of chat: name, what is given, what it does.
_LINES = (
    ("list", "[PAGE]", "What waits, the likeliest to be kept first."),
    ("show", "ITEM", "One item with its quote, its values and its relation to the facts."),
    ("next", "[ITEM]", "The item that waits behind another."),
    ("approve", "ITEM [TURN]", "Publish an item whose statement is written."),
    ("merge", "ITEM [TURN] [FACT]", "Add the quote to the fact that tells the same."),
    ("reject", "ITEM [TURN] REASON...", "Reject an item."),
    ("undo", "ITEM [TURN]", "Take the last decision on an item back."),
    ("log", "", "Who decided what and when."),
    ("wanted", "", "What readers asked to have answered."),
    ("failed", "", "Suggestions that could not be read."),
    ("translations", "", "Published facts that lack a language."),
)


def _group(opened: Opened, tag: str) -> click.Group:
    @click.group("review", invoke_without_command=True)
    @click.option("--circle", default="all", show_default=True,
                  help="whose queue: all, or a workspace such as slack:T0123")  # fmt: skip
    @click.pass_context
    def review(context: click.Context, circle: str) -> int:
        """Review drafts: list, show, edit, approve, merge, reject, undo, log, export."""
        context.obj = At(opened, circle, tag)
        return context.obj.line("review") if context.invoked_subcommand is None else 0

    return review


def _line_command(name: str, words: str, text: str) -> click.Command:
    def run(context: click.Context, words: tuple[str, ...]) -> int:
        given = list(words)
        if name == "reject" and len(given) > 1 and not given[1].isdecimal():
            given[1:] = [f'reason:"{" ".join(given[1:]).replace(chr(34), chr(39))}"']
        at: At = context.obj
        return at.line("review", name, *given)

    needed = words.startswith("ITEM")
    arguments = [click.Argument(["words"], nargs=-1, required=needed, metavar=words or "")]
    return click.Command(name, callback=click.pass_context(run), params=[*arguments], help=text)


def _suggest(opened: Opened, tag: str) -> click.Command:
    @click.command("suggest", help="Suggest a link or a text; a serving process reads it.")
    @click.argument("words", nargs=-1, required=True, metavar="LINK|TEXT...")
    def suggest(words: tuple[str, ...]) -> int:
        at = At(opened, "all", tag)

        async def kept(reviewing: Reviewing) -> "Reply":
            return await reviewing.desk.suggest(at.asker(), None, " ".join(words))

        return at.show(at.run(kept))

    return suggest


def said(path: Path, what: str) -> None:
    """A line about a file."""
    click.echo(inert(f"{path}: {what}"))
