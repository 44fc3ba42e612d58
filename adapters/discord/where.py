"""The channel that somebody speaks in, as far as its digest is concerned."""

from typing import Any

import discord

from bot.digest.subscription import Channel, Right, Where

# A post in one of these opens a thread of its own, which has no nonce.
_FORUMS = (discord.ChannelType.forum, discord.ChannelType.media)


def where_of(interaction: discord.Interaction[Any]) -> Where | None:
    """The channel of an interaction; None where nothing says which it is."""
    if interaction.channel_id is None:
        return None
    refused = _refused(interaction)
    return _where(
        interaction.guild_id, interaction.channel_id, interaction.user, interaction.permissions,
        refused, personal=isinstance(interaction.channel, discord.DMChannel),
    )  # fmt: skip


def where_said(message: discord.Message) -> Where:
    """The channel of a message."""
    channel, author = message.channel, message.author
    allowed = discord.Permissions.none()
    if isinstance(author, discord.Member) and hasattr(channel, "permissions_for"):
        allowed = channel.permissions_for(author)
    guild = message.guild.id if message.guild else None
    return _where(guild, channel.id, author, allowed, None, personal=guild is None)


def _where(
    guild: int | None,
    channel: int,
    person: discord.abc.User,
    allowed: discord.Permissions,
    refused: str | None,
    *,
    personal: bool,
) -> Where:
    right: Right = "admin" if allowed.administrator or allowed.manage_guild else "member"
    if right == "member" and allowed.manage_channels:
        right = "manager"
    roles = tuple(str(role.id) for role in getattr(person, "roles", ()))
    place = Channel("discord", str(guild or ""), str(channel))
    return Where(place, str(person.id), right, roles, personal, None, refused)


def _refused(interaction: discord.Interaction[Any]) -> str | None:
    """Why no digest can come here: the bot is no member, or each post would be a thread."""
    if getattr(interaction.channel, "type", None) in _FORUMS:
        return "digest.no_forum"
    direct = isinstance(interaction.channel, discord.DMChannel)
    return None if direct or interaction.is_guild_integration() else "digest.no_member"
