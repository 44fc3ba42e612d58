"""Serve everything that is configured, in one loop: the part of the composition root that the
terminal does without.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import click
from starlette.applications import Starlette

from adapters.discord.parts import Parts as DiscordParts
from adapters.discord.service import DiscordService
from adapters.logs import log_to_stderr
from adapters.running import BAD_TOKEN, Running
from adapters.server_settings import ServerSettings, SettingsError, read_server_settings
from adapters.service import BadTokenError, Service
from adapters.slack.app import Wiring
from adapters.slack.http import HttpMode
from adapters.slack.socket import SocketMode
from adapters.store.store import Store
from adapters.web.health import health_app
from adapters.web.server import WebServer
from bot.desk import Desk
from bot.ports import StoreError
from facts.compiled import Compiled

TIDY = timedelta(hours=1)  # between deletions of what is expired, as the privacy page promises
RETRY = timedelta(seconds=10)  # between tries to open a store that can't be had
_log = logging.getLogger(__name__)


def serve(load: Callable[[], Compiled]) -> int:
    """Serve until a signal; the exit status of the process."""
    log_to_stderr(logging.CRITICAL)  # what is wrong with the settings is said in one plain line
    try:
        settings = read_server_settings()
        return asyncio.run(_serve(settings, load))
    except (SettingsError, BadTokenError, StoreError) as error:
        click.echo(str(error), err=True)
        return BAD_TOKEN


async def _serve(settings: ServerSettings, load: Callable[[], Compiled]) -> int:
    if not (settings.slack_bot_token or settings.slack_client_id or settings.discord_token):
        raise SettingsError("No platform is configured: set SLACK_BOT_TOKEN or DISCORD_TOKEN")
    ready = await asyncio.to_thread(load)
    async with _kept(Store(settings.database())) as store:
        desk = Desk(lambda: ready, store.ports())
        services = _services(settings, store, desk, lambda: ready)
        running = Running(services)
        health = health_app(lambda: running.states, store.status)
        metrics = WebServer("metrics", health, "127.0.0.1", settings.metrics_port)
        running.add(metrics)
        bad = await running.check()
        for line in bad:
            click.echo(line, err=True)
        if bad:
            return BAD_TOKEN
        log_to_stderr()
        return await running.run()


def _services(
    settings: ServerSettings, store: Store, desk: Desk, library: Callable[[], Compiled]
) -> list[Service]:
    """Every platform that is configured."""
    services: list[Service] = []
    if settings.slack_bot_token or settings.slack_client_id:
        services += _slack(settings, store, desk, library)
    if settings.discord_token:
        parts = DiscordParts(
            desk, store.ports(), store.key_value, library, _now, settings.discord_guild
        )  # fmt: skip
        token = settings.discord_token.get_secret_value()
        services.append(DiscordService(token, parts, store.leases, api=settings.discord_api))
    return services


def _slack(
    settings: ServerSettings, store: Store, desk: Desk, library: Callable[[], Compiled]
) -> list[Service]:
    """Socket Mode where its token is there, else HTTP with its web server."""
    wiring = Wiring(desk, store.ports(), store.installations, store.key_value, library, _now)
    if settings.slack_app_token:
        if settings.slack_signing_secret:
            _log.info("Slack: both ways in are configured; Socket Mode is used")
        return [SocketMode(settings, wiring)]
    http = HttpMode(settings, wiring)
    web = WebServer("web", Starlette(routes=http.routes), settings.host, settings.port)
    return [http, web]


@contextlib.asynccontextmanager
async def _kept(store: Store) -> AsyncIterator[Store]:
    """The store, opened as soon as it can be had and tidied every hour; answers don't wait for it."""
    task = asyncio.create_task(_keep(store))
    try:
        yield store
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await store.close()


async def _keep(store: Store) -> None:
    started = False
    while True:
        try:
            if not started:
                await store.start()
                started = True
            await store.tidy(_now())
        except StoreError as error:
            _log.error("the store: %s", error)
        await asyncio.sleep((TIDY if started else RETRY).total_seconds())


def _now() -> datetime:
    return datetime.now(UTC)
