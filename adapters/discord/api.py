"""Questions to Discord's REST interface that need no client: is the token good, what is there."""

from dataclasses import dataclass
from typing import Any

import aiohttp

API = "https://discord.com/api/v10"
SECONDS = 10.0  # for one question
REFUSED = (
    "DISCORD_TOKEN is refused by Discord: copy it anew from the page Bot of your application at "
    "https://discord.com/developers/applications"
)


class UnreachableError(Exception):
    """Discord did not answer; the message says how."""


@dataclass(frozen=True)
class Answer:
    """The status of an answer, and its JSON where it has any."""

    status: int
    data: Any = None


class Api:
    """Asks as the bot of a token; `api` is Discord's own address but in tests."""

    def __init__(self, token: str, api: str | None = None) -> None:
        self._token = token.strip()
        self._api = (api or API).rstrip("/")

    async def get(self, path: str) -> Answer:
        """The answer to a GET; UnreachableError where there is none."""
        headers = {"Authorization": f"Bot {self._token}"}
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self._api + path, headers=headers) as response,
            ):
                data = await response.json() if response.content_type.endswith("json") else None
                return Answer(response.status, data)
        except ValueError:  # a token that no header can hold, or no JSON after all
            return Answer(401)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise UnreachableError(repr(error)) from error


def use(api: str) -> None:
    """Let the library talk to a stand-in for Discord. Its gateway is at /gateway of the same
    server.
    """
    import discord.gateway  # 340 ms, and only tests come here
    import yarl

    url = yarl.URL(api)
    discord.http.Route.BASE = api.rstrip("/")
    gateway = url.with_scheme("ws" if url.scheme == "http" else "wss").with_path("/gateway")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
