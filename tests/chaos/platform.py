"""A platform that loses connections, asks for patience and fails, and knows what it accepted."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from aiohttp import web

from tests.chaos.time import FakeTime

NONCE_SECONDS = 60.0
# A request that lay about for longer is not taken: a test machine under load is no bug of ours.
TAKEN_WITHIN = 10.0

# What happens to a post, and how often.
FATES = {
    "accept": 66, "lose before": 7, "lose after": 9, "lose, accept later": 4, "limit": 4,
    "fail before": 3, "fail after": 3, "accept, answer too late": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What a channel is like: its posts are refused, or its history may not be read."""

    refused: bool
    readable: bool


@dataclass
class Platform:
    """Two platforms behind one server: "slack" has no nonces, "discord" has."""

    time: FakeTime
    random: Random
    kinds: dict[str, Kind] = field(default_factory=dict)
    accepted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _nonces: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.post("/post", self._post), web.get("/find", self._find)])
        return app

    def accept(self, said: dict[str, str]) -> str:
        """Take a post; its message's id, that of its twin where a nonce says that it is one."""
        channel, nonce, now = said["channel"], said.get("nonce"), self.time.seconds()
        if nonce:
            until, message = self._nonces.get((channel, nonce), (0.0, ""))
            if now < until:
                self.counts["taken for its twin"] += 1
                return message
        message = f"{said['delivery']}.{len(self.accepted[channel])}"
        self.accepted[channel].append(message)
        if nonce:
            self._nonces[channel, nonce] = now + NONCE_SECONDS, message
        return message

    async def _post(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        if self.time.seconds() - said.pop("sent") > TAKEN_WITHIN:
            return web.Response(status=503)
        if self.kinds[said["channel"]].refused:
            return web.Response(status=403)
        fate = self.random.choices(list(FATES), list(FATES.values()))[0]
        self.counts[fate] += 1
        if fate == "limit":
            return _limited(self.random)
        if fate in ("accept", "lose after", "fail after", "accept, answer too late"):
            message = self.accept(said)
        if fate == "lose, accept later":
            self._later(said)
        if fate.startswith("lose"):
            return _lose(request)
        if fate.startswith("fail"):
            return web.Response(status=502)
        late = self.random.uniform(15, 25) if "late" in fate else self.random.uniform(0, 2)
        await asyncio.sleep(self.time.real(late))
        return web.json_response({"message": message})

    def _later(self, said: dict[str, str]) -> None:
        async def accept(seconds: float) -> None:
            await asyncio.sleep(self.time.real(seconds))
            self.accept(said)

        task = asyncio.create_task(accept(self.random.uniform(0, 8)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _find(self, request: web.Request) -> web.StreamResponse:
        channel, delivery = request.query["channel"], request.query["delivery"]
        if not self.kinds[channel].readable:
            return web.Response(status=403)
        fate = self.random.random()
        if fate < 0.1:
            return _lose(request)
        if fate < 0.15:
            return _limited(self.random)
        self.counts["looked up"] += 1
        found = [m for m in self.accepted[channel] if m.startswith(f"{delivery}.")]
        return web.json_response({"message": found[0] if found else None})


def _limited(random: Random) -> web.Response:
    headers = {"Retry-After": f"{random.uniform(1, 30):.1f}"}
    return web.Response(status=429, headers=headers | {"Of": random.choice(["channel", "all"])})


def _lose(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
