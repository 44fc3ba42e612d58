"""A workspace with two curators, a queue of drafts from one article, and their desk."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from bot.card import Buttons
from bot.command import Reply
from bot.desk import Asked, Desk, Response
from bot.digest.subscription import Channel, Where
from bot.drafts.draft import Document as Text
from bot.drafts.draft import Draft
from bot.drafts.drafter import draft_facts
from bot.drafts.record import SourceDraft
from bot.plain_text import plain_text
from bot.ports import Person
from bot.press import Press
from bot.review.circle import Circles
from bot.review.curators import Asker, read_curators
from bot.review.desk import ReviewDesk
from bot.review.item import Circle, Document, Item, prefix
from facts.compiled import Compiled
from tests.fakes import fake_ports
from tests.review_fakes import FakeReviewPorts, fake_review_ports

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CIRCLE = "slack:T1"
MINA, KEN = Person("slack", "T1", "U1"), Person("slack", "T1", "U2")
READER = Person("slack", "T1", "U9")
ARTICLE = (
    "Sakana AI said on 2 November 2026 that it would spend $450 million on a data centre in Osaka. "
    "Kumo Robotics, a newcomer, planned to hire 1,200 people in Japan by 2027.\n\n"
    + "Nobody else in the report gave a figure that could be compared with any of these. "
    * 6
)
SOURCE = SourceDraft(
    f"{prefix(CIRCLE)}example-report", "A report", "Example News", "en", "2026-11-03", dated=True,
    archive="report.txt", url="https://news.example/report",
)  # fmt: skip


class Wishes:
    """What readers asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    async def most_wanted(self, limit: int) -> list["Wish"]:
        return [Wish(*pair) for pair in self.asked[:limit]]


class Wish:
    def __init__(self, question: str, times: int) -> None:
        self.question, self.times = question, times


class World:
    """`ready` is what everybody reads; `library` what the workspace does, set by a test."""

    def __init__(self, ready: Compiled, shared: str = "") -> None:
        self.ready = self.library = ready
        self.ports: FakeReviewPorts = fake_review_ports()
        self.wishes = Wishes()
        circles = Circles(frozenset(filter(None, [shared])))
        curators = read_curators("slack:T1:U1,slack:T1:U2,slack:T2:U1", circles)
        self.review = ReviewDesk(self.ports, curators, lambda _: self.library, self.wishes)
        self.desk = Desk(lambda: self.library, fake_ports(), reviews=self.review)

    async def add(self, *drafts: Draft, circle: Circle = CIRCLE, answers: str = "") -> list[str]:
        """Put drafts into the queue, with their article."""
        known = len(self.ports.queue.items)
        digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
        items = [
            Item(
                f"{circle}-{n}", circle, "draft", "waiting", 0, NOW, draft.score, draft, SOURCE,
                answers=answers or None, archive=digest,
            )
            for n, draft in enumerate(drafts)
        ]  # fmt: skip
        items = [replace(item, id=f"{circle}-{n}") for n, item in enumerate(items, known)]
        document = None if known else Document(SOURCE, digest)
        await self.ports.queue.add(circle, document, ARTICLE.encode(), items, None, NOW)
        return [item.id for item in items]

    async def say(self, line: str, person: Person = MINA) -> Response:
        """The response to a line."""
        where = Where(Channel(person.platform, person.workspace, "C1"), person.user)
        return await self.desk.respond(Asked(line, person, NOW, where=where))

    async def read(self, line: str, person: Person = MINA) -> str:
        """What the asker sees."""
        return seen((await self.say(line, person)).reply)

    async def press(self, response: Response, label: str, person: Person = MINA) -> Reply:
        """What a button of a response leads to."""
        number = labels(response.reply).index(label)
        where = Where(Channel("slack", "T1", "C1"), person.user)
        found = await self.desk.press(
            Press(response.key, "action", number), person, NOW, where=where
        )  # fmt: skip
        assert found.response
        return found.response.reply

    async def item(self, id_: str) -> Item:
        found = await self.ports.queue.find(id_)
        assert found
        return found

    async def pack(self, circle: Circle = CIRCLE) -> dict[str, str]:
        return dict(await self.ports.published.records(circle))


def drafts(ready: Compiled) -> list[Draft]:
    """The drafts of the article: what Sakana AI spends, and whom Kumo Robotics hires."""
    found = draft_facts(ready, [Text(SOURCE.id, ARTICLE, "en", SOURCE.published, "A report")], -99)
    return [
        next(d for d in found if words in d.quote.exact) for words in ("$450 million", "1,200 people")
    ]  # fmt: skip


def asker(person: Person = MINA, tag: str = "en") -> Asker:
    return Asker(person, person.workspace, NOW, tag)


def seen(reply: Reply) -> str:
    return plain_text(reply.card)


def labels(reply: Reply) -> list[str]:
    """The labels of all buttons."""
    blocks = (b for b in reply.card.blocks if isinstance(b, Buttons))
    return [button.label for block in blocks for button in block.buttons]


def line(reply: Reply, label: str) -> str:
    """The line that a button stands for."""
    blocks = (b for b in reply.card.blocks if isinstance(b, Buttons))
    return next(b.command for block in blocks for b in block.buttons if b.label == label)


def related(draft: Draft, kind: str, fact: str) -> Draft:
    relation = replace(draft.relation, kind=kind, fact=fact)  # type: ignore[arg-type]  # of RelationKind
    return replace(draft, relation=relation)
