"""Cut a card into pages that each fit into one message: between blocks, rows or items, never
inside a quote.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

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
        end = _most(card, rest, fits)
        if 1 < end < len(rest) and _is_heading(rest[end - 1]):
            end -= 1
        done.append(_page(card, rest[:end]))
        rest = rest[end:]
    return done


def _most(card: Card, rest: list[Block], fits: Fits) -> int:
    """How many of the pieces fit on one page, at least 1. Doubling first: what is left may be a
    hundred pages, and each try draws what it tries.
    """

    def too_many(number: int) -> bool:
        return not fits(_page(card, rest[:number]))

    bound = 2
    while bound <= len(rest) and not too_many(bound):
        bound *= 2
    tried = range(bound // 2 + 1, min(bound, len(rest) + 1))
    return bound // 2 + bisect_left(tried, True, key=too_many)


def _is_heading(piece: Block) -> bool:
    return isinstance(piece, Paragraph) and all(isinstance(s, Strong) for s in piece.spans)


def _page(card: Card, pieces: list[Block]) -> Card:
    """The pieces on one page; those that are parts of one list or table are one again."""
    groups = (list(group) for _, group in groupby(pieces, _whole))
    return replace(card, blocks=tuple(block for group in groups for block in _joined(group)))


def _whole(piece: Block) -> object:
    """The same for pieces that belong together; an empty list or table is one by itself."""
    if isinstance(piece, Table) and piece.rows:
        return Table, piece.header
    return type(piece) if isinstance(piece, Bullets | Sources) and piece.items else id(piece)


def _joined(group: list[Block]) -> Iterable[Block]:
    match group[0]:
        case Bullets(items) | Sources(items) as first if items:
            yield type(first)(tuple(chain.from_iterable(
                piece.items for piece in group if isinstance(piece, Bullets | Sources)
            )))  # fmt: skip
        case Table(header, rows) if rows:
            every = (piece.rows for piece in group if isinstance(piece, Table))
            yield Table(header, tuple(chain.from_iterable(every)))
        case _:
            yield from group


def _pieces(block: Block) -> Iterator[Block]:
    """The smallest parts of a block that may stand on different pages."""
    if isinstance(block, Bullets | Sources) and block.items:
        yield from (type(block)((item,)) for item in block.items)
    elif isinstance(block, Table) and block.rows:
        yield from (Table(block.header, (row,)) for row in block.rows)
    else:
        yield block
