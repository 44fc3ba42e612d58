"""A Discord of our own on 127.0.0.1: REST and gateway, as far as the bot uses them.

What is sent to it is kept in `calls` and checked like Discord would check it; failures can be laid
in its way. People and channels are those of the constants.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import discord.gateway
from aiohttp import WSMsgType, web

from tests.adapters.discord.refusals import refusals
from tests.adapters.discord.world import (
    ALICE,
    APP,
    BOB,
    DM,
    EVERYTHING,
    GENERAL,
    GUILD,
    ME,
    Json,
    application,
    empty_message,
    guild,
    member,
    text_channel,
    user,
)

TOKEN = "good"  # noqa: S105  # of a server of our own
SECONDS = 5.0  # after which something that a test waits for is taken not to come
Fake = TypeVar("Fake", bound="FakeDiscord")


@dataclass(frozen=True)
class Call:
    """A request as it arrived."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Trouble:
    """What befalls the next requests to a path; status 0 drops the connection."""

    path: str
    status: int
    body: Json = field(default_factory=dict)
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False  # the request is taken, and its answer lost


class FakeDiscord:
    """One server; `url` is its REST address."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.troubles: list[Trouble] = []
        self.commands: list[Json] = []
        self.messages: dict[int, Json] = {}
        self.acknowledged: set[str] = set()
        self.permissions = EVERYTHING
        self.locale = "en-US"
        self.roles: list[str] = []
        self.refused: list[str] = []
        self.identified = 0
        self.intents = 0
        self.resumed = 0
        self.refuse_gateway = 0
        self.url = ""
        self._ids = itertools.count(1000000000000000000)
        self.sockets: list[web.WebSocketResponse] = []
        self._sequence = itertools.count(1)
        self._changed = asyncio.Condition()

    # What people do

    async def say(
        self, content: str, *, channel: int = GENERAL, author: int = ALICE, reply: int | None = None,
        ping: bool = True, direct: bool = False, **more: Any,
    ) -> int:  # fmt: skip
        """A message; its words arrive only where Discord passes them on without an intent."""
        named = re.findall(r"<@!?(\d+)>", content)
        replied = self.messages.get(reply) if reply else None
        if replied and ping:
            named.append(replied["author"]["id"])
        arrives = direct or str(ME) in named
        message = {
            **self._message(channel, user(author)), "content": content if arrives else "",
            "mentions": [user(int(id_)) for id_ in dict.fromkeys(named)],
            "mention_roles": re.findall(r"<@&(\d+)>", content), **more,
        }  # fmt: skip
        if not direct:
            message |= {"guild_id": str(GUILD), "member": member(author)}
        if replied:
            message |= {
                "type": 19, "referenced_message": replied,
                "message_reference": {"message_id": str(reply), "channel_id": str(channel)},
            }  # fmt: skip
        self.messages[int(message["id"])] = message
        await self.dispatch("MESSAGE_CREATE", message)
        return int(message["id"])

    async def slash(self, command: str, user_id: int = ALICE, **options: Any) -> str:
        """`/japan-ai command …`; the token of the interaction."""
        given = [{"name": n, "type": 3, "value": v} for n, v in options.items()]
        data = {"id": "1", "name": "japan-ai", "type": 1,
                "options": [{"name": command, "type": 1, "options": given}]}  # fmt: skip
        return await self.interact(2, data, user_id=user_id)

    async def type_in(self, command: str, option: str, text: str, **more: Any) -> str:
        """An option that is being typed."""
        typing = {"name": option, "type": 3, "value": text, "focused": True}
        data = {"id": "1", "name": "japan-ai", "type": 1,
                "options": [{"name": command, "type": 1, "options": [typing]}]}  # fmt: skip
        return await self.interact(4, data, **more)

    async def menu(self, content: str, name: str = "Look this up", **more: Any) -> str:
        """The context menu of somebody's message."""
        message = {**self._message(GENERAL, user(BOB)), "content": content, **more}
        data = {"id": "2", "name": name, "type": 3, "target_id": message["id"],
                "resolved": {"messages": {message["id"]: message}}}  # fmt: skip
        return await self.interact(2, data)

    async def press(self, message: Json, custom_id: str, **more: Any) -> str:
        """A press of a button of a message."""
        data = {"component_type": 2, "custom_id": custom_id}
        return await self.interact(3, data, message=message, **more)

    async def submit(self, custom_id: str, text: str, message: Json | None = None) -> str:
        """A form that is sent."""
        item = {"type": 4, "id": 2, "custom_id": "text", "value": text}
        data = {"custom_id": custom_id, "components": [{"type": 18, "id": 1, "component": item}]}
        return await self.interact(5, data, message=message)

    async def interact(
        self, kind: int, data: Json, *, user_id: int = ALICE, message: Json | None = None,
        locale: str = "en-US", channel: Json | None = None, direct: bool = False, **more: Any,
    ) -> str:  # fmt: skip
        """Any interaction; its token."""
        id_ = str(next(self._ids))
        token = f"token{id_}"
        payload: Json = {
            "id": id_, "application_id": str(APP), "type": kind, "token": token, "version": 1,
            "data": data, "locale": locale, "channel": channel or text_channel(GENERAL),
            "app_permissions": self.permissions, "attachment_size_limit": 1, "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)}, "context": 0, **more,
        }  # fmt: skip
        if direct:
            payload |= {"user": user(user_id), "context": 1}
            payload["channel"] = {"id": str(DM), "type": 1, "recipients": [user(user_id)]}
        else:
            payload |= {
                "guild_id": str(GUILD), "guild": {"id": str(GUILD), "features": []},
                "member": {**member(user_id, user(user_id)), "roles": self.roles},
                "guild_locale": self.locale,
            }  # fmt: skip
        if message is not None:
            payload["message"] = message
        await self.dispatch("INTERACTION_CREATE", payload)
        return token

    def shown(self, body: Json, *, author: int = ME, **more: Any) -> Json:
        """A message of the bot as Discord gives it back."""
        return {**self._message(GENERAL, user(author)), **body, **more}

    # What the bot did

    async def wait(self, found: Callable[[], Any]) -> Any:
        """What `found` gives as soon as it gives anything."""
        async with self._changed, asyncio.timeout(SECONDS):
            while not (value := found()):
                await self._changed.wait()
            return value

    async def call(self, method: str, path: str, number: int = 0) -> Call:
        """The call of this number (from 0) to a path, waited for."""
        return await self.wait(
            lambda: next(itertools.islice(self.to(method, path), number, None), None)
        )

    def to(self, method: str, path: str) -> Iterator[Call]:
        """The calls so far to a path, a regular expression."""
        return (c for c in self.calls if c.method == method and re.fullmatch(path, c.path))

    async def posted(self, number: int = 0, channel: int = GENERAL) -> Json:
        """The body of a message that the bot posted."""
        return (await self.call("POST", f"/channels/{channel}/messages", number)).body

    async def answered(self, token: str) -> Json:
        """The body of the first response to an interaction."""
        return (await self.call("POST", f"/interactions/\\d+/{token}/callback")).body

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds that no call of the bot tells of."""
        async with asyncio.timeout(SECONDS):
            while not true():
                await asyncio.sleep(0.01)

    async def quiet(self) -> None:
        """Give the bot time to do what it must not do."""
        await asyncio.sleep(0.15)

    def fail(self, path: str, status: int, **more: Any) -> None:
        """Lay a failure in the way of the next request to a path."""
        self.troubles.append(Trouble(path, status, **more))

    # The server

    async def drop(self, code: int = 4000) -> None:
        """Close the gateway's sockets from Discord's side."""
        for socket in self.sockets:
            await socket.close(code=code)
        self.sockets.clear()

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event to everybody who is connected."""
        await self.wait(lambda: [s for s in self.sockets if not s.closed])
        for socket in self.sockets:
            with suppress(ConnectionError):  # one that is going away
                await self._event(socket, event, data)

    async def _event(self, socket: web.WebSocketResponse, event: str, data: Any) -> None:
        await socket.send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_gateway:
            self.refuse_gateway -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45000}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._received(socket, json.loads(message.data))
        return socket

    async def _received(self, socket: web.WebSocketResponse, sent: Json) -> None:
        if sent["op"] == 2 and sent["d"]["token"] != TOKEN:
            await socket.close(code=4004)
        elif sent["op"] == 2:
            self.identified += 1
            self.intents = sent["d"]["intents"]
            ready = {
                "v": 10, "user": user(ME), "guilds": [{"id": str(GUILD), "unavailable": True}],
                "session_id": "s", "resume_gateway_url": self.url.replace("http", "ws")[:-7]
                + "gateway", "shard": sent["d"].get("shard", [0, 1]),
                "application": {"id": str(APP), "flags": 0},
            }  # fmt: skip
            await self._event(socket, "READY", ready)
            await self._event(socket, "GUILD_CREATE", self.guild())
            await self._joined(socket)
        elif sent["op"] == 6:
            self.resumed += 1
            await self._event(socket, "RESUMED", {})
            await self._joined(socket)
        elif sent["op"] == 1:
            await socket.send_json({"op": 11})

    async def _joined(self, socket: web.WebSocketResponse) -> None:
        self.sockets.append(socket)
        await self._note()

    async def rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        body, files = await _body(request)
        trouble = next((t for t in self.troubles if re.fullmatch(t.path, path) and t.times), None)
        if trouble and not trouble.after:
            return await self._befall(request, trouble)
        self._check(request.method, path, body)
        self.calls.append(Call(request.method, path, body, files))
        if trouble:
            self._answer(request, path, body)
            return await self._befall(request, trouble)
        await self._note()
        status, data = self._answer(request, path, body)
        if data is None:
            return web.Response(status=status)
        return _json(data, status)

    async def _befall(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        trouble.times -= 1
        await self._note()
        if trouble.status == 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return _json(trouble.body, trouble.status, trouble.headers)

    def _check(self, method: str, path: str, body: Any) -> None:
        self.refused += refusals(method, path, _with_ids(body))

    def _answer(self, request: web.Request, path: str, body: Any) -> tuple[int, Any]:
        if request.headers.get("Authorization", "") not in (f"Bot {TOKEN}", ""):
            return 401, {"code": 0, "message": "401: Unauthorized"}
        if path == "/users/@me":
            return 200, user(ME)
        if path in ("/oauth2/applications/@me", "/applications/@me"):
            return 200, application()
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 900, "reset_after": 1, "max_concurrency": 1}
            gateway = self.url.replace("http", "ws").removesuffix("/api/v10") + "/gateway"
            return 200, {"url": gateway, "shards": 1, "session_start_limit": limit}
        if "/commands" in path:
            return self._of_commands(request.method, path, body)
        if "/callback" in path:
            return self._callback(path)
        if path == "/users/@me/channels":
            return 200, {"id": str(DM), "type": 1, "recipients": [user(int(body["recipient_id"]))]}
        if request.method == "GET" and "/messages/" in path:
            found = self.messages.get(int(path.rsplit("/", 1)[1]))
            return (200, found) if found else (404, {"code": 10008, "message": "Unknown Message"})
        if request.method == "PATCH" and path.startswith("/channels"):
            return self._edit(path, body)
        return self._post(path, body)

    def _edit(self, path: str, body: Any) -> tuple[int, Any]:
        known = self.messages.get(int(path.rsplit("/", 1)[1]))
        if known is None:
            return 404, {"code": 10008, "message": "Unknown Message"}
        known.update(body)
        return 200, known

    def _of_commands(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if method == "PUT":
            self.commands = [{"id": str(next(self._ids)), "application_id": str(APP),
                              "version": "1", **command} for command in body]  # fmt: skip
        if method == "DELETE":
            self.commands = [c for c in self.commands if c["id"] != path.rsplit("/", 1)[1]]
            return 204, None
        return 200, self.commands

    def _callback(self, path: str) -> tuple[int, Any]:
        token = path.split("/")[3]
        if token in self.acknowledged:
            return 400, {"code": 40060, "message": "Interaction has already been acknowledged."}
        self.acknowledged.add(token)
        callback = {"id": path.split("/")[2], "type": 2, "response_message_id": "1"}
        return 200, {"interaction": callback}

    def _post(self, path: str, body: Any) -> tuple[int, Any]:
        channel = int(path.split("/")[2]) if path.startswith("/channels") else GENERAL
        message = {**self._message(channel, user(ME)), **(body or {})}
        message["attachments"] = [
            {
                "size": 1,
                "url": "https://cdn.example/f",
                "proxy_url": "https://cdn.example/f",
                **each,
            }
            for each in message["attachments"]
        ]
        self.messages[int(message["id"])] = message
        return 200, message

    def _message(self, channel: int, author: Json) -> Json:
        return empty_message(next(self._ids), channel, author)

    def guild(self) -> Json:
        """The server as it is now."""
        return guild(self.permissions, self.locale)

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _with_ids(body: Any) -> Any:
    """The body with the ids of attachments as texts: discord.py writes numbers, which Discord
    takes and its document lacks.
    """
    if isinstance(body, dict) and "attachments" in body:
        named = [{**each, "id": str(each["id"])} for each in body["attachments"]]
        body = {**body, "attachments": named}
    if isinstance(body, dict) and "data" in body:
        body = {**body, "data": _with_ids(body["data"])}
    return body


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON of a request, and the files that came with it by their names."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), {}
    form = await request.post()
    files = {
        part.filename: part.file.read() for part in form.values() if isinstance(part, web.FileField)
    }
    return json.loads(str(form["payload_json"])), files


def _json(data: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it: the library wants the bare content type."""
    given = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=given)


@contextmanager
def _gateway_at(url: str) -> Iterator[None]:
    """The library's own addresses, put back afterwards."""
    socket, route = discord.gateway.DiscordWebSocket, discord.http.Route
    kept = socket.DEFAULT_GATEWAY, route.BASE
    yield
    socket.DEFAULT_GATEWAY, route.BASE = kept


@asynccontextmanager
async def fake_discord(fake: Fake) -> AsyncIterator[Fake]:
    """Serve for one test."""
    app = web.Application()
    app.router.add_get("/gateway", fake.gateway)
    app.router.add_route("*", "/api/v10/{path:.*}", fake.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fake.url = f"http://127.0.0.1:{port}/api/v10"
    with _gateway_at(fake.url):
        try:
            yield fake
        finally:
            await runner.cleanup()
        if fake.refused:
            raise AssertionError(fake.refused)
