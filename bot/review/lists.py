"""Lists for curators: what waits, what readers miss, what failed, what was decided."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.card import Block, Bullets, Button, Buttons, Exact, Notice, Paragraph, Plain, Span, Strong
from bot.command import Reply
from bot.fact_card import Reader
from bot.request import language_of
from bot.review.card import PAGE, log_blocks, queue_blocks
from bot.review.curators import Asker
from bot.review.item import EVERYBODY, Circle, Item, prefix
from bot.review.ports import ReviewPorts
from bot.review.told import card_of
from facts.compiled import Compiled

FEW = 5  # requests that stand beside the queue
MANY = 20  # lines of the other lists
_FAR = 200  # items in which the one after another is looked for


class Wish(Protocol):
    """A question without an answer, and how often it was wished for."""

    @property
    def question(self) -> str:
        """As it was first written."""

    @property
    def times(self) -> int:
        """How often somebody asked to have it answered."""


class MostWanted(Protocol):
    """The requests of readers."""

    async def most_wanted(self, limit: int) -> Sequence[Wish]:
        """The questions wished for most often first."""


class Lists:
    """Makes the lists; each method may raise StoreError."""

    def __init__(
        self, ports: ReviewPorts, library: Callable[[Circle], Compiled], wanted: MostWanted
    ) -> None:
        self._ports, self._library, self._wanted = ports, library, wanted

    async def waiting(self, circle: Circle, asker: Asker, page: int) -> Reply:
        """Ten of the items that wait, and on the first page what readers ask for."""
        queue, reader = self._ports.queue, self._reader(circle, asker)
        total = await queue.count(circle, ["waiting"])
        items = await queue.page(circle, ["waiting"], (page - 1) * PAGE, PAGE)
        blocks = queue_blocks(reader, items, total, page)
        if page == 1:
            blocks += await self._wishes(reader, circle, FEW)
            lines = ("wanted", "failed", "translations", "log")
            buttons = (Button(reader.say(f"review.do_{w}"), f"review {w}") for w in lines)
            blocks.append(Buttons(tuple(buttons)))
        return card_of(asker, reader.say("review.title"), blocks, f"review list {page}")

    async def after(self, circle: Circle, item: str) -> Item | None:
        """The item that waits behind another; the first one where that one waits no more."""
        items = await self._ports.queue.page(circle, ["waiting"], 0, _FAR)
        ids = [each.id for each in items]
        behind = items[ids.index(item) + 1 :] if item in ids else items
        return next(iter(behind), None)

    async def wanted(self, circle: Circle, asker: Asker) -> Reply:
        """The questions that readers asked to have answered."""
        reader = self._reader(circle, asker)
        blocks = await self._wishes(reader, circle, MANY)
        return self._card(asker, reader, "wanted", blocks)

    async def _wishes(self, reader: Reader, circle: Circle, most: int) -> list[Block]:
        """Requests are kept without where they come from: only who decides for everybody sees
        them.
        """
        if circle != EVERYBODY:
            return []
        items = await self._ports.queue.page(circle, ["waiting"], 0, _FAR)
        answering = {item.answers: item.id for item in items if item.answers}
        rows: list[tuple[Span, ...]] = []
        for wish in await self._wanted.most_wanted(most):
            spans: list[Span] = [Strong(f"{wish.times}×"), Plain(f" {wish.question}")]
            if wish.question in answering:
                spans.append(Strong(f" {reader.say('review.row_answers')}"))
                spans.append(Plain(f" [{answering[wish.question]}]"))
            rows.append(tuple(spans))
        if not rows:
            return []
        return [Paragraph((Strong(reader.say("review.wanted")),)), Bullets(tuple(rows))]

    async def failed(self, circle: Circle, asker: Asker) -> Reply:
        """Suggestions that could not be read, and why."""
        reader = self._reader(circle, asker)
        rows = [
            (Exact((each.link or each.text or "")[:PAGE * PAGE]), Plain(f" · {reason}"))
            for each, reason in await self._ports.suggestions.failed(circle, MANY)
        ]  # fmt: skip
        return self._card(asker, reader, "failed", [Bullets(tuple(rows))] if rows else [])

    async def untranslated(self, circle: Circle, asker: Asker) -> Reply:
        """Published facts of the circle whose statement is not there in every language."""
        reader, own = self._reader(circle, asker), prefix(circle)
        facts = [f for f in reader.library.facts.values() if f.id.startswith(own)]
        missing = [f for f in facts if f.statement.missing()][:MANY]
        rows, buttons = [], []
        for number, fact in enumerate(missing, 1):
            names = ", ".join(reader.say(f"review.in_{m}") for m in fact.statement.missing())
            said = reader.say("review.untranslated", languages=names)
            rows.append((Plain(f"{number}. {fact.text(reader.language)} "), Strong(said)))
            buttons.append(Button(str(number), f"review change {fact.id}"))
        blocks: list[Block] = [Bullets(tuple(rows)), Buttons(tuple(buttons))] if rows else []
        return self._card(asker, reader, "translations", blocks)

    async def log(self, circle: Circle, asker: Asker) -> Reply:
        """The newest decisions."""
        reader = self._reader(circle, asker)
        blocks = log_blocks(reader, await self._ports.queue.log(circle, MANY))
        return self._card(asker, reader, "log", blocks)

    def _card(self, asker: Asker, reader: Reader, name: str, blocks: list[Block]) -> Reply:
        empty: list[Block] = [Notice("info", reader.say("review.nothing_here"))]
        title = f"{reader.say('review.title')}: {reader.say(f'review.do_{name}')}"
        return card_of(asker, title, blocks or empty, f"review {name}")

    def _reader(self, circle: Circle, asker: Asker) -> Reader:
        ready = self._library(circle)
        language = language_of(asker.tag).language
        return Reader(ready.library, ready.rates, language, asker.now.date())
