"""A card in other characters: everything but the exact words of sources is converted."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Exact,
    Fields,
    Notice,
    Paragraph,
    Quote,
    Sources,
    Span,
    Table,
)  # fmt: skip

Convert = Callable[[str], str]


def convert_card(card: Card, convert: Convert) -> Card:
    """The card with every word of ours converted; quotes and addresses stay to the letter."""
    return replace(
        card, title=convert(card.title), blocks=tuple(_block(b, convert) for b in card.blocks)
    )


def _block(block: Block, convert: Convert) -> Block:
    match block:
        case Paragraph(spans):
            return Paragraph(_spans(spans, convert))
        case Bullets(items):
            return Bullets(tuple(_spans(item, convert) for item in items))
        case Fields(pairs):
            return Fields(tuple((convert(name), _span(span, convert)) for name, span in pairs))
        case Table(header, rows):
            return Table(tuple(map(convert, header)), tuple(_spans(row, convert) for row in rows))
        case Quote():
            return replace(block, source=convert(block.source))
        case Notice(level, text):
            return Notice(level, convert(text))
        case Sources(items):
            return Sources(tuple(_spans(item, convert) for item in items))
        case Buttons(buttons):
            return Buttons(tuple(Button(convert(b.label), b.command) for b in buttons))
        case _:
            assert_never(block)


def _spans(spans: tuple[Span, ...], convert: Convert) -> tuple[Span, ...]:
    return tuple(_span(span, convert) for span in spans)


def _span(span: Span, convert: Convert) -> Span:
    return span if isinstance(span, Exact) else replace(span, text=convert(span.text))
