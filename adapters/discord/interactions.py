"""Slash commands, menus, forms, completions and buttons, each as an answer of the desk."""

import logging
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from adapters.discord import read
from adapters.discord.digest_form import digest_form, read_digest_form
from adapters.discord.door import How, Shown, again, note, show
from adapters.discord.follow import form, key_of_form
from adapters.discord.parts import Parts
from adapters.discord.read import Interaction
from adapters.discord.review import Review
from adapters.discord.review_form import form_key
from adapters.discord.where import where_of
from bot.complete import Completion
from bot.desk import Asked, Pressed
from bot.digest.form import Form, asks_for_form, form_of
from bot.digest.subscription import Channel
from bot.ports import StoreError
from bot.press import Press
from bot.request import Request, reply_language
from bot.review.form import Wanted
from bot.review.form import asks_for_form as wants_review
from bot.traditional import say_in

_log = logging.getLogger(__name__)


def hidden(interaction: Interaction) -> bool:
    """Whether an answer is for the asker alone, whatever was asked for: the channel forbids the
    bot, or the message with the button is private itself.
    """
    message = interaction.message
    return not read.may_post(interaction) or bool(message and message.flags.ephemeral)


async def command(parts: Parts, interaction: Interaction, *, private: bool) -> Shown:
    """The answer to a slash command."""
    typed = read.typed(interaction.data)
    if typed is None:
        return Shown(note(say_in(interaction.locale.value, "action.expired")), "private")
    return await _respond(parts, interaction, typed.line, private=private)


async def look_up(parts: Parts, interaction: Interaction) -> Shown:
    """What a message says, looked up; for the one who opened its menu alone."""
    text = read.message_text(interaction.data)
    if not text:
        return Shown(note(say_in(interaction.locale.value, "discord.no_words")), "private")
    return await _respond(parts, interaction, text, private=True)


async def filled(parts: Parts, interaction: Interaction, *, private: bool) -> Shown:
    """The answer to a follow-up that was written into the form."""
    if key := key_of_form(interaction.custom_id):
        where = _place(interaction, private=private)
        now = parts.clock()
        await parts.desk.take_up(key, where, read.person(interaction.user), now)
    text = read.form_text(interaction.data)
    return await _respond(parts, interaction, text, private=private, follow_up=True)


async def open_form(interaction: Interaction) -> None:
    """Show the form of a follow-up."""
    made = form(interaction.locale.value, read.key_of(interaction.message))
    await again(lambda: interaction.response.send_modal(made))


def asks_to_edit(interaction: Interaction) -> bool:
    """Whether a slash command asks for the form of a digest."""
    typed = read.typed(interaction.data)
    return bool(typed and asks_for_form(typed.line))


async def open_digest_form(parts: Parts, interaction: Interaction) -> None:
    """Show the form of the channel's digest, as it is now."""
    found = where_of(interaction)
    known = await parts.desk.subscription(found.channel) if found else None
    made = digest_form(form_of(known, "") if known else Form(), interaction.locale.value)
    await again(lambda: interaction.response.send_modal(made))


async def digest_filled(parts: Parts, interaction: Interaction, *, private: bool) -> Shown:
    """Set a digest as its form was filled in."""
    line = read_digest_form(interaction.data).line()
    return await _respond(parts, interaction, line, private=private)


async def _respond(
    parts: Parts, interaction: Interaction, text: str, *, private: bool, follow_up: bool = False
) -> Shown:
    asked = Asked(
        text, read.person(interaction.user), parts.clock(),
        _place(interaction, private=private), interaction.locale.value, private,
        where_of(interaction),
    )  # fmt: skip
    response = await parts.respond(asked)
    how: How = "private" if private else "public"
    if response.reply.audience != "usual" and read.may_post(interaction):
        how = "private" if response.reply.audience == "asker" else "public"
    shown = await parts.shown(response, how, follow_up=follow_up and not private)
    return replace(shown, keep=parts.keeping(_server_channel(interaction), response))


