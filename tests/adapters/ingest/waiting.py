"""A queue in memory, a site on loopback, and what reads from one into the other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from adapters.ingest.reading import Drafting, Reader
from adapters.store.wishes import Wish
from bot.review.item import EVERYBODY, Circle, Item
from facts.compiled import Compiled
from tests.adapters.ingest.serving import HERE, NOW
from tests.fakes import FakeKeyValue, FakeLeases
from tests.review_fakes import FakeReviewPorts, fake_review_ports

DEAL = "SoftBank said on Friday that it would invest $3 billion in Rapidus over two years."
REPORT = f"A report of today\n\n{DEAL} Nothing else was said about it at all.\n"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


class Wishes:
    """The requests of readers."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    async def most_wanted(self, limit: int) -> list[Wish]:
        return [Wish(q, "en", 1, NOW, NOW) for q in self.questions[:limit]]


@dataclass
class Intake:
    """All of it."""

    ready: Compiled
    ports: FakeReviewPorts = field(default_factory=fake_review_ports)
    wishes: Wishes = field(default_factory=Wishes)
    clock: Clock = field(default_factory=Clock)
    key_value: FakeKeyValue = field(default_factory=FakeKeyValue)
    leases: FakeLeases = field(default_factory=FakeLeases)
    asked: list[Circle] = field(default_factory=list)

    def library(self, circle: Circle) -> Compiled:
        self.asked.append(circle)
        return self.ready

    def drafting(self) -> Drafting:
        return Drafting(self.ports.queue, self.wishes, self.library)

    async def read(self, *links: str, text: str | None = None, circle: Circle = EVERYBODY) -> bool:
        """Suggest these and take a turn at reading."""
        for link in links:
            await self.ports.suggestions.suggest(circle, link, None, self.clock.now)
        if text is not None:
            await self.ports.suggestions.suggest(circle, None, text, self.clock.now)
        return await Reader(self.ports, self.drafting(), self.clock, "a", HERE).turn()

    async def waiting(self, circle: Circle = EVERYBODY) -> list[Item]:
        return await self.ports.queue.page(circle, ["waiting"], 0, 100)


class Changing:
    """A page that a test changes: its words, its status, and the headers that it sends."""

    def __init__(self, words: str, kind: str = "text/plain", **headers: str) -> None:
        self.words, self.kind, self.status = words, kind, 200
        self.headers: dict[str, str] = {name.replace("_", "-"): v for name, v in headers.items()}

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        etag = self.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        sent = {"Content-Type": f"{self.kind}; charset=utf-8", **self.headers}
        return web.Response(body=self.words.encode(), status=self.status, headers=sent)


def paths(seen: list[web.Request]) -> list[str]:
    """What was asked for, robots.txt aside."""
    return [request.path for request in seen if request.path != "/robots.txt"]
