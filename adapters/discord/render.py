"""A response as a Discord message: Components V2, or plain text where a component isn't possible."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from discord import MediaGalleryItem
from discord.ui import ActionRow, Container, File, Item, LayoutView, MediaGallery, TextDisplay

from adapters.discord.buttons import PressButton, press_button
from adapters.discord.draw import draw, heading
from adapters.discord.pages import ROW, joined, layout_pages, plain_pages, texts
from adapters.pictures.attach import Attachment
from bot.card import Button, Buttons, Card, Chart, Picture
from bot.desk import Response
from bot.plain_text import inert
from bot.press import Press
from bot.traditional import say_in
from facts.fact import Topic

_COLOURS: dict[Topic, int] = {
    "investment": 0x2D9D78, "funding": 0x4BB543, "policy": 0xB0413E, "adoption": 0x2F80ED,
    "market": 0x00A3C4, "talent": 0xF2994A, "company": 0x9B51E0, "tip": 0xF2C94C,
    "outlook": 0x6C7AE0,
}  # fmt: skip
_NEUTRAL, _UNKNOWN, _MISUSE = 0x5865F2, 0x949BA4, 0xED4245
ALT = 1024  # characters (platform-limits, row "Components V2")
_NOTHING = "…"  # a message must show something


def layout(
    response: Response,
    *,
    page: int = 1,
    topic: Topic | None = None,
    files: Iterable[Attachment] = (),
) -> LayoutView:
    """One page of a response with its buttons; a page past the last one is the last one. `topic`,
    that of the main fact, colours the card. Without a key no button would work: the lines of
    buttons are written out, and the caller sends the other pages (`page_count`) itself. `files` go
    along: a picture stands where its chart would stand in text.
    """
    done = layout_pages(response)
    page = min(max(page, 1), len(done))
    first = sum(len(_buttons(card)) for card in done[: page - 1])
    shown = {file.chart: file for file in files if file.chart}
    items = [*_items(response, done[page - 1], first, shown)]
    items += [File(f"attachment://{file.name}") for file in files if not file.chart]
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


def pictures_of(response: Response, page: int) -> list[Picture]:
    """The pictures of a page."""
    done = layout_pages(response)
    card = done[min(max(page, 1), len(done)) - 1]
    return [block for block in card.blocks if isinstance(block, Picture)]


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


def _items(
    response: Response, card: Card, first: int, shown: dict[Chart, Attachment]
) -> Iterator[Item[Any]]:
    """The parts of a page; `first` is the number of its first button, `shown` its pictures."""
    if not response.key:
        yield from map(TextDisplay, texts(card, buttons=True))
        yield from map(_picture, shown.values())
        return
    if title := heading(card.title):
        yield TextDisplay(title)
    for block in card.blocks:
        if isinstance(block, Buttons):
            yield from _rows(_run(response.key, n, b) for n, b in enumerate(block.buttons, first))
            first += len(block.buttons)
        elif isinstance(block, Picture) and block.chart in shown:
            yield _picture(shown[block.chart])
        elif text := draw(block):
            yield TextDisplay(text)


def _picture(file: Attachment) -> Item[Any]:
    item = MediaGalleryItem(f"attachment://{file.name}", description=inert(file.alt)[:ALT] or None)
    return MediaGallery(item)


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
