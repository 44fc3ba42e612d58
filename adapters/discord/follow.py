"""The form of a follow-up: for where a message would not reach the bot."""

from typing import Any

import discord

from bot.router import MAX_QUESTION
from bot.traditional import say_in

_ID = "v1:form:"


def form(locale: str, key: str | None) -> discord.ui.Modal:
    """A form with one field; `key` is that of the response which it goes on from."""
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=MAX_QUESTION
    )
    title = say_in(locale, "discord.follow_up_title")
    made = discord.ui.Modal(title=title, custom_id=f"{_ID}{key or ''}", timeout=None)
    made.add_item(discord.ui.Label(text=say_in(locale, "discord.follow_up_label"), component=field))
    made.stop()  # found again by its id, not by the library's store, so that it outlives a restart
    return made


def is_form(custom_id: str | None) -> bool:
    """Whether a form that was sent is ours."""
    return (custom_id or "").startswith(_ID)


def key_of_form(custom_id: str | None) -> str | None:
    """The key of the response that a form goes on from."""
    return (custom_id or "").removeprefix(_ID) or None
