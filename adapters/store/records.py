"""Rows of the digest's tables as what the bot works with, and back."""

import json
from base64 import b32encode
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, Table, and_
from sqlalchemy.sql.elements import ColumnElement

from bot.digest.choose import Choice, Item
from bot.digest.delivery import Delivery
from bot.digest.subscription import Channel, Subscription

ID_CHARACTERS = 16  # of base32; a nonce has 25 at most (platform-limits, "nonce")

AnyRow = Row[*tuple[Any, ...]]


def delivery_id(channel: Channel, day: date) -> str:
    """The same for the same channel and local day, whoever plans it."""
    digest = blake2b(f"{channel.key()} {day.isoformat()}".encode()).digest()
    return b32encode(digest)[:ID_CHARACTERS].decode().lower()


def at_channel(table: Table, channel: Channel) -> ColumnElement[bool]:
    """The rows of a channel."""
    return and_(
        table.c.platform == channel.platform,
        table.c.workspace == channel.workspace,
        table.c.channel == channel.channel,
    )


def same_channel(one: Any, other: Any) -> ColumnElement[bool]:
    """That a row of one table is about the channel of a row of the other; both are columns."""
    return and_(
        one.platform == other.platform,
        one.workspace == other.workspace,
        one.channel == other.channel,
    )


def channel_columns(channel: Channel) -> dict[str, str]:
    """What names a channel in a row."""
    return {
        "platform": channel.platform, "workspace": channel.workspace, "channel": channel.channel,
    }  # fmt: skip


def channel_of(row: AnyRow) -> Channel:
    """The channel of a row of any table that has one."""
    return Channel(row.platform, row.workspace, row.channel)


def subscription_columns(wish: Subscription) -> dict[str, Any]:
    """What a wish is in its row, but for its channel."""
    return {
        "at": wish.at.replace(fold=0), "zone": wish.zone, "days": json.dumps(wish.days),
        "topics": json.dumps(wish.topics), "about": wish.about, "most": wish.count,
        "tag": wish.tag, "person": wish.by, "personal": wish.personal, "active": wish.active,
        "paused": wish.paused,
    }  # fmt: skip


def subscription_of(row: AnyRow) -> Subscription:
    """The wish of a row of the table."""
    return wish_of(channel_of(row), row)


def wish_of(channel: Channel, row: AnyRow) -> Subscription:
    """The wish of a channel, from a row that need not have the channel."""
    return Subscription(
        channel, at=row.at, zone=row.zone, days=_list(row.days), topics=_list(row.topics),
        about=row.about, count=row.most, tag=row.tag, by=row.person, personal=row.personal,
        active=row.active, paused=row.paused,
    )  # fmt: skip


@lru_cache(maxsize=1000)  # most channels have the same few
def _list(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def delivery_of(row: AnyRow) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        id=row.id, channel=channel_of(row), day=row.day, due=row.due, state=row.state,
        choice=choice_of(row.choice) if row.choice else None, planned=row.planned_at,
        first_try=row.first_try, ended=row.ended, tries=row.tries, reason=row.reason,
        message=row.message,
    )  # fmt: skip


def choice_data(choice: Choice) -> dict[str, Any]:
    """A choice as what JSON can hold."""
    items = [[item.facts, item.why] for item in choice.items]
    return {"corrected": choice.corrected, "items": items}


def choice_of(text: str) -> Choice:
    """The choice of such data as JSON."""
    data = json.loads(text)
    items = tuple(Item(tuple(facts), why) for facts, why in data["items"])
    return Choice(tuple(data["corrected"]), items)
