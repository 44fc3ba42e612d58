"""The sub-command `japan-ai web`; it starts without starlette and uvicorn."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from facts.compiled import Compiled

if TYPE_CHECKING:
    from adapters.web.server import WebServer


def web_commands(load: Callable[[], Compiled]) -> click.Command:
    """The command `web`, which serves the website of the library that `load` gives."""

    @click.command("web")
    @click.option("--host", default="127.0.0.1", show_default=True, help="the address to listen on")
    @click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535),
                  help="the port; 0 takes a free one")  # fmt: skip
    def web(host: str, port: int) -> None:
        """Serve the website alone until Ctrl-C: search, facts, sources, and JSON for programs."""
        import asyncio

        asyncio.run(_serve(load, host, port))

    return web


async def _serve(load: Callable[[], Compiled], host: str, port: int) -> None:
    from adapters.server_settings import SettingsError, read_server_settings
    from adapters.web.app import make_app
    from adapters.web.server import WebServer
    from adapters.web.site import Parts

    try:
        url = read_server_settings().public_url
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    ready = load()
    app = make_app(Parts(lambda: ready, lambda: datetime.now(UTC), url))
    server = WebServer("web", app, host, port)
    try:
        await server.check()
    except OSError as error:
        raise click.ClickException(f"{host}:{port}: {error.strerror}") from None
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{server.port}/")
    await _until_told(server)


async def _until_told(server: "WebServer") -> None:
    """Serve until SIGINT or SIGTERM, and let the requests under way finish."""
    import asyncio

    running = asyncio.create_task(server.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: asyncio.ensure_future(server.stop()))
    await running
