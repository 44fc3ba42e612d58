"""The buttons under answers: their ids hold all they need, so they work after any restart."""

import re
from typing import Any, Literal, Protocol, Self, cast

import discord
from discord.ui import Button, DynamicItem

from bot.desk import ActionKind
from bot.plain_text import inert
from bot.press import Press, press_id, read_press

FOLLOW_UP_ID = "v1:follow"
LABEL = 80  # characters, platform-limits "UI"
_SIGNS: dict[str, str] = {"good": "👍", "bad": "👎"}


class PressHandler(Protocol):
    """What the client must be for its buttons to work; register both classes of this module with
    `add_dynamic_items` before it connects.
    """

    async def on_press(self, interaction: discord.Interaction[Any], press: Press | None) -> None:
        """Answer a press; None is an id that this version can't read."""

    async def on_follow_up(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press of the Follow-up button, with a modal as the first response."""


class PressButton(DynamicItem[Button[Any]], template=r"v\d+:(?!follow$).+"):
    """A button whose id is a press. The ids of all versions match, for an old or a newer one to
    be answered kindly and not to time out.
    """

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client's `on_press`."""
        await _handler(interaction).on_press(interaction, read_press(self.custom_id))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the signature is the library's
        item: discord.ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the same
        /,
    ) -> Self:
        """The button of a message that somebody pressed."""
        return cls(cast("Button[Any]", item))


class FollowUpButton(DynamicItem[Button[Any]], template=re.escape(FOLLOW_UP_ID)):
    """Opens the form for a further question, where a message would not reach the bot."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client's `on_follow_up`."""
        await _handler(interaction).on_follow_up(interaction)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the signature is the library's
        item: discord.ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the same
        /,
    ) -> Self:
        """The button of a message that somebody pressed."""
        return cls(cast("Button[Any]", item))


def press_button(
    press: Press, label: str, kind: ActionKind | Literal["page"] = "run"
) -> PressButton:
    """A button for a press. Verdicts show a sign, which every language reads, and no words."""
    sign = _SIGNS.get(kind)
    shown = None if sign else shown_label(label)
    return PressButton(Button(label=shown, emoji=sign, custom_id=press_id(press)))


def labelled_button(id_: str, label: str) -> PressButton:
    """A button with an id that is no press, which the client is told as None."""
    return PressButton(Button(label=shown_label(label), custom_id=id_))


def follow_up_button(label: str) -> FollowUpButton:
    """The button that opens the form for a further question."""
    return FollowUpButton(Button(label=shown_label(label), custom_id=FOLLOW_UP_ID))


def shown_label(text: str) -> str:
    """The words that a button shows: one line of at most LABEL characters, never empty."""
    line = " ".join(inert(text).split()) or "…"
    return line if len(line) <= LABEL else f"{line[: LABEL - 1]}…"


def _handler(interaction: discord.Interaction[Any]) -> PressHandler:
    return cast("PressHandler", interaction.client)
