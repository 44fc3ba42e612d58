"""Pages of any card under any limit: nothing lost, nothing moved, nothing cut that must stay whole."""

from dataclasses import replace
from math import log2

from hypothesis import given
from hypothesis import strategies as st

from bot.card import (
    Block,
    Bullets,
    Card,
    Paragraph,
    Plain,
    Quote,
    Sources,
    Span,
    Strong,
    Table,
)
from bot.paginate import pages
from bot.plain_text import plain_text
from facts.compiled import Compiled
from tests.adapters.cards import cards
from tests.helpers import ask

CARDS = st.lists(cards(), min_size=1, max_size=4).map(
    lambda several: replace(several[0], blocks=tuple(b for card in several for b in card.blocks))
)
LIMITS = st.integers(1, 400)


def size(card: Card) -> int:
    """What a platform would count: every character that is shown, and some for each block."""
    return len(plain_text(card)) + 5 * len(card.blocks)


def pieces(card: Card) -> list[object]:
    """The parts of a card that may stand on different pages, in order."""
    found: list[object] = []
    for block in card.blocks:
        if isinstance(block, Bullets | Sources):
            found += [(type(block), item) for item in block.items] or [block]
        elif isinstance(block, Table):
            found += [(block.header, row) for row in block.rows] or [block]
        else:
            found.append(block)
    return found


@given(card=CARDS, limit=LIMITS)
def test_nothing_is_lost_and_the_order_is_kept(card: Card, limit: int) -> None:
    done = pages(card, lambda page: size(page) <= limit)

    assert [piece for page in done for piece in pieces(page)] == pieces(card)
    assert {(page.title, page.language) for page in done} == {(card.title, card.language)}


@given(card=CARDS, limit=LIMITS)
def test_every_page_fits_or_is_a_single_piece(card: Card, limit: int) -> None:
    done = pages(card, lambda page: size(page) <= limit)

    assert [page for page in done if size(page) > limit and len(pieces(page)) > 1] == []


@given(card=CARDS, limit=LIMITS)
def test_quotes_stay_whole(card: Card, limit: int) -> None:
    done = pages(card, lambda page: size(page) <= limit)
    shown = [block for page in done for block in page.blocks if isinstance(block, Quote)]

    assert shown == [block for block in card.blocks if isinstance(block, Quote)]


@given(card=CARDS)
def test_a_card_that_fits_is_left_as_it_is(card: Card) -> None:
    assert pages(card, lambda page: True) == [card]


@given(card=CARDS)
def test_a_card_that_fits_nowhere_has_a_page_for_each_piece(card: Card) -> None:
    done = pages(card, lambda page: False)

    assert len(done) == max(1, len(pieces(card)))


@given(card=CARDS, limit=st.integers(1, 2000))
def test_few_pages_are_tried(card: Card, limit: int) -> None:
    tried = []

    def fits(page: Card) -> bool:
        tried.append(page)
        return size(page) <= limit

    done = pages(card, fits)
    most = 1 + len(done) * (2 + log2(len(pieces(card)) + 1))
    assert len(tried) <= most


def row(number: int) -> tuple[Span, ...]:
    return (Plain(f"row {number}"),)


def card_of(*blocks: Block) -> Card:
    return Card("Title", blocks, "en")


def test_a_long_list_takes_as_few_pages_as_it_can_and_each_has_its_header() -> None:
    card = card_of(Table(("Header",), tuple(row(n) for n in range(95))))
    done = pages(card, lambda page: len(pieces(page)) <= 10)

    assert [len(pieces(page)) for page in done] == [10] * 9 + [5]
    assert all(isinstance(block, Table) and block.header == ("Header",)
               for page in done for block in page.blocks)  # fmt: skip


def test_a_heading_goes_with_what_is_below_it() -> None:
    heading = Paragraph((Strong("Second part"),))
    card = card_of(Bullets((row(1), row(2))), heading, Bullets((row(3), row(4))))
    first, second = pages(card, lambda page: len(pieces(page)) <= 3)

    assert first.blocks == (Bullets((row(1), row(2))),)
    assert second.blocks == (heading, Bullets((row(3), row(4))))


def test_headings_alone_are_pages_too() -> None:
    headings = tuple(Paragraph((Strong(f"Part {n}"),)) for n in range(4))
    done = pages(card_of(*headings), lambda page: len(page.blocks) <= 2)

    assert [block for page in done for block in page.blocks] == list(headings)


def test_the_pages_of_real_answers_fit_a_small_message(ready: Compiled) -> None:
    for line in ("investments", "adoption", "tips"):
        card = ask(ready, line).card
        done = pages(card, lambda page: size(page) <= 900)

        assert len(done) > 1, line
        assert [p for p in done if size(p) > 900 and len(pieces(p)) > 1] == []
