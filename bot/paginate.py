"""Cut a card into pages that each fit into one message: between blocks, rows or items, never
inside a quote.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.card import Block, Bullets, Card, Paragraph, Sources, Strong, Table

Fits = Callable[[Card], bool]


def pages(card: Card, fits: Fits) -> list[Card]:
    """The card in few pages, in its order, each of which `fits`; every page has the title. A
    heading goes with what is below it. A single paragraph, quote or row that fits nowhere stands
    alone on a page that is too large, and the renderer must split it.
    """
    if fits(card) or not card.blocks:
        return [card]
    done, rest = [], [piece for block in card.blocks for piece in _pieces(block)]
    while rest:
        most = bisect_left(range(2, len(rest) + 1), True, key=lambda n: not fits(_page(card, rest[:n])))  # fmt: skip
        end = most + 1
        if 1 < end < len(rest) and _is_heading(rest[end - 1]):
            end -= 1
        done.append(_page(card, rest[:end]))
        rest = rest[end:]
    return done


def _is_heading(piece: Block) -> bool:
    return isinstance(piece, Paragraph) and all(isinstance(s, Strong) for s in piece.spans)


def _page(card: Card, pieces: list[Block]) -> Card:
    blocks: list[Block] = []
    for piece in pieces:
        blocks = _joined(blocks, piece)
    return replace(card, blocks=tuple(blocks))


def _pieces(block: Block) -> Iterator[Block]:
    """The smallest parts of a block that may stand on different pages."""
    if isinstance(block, Bullets | Sources) and block.items:
        yield from (type(block)((item,)) for item in block.items)
    elif isinstance(block, Table) and block.rows:
        yield from (Table(block.header, (row,)) for row in block.rows)
    else:
        yield block


def _joined(page: list[Block], piece: Block) -> list[Block]:
    """The page with one more piece, which goes on with the last block where it is its next part."""
    last = page[-1] if page else None
    if isinstance(last, Bullets) and isinstance(piece, Bullets):
        return [*page[:-1], Bullets(last.items + piece.items)]
    if isinstance(last, Sources) and isinstance(piece, Sources):
        return [*page[:-1], Sources(last.items + piece.items)]
    if isinstance(last, Table) and isinstance(piece, Table) and last.header == piece.header:
        return [*page[:-1], Table(last.header, last.rows + piece.rows)]
    return [*page, piece]
