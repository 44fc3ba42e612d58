"""Cards as plain text keep the contract of every renderer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.card import Card, Paragraph, Plain
from bot.plain_text import inert, plain_text
from tests.adapters.cards import cards
from tests.adapters.contract import HARMFUL, Renderer, RendererContract


class TestPlainText(RendererContract):
    renderer = Renderer(plain_text, plain_text, lambda button: button.command, inert)


@given(text=st.text(st.characters()))
def test_inert_text_stays_what_it_is_but_for_harmful_characters(text: str) -> None:
    shown = inert(text)

    assert HARMFUL.findall(shown) == []
    assert inert(shown) == shown
    if not HARMFUL.search(text) and "\t" not in text:
        assert shown == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\x1b[31m", "\\u001b[31m"), ("a\u202eb", "a\\u202eb"), ("\x00", "\\u0000"),
     ("\ud800", "\\ud800"), ("a\nb", "a\nb"), ("日本 🎌", "日本 🎌")],
)  # fmt: skip
def test_a_harmful_character_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(card=cards())
def test_plain_text_ends_with_one_newline(card: Card) -> None:
    text = plain_text(card)

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_a_card_without_title_begins_with_its_first_block() -> None:
    assert plain_text(Card("", (Paragraph((Plain("words"),)),), "en")) == "words\n"