def _server_channel(interaction: Interaction) -> Channel | None:
    """The channel of a server that the bot is a member of and whose messages it can edit later;
    None for what one person alone sees.
    """
    known = interaction.is_guild_integration() and not hidden(interaction)
    found = where_of(interaction) if known else None
    return found.channel if found else None


def _place(interaction: Interaction, *, private: bool) -> Any:
    return read.place(
        interaction.channel, interaction.channel_id, interaction.user, private=private
    )


def asks_for_review(parts: Parts, interaction: Interaction) -> Wanted | None:
    """The form of review that a slash command asks for."""
    typed = read.typed(interaction.data) if parts.review else None
    return wants_review(typed.line) if typed else None


async def answer_press(parts: Parts, interaction: Interaction, press: Press | None) -> None:
    """Answer a press of one of our buttons: some open a form of review."""
    key = form_key(interaction.custom_id)
    if parts.review and key:
        await Review(parts, parts.review).open_again(interaction, key)
        return
    line = await parts.desk.line_of(press, parts.clock()) if parts.review and press else None
    wanted = wants_review(line) if line else None
    if parts.review and wanted:
        await Review(parts, parts.review).open(interaction, wanted)
    else:
        await show(interaction, pressed(parts, interaction, press))


async def pressed(parts: Parts, interaction: Interaction, press: Press | None) -> Shown:
    """What a button leads to: in place for the asker, for anyone else alone; shared for all."""
    locale = interaction.locale.value
    if press is None:
        return Shown(note(say_in(locale, "action.expired")), "private")
    own = hidden(interaction) or await _is_askers(interaction)
    alone = not own or hidden(interaction)
    found = await parts.desk.press(
        press, read.person(interaction.user), parts.clock(), locale, private=alone,
        where=where_of(interaction),
    )  # fmt: skip
    if found.response is None:
        return Shown(note(found.text), "private")
    if _how(found, own=own) == "public" and not read.may_post(interaction):
        return Shown(note(say_in(locale, "discord.not_public")), "private")
    how = _how(found, own=own)
    shown = await parts.shown(
        found.response, how, page=found.page,
        follow_up=own and read.has_follow_up(interaction.message),
    )  # fmt: skip
    to = _server_channel(interaction)
    return replace(shown, keep=parts.keeping(to, found.response, changed=how == "edit"))


def _how(found: Pressed, *, own: bool) -> How:
    if found.kind == "share" or (found.response and found.response.reply.audience == "channel"):
        return "public"
    return "edit" if own else "private"


async def _is_askers(interaction: Interaction) -> bool:
    """Whether the one who pressed is the one who asked; False where that can't be known."""
    message = interaction.message
    if message is None:
        return False
    if message.interaction_metadata:
        return bool(message.interaction_metadata.user.id == interaction.user.id)
    question = read.replied_to(message) or await _fetched(message)
    return question is not None and question.author.id == interaction.user.id


async def _fetched(message: discord.Message) -> discord.Message | None:
    """The question of an answer that was sent before this process started."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    try:
        return await message.channel.fetch_message(reference.message_id)
    except (discord.HTTPException, AttributeError) as error:
        _log.info("whose answer this is can't be known: %s", error)
        return None


async def completions(parts: Parts, interaction: Interaction) -> None:
    """Offer what the asker may be about to type."""
    offered = await _offered(parts, interaction)
    choices = [app_commands.Choice(name=c.label, value=c.value) for c in offered]
    await interaction.response.autocomplete(choices)


async def _offered(parts: Parts, interaction: Interaction) -> list[Completion]:
    typing = read.typing(interaction.data)
    if typing is None:
        return []
    now, today = parts.clock(), parts.clock().date()
    asker = read.person(interaction.user)
    try:
        chosen = await parts.ports.preferences.language(asker)
    except StoreError:
        chosen = None
    request = Request(typing.text, now, chosen, interaction.locale.value)
    ready = parts.reads(interaction.guild_id)
    tag = reply_language(request, None, ready.index.folder.variants).tag
    if typing.option == typing.command.words:
        return parts.completer.complete(typing.command, typing.text, tag, today, ready=ready)
    option = typing.command.option(typing.option)
    if option is None:
        return []
    return parts.completer.complete_option(option, typing.text, tag, today, ready)
