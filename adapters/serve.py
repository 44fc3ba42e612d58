"""Serve everything that is configured, in one loop: the part of the composition root that the
terminal does without.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import click
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.digest_service import DigestService
from adapters.discord.digests import DiscordDigests
from adapters.discord.edits import DiscordEditor
from adapters.discord.parts import Parts as DiscordParts
from adapters.discord.rest import Rest
from adapters.discord.service import DiscordService
from adapters.ingest.intake import IntakePorts, IntakeService
from adapters.library import Libraries
from adapters.logs import log_to_stderr
from adapters.metrics import DIGESTS, LATENESS, QUEUE_AGE
from adapters.pictures.drawer import Drawer
from adapters.pictures.service import PictureService
from adapters.review_service import ReviewService
from adapters.running import BAD_TOKEN, Running
from adapters.server_settings import ServerSettings, SettingsError, read_server_settings
from adapters.service import BadTokenError, Service
from adapters.slack.app import Wiring
from adapters.slack.digests import SlackDigests
from adapters.slack.edits import SlackEditor
from adapters.slack.groups import SlackGroups
from adapters.slack.http import HttpMode
from adapters.slack.socket import SocketMode
from adapters.store.store import Store
from adapters.web.app import routes as web_routes
from adapters.web.health import health_app
from adapters.web.server import WebServer
from adapters.web.site import Parts as WebParts
from bot.desk import Desk, Response
from bot.digest.content import Content
from bot.digest.delivery import State
from bot.digest.desk import DigestDesk
from bot.digest.ports import DigestPorts, Poster
from bot.digest.subscription import Channel
from bot.ports import StoreError
from bot.review.announce import Announcements, Announcing
from bot.review.corrections import Correcting, Corrections, Editor
from bot.review.curators import Groups
from bot.review.desk import ReviewDesk
from bot.review.item import PostedFact
from bot.review.posted import Posted
from facts.compiled import Compiled

TIDY = timedelta(hours=1)  # between deletions of what is expired, as the privacy page promises
RETRY = timedelta(seconds=10)  # between tries to open a store that can't be had
_log = logging.getLogger(__name__)


def serve(load: Callable[[], Compiled], packs: Sequence[Path]) -> int:
    """Serve until a signal what `load` makes of the packs, and what is published; the exit status
    of the process.
    """
    log_to_stderr(logging.CRITICAL)  # what is wrong with the settings is said in one plain line
    try:
        settings = read_server_settings()
        return asyncio.run(_serve(settings, load, packs))
    except (SettingsError, BadTokenError, StoreError) as error:
        click.echo(str(error), err=True)
        return BAD_TOKEN


async def _serve(
    settings: ServerSettings, load: Callable[[], Compiled], packs: Sequence[Path]
) -> int:  # fmt: skip
    chats = settings.slack_bot_token or settings.slack_client_id or settings.discord_token
    if not (chats or settings.web):
        raise SettingsError(
            "Nothing is configured: set SLACK_BOT_TOKEN, DISCORD_TOKEN or JAPAN_AI_WEB"
        )
    review = settings.review_settings()
    ready = await asyncio.to_thread(load)
    async with _kept(Store(settings.database())) as store:
        published = store.review().published
        libraries = Libraries(ready, packs, settings.data, published, review.circles)
        running = Running(Assembly(settings, store, libraries, _now).services())
        health = health_app(lambda: running.states, store.status, lambda: _measure(store))
        running.add(WebServer("metrics", health, settings.metrics_host, settings.metrics_port))
        bad = await running.check()
        for line in bad:
            click.echo(line, err=True)
        if bad:
            return BAD_TOKEN
        log_to_stderr()
        return await running.run()


class Assembly:
    """Everything that is configured, wired together."""

    def __init__(
        self,
        settings: ServerSettings,
        store: Store,
        libraries: Libraries,
        now: Callable[[], datetime],
    ) -> None:
        self._settings, self._store, self._libraries, self._now = settings, store, libraries, now
        self._library = library = libraries.everybody
        self._posters: dict[str, Poster] = {}
        self._editors: dict[str, Editor] = {}
        self._close: list[Callable[[], Awaitable[None]]] = []
        self._posted = Posted(store.posts)
        self._drawer = Drawer()
        self._content = Content(lambda to: libraries.of(to.platform, to.workspace), self._draw)
        digests = DigestDesk(
            store.subscriptions, store.deliveries, store.key_value, self._content.chooser
        )
        # Slack's OAuth has an address too; answers link to pages only where there are some.
        site = settings.public_url if settings.web else None
        self._groups: dict[str, Groups] = {}
        self._review = ReviewDesk(
            store.review(), settings.review_settings().curators, libraries.of_circle,
            store.requests, self._groups,
        )  # fmt: skip
        self._desk = Desk(
            library, store.ports(), digests, site, own=libraries.of, reviews=self._review
        )  # fmt: skip
        self._routes: list[BaseRoute] = []

    async def _draw(self, line: str, tag: str, now: datetime, to: Channel) -> Response:
        return await self._desk.draw(line, tag, now, to)

    def services(self) -> list[Service]:
        """The platforms, and the digest that goes to them."""
        settings, services = self._settings, list[Service]()
        if settings.slack_bot_token or settings.slack_client_id:
            services += self._slack()
        close = []
        if settings.discord_token:
            service, digests = self._discord(settings.discord_token.get_secret_value())
            services.append(service)
            close.append(digests.close)
        if web := self._web():
            services.append(web)
        store = self._store
        ports = DigestPorts(store.subscriptions, store.deliveries, self._posters, store.posts)
        digests_of_all = DigestService(ports, self._content, self._now, *close)
        drawing = PictureService(self._drawer)
        own: list[Service] = [digests_of_all, drawing, self._intake(), *self._review_services()]
        return [self._libraries, *services, *own]

    def _review_services(self) -> list[Service]:
        """What corrects messages of the bot, and tells curators that something waits."""
        store, libraries, owner = self._store, self._libraries, secrets.token_hex(8)
        correcting = Correcting(
            store.posts, store.leases, self._editors,
            lambda: (ready.library.facts for ready in libraries.every()),
            lambda post: libraries.of(post.platform, post.workspace).library.facts,
            self._drawn_again,
        )  # fmt: skip
        channels = self._settings.review_settings().channels
        announcing = Announcing(
            store.queue, self._review, self._desk, store.key_value, store.leases, self._posters,
            {circle: Channel(*channel) for circle, channel in channels.items()},
        )  # fmt: skip
        return [
            ReviewService("corrections", Corrections(correcting, self._now, owner), *self._close),
            ReviewService("announcements", Announcements(announcing, self._now, owner)),
        ]

    async def _drawn_again(self, post: PostedFact, now: datetime) -> Response:
        to = Channel(post.platform, post.workspace, post.channel)
        return await self._desk.draw(post.line, post.tag, now, to)

    def _intake(self) -> IntakeService:
        store, feeds = self._store, self._settings.feed_addresses()
        ports = IntakePorts(store.review(), store.requests, store.key_value, store.leases)
        return IntakeService(ports, self._libraries.of_circle, self._now, feeds)

    def _slack(self) -> list[Service]:
        """Socket Mode where its token is there, else HTTP with its web server."""
        settings, store = self._settings, self._store
        wiring = Wiring(
            self._desk, store.ports(), store.installations, store.key_value, self._library, self._now,
            draw=self._drawer, gone=self._gone_from_slack, posted=self._posted, review=self._review, own=self._libraries.of,
        )  # fmt: skip
        slack: SocketMode | HttpMode
        if settings.slack_app_token:
            if settings.slack_signing_secret:
                _log.info("Slack: both ways in are configured; Socket Mode is used")
            slack = SocketMode(settings, wiring)
        else:
            slack = HttpMode(settings, wiring)
        self._groups["slack"] = SlackGroups(slack.bot.poster, slack.bot.client_of, self._now)
        self._posters["slack"] = SlackDigests(slack.bot.poster, slack.bot.client_of)
        self._editors["slack"] = SlackEditor(slack.bot.poster, slack.bot.client_of, store.paces)
        if isinstance(slack, HttpMode):
            self._routes += slack.routes
        return [slack]

    def _web(self) -> WebServer | None:
        """What Slack calls and the website, on one port; None where there is neither."""
        settings = self._settings
        if settings.web:  # the site takes every path that is left
            self._routes += web_routes(WebParts(self._library, self._now, settings.public_url))
        if not self._routes:
            return None
        app = Starlette(routes=self._routes)
        return WebServer("web", app, settings.host, settings.port, shared=settings.share_port)

    def _discord(self, token: str) -> tuple[DiscordService, DiscordDigests]:
        settings, store = self._settings, self._store
        parts = DiscordParts(
            self._desk, store.ports(), store.key_value, self._library, self._now,
            settings.discord_guild, self._gone_from_discord, self._drawer, self._posted,
            self._review, self._libraries.of,
        )  # fmt: skip
        digests = DiscordDigests(token, store.paces, self._library, settings.discord_api)
        self._posters["discord"] = digests
        rest = Rest(token, settings.discord_api)
        self._editors["discord"] = DiscordEditor(rest, store.paces, self._library, self._drawer)
        self._close.append(rest.close)
        return DiscordService(token, parts, store.leases, api=settings.discord_api), digests

    async def _gone_from_slack(self, team: str) -> None:
        """Send nothing more to a workspace that uninstalled the bot."""
        try:
            await self._store.subscriptions.drop_workspace("slack", team, "uninstalled")
        except StoreError as error:
            _log.error("the store: %s", error)

    async def _gone_from_discord(self, guild: int, channel: int | None) -> None:
        """Send nothing more to a server that removed the bot, or to a channel that is deleted."""
        try:
            if channel is None:
                await self._store.subscriptions.drop_workspace("discord", str(guild), "removed")
            else:
                gone = Channel("discord", str(guild), str(channel))
                await self._store.subscriptions.pause(gone, "the channel was deleted")
        except StoreError as error:
            _log.error("the store: %s", error)


async def _measure(store: Store) -> None:
    """Bring the digest's gauges up to date; a store that fails leaves them as they were."""
    with contextlib.suppress(StoreError):
        found = await store.measured(_now())
        for state in get_args(State):
            DIGESTS.labels(state).set(found.states.get(state, 0))
        LATENESS.labels("mean").set(found.late_mean)
        LATENESS.labels("most").set(found.late_most)
        QUEUE_AGE.set(found.queue_age)


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
