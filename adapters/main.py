"""The composition root: reads the settings, makes the library ready and starts what is asked for."""

import io
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import click

from adapters.discord.commands import discord_commands
from adapters.ingest.commands import ingest_commands
from adapters.own_library import own_library
from adapters.settings import Settings, read_settings
from adapters.slack.commands import slack_commands
from adapters.store.commands import curator_commands, db_commands
from adapters.terminal.cli import run_cli
from adapters.terminal.review import Reviewing, review_commands
from adapters.web.commands import web_commands
from facts.compiled import Compiled, compiled


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script `japan-ai`."""
    settings = read_settings()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    def load() -> Compiled:
        return own_library(settings)

    def serve() -> int:
        from adapters.serve import serve as run  # the platforms' libraries take a second

        return run(lambda: compiled(settings.packs, settings.cache), settings.packs)

    status = run_cli(
        list(sys.argv[1:] if arguments is None else arguments), load,
        settings.packs, settings.preference, settings.locale,
        more=[*_more(serve, load), *review_commands(partial(_reviewing, settings), settings.preference)],
        start=serve if settings.serves else None,
    )  # fmt: skip
    sys.exit(status)


def _more(serve: Callable[[], int], load: Callable[[], Compiled]) -> list[click.Command]:
    """The sub-commands of the adapters; their libraries load when one runs."""
    serving = click.Command("serve", callback=serve, help="Serve Slack and Discord until a signal.")

    @click.command("doctor", help="Check tokens, scopes, secrets, clock and database.")
    def doctor() -> int:
        from adapters.doctor import doctor as run

        return run()

    return [
        slack_commands(), discord_commands(), db_commands(_database),
        *curator_commands(_database), doctor, serving, web_commands(load), *ingest_commands(load),
    ]  # fmt: skip


@asynccontextmanager
async def _reviewing(settings: Settings, circle: str) -> AsyncIterator[Reviewing]:
    """Review on the configured store, for one command."""
    from adapters.library import Libraries
    from adapters.server_settings import read_server_settings
    from adapters.store.store import Store
    from bot.review.desk import ReviewDesk

    server = read_server_settings()
    review = server.review_settings()
    async with Store.open(server.database()) as store:
        ports, base = store.review(), compiled(settings.packs, settings.cache)
        libraries = Libraries(base, settings.packs, server.data, ports.published, review.circles)
        await libraries.refresh([circle])
        desk = ReviewDesk(ports, review.curators, libraries.of_circle, store.requests)
        yield Reviewing(desk, libraries.of_circle, ports.published.records, ports.queue.archive)


def _database() -> str:
    from adapters.server_settings import read_server_settings

    return read_server_settings().database()


if __name__ == "__main__":
    main()
