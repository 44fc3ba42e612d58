"""The composition root: reads the settings, makes the library ready and starts what is asked for."""

import io
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from adapters.ingest.queued import WayIn
    from adapters.server_settings import ReviewSettings
    from adapters.store.store import Store


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
        more=[
            *_more(serve, load), *ingest_commands(load, partial(_way_in, settings)),
            *review_commands(partial(_reviewing, settings), settings.preference),
        ],
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
        *curator_commands(_database), doctor, serving, web_commands(load),
    ]  # fmt: skip


@asynccontextmanager
async def _reviewing(settings: Settings, circle: str) -> AsyncIterator[Reviewing]:
    """Review on the configured store, for one command."""
    from bot.review.desk import ReviewDesk

    async with _stored(settings, circle) as (store, review, library):
        ports = store.review()
        desk = ReviewDesk(ports, review.curators, library, store.requests)
        yield Reviewing(desk, library, ports.published.records, ports.queue.archive)


@asynccontextmanager
async def _way_in(settings: Settings) -> AsyncIterator["WayIn"]:
    """The way into the queue of everybody, for one command."""
    from adapters.ingest.queued import WayIn
    from adapters.ingest.reading import Drafting
    from bot.review.item import EVERYBODY

    async with _stored(settings, EVERYBODY) as (store, _, library):
        yield WayIn(store.review(), Drafting(store.queue, store.requests, library))


@asynccontextmanager
async def _stored(
    settings: Settings, circle: str
) -> AsyncIterator[tuple["Store", "ReviewSettings", Callable[[str], Compiled]]]:
    """The configured store, the settings of review, and what each circle reads."""
    from adapters.library import Libraries
    from adapters.server_settings import read_server_settings
    from adapters.store.store import Store

    server = read_server_settings()
    review = server.review_settings()
    async with Store.open(server.database()) as store:
        base = compiled(settings.packs, settings.cache)
        published = store.review().published
        libraries = Libraries(base, settings.packs, server.data, published, review.circles)
        await libraries.refresh([circle])
        yield store, review, libraries.of_circle


def _database() -> str:
    from adapters.server_settings import read_server_settings

    return read_server_settings().database()


if __name__ == "__main__":
    main()
