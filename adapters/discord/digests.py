"""Digests as Discord gets them: over REST by any process, with an enforced nonce, and looked up by
what their buttons' ids tell.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from adapters.discord.api import API, REFUSED
from adapters.discord.render import layout
from adapters.metrics import ERRORS
from bot.desk import Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.digest.subscription import Channel
from bot.ports import Paces
from bot.press import marked
from facts.compiled import Compiled

PER_SECOND = 45.0  # of the 50 requests that a bot has in all (platform-limits, row "scale")
SECONDS = 15.0  # for one request
LOOKED_AT = 100  # messages: the most that Discord gives at once
_COMPONENTS_V2 = 1 << 15
# The channel, the server or the permission is gone: 10003 unknown channel, 10004 unknown server,
# 50001 missing access, 50007 cannot message this user, 50013 missing permissions.
_GONE = {10003, 10004, 50001, 50007, 50013}


class DiscordDigests:
    """Posts digests with the bot's token; all processes together keep to Discord's rate."""

    platform = "discord"
    # Discord drops a repeated nonce for "the past few minutes", a length that it never states; the
    # design allows 120 s, this keeps well within the shortest that was measured.
    again_seconds = 30.0

    def __init__(
        self, token: str, paces: Paces, library: Callable[[], Compiled], api: str | None = None
    ) -> None:
        self._token, self._paces, self._library = token.strip(), paces, library
        self._api = (api or API).rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def turn(self, channel: Channel) -> None:
        """Wait for one of the turns that all processes share."""
        await asyncio.sleep(await self._paces.take(channel.platform, PER_SECOND))

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        """Post with the delivery as nonce and in the buttons' ids; it pings nobody."""
        body = {
            "flags": _COMPONENTS_V2, "components": self._components(response, delivery),
            "nonce": delivery, "enforce_nonce": True, "allowed_mentions": {"parse": []},
        }  # fmt: skip
        made = await self._asked("POST", channel, {"json": body})
        return str(made["id"])

    async def find(self, channel: Channel, delivery: str) -> str | None:
        """Look among the newest messages for a button of the delivery. An empty history says
        nothing: it is what Discord gives to those who may not read it.
        """
        messages = await self._asked("GET", channel, {"params": {"limit": str(LOOKED_AT)}})
        for message in messages:
            if any(id_.endswith(f"~{delivery}") for id_ in _ids(message.get("components", []))):
                return str(message["id"])
        if not messages:
            raise RefusedError("the channel's history can't be read")
        if len(messages) >= LOOKED_AT:
            raise RefusedError("too much was said since to look it up")
        return None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    def _components(self, response: Response, delivery: str) -> list[dict[str, Any]]:
        facts = response.reply.facts
        topic = self._library().library.facts[facts[0]].topic if facts else None
        view = layout(response, topic=topic)
        components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it bare
        view.stop()
        for button in _with_ids(components):
            button["custom_id"] = marked(button["custom_id"], delivery)
        return components

    async def _asked(self, method: str, channel: Channel, how: dict[str, Any]) -> Any:
        """The JSON that Discord answers with; what it refuses or loses becomes the worker's errors."""
        if self._session is None:
            headers = {"Authorization": f"Bot {self._token}"}
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(headers=headers, timeout=timeout)
        path = f"{self._api}/channels/{channel.channel}/messages"
        try:
            async with self._session.request(method, path, **how) as response:
                data = await response.json() if response.content_type.endswith("json") else {}
                status = response.status
        except aiohttp.ClientConnectorError as error:  # nothing has been sent
            raise LimitedError(15.0) from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise LostError(type(error).__name__) from error
        if status < 300:
            return data
        ERRORS.labels("discord", str(status)).inc()
        raise _trouble(status, data if isinstance(data, dict) else {})


def _trouble(status: int, data: dict[str, Any]) -> Exception:
    if status == 429:
        return LimitedError(float(data.get("retry_after", 1.0)), workspace=bool(data.get("global")))
    if status >= 500:
        return LostError(f"Discord answered {status}")
    if status == 401:
        return RefusedError(REFUSED)
    code = data.get("code")
    return RefusedError(f"Discord: {data.get('message') or status}", gone=code in _GONE)


def _with_ids(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The components, at any depth, that have an id of ours."""
    found = [c for c in components if "custom_id" in c]
    inner = [part for c in components for part in (*c.get("components", []), c.get("accessory"))]
    return found + (_with_ids([part for part in inner if part]) if inner else [])


def _ids(components: list[dict[str, Any]]) -> list[str]:
    return [str(c["custom_id"]) for c in _with_ids(components)]
