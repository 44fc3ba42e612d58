"""Ask the bot as an adapter would, and read what it answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

from bot.card import Block, Card
from bot.command import Reply
from bot.plain_text import plain_text
from bot.request import Request
from bot.router import answer
from facts.compiled import Compiled

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

B = TypeVar("B", bound=Block)


def ask(
    ready: Compiled, line: str, *, preference: str | None = None, locale: str | None = None,
    now: datetime = NOW,
) -> Reply:  # fmt: skip
    """The reply to a line that somebody typed into a chat."""
    return answer(ready, Request(line, now, preference, locale))


def shown(reply: Reply) -> str:
    """Everything that a reader of the reply sees."""
    return plain_text(reply.card)


def blocks(card: Card, kind: type[B]) -> Iterator[B]:
    """The blocks of one kind."""
    return (block for block in card.blocks if isinstance(block, kind))


def found(reply: Reply) -> list[str]:
    """Ids of the facts in a reply's data, in order."""
    if "hits" in reply.data:
        return [hit["fact"] for hit in reply.data["hits"]]
    return [fact["id"] for fact in reply.data["facts"]]
