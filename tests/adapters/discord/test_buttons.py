"""A press of a button of any message, however old, comes to the client as what it stands for."""

import asyncio
from typing import Any

import discord

from adapters.discord.buttons import FOLLOW_UP_ID, FollowUpButton, PressButton
from bot.card import Button, Buttons, Card
from bot.press import Press, press_id
from tests.adapters.discord.responses import KEY, messages, response_of


class Client(discord.Client):
    """A client after a restart: it knows its kinds of buttons, and no message."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.none())
        self.add_dynamic_items(PressButton, FollowUpButton)
        self.pressed: list[Press | str | None] = []

    async def on_press(self, interaction: discord.Interaction[Any], press: Press | None) -> None:
        self.pressed.append(press)

    async def on_follow_up(self, interaction: discord.Interaction[Any]) -> None:
        self.pressed.append("follow-up")

    async def gets(self, custom_id: str) -> None:
        """A press as the gateway tells it, and all that comes of it."""
        # The library has no public door for a gateway event.
        self._connection.parse_interaction_create(pressed(custom_id))
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others)


def pressed(custom_id: str) -> Any:
    """A press of a button under an answer in direct messages."""
    user = {
        "id": "5",
        "username": "ann",
        "discriminator": "0",
        "global_name": "Ann",
        "avatar": None,
    }
    card = Card("t", (Buttons((Button("b", "help"),)),), "en")
    sent = messages(response_of(card, offers=()))[0]
    sent["components"][0]["components"][-1]["components"][0]["custom_id"] = custom_id
    message = {
        "id": "7", "channel_id": "8", "author": user, "content": "", "embeds": [], "attachments": [],
        "timestamp": "2026-11-22T09:00:00+00:00", "edited_timestamp": None, "mentions": [],
        "mention_roles": [], "mention_everyone": False, "pinned": False, "tts": False, "type": 0,
        "flags": 1 << 15, "components": sent["components"],
    }  # fmt: skip
    return {
        "id": "9", "application_id": "1", "type": 3, "token": "t", "version": 1, "channel_id": "8",
        "channel": {"id": "8", "type": 1, "recipients": [user]}, "user": user, "locale": "ja",
        "entitlements": [], "authorizing_integration_owners": {}, "context": 1,
        "attachment_size_limit": 0, "message": message,
        "data": {"component_type": 2, "custom_id": custom_id, "id": 1},
    }  # fmt: skip


async def test_a_press_comes_with_what_was_pressed() -> None:
    client = Client()
    presses = [Press(KEY, "action", 0), Press(KEY, "action", 12), Press(KEY, "page", 3)]
    for press in presses:
        await client.gets(press_id(press))

    assert client.pressed == presses


async def test_a_press_of_another_version_comes_as_unknown() -> None:
    client = Client()
    for custom_id in (f"v2:{KEY}:0", "v1:short:1", f"v1:{KEY}:1000", "v1:followers"):
        await client.gets(custom_id)

    assert client.pressed == [None] * 4


async def test_the_follow_up_button_comes_once_and_as_itself() -> None:
    client = Client()
    await client.gets(FOLLOW_UP_ID)

    assert client.pressed == ["follow-up"]


async def test_ids_that_are_not_the_bots_own_come_nowhere() -> None:
    client = Client()
    await client.gets("other:1")

    assert client.pressed == []
