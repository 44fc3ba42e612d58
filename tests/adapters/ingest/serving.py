"""A small site on loopback that answers as a test tells it to."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.ingest.guard import Reach

NOW = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)
HERE = Reach(loopback=True)
ARTICLE = "SoftBank said on Friday that it would invest $3 billion in Rapidus over two years. "

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def page(words: str, head: str = "") -> str:
    """A web page with one paragraph of words among the usual furniture."""
    return (
        f"<!doctype html><html><head><title>A report</title>{head}</head><body><nav>Home "
        f"About</nav><article><h1>A report</h1><p>{words}</p></article></body></html>"
    )


def text(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Answer:
    """Answer every request with this."""

    async def answer(request: web.Request) -> web.StreamResponse:
        sent = body.encode() if isinstance(body, str) else body
        return web.Response(body=sent, headers={"Content-Type": content_type})

    return answer


@asynccontextmanager
async def site(answers: dict[str, Answer]) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """Serve the paths; yields the address and the requests that came."""
    seen: list[web.Request] = []

    async def route(request: web.Request) -> web.StreamResponse:
        seen.append(request)
        if found := answers.get(request.path):
            return await found(request)
        return web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{path:.*}", route)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/"), seen
