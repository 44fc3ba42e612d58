"""Cards in Discord keep the contract of every renderer; what would be obeyed has no effect."""

import pytest
from hypothesis import given

from adapters.discord.buttons import shown_label
from bot.card import Button, Card, Exact, Link, Paragraph, Plain, Strong
from bot.plain_text import inert
from tests.adapters.cards import HOSTILE, cards
from tests.adapters.contract import Renderer, RendererContract
from tests.adapters.discord.responses import (
    components,
    messages,
    plain_messages,
    response_of,
)
from tests.adapters.discord.shown import Shown, shown

MEANT = {"strong", "heading", "subtext", "quote", "list", "link"}


def read(card: Card) -> Shown:
    """All that a reader sees of a card over its pages, buttons where they stand."""
    seen = Shown()
    for payload in messages(response_of(card)):
        for component in components(payload):
            part = shown(component.get("content", ""))
            seen.words += f"{part.words}{component.get('label') or ''}\n"
            seen.effects += part.effects
    return seen


def read_plain(card: Card) -> Shown:
    seen = Shown()
    for payload in plain_messages(response_of(card)):
        part = shown(payload["content"])
        seen.words += f"{part.words}\n"
        seen.effects += part.effects
    return seen


def label(button: Button) -> str:
    return shown_label(button.label)


class TestDiscord(RendererContract):
    renderer = Renderer(
        lambda card: read(card).words, lambda card: read_plain(card).words, label, inert
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_has_no_effect(text: str) -> None:
    spans = (Plain(text), Strong(text), Exact(text), Link(text, text))
    card = Card(text, (Paragraph(spans),), "en")

    for seen in (read(card), read_plain(card)):
        assert seen.kinds() <= MEANT
        assert not [what for kind, what in seen.effects if kind == "link"]


@given(card=cards())
def test_nothing_of_any_card_has_an_effect(card: Card) -> None:
    assert read(card).kinds() <= MEANT
    assert read_plain(card).kinds() <= MEANT
