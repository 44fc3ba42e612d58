"""Cards on a terminal keep the contract of every renderer, at any width."""

import io
import re

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.render import show
from bot.card import Card, Fields, Notice, Paragraph, Plain, Strong, Table
from bot.plain_text import inert
from tests.adapters.cards import HOSTILE, cards
from tests.adapters.contract import Renderer, RendererContract

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def raw(card: Card, width: int) -> str:
    """What is sent to a terminal, with rich's own styles."""
    file = io.StringIO()
    show(card, Console(file=file, force_terminal=True, width=width, highlight=False))
    return file.getvalue()


def drawn(card: Card, width: int = 20_000) -> str:
    return STYLE.sub("", raw(card, width))


class TestTerminal(RendererContract):
    renderer = Renderer(drawn, lambda card: drawn(card, 40), lambda button: button.command, inert)


class TestVeryNarrowTerminal(RendererContract):
    renderer = Renderer(drawn, lambda card: drawn(card, 12), lambda button: button.command, inert)


@given(card=cards())
def test_only_styles_are_sent_besides_text(card: Card) -> None:
    sent = raw(card, 80)

    assert sent.count("\x1b") == len(STYLE.findall(sent))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_style_of_the_text_is_obeyed(text: str) -> None:
    styles = set(STYLE.findall(raw(Card("t", (Paragraph((Plain(text), Strong(text))),), "en"), 80)))
    harmless = set(STYLE.findall(raw(Card("t", (Paragraph((Plain("a"), Strong("b"))),), "en"), 80)))

    assert styles <= harmless


def test_a_table_leaves_columns_without_any_text_out() -> None:
    rows = ((Plain("a"), Plain("")), (Plain("b"), Plain("")))

    assert "empty" not in drawn(Card("", (Table(("full", "empty"), rows),), "en"))
    assert "full" in drawn(Card("", (Table(("full", "empty"), rows),), "en"))


def test_a_table_that_has_no_room_is_a_list_of_its_rows() -> None:
    header = ("Who", "What", "Amount", "When")
    rows = (tuple(map(Plain, ("A", "b", "c", ""))), tuple(map(Plain, ("D", "e", "f", "g"))))
    text = drawn(Card("", (Table(header, rows),), "en"), 40)

    assert text.split() == ["Who", "A", "What", "b", "Amount", "c",
                            "Who", "D", "What", "e", "Amount", "f", "When", "g"]  # fmt: skip


def test_a_line_fits_the_terminal() -> None:
    card = Card(
        "Title " * 20,
        (
            Paragraph((Plain("word " * 60),)), Notice("caution", "投資" * 100),
            Fields((("a long name of a field", Plain("value " * 30)),)),
        ),
        "en",
    )  # fmt: skip

    assert max(cell_len(line) for line in drawn(card, 40).splitlines()) <= 40
