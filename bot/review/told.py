"""Replies of review; each is for its asker alone, whatever way it was asked for."""

from collections.abc import Sequence

from bot.card import Block, Button, Buttons, Card, Notice
from bot.command import Reply
from bot.request import language_of
from bot.review.curators import Asker
from bot.review.item import Item
from bot.traditional import say_in
from bot.words import say


def card_of(
    asker: Asker, title: str, blocks: Sequence[Block], line: str, *, misuse: bool = False
) -> Reply:
    """A reply; `line` draws it again, and changes nothing."""
    card = Card(title, tuple(blocks), language_of(asker.tag).language)
    return Reply(card, {}, misuse, line=line, tag=asker.tag, audience="asker")


def refused(asker: Asker, key: str, **values: object) -> Reply:
    """A sentence that says why not."""
    language = language_of(asker.tag).language
    blocks = [Notice("error", say(language, key, **values))]
    return card_of(asker, say(language, "review.title"), blocks, "review", misuse=True)


def troubles_reply(asker: Asker, item: Item, troubles: Sequence[str]) -> Reply:
    """What must be mended before it can be done."""
    blocks: list[Block] = [Notice("error", text) for text in troubles]
    line = f"review edit {item.id} {item.turn}"
    buttons = [Button(say_in(asker.tag, "review.do_edit"), line)] if item.draft else []
    buttons.append(Button(say_in(asker.tag, "review.do_show"), f"review show {item.id}"))
    blocks.append(Buttons(tuple(buttons)))
    title = say(language_of(asker.tag).language, "review.not_done")
    return card_of(asker, title, blocks, f"review show {item.id}", misuse=True)


def form_reply(asker: Asker, verb: str, words: Sequence[str], options: str) -> Reply:
    """How to say in a line what a form asks, where no form can be opened."""
    line = " ".join((verb, *words, options))
    return refused(asker, "review.no_form", line=line)
