"""A response as a message of Slack: its card in pages, and what a reader may do next."""

from dataclasses import replace
from functools import lru_cache

from adapters.slack.blocks import (
    ACTIONS,
    HEADER,
    LABEL,
    actions,
    escaped,
    label,
    slack_blocks,
    title_blocks,
)
from adapters.slack.charts import native_chart
from adapters.slack.checks import CHARTS, Json
from adapters.slack.payload import BLOCKS, Payload
from adapters.slack.rich import plain, small
from adapters.slack.tables import reads_as_table, width
from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Paragraph,
    Picture,
    Sources,
    Strong,
    Table,
)
from bot.cut import cut
from bot.desk import Action, Response
from bot.paginate import pages
from bot.plain_text import plain_text
from bot.press import Press, press_id
from bot.traditional import say_in

PAGE = 3200  # cells of text that read well in one message; Slack's own limit is far above
ROWS = 14
FOOT = 800  # cells; sources that take no more stand on every page
PART = 9500  # characters of one block at most: a page of one stays below Slack's limit
FURNITURE = 8  # blocks besides the card's own: title, page, buttons, feedback, stamp
TEXT = 1500  # characters of the answer in a notification


def message(
    response: Response, *, page: int = 1, ephemeral: bool = False, stamp: str | None = None
) -> Payload:
    """A page of a response, from 1; a page that there is not is the nearest one.

    An ephemeral message, and what else shows only the older blocks, has no table and no feedback
    bar of Slack's own. `stamp` is a last line, such as the day of a copy.
    """
    every = card_pages(response.reply.card)
    number = min(max(page, 1), len(every))
    card = every[number - 1]
    tables = sum(isinstance(block, Table) for block in card.blocks)
    native = not ephemeral and tables == 1  # Slack takes one table a message
    button = _Numbers(response) if response.key else None
    blocks = title_blocks(card.title)
    charts = 0
    for block in card.blocks:
        slim = native and isinstance(block, Table) and reads_as_table(block)
        picture = isinstance(block, Picture) and not ephemeral and native_chart(block.chart)
        own = bool(picture) and charts < CHARTS
        charts += own
        blocks += slack_blocks(block, button, native_table=slim, native_chart=own)
    blocks += small(stamp or "")
    blocks += _next(response, number, len(every), ephemeral=ephemeral)
    return {"text": summary(card), "blocks": blocks}


def pages_of(response: Response) -> int:
    """How many pages the response has."""
    return len(card_pages(response.reply.card))


def card_pages(card: Card) -> list[Card]:
    """The card in pages that each make a good message; a heading stays with what it heads, and
    every page says where its facts come from.
    """
    title, first = card.title, tuple[Block, ...]()
    if len(title) > HEADER:
        title, first = "", (Paragraph((Strong(card.title),)),)
    whole = Card(title, (*first, *card.blocks), card.language)
    if _fits(whole):  # and so does each of its blocks: a page is far smaller than a PART
        return [whole]
    parts = [part for block in whole.blocks for part in cut(block, _is_part)]
    whole = replace(whole, blocks=tuple(parts))
    foot = [part for part in parts if isinstance(part, Sources)]
    if len(foot) != 1 or sum(map(_cells, foot)) > FOOT:
        return pages(whole, _fits)
    body = replace(whole, blocks=tuple(part for part in parts if part is not foot[0]))
    every = pages(body, lambda page: _fits(_above(page, foot[0])))
    return [_above(page, foot[0]) for page in every]


def _above(page: Card, foot: Block) -> Card:
    """The page with its sources, which stand above its last buttons."""
    end = len(page.blocks) - bool(page.blocks and isinstance(page.blocks[-1], Buttons))
    return replace(page, blocks=(*page.blocks[:end], foot, *page.blocks[end:]))


def _is_part(block: Block) -> bool:
    return _cells(block) <= PART


