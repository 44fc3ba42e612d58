"""Messages that mention the bot, reply to it or come to it directly, and their answers."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord
from discord.ui import LayoutView

from adapters.discord.buttons import follow_up_button
from adapters.discord.door import INVALID_FORM, Shown, again, note, unkept
from adapters.discord.parts import Parts
from adapters.discord.read import Heard, heard, key_of, may_answer, person, place, replied_to
from adapters.discord.where import where_said
from adapters.metrics import ERRORS, INVALID
from bot.commands import COMMANDS
from bot.desk import Asked
from bot.ports import StoreError
from bot.traditional import say_in

NO_HISTORY = 160002  # a reply needs the permission to read the history; a message does not
_log = logging.getLogger(__name__)


async def hear(parts: Parts, message: discord.Message, me: discord.ClientUser) -> None:
    """Answer a message if it is meant for the bot, once among all processes that may hear it."""
    found = None if message.author.bot else heard(message, me)
    if found is None or not await _claimed(parts, message):
        return
    try:
        if may_answer(message):
            await _reply(message, await _answer(parts, message, found))
        else:
            await _explain(message)
    except discord.Forbidden as error:
        _log.info("not allowed to answer a message: %s", error)
        await _explain(message)
    except discord.HTTPException as error:
        ERRORS.labels("discord", str(error.code)).inc()
        _log.exception("Discord refused the answer to a message")
    await _calmly(parts.ports.seen.done(_event(message)))


async def _answer(parts: Parts, message: discord.Message, found: Heard) -> Shown:
    locale, direct = _locale(message), message.guild is None
    if found.how == "empty":
        example = next(c.examples[0] for c in COMMANDS if c.name == "ask").removeprefix("ask ")
        text = say_in(locale, "discord.hint", example=example)
    elif found.how == "unheard":
        text = say_in(locale, "discord.unheard")
    else:
        asker, now = person(message.author), parts.clock()
        where = place(message.channel, message.channel.id, message.author)
        if key := key_of(replied_to(message)):
            await parts.desk.take_up(key, where, asker, now)
        asked = Asked(found.text, asker, now, where, locale, where=where_said(message))
        response = await parts.respond(asked)
        shown = await parts.shown(response, "public", follow_up=not direct)
        return replace(shown, keep=parts.keeping(where_said(message).channel, response))
    return Shown(note(text, follow_up_button(say_in(locale, "discord.follow_up"))), "public")


def _locale(message: discord.Message) -> str | None:
    return message.guild.preferred_locale.value if message.guild else None


async def _reply(message: discord.Message, shown: Shown) -> None:
    """Send the answer; enforced nonces let Discord drop what arrives twice (platform-limits)."""
    try:
        sent = await _send(message, shown.view, str(message.id), shown.attached)
        if shown.keep:
            await shown.keep(sent.id)
    except discord.HTTPException as error:
        if error.code != INVALID_FORM or shown.plain is None:
            raise
        _log.exception("Discord refused the components of an answer; it goes out as plain text")
        INVALID.labels("discord").inc()
        await message.channel.send(shown.plain())
    for number, view in enumerate(shown.more):
        await _send(message, view, f"{message.id}-{number}")


async def _send(
    message: discord.Message,
    view: LayoutView,
    nonce: str,
    files: Callable[[], list[discord.File]] = list,
) -> discord.Message:
    unkept(view)
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await again(lambda: message.channel.send(
            view=view, reference=reference, mention_author=False, nonce=nonce, files=files()
        ))  # fmt: skip
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        return await again(lambda: message.channel.send(view=view, nonce=nonce, files=files()))


async def _explain(message: discord.Message) -> None:
    """Tell the asker alone why nothing can be said in the channel."""
    if message.guild is None:
        return
    channel = f"<#{message.channel.id}>"
    text = say_in(_locale(message), "discord.forbidden", channel=channel)
    try:
        await message.author.send(view=unkept(note(text)))
    except discord.HTTPException as error:
        _log.info("nor could the asker be told: %s", error)


def _event(message: discord.Message) -> str:
    return f"discord:{message.id}"


async def _claimed(parts: Parts, message: discord.Message) -> bool:
    """Whether this process shall answer; without a store every process that hears it does."""
    try:
        return await parts.ports.seen.claim(_event(message))
    except StoreError:
        _log.exception("the store failed; answering without it")
        return True


async def _calmly(kept: Awaitable[None]) -> None:
    try:
        await kept
    except StoreError:
        _log.exception("an answered message could not be noted")
