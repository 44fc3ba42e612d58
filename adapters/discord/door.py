"""How an interaction is answered: within three seconds, once, and never with a traceback."""

import asyncio
import contextlib
import io
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import aiohttp
import discord
from discord.ui import ActionRow, DynamicItem, LayoutView, TextDisplay

from adapters.metrics import ERRORS, INVALID
from adapters.pictures.attach import Attachment
from bot.traditional import say_in

SLOW = 1.0  # seconds until an answer is announced; Discord waits 3 (platform-limits "interaction")
# Answered too late, or twice: nobody is there to be told (platform-limits, row "interaction").
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, BAD_WEBHOOK_TOKEN = 10062, 40060, 50027
INVALID_FORM = 50035
ALT = 1024  # characters of a file's description (platform-limits, row "Components V2")
LOST = (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, BAD_WEBHOOK_TOKEN)
PAUSES = (0.2, 1.0)  # seconds before a request is sent again whose connection broke

How = Literal["public", "private", "edit"]
Keep = Callable[[int], Awaitable[None]]
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """A message to show: to all, to the asker alone, or in place of the one that was pressed.

    `more` are messages that follow it, `plain` makes its text for the case that Discord refuses the
    components. `files` are attached to the first message; `keep` is told its id once it is there
    for all to see.
    """

    view: LayoutView
    how: How
    more: tuple[LayoutView, ...] = ()
    plain: Callable[[], str] | None = None
    files: tuple[Attachment, ...] = ()
    keep: Keep | None = None

    def attached(self) -> list[discord.File]:
        """The files, anew for every try to send them."""
        return [
            discord.File(io.BytesIO(f.content), f.name, description=f.alt[:ALT] or None)
            for f in self.files
        ]


def note(text: str, *buttons: DynamicItem[Any]) -> LayoutView:
    """A message of our own words, with buttons under it."""
    view = LayoutView(timeout=None)
    view.add_item(TextDisplay(text))
    if buttons:
        view.add_item(ActionRow(*buttons))
    return view


def unkept(view: LayoutView) -> LayoutView:
    """The view without a place in the library's own store: its buttons are found by their ids,
    and a stored one would keep a timer for every message seen by one person alone.
    """
    view.stop()
    return view


async def show(
    interaction: discord.Interaction[Any],
    making: Coroutine[Any, Any, Shown],
    *,
    private: bool = True,
) -> None:
    """Show what is being made. What takes longer than SLOW is announced first: for a button, as a
    change to come; else as an answer that is `private` or not, which cannot be changed later.
    """
    task = asyncio.create_task(making)
    try:
        done, _ = await asyncio.wait({task}, timeout=SLOW)
        pressed = interaction.type is discord.InteractionType.component
        if not done:
            await again(lambda: interaction.response.defer(ephemeral=private, thinking=not pressed))
        await _send(interaction, await task, pressed=pressed)
    finally:
        task.cancel()


async def _send(interaction: discord.Interaction[Any], shown: Shown, *, pressed: bool) -> None:
    alone = shown.how == "private"
    try:
        id_ = await _send_view(interaction, shown, pressed=pressed)
        if id_ and shown.keep and not alone:
            await shown.keep(id_)
    except discord.HTTPException as error:
        if error.code != INVALID_FORM or shown.plain is None:
            raise
        _log.exception("Discord refused the components of an answer; it goes out as plain text")
        INVALID.labels("discord").inc()
        await _say(interaction, shown.plain(), alone=alone or shown.how == "edit")
    for view in shown.more:
        kept_out = unkept(view)
        await again(partial(interaction.followup.send, view=kept_out, ephemeral=alone))


async def _send_view(
    interaction: discord.Interaction[Any], shown: Shown, *, pressed: bool
) -> int | None:
    """Send it; the id of the message that shows it."""
    view, response = unkept(shown.view), interaction.response
    alone = shown.how == "private"
    if response.is_done():
        if shown.how == "edit" or not pressed:
            instead = partial(_instead, interaction, shown)
            sent = await again(lambda: interaction.edit_original_response(view=view, **instead()))
            return sent.id
        followed = await again(lambda: interaction.followup.send(
            view=view, ephemeral=alone, files=shown.attached(), wait=True
        ))  # fmt: skip
        return followed.id
    if shown.how == "edit":
        await again(lambda: response.edit_message(view=view, **_instead(interaction, shown)))
        return interaction.message.id if interaction.message else None
    answered = await again(lambda: response.send_message(
        view=view, ephemeral=alone, files=shown.attached()
    ))  # fmt: skip
    return answered.message_id


def _instead(interaction: discord.Interaction[Any], shown: Shown) -> dict[str, Any]:
    """The files that take the place of those that the message had."""
    had = interaction.message.attachments if interaction.message else []
    return {"attachments": shown.attached()} if shown.files or had else {}


async def _say(interaction: discord.Interaction[Any], text: str, *, alone: bool) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=alone)
    else:
        await interaction.response.send_message(text, ephemeral=alone)


async def again(request: Callable[[], Awaitable[T]]) -> T:
    """Send a request, and once more for each of PAUSES while its connection breaks. Only for what
    Discord takes once, however often it arrives.
    """
    for pause in PAUSES:
        try:
            return await request()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            ERRORS.labels("discord", "connection").inc()
            _log.warning("the connection to Discord broke (%r); trying again", error)
            await asyncio.sleep(pause)
    return await request()


async def calmly(interaction: discord.Interaction[Any], work: Coroutine[Any, Any, None]) -> None:
    """Do the work of an interaction; whatever goes wrong is logged, and the asker told if they
    still can be.
    """
    try:
        await work
    except discord.InteractionResponded:
        _log.info("an interaction had been answered already")
    except discord.HTTPException as error:
        ERRORS.labels("discord", str(error.code)).inc()
        if error.code in LOST:
            _log.info("an interaction came too late or was answered twice: %s", error)
            return
        _log.exception("Discord refused an answer")
        await _apologise(interaction)
    except Exception:  # noqa: BLE001  # one asker's trouble must not end the connection of all
        _log.exception("an interaction failed")
        await _apologise(interaction)


async def _apologise(interaction: discord.Interaction[Any]) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    view = unkept(note(say_in(interaction.locale.value, "discord.failed")))
    with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError):
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)
