"""Requests to Discord's REST interface for what any process may do: posts, edits, looks."""

from typing import Any

import aiohttp

from adapters.discord.api import API, REFUSED
from adapters.metrics import ERRORS
from bot.digest.ports import LimitedError, LostError, RefusedError

PER_SECOND = 45.0  # of the 50 requests that a bot has in all (platform-limits, row "scale")
SECONDS = 15.0  # for one request
COMPONENTS_V2 = 1 << 15
# The message, the channel, the server or the permission is gone: 10003 unknown channel, 10004
# unknown server, 10008 unknown message, 50001 missing access, 50007 cannot message this user,
# 50013 missing permissions.
_GONE = {10003, 10004, 10008, 50001, 50007, 50013}


class RefusedTokenError(RefusedError):
    """Discord refuses the bot's token, which another may replace."""


class Rest:
    """Asks as the bot of a token; `api` is Discord's own address but in tests."""

    def __init__(self, token: str, api: str | None = None) -> None:
        self._token = token.strip()
        self._api = (api or API).rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def asked(self, method: str, path: str, **how: Any) -> Any:
        """The JSON that Discord answers with. RefusedError, LimitedError or LostError."""
        if self._session is None:
            headers = {"Authorization": f"Bot {self._token}"}
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(headers=headers, timeout=timeout)
        try:
            async with self._session.request(method, self._api + path, **how) as response:
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

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None


def _trouble(status: int, data: dict[str, Any]) -> Exception:
    if status == 429:
        return LimitedError(float(data.get("retry_after", 1.0)), workspace=bool(data.get("global")))
    if status >= 500:
        return LostError(f"Discord answered {status}")
    if status == 401:
        return RefusedTokenError(REFUSED)
    code = data.get("code")
    return RefusedError(f"Discord: {data.get('message') or status}", gone=code in _GONE)
