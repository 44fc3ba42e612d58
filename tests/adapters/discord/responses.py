"""Responses as the desk makes them, and what the library would send for them."""

from datetime import UTC, datetime
from typing import Any

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import interaction_message_response_params

from adapters.discord.render import layout, page_count, plain, plain_count
from bot.card import Buttons, Card
from bot.command import Reply
from bot.desk import Action, ActionKind, Response
from bot.request import Request
from bot.router import answer
from bot.traditional import say_in
from facts.compiled import Compiled
from facts.fact import Topic

KEY = "abcdefghijklmn27"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFERS: tuple[ActionKind, ...] = ("source", "compare", "share", "good", "bad")


def response_of(
    reply: Reply | Card, *, key: str = KEY, offers: tuple[ActionKind, ...] = OFFERS
) -> Response:
    """A response to show, with the actions of its card first."""
    if isinstance(reply, Card):
        reply = Reply(reply, {})
    buttons = [
        b for block in reply.card.blocks if isinstance(block, Buttons) for b in block.buttons
    ]
    actions = [Action("run", b.label, b.command) for b in buttons]
    actions += [Action(kind, say_in(reply.tag, f"action.{kind}"), "line") for kind in offers]
    return Response(reply, key, tuple(actions) if key else ())


def answered(ready: Compiled, line: str, tag: str | None = None) -> Response:
    """The response to a line; an answer with facts gets all offers."""
    reply = answer(ready, Request(line, NOW, tag))
    offers: tuple[ActionKind, ...] = ("request",) if reply.outcome == "unknown" else OFFERS
    return response_of(reply, offers=offers if reply.outcome else ())


def messages(response: Response, topic: Topic | None = None) -> list[dict[str, Any]]:
    """What is sent to a channel for each page."""
    quiet = discord.AllowedMentions.none()
    pages = range(1, page_count(response) + 1)
    views = [layout(response, page=page, topic=topic) for page in pages]
    sent = (handle_message_parameters(view=view, allowed_mentions=quiet) for view in views)
    return [dict(each.payload or {}) for each in sent]


def plain_messages(response: Response) -> list[dict[str, Any]]:
    """What is sent to a channel for each plain page."""
    quiet = discord.AllowedMentions.none()
    texts = [plain(response, page=n) for n in range(1, plain_count(response) + 1)]
    sent = (handle_message_parameters(text, allowed_mentions=quiet) for text in texts)
    return [dict(each.payload or {}) for each in sent]


def callbacks(response: Response) -> list[dict[str, Any]]:
    """What is answered to an interaction: a new message (4) or the edited one (7)."""
    quiet = discord.AllowedMentions.none()
    sent = (
        interaction_message_response_params(
            type=kind, view=layout(response), allowed_mentions=quiet
        )
        for kind in (4, 7)
    )
    return [dict(each.payload or {}) for each in sent]


def components(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Every component of a message, in the order in which a reader sees them."""
    every = []
    for component in payload.get("components", ()):
        every += [component, *components(component)]
    return every
