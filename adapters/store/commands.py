"""The operator's and the curator's commands on the store; its libraries load only inside them."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.plain_text import inert
from bot.ports import StoreError

if TYPE_CHECKING:
    from adapters.store.store import Store

T = TypeVar("T")
Address = Callable[[], str]


def db_commands(address: Address) -> click.Group:
    """`db upgrade`, `db backup FILE` and `db status` on the database of the address."""
    group = click.Group("db", help="The database: upgrade it, copy it, ask how it is.")
    for make in (_upgrade, _backup, _status):
        group.add_command(make(address))
    return group


def curator_commands(address: Address) -> list[click.Command]:
    """`requests` and `feedback`: what readers miss."""
    return [_requests(address), _feedback(address)]


def _upgrade(address: Address) -> click.Command:
    @click.command("upgrade", help="Make or upgrade the tables (also done at every start).")
    def upgrade() -> None:
        async def work(store: "Store") -> str | None:
            await store.start()
            return await store.revision()

        click.echo(f"The database is at migration {_with_store(address, work)}.")

    return upgrade


def _backup(address: Address) -> click.Command:
    @click.command("backup", help="Write a consistent copy; the bot may go on meanwhile.")
    @click.argument("file", type=click.Path(path_type=Path))
    def backup(file: Path) -> None:
        _with_store(address, lambda store: store.back_up(file))
        click.echo(f"Written: {file}")

    return backup


def _status(address: Address) -> click.Command:
    @click.command("status", help="Say what is wrong with the database; exit status 1 if it is.")
    def status() -> None:
        trouble = _with_store(address, lambda store: store.status())
        if trouble:
            raise click.ClickException(trouble)
        click.echo("The database can be read and written, and its tables are up to date.")

    return status


def _requests(address: Address) -> click.Command:
    @click.command("requests", help="Questions without an answer that readers asked to have.")
    @click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
    def requests(limit: int) -> None:
        wishes = _with_store(address, lambda store: store.requests.most_wanted(limit))
        for wish in wishes:
            times = f"{wish.times}x {wish.language} {wish.last_at:%Y-%m-%d}"
            click.echo(f"{times}  {inert(wish.question)}")
        if not wishes:
            click.echo("Nobody has asked for anything.")

    return requests


def _feedback(address: Address) -> click.Command:
    @click.command("feedback", help="Lines whose answers did not help, the worst first.")
    @click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
    def feedback(limit: int) -> None:
        verdicts = _with_store(address, lambda store: store.feedback.worst(limit))
        for found in verdicts:
            click.echo(f"{found.bad} bad, {found.good} good  {inert(found.line)}")
        if not verdicts:
            click.echo("No answer was called bad.")

    return feedback


def _with_store(address: Address, work: Callable[["Store"], Coroutine[None, None, T]]) -> T:
    """What the work gives; a store that fails is one clear line and exit status 1."""
    import asyncio  # 20 ms that the terminal's answers do without

    from adapters.store.store import Store

    async def run() -> T:
        store = Store(address())
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreError as error:
        raise click.ClickException(str(error)) from error
