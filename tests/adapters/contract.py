"""What every renderer of cards promises, whatever its platform: one suite, called by each.

A test module of a renderer makes a `Renderer` and subclasses `RendererContract`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from bot.card import (
    Bar,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
    Table,
)
from facts.language import LANGUAGES
from tests.adapters.cards import HOSTILE, cards, every_block

HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# The same test runs for each renderer, which hypothesis takes for a mistake.
_many = settings(max_examples=50, suppress_health_check=[HealthCheck.differing_executors])
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Renderer:
    """A renderer as the suite sees it.

    `draw` gives what a reader sees of a card, all parts of it as one text, with enough room that
    no word is broken; `narrow` the same where room is scarce. `button` gives the words that a
    button shows. `inert` says how a harmful character is written instead ("" where it is left
    out).
    """

    draw: Callable[[Card], str]
    narrow: Callable[[Card], str]
    button: Callable[[Button], str]
    inert: Callable[[str], str]


def texts_of(block: Block, button: Callable[[Button], str]) -> list[str]:
    """The texts of a block that a reader must see, in their order."""
    match block:
        case Paragraph(spans):
            return [_span(span) for span in spans]
        case Bullets(items) | Sources(items):
            return [_span(span) for item in items for span in item]
        case Fields(pairs):
            return [text for name, span in pairs for text in (name, _span(span))]
        case Table(header, rows):
            filled = [n for n in range(len(header)) if any(_span(row[n]) for row in rows)]
            cells = [_span(row[n]) for row in rows for n in filled]
            return [header[n] for n in filled] + cells
        case Quote(text, language, source):
            return [text, language, source]
        case Notice(_, text):
            return [text]
        case Buttons(buttons):
            return [button(each) for each in buttons]
        case Picture(chart):
            return list(_chart_texts(chart))


def _chart_texts(chart: Chart) -> Iterator[str]:
    yield from (chart.title, chart.unit)
    group = ""
    for bar in chart.bars:
        if bar.group != group:
            group = bar.group
            yield group
        yield from (bar.label, bar.text, bar.note)
    yield from chart.footnotes


def _span(span: Span) -> str:
    if isinstance(span, Link) and span.text != span.url:
        return f"{span.text} {span.url}"
    return span.text


class RendererContract:
    """Subclass this with a `renderer`."""

    renderer: Renderer

    def visible(self, card: Card) -> list[str]:
        """Every text of a card that a reader must see, harmless, in order."""
        texts = [card.title]
        texts += [t for block in card.blocks for t in texts_of(block, self.renderer.button)]
        return [self.renderer.inert(text) for text in texts]

    def check_words(self, card: Card) -> None:
        """Every word is there, unbroken, as often as it is written."""
        drawn = SPACE.sub(" ", self.renderer.draw(card))
        for word, times in Counter(w for text in self.visible(card) for w in text.split()).items():
            assert drawn.count(word) >= times, word

    def check_characters(self, drawn: str, card: Card) -> None:
        """Every visible character is there as often as it is written, and no harmful one."""
        assert HARMFUL.findall(drawn) == []
        written = Counter(SPACE.sub("", "".join(self.visible(card))))
        lost = written - Counter(drawn)
        assert not lost

    @pytest.mark.parametrize("block", every_block(), ids=lambda block: type(block).__name__)
    def test_every_block_is_drawn(self, block: Block) -> None:
        card = Card("Title", (block,), "en")

        self.check_words(card)
        self.check_characters(self.renderer.draw(card), card)

    def test_the_suite_knows_every_block_and_span(self) -> None:
        spans = (Plain, Strong, Link, Exact)

        assert {type(block) for block in every_block()} == set(get_args(Block))
        assert set(spans) == set(get_args(Span))

    def test_blocks_and_their_texts_keep_their_order(self) -> None:
        card = Card("Title", tuple(every_block()), "en")
        drawn = SPACE.sub(" ", self.renderer.draw(card))
        place = 0
        for block in card.blocks:
            if isinstance(block, Table):
                continue  # a header may stand above the rows or before each cell
            for word in " ".join(texts_of(block, self.renderer.button)).split():
                if word not in LANGUAGES:  # that of a quote may stand at either end
                    place = drawn.index(word, place) + len(word)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_text_loses_no_word_and_does_nothing(self, text: str) -> None:
        spans = (Plain(text), Strong(text), Exact(text), Link(text, "https://example.org/a"))
        blocks = (
            Paragraph(spans), Bullets((spans, spans)), Sources((spans,)),
            Fields(tuple((text, span) for span in spans)),
            Table((text, "b"), ((Plain(text), Plain("c")), (Strong(text), Exact(text)))),
            Quote(text, "zh", text), Notice("info", text), Notice("caution", text),
            Notice("error", text), Buttons((Button(text, text),)),
            Picture(Chart(text, "bars", (Bar(text, 1.0, text, "hollow", text, text),), text, (text,)), text),
        )  # fmt: skip
        card = Card(text, blocks, "en")

        self.check_words(card)
        self.check_characters(self.renderer.draw(card), card)
        self.check_characters(self.renderer.narrow(card), card)

    def test_a_quote_is_drawn_to_the_letter(self) -> None:
        exact = "4月9日，微软宣布就云计算和AI领域，未来两年内在日本投资29亿美元 “quoted [sic]” *not* _markup_"
        drawn = self.renderer.draw(Card("", (Quote(exact, "zh", "who"),), "en"))

        assert exact in drawn

    def test_an_empty_card_is_drawn(self) -> None:
        for title in ("", " ", "Title"):
            card = Card(title, (), "en")
            assert title.strip() in self.renderer.draw(card)

    @_many
    @given(card=cards())
    def test_any_card_is_drawn_whole(self, card: Card) -> None:
        self.check_words(card)
        self.check_characters(self.renderer.draw(card), card)

    @_many
    @given(card=cards())
    def test_any_card_is_drawn_whole_where_room_is_scarce(self, card: Card) -> None:
        self.check_characters(self.renderer.narrow(card), card)
