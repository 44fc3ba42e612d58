"""Slack over HTTP: requests are refused before anything reads them, unless Slack signed them."""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.metrics import REFUSED
from adapters.server_settings import ServerSettings
from adapters.service import BadTokenError
from adapters.slack.app import SlackBot, Wiring, first_ended
from adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH

MOST_BYTES = 1_000_000  # Slack's own requests stay far below
SKEW = 300  # seconds; limits row "signature"
_TIMESTAMP = re.compile(r"\d{1,12}")


class RefusedError(Exception):
    """A request that is not answered: the HTTP status, and the reason for the counter."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Door:
    """Lets in what Slack signed with the secret, in time and whole."""

    def __init__(self, secret: str, now: Callable[[], datetime]) -> None:
        self._secret = secret.encode()
        self._now = now

    async def read(self, request: Request) -> dict[str, Any]:
        """The payload of a request; RefusedError for one that is not Slack's, or is malformed."""
        content = await _content(request)
        self._check(request, content)
        return payload(content, request.headers.get("content-type", ""))

    def _check(self, request: Request, content: bytes) -> None:
        given = request.headers.get("x-slack-signature", "")
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        if not given or not timestamp:
            raise RefusedError(401, "unsigned")
        if not _TIMESTAMP.fullmatch(timestamp):
            raise RefusedError(401, "timestamp")
        if abs(self._now().timestamp() - int(timestamp)) > SKEW:
            raise RefusedError(401, "stale")
        signed = b"v0:%b:%b" % (timestamp.encode(), content)
        right = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), given.encode()):
            raise RefusedError(401, "signature")


async def _content(request: Request) -> bytes:
    """The body; it is read no further than MOST_BYTES."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise RefusedError(413, "size")
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk
            if len(content) > MOST_BYTES:
                raise RefusedError(413, "size")
    except ClientDisconnect:
        raise RefusedError(400, "disconnected") from None
    return bytes(content)


def payload(content: bytes, kind: str) -> dict[str, Any]:
    """The payload in a body: JSON (events), a form with JSON in `payload` (interactivity), or a
    form (slash commands). RefusedError for anything else.
    """
    try:
        text = content.decode()
        if "json" in kind:
            found = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
            found = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        raise RefusedError(400, "malformed") from None
    if not isinstance(found, dict) or not found:
        raise RefusedError(400, "malformed")
    return found


class HttpMode:
    """The service that Slack calls at a public address: `routes` are for the web server."""

    name = "slack"

    def __init__(self, settings: ServerSettings, wiring: Wiring) -> None:
        if settings.slack_signing_secret is None:
            raise BadTokenError("SLACK_SIGNING_SECRET is missing")
        self.bot = SlackBot(settings, wiring)
        secret = settings.slack_signing_secret.get_secret_value()
        self.routes = routes(self.bot.app, secret, wiring.now)
        self._stopping = asyncio.Event()

    async def check(self) -> None:
        """Ask Slack about the token, where there is one for all."""
        await self.bot.check()

    async def run(self) -> None:
        """Wait until `stop`; BadTokenError when the token goes bad."""
        self.bot.session()  # in the running loop
        await first_ended(self._stopped(), self.bot.until_bad_token())

    async def _stopped(self) -> None:
        await self._stopping.wait()

    async def stop(self) -> None:
        """Let the answers under way finish."""
        self._stopping.set()
        await self.bot.drain()


def routes(app: AsyncApp, secret: str, now: Callable[[], datetime]) -> list[Route]:
    """The routes that Slack calls, and those of an installation where there is an OAuth flow."""
    door = Door(secret, now)

    async def events(request: Request) -> Response:
        try:
            body = await door.read(request)
        except RefusedError as refused:
            REFUSED.labels("slack", refused.reason).inc()
            return PlainTextResponse("", refused.status)
        # Bolt would look for a signature again, and takes a slash command with the word "payload"
        # for an interaction; the mode for bodies that are parsed and checked does neither.
        asked = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(request.headers))
        return to_starlette_response(await app.async_dispatch(asked))

    return [Route(EVENTS_PATH, events, methods=["POST"]), *_install_routes(app)]


def _install_routes(app: AsyncApp) -> list[Route]:
    flow = app.oauth_flow
    if flow is None:
        return []

    async def install(request: Request) -> Response:
        asked = to_async_bolt_request(request, b"")
        return to_starlette_response(await flow.handle_installation(asked))

    async def redirect(request: Request) -> Response:
        asked = to_async_bolt_request(request, b"")
        return to_starlette_response(await flow.handle_callback(asked))

    return [
        Route(INSTALL_PATH, install, methods=["GET"]),
        Route(REDIRECT_PATH, redirect, methods=["GET"]),
    ]