def _fits(card: Card) -> bool:
    rows = max((len(b.rows) for b in card.blocks if isinstance(b, Table)), default=0)
    count = sum(map(_most_blocks, card.blocks))
    return rows <= ROWS and count <= BLOCKS - FURNITURE and sum(map(_cells, card.blocks)) <= PAGE


def _cells(block: Block) -> int:
    """About how much room a block takes, never less than its characters."""
    match block:
        case Buttons(buttons):
            return LABEL * len(buttons)
        case Bullets(items) | Sources(items):
            return sum(_room(type(block)((item,))) for item in items)
        case Table(header, rows):
            return sum(_room(Table(header, (row,))) for row in rows)
        case _:
            return _room(block)


@lru_cache(2048)  # paging asks for a row or an item many times, and facts are shown again
def _room(block: Block) -> int:
    return width(plain_text(Card("", (block,), "en")))


def _most_blocks(block: Block) -> int:
    """How many of Slack's blocks a block of a card becomes at most."""
    match block:
        case Sources(items):
            return max(1, len(items))
        case Buttons(buttons):
            return 1 + len(buttons) // ACTIONS
        case Table():
            return 2
        case Picture(chart):
            return 2 + len(chart.footnotes)
        case _:
            return 1


class _Numbers:
    """Draws the buttons of one message; each gets the number of its action, no number twice."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._used: set[int] = set()

    def __call__(self, button: Button) -> Json:
        """The button; where two stand for one line, each has an action of its own."""
        number = next(
            n for n, action in enumerate(self._response.actions)
            if n not in self._used and (action.kind, action.line) == ("run", button.command)
        )  # fmt: skip
        self._used.add(number)
        return _button(button.label or button.command, Press(self._response.key, "action", number))


def _button(words: str, press: Press, **more: str) -> Json:
    """A button that carries its press both as its id and as its value."""
    id_ = press_id(press)
    text = plain(label(words))
    return {"type": "button", "text": text, "action_id": id_, "value": id_, **more}


def _next(response: Response, page: int, total: int, *, ephemeral: bool) -> list[Json]:
    """The page, and the buttons of what a reader may do next."""
    reply, key = response.reply, response.key
    number = small(say_in(reply.tag, "action.page", n=page, total=total)) if total > 1 else []
    if not key:
        return number
    offers = response.offers()
    marks = [] if ephemeral else [each for each in offers if each[1].kind in ("good", "bad")]
    turns = [("previous", page - 1)] * (page > 1) + [("next", page + 1)] * (page < total)
    elements = [
        _button(say_in(reply.tag, f"action.{word}"), Press(key, "page", n)) for word, n in turns
    ]
    elements += [_offer(key, n, action) for n, action in offers if (n, action) not in marks]
    return [*number, *actions(elements), *_feedback(key, marks)]


def _offer(key: str, number: int, action: Action) -> Json:
    style = {"style": "primary"} if action.kind == "request" else {}
    return _button(action.label, Press(key, "action", number), **style)


def _feedback(key: str, marks: list[tuple[int, Action]]) -> list[Json]:
    """Slack's own bar for a verdict; what is pressed comes back as the value."""
    if not marks:
        return []
    sides: Json = {"type": "feedback_buttons", "action_id": f"v1:{key}:verdict"}
    for number, action in marks:
        side = "positive_button" if action.kind == "good" else "negative_button"
        value = press_id(Press(key, "action", number))
        sides[side] = {"text": plain(label(action.label)), "value": value}
    return [{"type": "context_actions", "elements": [sides]}]


def summary(card: Card) -> str:
    """The answer in text, in whole lines, escaped: a notification and a screen reader say it."""
    said = replace(card, blocks=tuple(b for b in card.blocks if not isinstance(b, Buttons)))
    text = plain_text(said).strip()
    return escaped(_first_lines(text) if len(text) > TEXT else text) or "…"


def _first_lines(text: str) -> str:
    first, *lines = text.splitlines()
    kept, room = [first[:TEXT]], TEXT - len(first[:TEXT])
    for line in lines:
        room -= len(line)
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept).strip()
