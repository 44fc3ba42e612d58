"""A card in other characters: everything but the exact words of sources is converted."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from typing import assert_never

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Exact,
    Fields,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Sources,
    Span,
    Table,
)  # fmt: skip
from bot.request import language_of
from bot.words import say

Convert = Callable[[str], str]


@cache
def _converter() -> Convert:
    from opencc import OpenCC  # 30 ms, only for readers of traditional Chinese

    # Our own sentences come again and again, and one takes a tenth of a millisecond.
    convert: Convert = lru_cache(maxsize=4096)(OpenCC("s2twp").convert)
    return convert


def say_in(tag: str | None, key: str, /, **values: object) -> str:
    """A message in the language of a tag such as "ja" or "zh-tw"; English for an unknown one."""
    language = language_of(tag)
    text = say(language.language, key, **values)
    return _converter()(text) if language.traditional else text


def traditional(text: str) -> str:
    """Our own words in traditional characters as Taiwan writes them."""
    return _converter()(text)


def in_traditional(card: Card) -> Card:
    """The card in traditional characters as Taiwan writes them; quotes stay as they are."""
    return convert_card(card, _converter())


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
        case Picture(chart, alt):
            return Picture(_chart(chart, convert), convert(alt))
        case _:
            assert_never(block)


def _chart(chart: Chart, convert: Convert) -> Chart:
    bars = tuple(
        replace(
            bar, label=convert(bar.label), text=convert(bar.text), note=convert(bar.note),
            group=convert(bar.group),
        ) for bar in chart.bars
    )  # fmt: skip
    footnotes = tuple(map(convert, chart.footnotes))
    return replace(
        chart, title=convert(chart.title), bars=bars, unit=convert(chart.unit), footnotes=footnotes
    )


def _spans(spans: tuple[Span, ...], convert: Convert) -> tuple[Span, ...]:
    return tuple(_span(span, convert) for span in spans)


def _span(span: Span, convert: Convert) -> Span:
    return span if isinstance(span, Exact) else replace(span, text=convert(span.text))
