"""A response as a Discord message: Components V2, or plain text where a component isn't possible."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from discord.ui import ActionRow, Container, Item, LayoutView, TextDisplay

from adapters.discord.buttons import PressButton, press_button
from adapters.discord.draw import draw, heading
from adapters.discord.pages import ROW, joined, layout_pages, plain_pages, texts
from bot.card import Button, Buttons, Card
from bot.desk import Response
from bot.press import Press
from bot.traditional import say_in
from facts.fact import Topic

_COLOURS: dict[Topic, int] = {
    "investment": 0x2D9D78, "funding": 0x4BB543, "policy": 0xB0413E, "adoption": 0x2F80ED,
    "market": 0x00A3C4, "talent": 0xF2994A, "company": 0x9B51E0, "tip": 0xF2C94C,
    "outlook": 0x6C7AE0,
}  # fmt: skip
_NEUTRAL, _UNKNOWN, _MISUSE = 0x5865F2, 0x949BA4, 0xED4245
_NOTHING = "…"  # a message must show something


def layout(response: Response, *, page: int = 1, topic: Topic | None = None) -> LayoutView:
    """One page of a response with its buttons; a page past the last one is the last one. `topic`,
    that of the main fact, colours the card. Without a key no button would work: the lines of
    buttons are written out, and the caller sends the other pages (`page_count`) itself.
    """
    done = layout_pages(response)
    page = min(max(page, 1), len(done))
    first = sum(len(_buttons(card)) for card in done[: page - 1])
    items = [*_items(response, done[page - 1], first)]
    if line := _page_line(response, page, len(done)):
        items.append(TextDisplay(line))
    view = LayoutView(timeout=None)
    view.add_item(
        Container(*items or [TextDisplay(_NOTHING)], accent_colour=_colour(response, topic))
    )
    for buttons in (_turns(response, page, len(done)), _offers(response)):
        for row in _rows(buttons):
            view.add_item(row)
    return view


def page_count(response: Response) -> int:
    """The pages that `layout` has for a response."""
    return len(layout_pages(response))


def plain(response: Response, *, page: int = 1) -> str:
    """One page of a response without any component: markdown of at most 2000 characters. There
    are no buttons to turn pages: the caller sends all of them (`plain_count`).
    """
    done = plain_pages(response)
    page = min(max(page, 1), len(done))
    shown = [*texts(done[page - 1], buttons=True), _page_line(response, page, len(done))]
    return joined(shown) or _NOTHING


def plain_count(response: Response) -> int:
    """The pages that `plain` has for a response."""
    return len(plain_pages(response))


def _items(response: Response, card: Card, first: int) -> Iterator[Item[Any]]:
    """The parts of a page; `first` is the number of its first button."""
    if not response.key:
        yield from map(TextDisplay, texts(card, buttons=True))
        return
    if title := heading(card.title):
        yield TextDisplay(title)
    for block in card.blocks:
        if isinstance(block, Buttons):
            yield from _rows(_run(response.key, n, b) for n, b in enumerate(block.buttons, first))
            first += len(block.buttons)
        elif text := draw(block):
            yield TextDisplay(text)


def _buttons(card: Card) -> list[Button]:
    return [b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]


def _run(key: str, number: int, button: Button) -> PressButton:
    return press_button(Press(key, "action", number), button.label)


def _turns(response: Response, page: int, total: int) -> Iterator[PressButton]:
    """Buttons to the pages before and after."""
    for key, number in (("previous", page - 1), ("next", page + 1)):
        if response.key and 1 <= number <= total:
            label = say_in(response.reply.tag, f"action.{key}")
            yield press_button(Press(response.key, "page", number), label, "page")


def _offers(response: Response) -> Iterator[PressButton]:
    for number, action in response.offers():
        yield press_button(Press(response.key, "action", number), action.label, action.kind)


def _rows(buttons: Iterator[PressButton] | list[PressButton]) -> Iterator[ActionRow[Any]]:
    left = iter(buttons)
    while row := list(islice(left, ROW)):
        yield ActionRow(*row)


def _page_line(response: Response, page: int, total: int) -> str:
    if total == 1:
        return ""
    return f"-# {say_in(response.reply.tag, 'action.page', n=page, total=total)}"


def _colour(response: Response, topic: Topic | None) -> int:
    if response.reply.misuse:
        return _MISUSE
    if response.reply.outcome == "unknown":
        return _UNKNOWN
    return _COLOURS[topic] if topic else _NEUTRAL
