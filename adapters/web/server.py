"""An HTTP server on the process's own loop, which leaves the signals alone."""

import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from adapters.service import DRAIN_SECONDS


class _Server(uvicorn.Server):
    """Signals belong to the process: it stops all services in their order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """A service that serves one ASGI application; port 0 takes a free one. A `shared` port may be
    taken by other processes too, each of which gets a part of the connections.
    """

    def __init__(
        self, name: str, app: ASGIApp, host: str, port: int, *, shared: bool = False
    ) -> None:
        self.name = name
        self._host, self._port, self._shared = host, port, shared
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=int(DRAIN_SECONDS), proxy_headers=False,
        )  # fmt: skip
        self._server = _Server(config)
        self._socket: socket.socket | None = None

    async def check(self) -> None:
        """Take the port; OSError where it can't be had."""
        self._bound()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._bound().getsockname()[1])

    async def run(self) -> None:
        """Serve until `stop`."""
        await self._server.serve(sockets=[self._bound()])

    async def stop(self) -> None:
        """Finish the requests under way, take no new ones."""
        self._server.should_exit = True

    def _bound(self) -> socket.socket:
        if self._socket is None:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            # asyncio sends without Nagle's delay of 40 ms only where the protocol is named.
            bound = socket.socket(family, proto=socket.IPPROTO_TCP)
            try:
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if self._shared:
                    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                bound.bind((self._host, self._port))
            except OSError:
                bound.close()
                raise
            self._socket = bound
        return self._socket
