"""The bot on Discord's gateway: one task for each thing that somebody does there."""

import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
import discord

from adapters.discord import interactions, read
from adapters.discord.buttons import FollowUpButton, PressButton
from adapters.discord.commands_sync import sync
from adapters.discord.declare import SUGGEST
from adapters.discord.digest_form import is_digest_form
from adapters.discord.door import Shown, calmly, show
from adapters.discord.follow import is_form
from adapters.discord.interactions import hidden
from adapters.discord.mentions import hear
from adapters.discord.parts import Parts
from adapters.discord.read import Interaction
from adapters.discord.review import Review
from adapters.discord.review_form import form_key
from adapters.service import UnderWay
from bot.press import Press
from bot.traditional import say_in

_OWN = (PressButton, FollowUpButton)
_MESSAGE_MENU = discord.AppCommandType.message.value
_log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """What the bot is told of: servers, and the messages in them and in its direct messages.
    None of these is privileged: the words of own mentions and direct messages come without.
    """
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Bot(discord.AutoShardedClient):
    """One connection; a new one is made for each attempt to connect."""

    def __init__(self, parts: Parts) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            intents=intents(), allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False, member_cache_flags=discord.MemberCacheFlags.none(),
        )  # fmt: skip
        self._parts = parts
        self._under_way = UnderWay()
        self._ended = False

    async def setup_hook(self) -> None:
        """Before the gateway: buttons of any age work, and the commands are told to Discord."""
        self.add_dynamic_items(*_OWN)
        self._parts.completer.warm()
        parts, application = self._parts, self.application_id
        if application is None:
            return
        try:
            await sync(self.http, application, parts.guild, parts.notes, parts.clock())
        except (discord.HTTPException, aiohttp.ClientError, OSError, ValueError):
            _log.exception("the commands could not be synced; the next start tries again")

    async def on_shard_connect(self, shard_id: int) -> None:
        """Say so: from now on the bot hears."""
        _log.info("connected to Discord's gateway, shard %s", shard_id)

    async def drain(self) -> None:
        """Take nothing new, and wait for the answers under way."""
        self._ended = True
        await self._under_way.drain()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if self.user is not None:
            self._start(hear(self._parts, message, self.user))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a command, a menu, a form, a completion, or a button that is not known."""
        if work := self._work(interaction):
            self._start(calmly(interaction, work))

    async def on_press(self, interaction: Interaction, press: Press | None) -> None:
        """Answer a press of one of our buttons."""
        work = interactions.answer_press(self._parts, interaction, press)
        self._start(calmly(interaction, work))

    async def on_follow_up(self, interaction: Interaction) -> None:
        """Open the form of a follow-up."""
        self._start(calmly(interaction, interactions.open_form(interaction)))

    def _work(self, interaction: Interaction) -> Coroutine[Any, Any, None] | None:
        parts, kind = self._parts, interaction.type
        data: Any = interaction.data or {}
        if kind is discord.InteractionType.autocomplete:
            return interactions.completions(parts, interaction)
        if kind is discord.InteractionType.application_command:
            if data.get("type") == _MESSAGE_MENU:
                return show(interaction, self._menu(interaction, data.get("name")))
            if parts.review and (wanted := interactions.asks_for_review(parts, interaction)):
                return Review(parts, parts.review).open(interaction, wanted)
            if interactions.asks_to_edit(interaction):
                return interactions.open_digest_form(parts, interaction)
            typed = read.typed(data)
            private = hidden(interaction) or bool(typed and typed.private)
            made = interactions.command(parts, interaction, private=private)
            return show(interaction, made, private=private)
        if kind is discord.InteractionType.modal_submit:
            return self._form(interaction)
        if kind is discord.InteractionType.component and not _is_own(interaction.custom_id):
            return show(interaction, interactions.pressed(parts, interaction, None))
        return None

    def _form(self, interaction: Interaction) -> Coroutine[Any, Any, None] | None:
        """What a form that was sent leads to."""
        parts, id_ = self._parts, interaction.custom_id
        if parts.review and form_key(id_):
            return show(interaction, Review(parts, parts.review).filled(interaction))
        private = hidden(interaction)
        if is_form(id_):
            made = interactions.filled(parts, interaction, private=private)
        elif is_digest_form(id_):
            made = interactions.digest_filled(parts, interaction, private=private)
        else:
            return None
        return show(interaction, made, private=private)

    def _menu(self, interaction: Interaction, name: str | None) -> Coroutine[Any, Any, Shown]:
        """What the menu of a message leads to."""
        if self._parts.review and name == say_in("en", SUGGEST):
            return Review(self._parts, self._parts.review).suggest(interaction)
        return interactions.look_up(self._parts, interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let go of what belongs to a server that the bot was removed from."""
        _log.info("removed from a server")
        if self._parts.gone:
            await self._parts.gone(guild.id, None)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Let go of what belongs to a deleted channel."""
        if self._parts.gone:
            await self._parts.gone(channel.guild.id, channel.id)

    async def on_thread_delete(self, thread: discord.Thread) -> None:
        """Let go of what belongs to a deleted thread."""
        if self._parts.gone:
            await self._parts.gone(thread.guild.id, thread.id)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._ended:
            work.close()
            return
        self._under_way.start(work)


def _is_own(custom_id: str | None) -> bool:
    """Whether the library brings the press to one of our buttons by itself."""
    return any(item.__discord_ui_compiled_template__.fullmatch(custom_id or "") for item in _OWN)
