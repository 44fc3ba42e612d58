"""The web server and what operators read from it, over a real socket."""

import asyncio
import gc
import socket

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from adapters.metrics import REFUSED
from adapters.web.health import health_app
from adapters.web.server import WebServer


async def served(states: dict[str, str], trouble: str | None, path: str) -> httpx.Response:
    async def store() -> str | None:
        return trouble

    server = WebServer("health", health_app(lambda: states, store), "127.0.0.1", 0)
    await server.check()
    task = asyncio.create_task(server.run())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        response = await client.get(path)
    await server.stop()
    await task
    return response


async def test_a_living_process_is_healthy() -> None:
    response = await served({"slack": "bad token"}, "disk full", "/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")


async def test_ready_when_everything_runs() -> None:
    response = await served({"slack": "running"}, None, "/readyz")

    assert response.status_code == 200
    assert response.json() == {"slack": "running", "store": "running"}


async def test_not_ready_when_a_service_or_the_store_does_not_work() -> None:
    bad = await served({"slack": "bad token"}, None, "/readyz")
    full = await served({"slack": "running"}, "disk full", "/readyz")

    assert (bad.status_code, full.status_code) == (503, 503)
    assert full.json()["store"] == "disk full"


async def test_metrics_are_there_for_prometheus() -> None:
    REFUSED.labels("slack", "signature").inc()
    response = await served({}, None, "/metrics")

    assert 'japan_ai_refused_requests_total{platform="slack",reason="signature"}' in response.text


def accepted(port: int) -> list[socket.socket]:
    """The connections of this process that a server on the port has taken."""
    every = (each for each in gc.get_objects() if isinstance(each, socket.socket))
    ours = [each for each in every if each.fileno() >= 0 and each.family == socket.AF_INET]
    listening = socket.SO_ACCEPTCONN
    return [
        each for each in ours
        if each.getsockname()[1] == port and not each.getsockopt(socket.SOL_SOCKET, listening)
    ]  # fmt: skip


async def test_answers_are_sent_at_once_and_not_held_back_for_more() -> None:
    found: list[int] = []

    async def look(scope: Scope, receive: Receive, send: Send) -> None:
        nodelay = (socket.IPPROTO_TCP, socket.TCP_NODELAY)
        found.extend(each.getsockopt(*nodelay) for each in accepted(server.port))
        await PlainTextResponse("ok")(scope, receive, send)

    server = WebServer("look", look, "127.0.0.1", 0)
    await server.check()
    task = asyncio.create_task(server.run())
    async with httpx.AsyncClient() as client:
        await client.get(f"http://127.0.0.1:{server.port}/")
    await server.stop()
    await task

    assert found
    assert all(found)


async def test_a_shared_port_is_taken_by_all_who_share_it_and_by_nobody_else() -> None:
    app = PlainTextResponse("ok")
    first = WebServer("first", app, "127.0.0.1", 0, shared=True)
    second = WebServer("second", app, "127.0.0.1", first.port, shared=True)
    alone = WebServer("alone", app, "127.0.0.1", first.port)
    await second.check()
    tasks = [asyncio.create_task(first.run()), asyncio.create_task(second.run())]
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{first.port}/")).text == "ok"
        with pytest.raises(OSError, match="in use"):
            await alone.check()
        await first.stop()
        await tasks[0]
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{second.port}/")).text == "ok"
    await second.stop()
    await tasks[1]
