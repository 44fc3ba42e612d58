"""Slack without a public address: Socket Mode, over aiohttp's websocket.

Not the SDK's client: that one tries a used-up address for ever when a server dies while it comes
back, and never tells that a token went bad.
"""

import asyncio
import contextlib
import json
import logging
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncBoltRequest

from adapters.server_settings import ServerSettings
from adapters.service import BadTokenError
from adapters.slack.app import SlackBot, Wiring, first_ended
from adapters.slack.events import ACK_SECONDS
from adapters.slack.post import Poster, web_client
from adapters.slack.trouble import SlackError, TokenError

HEARTBEAT = 5.0  # seconds between pings; a dead connection is seen within one and a half
AGAIN = 2.0  # seconds before the next try to connect; back within ten after a server's death

_log = logging.getLogger(__name__)


class SocketMode:
    """The service that receives over a websocket; see adapters/service.py."""

    name = "slack"

    def __init__(self, settings: ServerSettings, wiring: Wiring) -> None:
        if settings.slack_app_token is None:
            raise BadTokenError("SLACK_APP_TOKEN is missing")
        token = settings.slack_app_token.get_secret_value()
        self.bot = SlackBot(settings, wiring)
        self._opener = web_client(settings.slack_api, token)
        self._poster = Poster(self.bot.session, _raised, wiring.sleep)
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def check(self) -> None:
        """Ask Slack about both tokens."""
        await self.bot.check()
        with contextlib.suppress(SlackError):  # Slack is away: `run` goes on trying
            await self._address()

    async def run(self) -> None:
        """Receive until `stop`; back within seconds of a lost connection."""
        self._running = asyncio.create_task(self._serve())
        await first_ended(self._running, self.bot.until_bad_token())

    async def stop(self) -> None:
        """Take nothing new; finish and acknowledge what was taken."""
        self._stopping.set()
        if self._running is not None:
            await asyncio.wait({self._running})  # it drains, which is bounded
        await self.bot.drain()

    async def _serve(self) -> None:
        ended = asyncio.create_task(self._stopping.wait())
        talk = None
        try:
            while not ended.done():
                talk = asyncio.create_task(self._connect())
                await asyncio.wait({talk, ended}, return_when=asyncio.FIRST_COMPLETED)
                if ended.done():  # answers under way still need the connection, for their acks
                    await self.bot.under_way.drain()
                elif not await talk:
                    await asyncio.wait({ended}, timeout=AGAIN)
        finally:
            rest = [ended, talk] if talk else [ended]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

    async def _address(self) -> str:
        self._opener.session = self.bot.session()
        try:
            opened = await self._poster.call(self._opener, "apps.connections.open", {})
        except TokenError as error:
            raise BadTokenError(f"SLACK_APP_TOKEN is refused by Slack: {error.error}") from None
        return str(opened["url"])

    async def _connect(self) -> bool:
        """Serve one connection to its end; whether the next may be opened at once."""
        try:
            address = await self._address()
            async with self.bot.session().ws_connect(
                address, heartbeat=HEARTBEAT, timeout=aiohttp.ClientWSTimeout(ws_close=1.0)
            ) as socket:
                return await self._listen(socket)
        except SlackError:
            return False  # counted and logged where it happened
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("Socket Mode can't connect: %s", type(error).__name__)
            return False

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        handled: set[asyncio.Task[None]] = set()
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            envelope = json.loads(message.data)
            if envelope.get("type") == "disconnect":  # Slack does so every few hours
                if handled:  # their acks go out first
                    await asyncio.wait(handled, timeout=ACK_SECONDS)
                return True
            if "envelope_id" in envelope and not self._stopping.is_set():
                task = self.bot.under_way.start(self._handle(socket, envelope))
                handled.add(task)
                task.add_done_callback(handled.discard)
        _log.warning("the Socket Mode connection was lost")
        return False

    async def _handle(
        self, socket: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]
    ) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=envelope["payload"])
        response = await self.bot.app.async_dispatch(request)
        if response.status != 200:
            return  # not acknowledged: Slack delivers it again
        answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if response.body:
            answer["payload"] = _payload(response.body)
        with contextlib.suppress(ConnectionError):  # Slack delivers it again, elsewhere
            await socket.send_str(json.dumps(answer))


async def _raised(_: TokenError) -> None:
    """A bad app token is raised where it is met."""


def _payload(body: str) -> dict[str, Any]:
    """An answer as the acknowledgement carries it."""
    if not body.startswith("{"):
        return {"text": body}
    answer: dict[str, Any] = json.loads(body)
    return answer
