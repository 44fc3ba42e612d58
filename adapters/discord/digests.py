"""Digests as Discord gets them: over REST by any process, with an enforced nonce, and looked up by
what their buttons' ids tell.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from adapters.discord.render import layout
from adapters.discord.rest import COMPONENTS_V2, PER_SECOND, Rest
from bot.desk import Response
from bot.digest.ports import RefusedError
from bot.digest.subscription import Channel
from bot.ports import Paces
from bot.press import marked
from facts.compiled import Compiled

LOOKED_AT = 100  # messages: the most that Discord gives at once


class DiscordDigests:
    """Posts digests with the bot's token; all processes together keep to Discord's rate."""

    platform = "discord"
    # Discord drops a repeated nonce for "the past few minutes", a length that it never states; the
    # design allows 120 s, this keeps well within the shortest that was measured.
    again_seconds = 30.0

    def __init__(
        self, token: str, paces: Paces, library: Callable[[], Compiled], api: str | None = None
    ) -> None:
        self._rest, self._paces, self._library = Rest(token, api), paces, library

    async def turn(self, channel: Channel) -> None:
        """Wait for one of the turns that all processes share."""
        await asyncio.sleep(await self._paces.take(channel.platform, PER_SECOND))

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        """Post with the delivery as nonce and in the buttons' ids; it pings nobody."""
        body = {
            "flags": COMPONENTS_V2, "components": self._components(response, delivery),
            "nonce": delivery, "enforce_nonce": True, "allowed_mentions": {"parse": []},
        }  # fmt: skip
        made = await self._rest.asked("POST", _messages(channel), json=body)
        return str(made["id"])

    async def find(self, channel: Channel, delivery: str) -> str | None:
        """Look among the newest messages for a button of the delivery. An empty history says
        nothing: it is what Discord gives to those who may not read it.
        """
        asked = {"limit": str(LOOKED_AT)}
        messages = await self._rest.asked("GET", _messages(channel), params=asked)
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
        await self._rest.close()

    def _components(self, response: Response, delivery: str) -> list[dict[str, Any]]:
        main, known = response.reply.facts[:1], self._library().library.facts
        topic = known[main[0]].topic if main and main[0] in known else None
        view = layout(response, topic=topic)
        components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it bare
        view.stop()
        for button in _with_ids(components):
            button["custom_id"] = marked(button["custom_id"], delivery)
        return components


def _messages(channel: Channel) -> str:
    return f"/channels/{channel.channel}/messages"


def _with_ids(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The components, at any depth, that have an id of ours."""
    found = [c for c in components if "custom_id" in c]
    inner = [part for c in components for part in (*c.get("components", []), c.get("accessory"))]
    return found + (_with_ids([part for part in inner if part]) if inner else [])


def _ids(components: list[dict[str, Any]]) -> list[str]:
    return [str(c["custom_id"]) for c in _with_ids(components)]
