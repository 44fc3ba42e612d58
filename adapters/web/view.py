"""One page as one reader sees it: the language, the addresses of links, and the words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from markupsafe import Markup

from adapters.web.negotiate import TAGS
from adapters.web.render import Ways, draw
from adapters.web.shown import Shown
from bot.card import Block, Card
from bot.fact_card import Reader
from bot.request import language_of
from bot.traditional import in_traditional, say_in, traditional
from facts.language import Language, Text

NAMES = {"en": "English", "ja": "日本語", "zh": "简体中文", "zh-tw": "繁體中文"}
HTML_TAGS = {"en": "en", "ja": "ja", "zh": "zh-Hans", "zh-tw": "zh-Hant"}


@dataclass(frozen=True)
class View:
    """A reader's view of a page. `tag` is the language; `chosen` says that the address names it,
    so that links keep it. `path` and `question` are those of the page.
    """

    shown: Shown
    moment: datetime
    tag: str
    chosen: bool
    path: str
    question: str = ""

    @property
    def today(self) -> date:
        """The day by which ages are told."""
        return self.moment.date()

    @property
    def language(self) -> Language:
        """The language of the records that are shown."""
        return language_of(self.tag).language

    @property
    def html_tag(self) -> str:
        """The language as HTML names it."""
        return HTML_TAGS[self.tag]

    @cached_property
    def reader(self) -> Reader:
        """Whom facts are shown to."""
        return Reader(self.shown.library, self.shown.ready.rates, self.language, self.today)

    def in_language(self, tag: str) -> "View":
        """The same page in another language."""
        return self if tag == self.tag else replace(self, tag=tag)

    def say(self, key: str, /, **values: object) -> str:
        """A message in the reader's language."""
        return say_in(self.tag, key, **values)

    def own(self, text: str) -> str:
        """Words of the library, in the reader's characters; never for words of a source."""
        return traditional(text) if self.tag == "zh-tw" else text

    def text(self, text: Text) -> str:
        """A text of a record in the reader's language and characters."""
        return self.own(text.best(self.language))

    def draw(self, blocks: Iterable[Block]) -> Markup:
        """Blocks that were made with `reader`."""
        card = Card("", tuple(blocks), self.language)
        return self.drawn(in_traditional(card) if self.tag == "zh-tw" else card)

    def drawn(self, card: Card) -> Markup:
        """The blocks of a card that is in the reader's characters already."""
        return draw(card.blocks, Ways(self.to, self.shown.pages))

    def to(self, path: str, **query: str) -> str:
        """The address of a page of ours, in the language that was chosen."""
        wanted = {**query, "lang": self.tag} if self.chosen else query
        return _address(path, wanted)

    def languages(self) -> list[tuple[str, str, str, bool]]:
        """For the switch: HTML tag, name, address of this page in it, and whether it is shown."""
        question = {"q": self.question} if self.question else {}
        return [
            (HTML_TAGS[tag], NAMES[tag], _address(self.path, {**question, "lang": tag}),
             tag == self.tag)
            for tag in TAGS
        ]  # fmt: skip


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query, errors='replace')}" if query else path
