"""A response in pages, by what one Discord message holds and what is comfortable to read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from adapters.discord.buttons import LABEL, shown_label
from adapters.discord.draw import draw, heading, width
from adapters.discord.markdown import escape_line
from bot.card import Block, Button, Buttons, Card, Paragraph, Strong
from bot.cut import cut
from bot.desk import Response
from bot.paginate import Fits, pages

# platform-limits "Components V2": 40 components, 4000 characters in all texts, 5 buttons in a row;
# "text": 2000 characters. The line that counts pages needs the rest.
COMPONENTS, CHARACTERS, ROW = 40, 3900, 5
PLAIN_CHARACTERS = 1900
TURNS = 2  # buttons to the pages before and after
COMFORTABLE = 2400  # the width of all texts of a page that is read on a phone
TITLE = 150  # characters; a longer title is a paragraph of the first page


def layout_pages(response: Response) -> list[Card]:
    """The pages of a message with components, at least one."""
    bare = not response.key
    below = len(response.offers()) + rows(len(response.offers())) + TURNS + rows(TURNS)
    # The container, the line that counts pages, files, and a word on a picture that is missing.
    others = 3 + below + len(response.reply.files)

    def holds(card: Card, most: int = CHARACTERS, measure: Callable[[str], int] = len) -> bool:
        shown = list(texts(card, buttons=bare))
        groups = [len(b.buttons) for b in card.blocks if isinstance(b, Buttons) and not bare]
        parts = len(shown) + sum(count + rows(count) for count in groups)
        return parts + others <= COMPONENTS and sum(map(measure, shown)) <= most

    def comfortable(card: Card) -> bool:
        return holds(card, COMFORTABLE, width)

    return _pages(response.reply.card, holds, comfortable)


def plain_pages(response: Response) -> list[Card]:
    """The pages of messages without any component, at least one."""

    def holds(card: Card) -> bool:
        return len(joined(texts(card, buttons=True))) <= PLAIN_CHARACTERS

    return _pages(response.reply.card, holds, holds)


def texts(card: Card, *, buttons: bool) -> Iterator[str]:
    """The texts of a card that aren't empty; with `buttons`, the lines of those too."""
    drawn = (_lines(b) if buttons and isinstance(b, Buttons) else draw(b) for b in card.blocks)
    return (text for text in (heading(card.title), *drawn) if text.strip())


def joined(parts: Iterable[str]) -> str:
    """Texts under one another as one."""
    return "\n\n".join(part for part in parts if part)


def rows(buttons: int) -> int:
    """The rows that so many buttons need."""
    return -(-buttons // ROW)


def _lines(buttons: Buttons) -> str:
    return "\n".join(f"→ {_line(button)}" for button in buttons.buttons)


def _line(button: Button) -> str:
    label = escape_line(shown_label(button.label))
    told = button.command == button.label or len(button.command) > LABEL
    return label if told else f"{label}: {escape_line(button.command)}"


def _pages(card: Card, holds: Fits, comfortable: Fits) -> list[Card]:
    """The card in comfortable pages; only what no message holds is parted within a piece."""
    if len(card.title) > TITLE:
        card = replace(card, title="", blocks=(Paragraph((Strong(card.title),)), *card.blocks))

    def alone(block: Block) -> bool:
        return holds(replace(card, blocks=(block,)))

    whole = replace(card, blocks=tuple(part for b in card.blocks for part in cut(b, alone)))
    return pages(whole, comfortable)
