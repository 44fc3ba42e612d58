"""What people do in Discord, as the bot's own words: command lines, questions, places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

import discord

from adapters.discord.buttons import FOLLOW_UP_ID
from adapters.discord.declare import GROUP, PRIVATE
from bot.command import Command
from bot.commands import COMMANDS
from bot.ports import Person, Place
from bot.press import read_press

Interaction = discord.Interaction[Any]
PLATFORM = "discord"
_LINK = re.compile(r"https?://[^\s<>()\[\]|\"'`\u3000-\u303f\uff00-\uff0f]+")
# Tokens that Discord's client draws as something else: mentions, emoji, times, commands.
_TOKENS = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>:]+:\d+)>")


@dataclass(frozen=True)
class Typed:
    """A slash command as it was sent; `line` says the same as a line of chat."""

    line: str
    private: bool = False


@dataclass(frozen=True)
class Typing:
    """A slash command in the making: the option that is being typed, and its text so far."""

    command: Command
    option: str
    text: str


@dataclass(frozen=True)
class Heard:
    """A message meant for the bot. "unheard": Discord kept its words back, for want of an intent;
    "empty": there were none.
    """

    how: Literal["said", "empty", "unheard"]
    text: str = ""


def typed(data: Any) -> Typed | None:
    """The command of an interaction's data, None for one that is not (or no longer) ours."""
    name, options = _sub_command(data)
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None or data["name"] != GROUP:
        return None
    values = {option["name"]: option["value"] for option in options if "value" in option}
    private = bool(values.pop(PRIVATE, False))
    words_typed = str(values.pop(command.words, "")).strip()
    written = [_written(key, value) for key, value in values.items()]
    return Typed(" ".join(filter(None, [name, words_typed, *written])), private)


def _written(key: str, value: object) -> str:
    """An option as people write it in a line."""
    text = str(value).replace('"', "")
    return f'{key}:"{text}"' if " " in text else f"{key}:{text}"


def typing(data: Any) -> Typing | None:
    """The option that somebody is typing, None for a command that is not ours."""
    name, options = _sub_command(data)
    command = next((c for c in COMMANDS if c.name == name), None)
    focused = next((option for option in options if option.get("focused")), None)
    if command is None or focused is None:
        return None
    return Typing(command, focused["name"], str(focused.get("value", "")))


def _sub_command(data: Any) -> tuple[str, list[Any]]:
    options = data.get("options") or [{}]
    return options[0].get("name", ""), options[0].get("options") or []


def message_text(data: Any) -> str:
    """The words of the message that a context menu was opened on."""
    return words(str(_message(data).get("content", "")))


def message_links(data: Any) -> list[str]:
    """The web addresses in the message that a context menu was opened on, and of its previews."""
    found = _message(data)
    links = [link.rstrip(".,;:!?*_~") for link in _LINK.findall(str(found.get("content", "")))]
    links += [str(embed["url"]) for embed in found.get("embeds") or () if embed.get("url")]
    return list(dict.fromkeys(links))


def _message(data: Any) -> Any:
    return data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")), {})


def form_text(data: Any) -> str:
    """What was written into the form of a follow-up: its one text field."""
    for row in data.get("components", ()):
        for item in [row.get("component"), *row.get("components", ())]:
            if item and "value" in item:
                return words(str(item["value"]))
    return ""


def words(content: str) -> str:
    """The words of a message without mentions, emoji and the like."""
    return " ".join(_TOKENS.sub(" ", content).split())


def heard(message: discord.Message, me: discord.ClientUser) -> Heard | None:
    """A message as the bot hears it, None for one that is not meant for it."""
    own_role = message.guild.self_role if message.guild else None
    to_role = own_role is not None and own_role.id in (role.id for role in message.role_mentions)
    named = me.id in (user.id for user in message.mentions)
    direct = message.guild is None
    if not (direct or named or to_role or _replies_to(message, me)):
        return None
    if text := words(message.content):
        return Heard("said", text)
    arrives = direct or named or bool(message.content)
    return Heard("empty" if arrives else "unheard")


def _replies_to(message: discord.Message, me: discord.ClientUser) -> bool:
    replied = replied_to(message)
    return replied is not None and replied.author.id == me.id


def replied_to(message: discord.Message) -> discord.Message | None:
    """The message that this one replies to, where it is known."""
    reference = message.reference
    if reference is None or reference.type is not discord.MessageReferenceType.reply:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    return reference.cached_message


def custom_ids(message: discord.Message | None) -> list[str]:
    """The ids of all the buttons of a message, in order."""
    return list(_ids(message.components)) if message else []


def _ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        yield from _ids(getattr(component, "children", ()))
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id


def key_of(message: discord.Message | None) -> str | None:
    """The key of the response that a message of the bot shows."""
    presses = filter(None, map(read_press, custom_ids(message)))
    return next((press.key for press in presses), None)


def has_follow_up(message: discord.Message | None) -> bool:
    """Whether a message has the Follow-up button."""
    return FOLLOW_UP_ID in custom_ids(message)


def person(user: discord.abc.User) -> Person:
    """Somebody; users are the same in every server."""
    return Person(PLATFORM, "", str(user.id))


def place(
    channel: object, channel_id: int | None, user: discord.abc.User, *, private: bool = False
) -> Place:
    """Where a conversation goes on: a thread and direct messages are one for all who are in
    there; in a channel everybody has one of their own, and so has what only they see.
    """
    own = "" if isinstance(channel, discord.DMChannel) else f"user:{user.id}"
    if isinstance(channel, discord.Thread):
        thread = str(channel.id) if not private else f"{channel.id}:{own}"
        return Place(PLATFORM, "", str(channel.parent_id), thread)
    return Place(PLATFORM, "", str(channel_id or ""), own)


def may_post(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot may post for all to see where an interaction comes from. Where only the
    user has installed it, Discord itself sees to that.
    """
    own = interaction.is_guild_integration() or not interaction.is_user_integration()
    if interaction.guild_id is None or not own:
        return True
    allowed, thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
    return allowed.view_channel and (
        allowed.send_messages_in_threads if thread else allowed.send_messages
    )


def may_answer(message: discord.Message) -> bool:
    """Whether the bot may reply to a message, as far as it knows the channel's permissions."""
    if message.guild is None or not hasattr(message.channel, "permissions_for"):
        return True
    channel = cast("discord.TextChannel | discord.Thread", message.channel)
    allowed = channel.permissions_for(message.guild.me)
    if isinstance(channel, discord.Thread):
        return allowed.send_messages_in_threads and not channel.locked
    return allowed.send_messages
