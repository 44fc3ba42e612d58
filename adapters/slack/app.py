"""The Slack app: one AsyncApp for Socket Mode and HTTP, with every listener."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.pictures.drawer import Draw, no_picture
from adapters.server_settings import ServerSettings
from adapters.service import BadTokenError, UnderWay
from adapters.slack.digest_edit import DigestEdit
from adapters.slack.events import Events
from adapters.slack.home import Home
from adapters.slack.oauth import Authorize, Gone, Installed, States, oauth_flow, vault
from adapters.slack.parts import Parts, short
from adapters.slack.post import TIMEOUT, Poster, Sleep, web_client
from adapters.slack.presses import Presses
from adapters.slack.profiles import Profiles
from adapters.slack.read import Body
from adapters.slack.review import Review
from adapters.slack.slash import Slash
from adapters.slack.trouble import SlackError, TokenError
from bot.desk import Desk
from bot.ports import Installations, KeyValue, Ports
from bot.review.desk import ReviewDesk
from bot.review.posted import Posted
from bot.traditional import say_in
from facts.compiled import Compiled

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wiring:
    """What the composition root gives. `library` and `now` are asked anew for every message;
    `gone` is told the id of a workspace that removed the bot.
    """

    desk: Desk
    ports: Ports
    installations: Installations
    notes: KeyValue
    library: Callable[[], Compiled]
    now: Callable[[], datetime]
    sleep: Sleep = asyncio.sleep
    draw: Draw = no_picture
    gone: Gone | None = None
    posted: Posted | None = None
    review: ReviewDesk | None = None
    own: Callable[[str, str], Compiled] | None = None


class SlackBot:
    """The bot on Slack, whichever way its requests come in.

    With a client id and secret it serves every workspace that installs it, else the one of
    SLACK_BOT_TOKEN. BadTokenError where a setting is missing or is no key.
    """

    def __init__(self, settings: ServerSettings, wiring: Wiring) -> None:
        self._settings = settings
        self._wiring = wiring
        self._session: aiohttp.ClientSession | None = None
        self.under_way = UnderWay()
        self._token_ended = asyncio.Event()
        self._bad_token = BadTokenError("SLACK_BOT_TOKEN is refused by Slack")
        self.poster = Poster(self.session, self._token_went_bad, wiring.sleep)
        self.client = web_client(settings.slack_api, _revealed(settings, "slack_bot_token"))
        self._installed = self._installations()
        self._authorize: Authorize | None = None
        self.app = self._app()
        parts = Parts(
            wiring.desk, wiring.ports, wiring.library, wiring.now, self.poster,
            Profiles(wiring.notes, self.poster, wiring.now), self.under_way, wiring.draw,
            wiring.posted, wiring.review, wiring.own,
        )  # fmt: skip
        self._events = Events(parts, wiring.sleep)
        self._register(parts)

    def _installations(self) -> Installed | None:
        settings = self._settings
        if not (settings.slack_client_id and settings.slack_client_secret):
            return None
        if settings.secret_key is None:
            raise BadTokenError("JAPAN_AI_SECRET_KEY is needed to keep Slack's tokens encrypted")
        keys = vault(settings.secret_key.get_secret_value())
        return Installed(self._wiring.installations, keys, self._wiring.gone)

    def _app(self) -> AsyncApp:
        if self._installed is None:
            if self.client.token is None:
                raise BadTokenError("SLACK_BOT_TOKEN is missing")
            return self._bolt(self.client)
        # Bolt keeps a token away from where installations are; it must not see this one.
        self.client = web_client(self._settings.slack_api)
        id_ = self._settings.slack_client_id or ""
        secret = _revealed(self._settings, "slack_client_secret") or ""
        rotator = AsyncTokenRotator(client_id=id_, client_secret=secret, client=self.client)
        flow = oauth_flow(
            self.client, id_, secret, self._settings.public_url, self._installed,
            States(self._wiring.installations, self._wiring.now),
        )  # fmt: skip
        self._authorize = Authorize(self._installed, rotator)
        app = self._bolt(
            self.client, authorize=self._authorize, oauth_flow=flow,
            installation_store=self._installed,
        )  # fmt: skip
        app.enable_token_revocation_listeners()
        return app

    def _bolt(self, client: AsyncWebClient, **more: Any) -> AsyncApp:
        # Listeners answer in the HTTP response; otherwise bolt polls for it every 10 ms. Signatures
        # are checked in http.py, before anything is parsed.
        app = AsyncApp(
            client=client, process_before_response=True, request_verification_enabled=False,
            attaching_conversation_kwargs_enabled=False, attaching_function_token_enabled=False,
            user_facing_authorize_error_message=say_in(None, "slack.uninstalled"), **more,
        )  # fmt: skip
        app.error(_failed)
        return app

    def _register(self, parts: Parts) -> None:
        """Every listener, the most used first and those that take the rest last."""
        for listeners in (Slash(parts), self._events, Home(parts), DigestEdit(parts)):
            listeners.register(self.app)
        if parts.review:
            Review(parts, parts.review).register(self.app)
        Presses(parts).register(self.app)
        self._events.register_rest(self.app)

    async def client_of(self, team: str) -> AsyncWebClient | None:
        """The client to speak to a workspace with; None where the bot is not installed."""
        session = self.session()
        if self._authorize is None:
            return self.client
        bot = await self._authorize.bot(None, team)
        if bot is None:
            return None
        return web_client(self._settings.slack_api, bot.bot_token, session)

    def session(self) -> aiohttp.ClientSession:
        """The one HTTP session of this bot; made in the running loop when it is first needed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
            self.client.session = self._session
        return self._session

    async def check(self) -> None:
        """Ask Slack whether SLACK_BOT_TOKEN is good; BadTokenError where it is not."""
        self.session()
        if self._installed is not None:
            return
        try:
            await self.poster.call(self.client, "auth.test", {})
        except TokenError as error:
            raise _refused_token("SLACK_BOT_TOKEN", error) from None
        except SlackError as error:
            _log.warning("Slack could not be asked about its token yet: %s", error)

    async def _token_went_bad(self, error: TokenError) -> None:
        """One workspace of many is uninstalled; the only one ends the service."""
        if self._installed is None:
            self._bad_token = _refused_token("SLACK_BOT_TOKEN", error)
            self._token_ended.set()
        elif error.team and error.error in ("account_inactive", "token_revoked"):
            _log.warning("the bot is no longer installed in %s", error.team)
            await self._installed.async_delete_bot(enterprise_id=None, team_id=error.team)

    async def until_bad_token(self) -> None:
        """Wait until SLACK_BOT_TOKEN goes bad, and raise the BadTokenError."""
        await self._token_ended.wait()
        raise self._bad_token

    async def drain(self) -> None:
        """Let the answers under way finish and let go of every connection."""
        await self._events.stop()
        await self.under_way.drain()
        if self._session is not None:
            await self._session.close()
            self._session = None
            self.client.session = None


async def first_ended(*works: Awaitable[None]) -> None:
    """Await the first of several works; the others are cancelled. Its error is raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _refused_token(name: str, error: SlackError) -> BadTokenError:
    return BadTokenError(f"{name} is refused by Slack: {error.error}")


def _revealed(settings: ServerSettings, name: str) -> str | None:
    secret = getattr(settings, name)
    return None if secret is None else str(secret.get_secret_value())


async def _failed(error: Exception, body: Body) -> BoltResponse:
    """A bug: logged without what was typed, and the one who waits is told."""
    _log.error("a listener failed", exc_info=error)
    if "command" not in body:
        return BoltResponse(status=200, body="")
    answer = {"response_type": "ephemeral", **short(say_in(None, "slack.failed"))}
    return BoltResponse(status=200, body=answer)
