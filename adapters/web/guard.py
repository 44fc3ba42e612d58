"""What every request passes first, and what every response carries."""

import ipaddress
from collections.abc import Callable
from math import ceil

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.metrics import REFUSED
from adapters.web.rate import Buckets

LONGEST = 16_384  # bytes of a path with its query: more than 1,000 characters of any script take
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
Refuse = Callable[[Request, int, float], Response]


class Guard:
    """Refuses what is too long or comes too often; `refuse` makes the answer of a status code and
    the seconds to wait.
    """

    def __init__(self, app: ASGIApp, buckets: Buckets, refuse: Refuse) -> None:
        self._app = app
        self._buckets = buckets
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        answer = self._refusal(Request(scope)) or self._app
        await answer(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        if seconds := self._buckets.wait(client_address(request)):
            REFUSED.labels("web", "rate").inc()
            return self._refuse(request, 429, ceil(seconds))
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        if len(raw) + len(request.scope["query_string"]) > LONGEST:
            REFUSED.labels("web", "length").inc()
            return self._refuse(request, 414, 0)
        return None


def client_address(request: Request) -> str:
    """The client's address. A proxy on this machine is believed about whom it serves: the last
    entry of its X-Forwarded-For.
    """
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_loopback(peer) else peer


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
