"""One worker process: the real worker and store, a fixed digest, and the platform on loopback."""

import asyncio
import logging
import sys
from collections.abc import Mapping
from datetime import datetime

import aiohttp

from adapters.store.store import Store
from bot.card import Card
from bot.command import Reply
from bot.desk import Response
from bot.digest.choose import Choice, Item, Shown
from bot.digest.ports import (
    Claimed,
    DigestPorts,
    LimitedError,
    LostError,
    Poster,
    RefusedError,
)
from bot.digest.subscription import Channel
from bot.digest.worker import Worker
from bot.ports import Paces
from tests.chaos.bugs import with_bug
from tests.chaos.time import FakeTime

PATIENCE = 12.0  # seconds of the fake clock until a post counts as lost
AGAIN = {"slack": 0.0, "discord": 50.0}  # the platform's nonces count for 60 s
PER_SECOND = {"slack": 20.0, "discord": 50.0}


class Fixed:
    """The same digest for everybody."""

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        return Choice((), (Item(("fact",), "new"),))

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        return Response(Reply(Card("Digest", (), "en"), {}, facts=("fact",)))

    def versions(self, claimed: Claimed, choice: Choice) -> Mapping[str, int]:
        return {"fact": 1}


class LoopbackPoster(Poster):
    def __init__(self, platform: str, url: str, time: FakeTime, paces: Paces) -> None:
        self.platform, self.again_seconds = platform, AGAIN[platform]
        self._url, self._time, self._paces = url, time, paces
        timeout = aiohttp.ClientTimeout(total=time.real(PATIENCE))
        self._session = aiohttp.ClientSession(timeout=timeout)

    async def turn(self, channel: Channel) -> None:
        wait = await self._paces.take(self.platform, PER_SECOND[self.platform])
        await asyncio.sleep(self._time.real(wait))

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        return await self.send(channel, delivery, delivery if self.again_seconds else None)

    async def send(self, channel: Channel, delivery: str, nonce: str | None) -> str:
        """Post with a nonce or without one."""
        said = {
            "channel": channel.channel, "delivery": delivery, "nonce": nonce,
            "sent": self._time.seconds(),
        }  # fmt: skip
        try:
            async with self._session.post(f"{self._url}/post", json=said) as answer:
                return str((await _read(answer))["message"])
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LostError(str(error)) from error

    async def find(self, channel: Channel, delivery: str) -> str | None:
        query = {"channel": channel.channel, "delivery": delivery}
        try:
            async with self._session.get(f"{self._url}/find", params=query) as answer:
                found: str | None = (await _read(answer))["message"]
                return found
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LostError(str(error)) from error

    async def close(self) -> None:
        await self._session.close()


async def _read(answer: aiohttp.ClientResponse) -> dict[str, str | None]:
    match answer.status:
        case 200:
            body: dict[str, str | None] = await answer.json()
            return body
        case 403:
            raise RefusedError("forbidden")
        case 429:
            seconds = float(answer.headers["Retry-After"])
            raise LimitedError(seconds, workspace=answer.headers["Of"] == "all")
        case status:  # a gateway's failure says nothing about what was behind it
            raise LostError(f"status {status}")


async def work(address: str, url: str, time: FakeTime, owner: str, bug: str) -> None:
    """Deliver until the process is killed."""
    store = Store(address)
    posters = {p: LoopbackPoster(p, url, time, store.paces) for p in AGAIN}
    ports = with_bug(bug, DigestPorts(store.subscriptions, store.deliveries, posters), store)
    await Worker(ports, Fixed(), time.now, owner).run(pause=0.05)


def main(address: str, url: str, time_text: str, owner: str, bug: str) -> None:
    logging.disable()
    time = FakeTime.read(time_text)
    time.rule_the_database()
    asyncio.run(work(address, url, time, owner, bug))


if __name__ == "__main__":
    main(*sys.argv[1:])
