"""A channel with a desk and a worker on one store, for the tests of the digest's commands."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.card import Buttons
from bot.desk import Asked, Desk, Response
from bot.digest.content import Content
from bot.digest.delivery import Delivery
from bot.digest.desk import DigestDesk
from bot.digest.subscription import Channel, Subscription, Where
from bot.digest.worker import Worker
from bot.ports import Person
from facts.compiled import Compiled
from tests.digest_fakes import Clock, FakePoster, FakeStore, Row, digest_ports
from tests.fakes import FakeKeyValue, FakePorts, fake_ports
from tests.helpers import blocks, shown

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # noon in Tokyo
DUE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 09:00 there, on the next day
MINA = Person("slack", "T1", "U1")
CHANNEL = Channel("slack", "T1", "C1")
WHERE = Where(CHANNEL, "U1")
MICROSOFT = "microsoft-2024-cloud-ai"
TAGS = ("en", "ja", "zh", "zh-tw")


class Chat:
    """A channel, its desk, its worker, and the time."""

    def __init__(self, ready: Compiled) -> None:
        self.ready = ready
        self.clock = Clock(NOW)
        self.store, self.poster = FakeStore(self.clock), FakePoster(self.clock)
        self.ports: FakePorts = fake_ports()
        digests = DigestDesk(
            self.store, self.store, FakeKeyValue(), lambda ready: self.content.chooser(ready)  # noqa: PLW0108  # made below
        )  # fmt: skip
        self.desk = Desk(lambda: self.ready, self.ports, digests)
        self.content = Content(lambda _: self.ready, self.desk.draw)
        ports = digest_ports(self.store, self.poster)
        self.worker = Worker(ports, self.content, self.clock, "one")

    async def ask(self, line: str, where: Where = WHERE, tag: str = "en") -> Response:
        """The response to a line, in a language."""
        await self.ports.preferences.choose_language(MINA, tag)
        return await self.desk.respond(Asked(line, MINA, self.clock.now, where=where))

    async def read(self, line: str, where: Where = WHERE, tag: str = "en") -> str:
        """What the asker sees."""
        return shown((await self.ask(line, where, tag)).reply)

    async def at(self, moment: datetime) -> None:
        """The worker at a time."""
        self.clock.now = moment
        await self.worker.turn()
        await self.worker.settled()

    def wish(self, channel: Channel = CHANNEL) -> Subscription:
        return self.store.wishes[channel]

    def keep(self, **given: object) -> None:
        """A delivery of the day, as some worker left it."""
        delivery = Delivery("d1", CHANNEL, DUE.date(), DUE, "planned")
        self.store.rows["d1"] = Row(replace(delivery, **given))  # type: ignore[arg-type]  # fields


def lines(response: Response) -> list[str]:
    """The lines of the card's own buttons."""
    return [b.command for block in blocks(response.reply.card, Buttons) for b in block.buttons]
