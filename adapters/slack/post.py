"""Everything that is sent to Slack, and what happens when Slack says no.

Slack has no key that would make a post safe to send twice (limits, first trap), so nothing is
sent again that may have arrived; the SDK's own retries are switched off.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.metrics import ERRORS, INVALID, WAITS
from adapters.slack.checks import Json
from adapters.slack.payload import Payload, safe, view_problems
from adapters.slack.trouble import (
    REPEATABLE,
    FailedTryError,
    MessageError,
    SlackError,
    TokenError,
    failed_call,
    refusal,
    seconds,
)

TIMEOUT = 10  # seconds for one call
MOST_WAIT = 30.0  # seconds of Retry-After in all that a message waits; a reader is gone by then
PAUSE = 0.5  # seconds before the second try of a call that may be sent twice
FORMS = frozenset({  # take no JSON: uploads, and methods that only read
    "files.getUploadURLExternal", "files.completeUploadExternal", "users.info", "conversations.info",
    "conversations.history", "usergroups.users.list",
})  # fmt: skip
SHORT = 3900  # characters of a plain-text fallback; Slack splits longer texts

_log = logging.getLogger(__name__)
Sleep = Callable[[float], Awaitable[None]]
T = TypeVar("T")


def web_client(
    base_url: str, token: str | None = None, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A client that tries everything once; retries are decided here."""
    return AsyncWebClient(
        token=token, base_url=base_url, timeout=TIMEOUT, session=session, retry_handlers=[]
    )


class Poster:
    """Sends messages and views; `on_bad_token` hears of every token that went bad."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        on_bad_token: Callable[[TokenError], Awaitable[None]],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._on_bad_token = on_bad_token
        self._sleep = sleep

    async def post(
        self,
        client: AsyncWebClient,
        channel: str,
        payload: Payload,
        *,
        thread: str = "",
        metadata: Json | None = None,
    ) -> str:
        """Post a message; its `ts`. A SlackError says why not."""
        message: Json = {"channel": channel, **quiet(payload)}
        message |= {"thread_ts": thread} if thread else {}
        message |= {"metadata": metadata} if metadata else {}
        return str((await self._say(client, "chat.postMessage", message))["ts"])

    async def update(self, client: AsyncWebClient, channel: str, ts: str, payload: Payload) -> None:
        """Show something else in a message of the bot."""
        await self._say(client, "chat.update", {"channel": channel, "ts": ts, **quiet(payload)})

    async def view(self, client: AsyncWebClient, method: str, view: Json, **where: str) -> None:
        """Open, push, update or publish a view; one that Slack would refuse is not sent."""
        if found := view_problems(view):
            INVALID.labels("slack").inc()
            raise MessageError("; ".join(found))
        await self.call(client, method, {"view": view, **where})

    async def _say(self, client: AsyncWebClient, method: str, message: Json) -> Json:
        try:
            return await self.call(client, method, message)
        except MessageError as error:
            return await self.call(client, method, _plain(message, method, error))

    async def respond(self, url: str, payload: Payload, **how: Any) -> None:
        """Answer through a response URL; `how` are its own keys, such as `replace_original`.

        It works five times in half an hour (limits "response_url"); after that ChannelError.
        """
        message = {**quiet(payload), **how}
        try:
            await self._respond_once(url, message)
        except MessageError as error:
            await self._respond_once(url, _plain(message, "response_url", error))

    async def _respond_once(self, url: str, message: Json) -> None:
        async def send() -> None:
            async with self._session().post(url, json=message) as response:
                text = await response.text(errors="replace")
                error = refusal(text)
                if response.status != 200 or error:
                    error = error or f"http_{response.status}"
                    raise FailedTryError(error, response.status, seconds(response.headers))

        await self._patiently(send, "response_url", again=bool(message.get("replace_original")))

    async def call(self, client: AsyncWebClient, method: str, payload: Json) -> Json:
        """Call a method of the Web API; a SlackError says why it failed."""
        again = method in REPEATABLE
        try:
            return await self._patiently(
                lambda: _called(client, method, payload), method, again=again
            )
        except TokenError as error:
            error.team = str(client.default_params.get("team_id", ""))
            await self._on_bad_token(error)
            raise

    async def put(self, url: str, content: bytes) -> None:
        """Send a file's bytes to the address that Slack gave for them."""

        async def send() -> None:
            async with self._session().post(url, data=content) as response:
                if response.status != 200:
                    error = f"http_{response.status}"
                    raise FailedTryError(error, response.status, seconds(response.headers))

        await self._patiently(send, "upload", again=True)

    async def once(self, client: AsyncWebClient, method: str, payload: Json) -> Json:
        """Call a method once, without waiting: BusyError or UnsureError are the caller's to mind."""
        try:
            return await _tried(lambda: _called(client, method, payload))
        except FailedTryError as failed:
            raise _noted(failed.told(), method) from None

    async def _patiently(self, send: Callable[[], Awaitable[T]], what: str, *, again: bool) -> T:
        """Wait as Slack asks; one more try after a loss where nothing can be said twice by it."""
        waited, tries_left = 0.0, 1
        while True:
            try:
                return await _tried(send)
            except FailedTryError as failed:
                limited, lost = failed.status == 429, failed.status >= 500 and again
                unsent = failed.error == "no_connection"
                if limited and waited + failed.wait <= MOST_WAIT:
                    pause = max(failed.wait, PAUSE)
                    waited += pause
                    WAITS.labels("slack").inc(pause)
                elif (lost or unsent) and tries_left:
                    tries_left, pause = 0, PAUSE
                else:
                    raise _noted(failed.told(), what) from None
            await self._sleep(pause)


async def _called(client: AsyncWebClient, method: str, payload: Json) -> Json:
    try:
        if method in FORMS:
            form = {
                k: json.dumps(v) if isinstance(v, list | bool) else v for k, v in payload.items()
            }
            response = await client.api_call(method, data=form)
        else:
            response = await client.api_call(method, json=payload)
    except SlackApiError as error:
        raise failed_call(error) from None
    return cast("Json", response.data)


async def _tried(send: Callable[[], Awaitable[T]]) -> T:
    """One try; a lost connection is a FailedTryError too."""
    try:
        return await send()
    except aiohttp.ClientConnectorError as error:  # nothing has been sent
        raise FailedTryError("no_connection", 0) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise FailedTryError("connection_lost", 500) from error


def _noted(error: SlackError, what: str) -> SlackError:
    word = error.error if error.error.isidentifier() else "other"
    ERRORS.labels("slack", word).inc()
    _log.warning("%s failed: %s", what, word)
    return error


def quiet(payload: Payload) -> Json:
    """The message, checked, without previews of its links: there are many, and they hide it."""
    return {**safe(payload), "unfurl_links": False, "unfurl_media": False}


def _plain(message: Json, what: str, error: SlackError) -> Json:
    """The message without blocks."""
    INVALID.labels("slack").inc()
    _log.error("%s refused the message (%s); sent as plain text", what, error.error)
    text = message["text"]
    if len(text) > SHORT:
        end = text.rfind("\n", 0, SHORT)
        text = text[: end if end > 0 else SHORT] + "\n…"
    return {key: value for key, value in message.items() if key != "blocks"} | {"text": text}
