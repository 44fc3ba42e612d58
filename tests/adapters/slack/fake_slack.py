"""Slack's Web API, response URLs and Socket Mode on 127.0.0.1, as far as the bot needs them.

Every payload that arrives is checked as Slack would, and by our own checks; a bad one fails the
test that sent it.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

import aiohttp
from aiohttp import web

from adapters.slack.manifest import OPTIONAL_SCOPES, REQUIRED_SCOPES
from adapters.slack.payload import problems, view_problems
from tests.adapters.slack.sdk_models import sdk_problem, sdk_view_problem
from tests.helpers import NOW

TRIGGERED = ("views.open", "views.push")


@dataclass(frozen=True)
class Call:
    """One request that arrived: the method (or "response_url"), its body and its token."""

    method: str
    body: dict[str, Any]
    token: str = ""


@dataclass
class Trouble:
    """An answer that is not ok, given so many times."""

    error: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False  # take the request and close the connection without an answer


class FakeSlack:
    """`calls` holds what arrived, in order; `wrong` what Slack would have refused."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.wrong: list[str] = []
        self.troubles: defaultdict[str, deque[Trouble]] = defaultdict(deque)
        self.answers: dict[str, dict[str, Any]] = {}
        self.locales: dict[str, str] = {}
        self.profiles: dict[str, dict[str, Any]] = {}
        self.bad_tokens: set[str] = set()
        self.scopes = ",".join([*REQUIRED_SCOPES, *OPTIONAL_SCOPES])
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = asyncio.Event()
        self.acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.delay: defaultdict[str, float] = defaultdict(float)
        self.arrived: asyncio.Queue[Call] = asyncio.Queue()
        self.uploads: dict[str, bytes] = {}
        self.port = 0

    @property
    def api(self) -> str:
        """The base address of the Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def response_url(self) -> str:
        """A response URL."""
        return f"http://127.0.0.1:{self.port}/response/1"

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """Answer the next calls of a method so."""
        self.troubles[method].extend(troubles)

    def of(self, method: str) -> list[dict[str, Any]]:
        """The bodies of the calls of a method."""
        return [call.body for call in self.calls if call.method == method]

    async def next(self, method: str) -> dict[str, Any]:
        """The body of the next call of a method; waits for it."""
        async with asyncio.timeout(5):
            while True:
                call = await self.arrived.get()
                if call.method == method:
                    return call.body

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator["FakeSlack"]:
        """Serve on a port of 127.0.0.1."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/response/{n}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            body = await request.json()
        else:
            body = dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self._note(Call(method, body, token))
        if self.delay[method]:
            await asyncio.sleep(self.delay[method])
        if trouble := self._trouble(method):
            return await self._troubled(request, trouble)
        if token in self.bad_tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        headers = {"x-oauth-scopes": self.scopes, "Date": format_datetime(NOW, usegmt=True)}
        return web.json_response(self._answer(method, body), headers=headers)

    def _answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                found: dict[str, Any] = {"team": "Acme", "team_id": "T0ACME", "user": "japan-ai",
                                         "user_id": "U0JAPANAI", "bot_id": "B0JAPANAI"}  # fmt: skip
            case "users.info":
                found = {
                    "user": {
                        "id": body["user"],
                        "locale": self.locales.get(body["user"], "en-US"),
                        **self.profiles.get(body["user"], {}),
                    }
                }
            case "users.conversations":
                found = {"channels": [{"id": "C0SALES"}, {"id": "C0GENERAL"}]}
            case "chat.postMessage":
                found = {"channel": body["channel"], "ts": f"1795338999.{len(self.calls):06}"}
            case "conversations.open":
                found = {"channel": {"id": f"D{body['users']}"}}
            case "files.getUploadURLExternal":
                id_ = f"F{len(self.calls)}"
                found = {"upload_url": f"http://127.0.0.1:{self.port}/upload/{id_}", "file_id": id_}
            case "apps.connections.open":
                found = {"url": f"ws://127.0.0.1:{self.port}/socket"}
            case _:
                found = {}
        return {"ok": True, **found, **self.answers.get(method, {})}

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if trouble := self._trouble("upload"):
            return await self._troubled(request, trouble)
        self.uploads[request.match_info["id"]] = await request.read()
        return web.Response(text="OK - 1")

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        self._note(Call("response_url", await request.json()))
        if trouble := self._trouble("response_url"):
            if trouble.error and not trouble.drop:
                return web.Response(text=trouble.error, status=trouble.status, headers=trouble.headers)  # fmt: skip
            return await self._troubled(request, trouble)
        return web.Response(text="ok")

    def _trouble(self, method: str) -> Trouble | None:
        return self.troubles[method].popleft() if self.troubles[method] else None

    async def _troubled(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        if trouble.drop:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if trouble.status >= 500:
            return web.Response(status=trouble.status, text="<html>oops</html>", headers=trouble.headers)  # fmt: skip
        return web.json_response(
            {"ok": False, "error": trouble.error}, status=trouble.status, headers=trouble.headers
        )

    def _note(self, call: Call) -> None:
        self.calls.append(call)
        self.arrived.put_nowait(call)
        self.wrong += [f"{call.method}: {problem}" for problem in wrong_with(call)]

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.opened.set()
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.acks.put_nowait(json.loads(message.data))
        return socket

    async def send(self, envelope: dict[str, Any]) -> None:
        """Send an envelope through the newest Socket Mode connection."""
        await asyncio.wait_for(self.opened.wait(), 5)
        await self.sockets[-1].send_json(envelope)

    async def ack(self) -> dict[str, Any]:
        """The next acknowledgement."""
        return await asyncio.wait_for(self.acks.get(), 5)


def wrong_with(call: Call) -> list[str]:
    """What Slack would refuse of a call."""
    body = call.body
    if call.method in ("chat.postMessage", "chat.update", "response_url"):
        if "blocks" not in body:
            return [] if body.get("text") else ["no text"]
        found = [] if body.get("unfurl_links") is False else ["links may unfurl"]
        found += problems({"text": body.get("text", ""), "blocks": body["blocks"]})
        problem = sdk_problem(
            [b for b in body["blocks"] if b["type"] not in ("table", "data_table")]
        )
        return [*found, *([problem] if problem else [])]
    if call.method.startswith("views."):
        view = body["view"]
        found = view_problems(view)
        found += (
            ["no trigger_id"] if call.method in TRIGGERED and not body.get("trigger_id") else []
        )
        problem = sdk_view_problem(view)
        return [*found, *([problem] if problem else [])]
    return []
