"""Slack's payloads as what the desk is asked: plain words, without markup or mentions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.commands.preferences import forgets
from bot.desk import Asked
from bot.ports import Person, Place

Body = Mapping[str, Any]  # a payload as Slack sends it

_ANGLE = re.compile(r"<(\S[^<>\n]*)>")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")
_SHARE = re.compile(r"(?:^|\s+)(?:share|共有|シェア|分享)\s*$", re.IGNORECASE)
# "market share" and "usage share" are things to ask for; there the word posts nothing.
_A_SHARE_OF = re.compile(
    r"\b(?:market|usage|user|users|revenue|traffic|the|a|an|its|their|what|which|\w+['’]s)\s+share\s*$",
    re.IGNORECASE,
)
# A message with a file still asks what it says; every other subtype is an echo, an edit, a notice.
_SUBTYPES = (None, "file_share", "thread_broadcast")


@dataclass(frozen=True)
class Typed:
    """A message as somebody typed it. `thread` is the thread that the answer goes to, "" for none,
    `ts` the message's own id.
    """

    text: str
    team: str
    channel: str
    user: str
    thread: str = ""
    ts: str = ""
    share: bool = False

    @property
    def person(self) -> Person:
        """Who typed it."""
        return Person("slack", self.team, self.user)

    @property
    def forgets(self) -> bool:
        """Whether it asks to be forgotten."""
        return forgets(self.text)

    def asked(
        self, now: datetime, locale: str | None, *, talk: bool = False, private: bool = False
    ) -> Asked:
        """What the desk is asked; `talk` where a conversation goes on, which is remembered."""
        place = Place("slack", self.team, self.channel, self.thread) if talk else None
        return Asked(self.text or "help", self.person, now, place, locale, private)


def words(text: str, me: str | None = None) -> str:
    """The words of a text in Slack's markup: links, people and channels by the names that stand
    in the text; a mention of `me` (the bot's user id) and nameless ids are left out.
    """
    shown = _ANGLE.sub(lambda match: _named(match[1], me), text)
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(code, sign)
    return " ".join(shown.split())


def _named(inside: str, me: str | None) -> str:
    target, _, label = inside.partition("|")
    if target[:1] in ("@", "#", "!"):
        if me is not None and target == f"@{me}":
            return " "
        special = target[1:] if target[:1] == "!" and "^" not in target else ""
        return f" {label.lstrip('@#') or special} "
    return label or _SCHEME.sub("", target)


def read_command(body: Body) -> Typed:
    """A slash command; `share` as its last word is taken off."""
    text = words(str(body.get("text", "")))
    share = bool(_SHARE.search(text)) and not _A_SHARE_OF.search(text)
    return Typed(
        _SHARE.sub("", text) if share else text, str(body["team_id"]), str(body["channel_id"]),
        str(body["user_id"]), share=share,
    )  # fmt: skip


def read_mention(body: Body, me: str | None) -> Typed | None:
    """A mention of the bot in a channel, in the thread that it stands in or starts."""
    typed = _event(body, me)
    return typed and replace(typed, thread=typed.thread or typed.ts)


def read_direct(body: Body, me: str | None) -> Typed | None:
    """A direct message to the bot; None for edits, for other bots' and for other channels'."""
    return _event(body, me) if body["event"].get("channel_type") == "im" else None


def _event(body: Body, me: str | None) -> Typed | None:
    event = body["event"]
    if event.get("bot_id") or event.get("subtype") not in _SUBTYPES or "user" not in event:
        return None
    return Typed(
        words(str(event.get("text") or ""), me), str(body.get("team_id") or event.get("team", "")),
        str(event["channel"]), str(event["user"]), str(event.get("thread_ts") or ""),
        str(event["ts"]),
    )  # fmt: skip


def links_in(message: Body) -> list[str]:
    """The web addresses in a message, in order, each once: those of its text, and those that only
    its blocks or its previews have.
    """
    found = [m[1].partition("|")[0] for m in _ANGLE.finditer(str(message.get("text") or ""))]
    found += _addresses([message.get("blocks"), message.get("attachments")])
    clean = (link.replace("&amp;", "&") for link in found)
    return list(dict.fromkeys(link for link in clean if link.startswith(("http://", "https://"))))


def _addresses(part: Any) -> Iterator[str]:
    """The `url` of every link, and the address that each preview came from."""
    if isinstance(part, list):
        for each in part:
            yield from _addresses(each)
    elif isinstance(part, dict):
        yield from (str(part[key]) for key in ("url", "from_url") if key in part)
        yield from (link for each in part.values() for link in _addresses(each))


def read_shortcut(body: Body) -> Typed:
    """The message that a message shortcut was used on, asked by the one who used it."""
    message = body["message"]
    return Typed(
        words(str(message.get("text") or "")), _team(body), str(body["channel"]["id"]),
        str(body["user"]["id"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Clicked:
    """A pressed button or a chosen option, and the surface that it stood on.

    `value` is what the element carries, `thread` the thread of its message, `view` the id of the
    modal or Home tab, "" for a message.
    """

    id: str
    value: str
    person: Person
    trigger: str
    channel: str = ""
    thread: str = ""
    message: str = ""
    reply_to: str = ""  # the response URL
    view: str = ""
    home: bool = False
    ephemeral: bool = False

    @property
    def direct(self) -> bool:
        """Whether the message stands in direct messages."""
        return self.channel.startswith("D")


def read_click(body: Body) -> Clicked:
    """The first action of a block_actions payload."""
    action, box, view = body["actions"][0], body.get("container") or {}, body.get("view") or {}
    chosen = action.get("selected_option") or {}
    message = body.get("message") or {}
    return Clicked(
        id=str(action.get("action_id", "")),
        value=str(action.get("value") or chosen.get("value") or ""),
        person=Person("slack", _team(body), str(body["user"]["id"])),
        trigger=str(body.get("trigger_id", "")),
        channel=str((body.get("channel") or {}).get("id") or box.get("channel_id") or ""),
        thread=str(box.get("thread_ts") or message.get("thread_ts") or ""),
        message=str(box.get("message_ts") or ""),
        reply_to=str(body.get("response_url") or ""),
        view=str(view.get("id") or ""),
        home=view.get("type") == "home",
        ephemeral=bool(box.get("is_ephemeral")),
    )


def _team(body: Body) -> str:
    """The workspace: of the payload, or of its author where the payload has none (org installs)."""
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id") or "")
