"""The tables. What each holds, for how long, and about whom stands in docs/privacy.md.

A column named `person` holds a user's id; no other column does, but that a person's direct messages
are a channel too.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)

METADATA = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """An aware time; SQLite has no zones, so it is kept in UTC everywhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """UTC for the database; a naive time is a bug of the caller."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """An aware time in UTC, whatever zone the server speaks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PREFERENCES = Table(
    "preferences", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("language", Text, nullable=False),
)  # fmt: skip

# The person has a workspace of its own: on Discord a user is one everywhere, a channel is not.
CONVERSATIONS = Table(
    "conversations", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("person_workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Index("conversations_by_time", "said_at"),
    Index("conversations_by_person", "platform", "person_workspace", "person"),
)  # fmt: skip

BUTTON_ROWS = Table(
    "button_rows", METADATA,
    Column("key", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("used_at", UtcTime, nullable=False),
    Index("button_rows_by_time", "used_at"),
)  # fmt: skip

# Times of leases are seconds since 1970 by the database's own clock (`clock.py`).
SEEN_EVENTS = Table(
    "seen_events", METADATA,
    Column("event", Text, primary_key=True),
    Column("claimed_at", Double, nullable=False),
    Column("done_at", Double),
    Index("seen_events_by_time", "claimed_at"),
)  # fmt: skip

LEASES = Table(
    "leases", METADATA,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Double, nullable=False),
)  # fmt: skip

FEEDBACK = Table(
    "feedback", METADATA,
    Column("id", Integer, primary_key=True),
    Column("line", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Index("feedback_by_time", "given_at"),
)  # fmt: skip

REQUESTS = Table(
    "requests", METADATA,
    Column("normalised", Text, primary_key=True),
    Column("question", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
)  # fmt: skip

INSTALLATIONS = Table(
    "installations", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip

OAUTH_STATES = Table(
    "oauth_states", METADATA,
    Column("state", Text, primary_key=True),
    Column("issued_at", UtcTime, nullable=False),
)  # fmt: skip

KEY_VALUES = Table(
    "key_values", METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires_at", UtcTime),
    Column("platform", Text),
    Column("workspace", Text),
    Column("person", Text),
    Index("key_values_by_person", "platform", "workspace", "person"),
)  # fmt: skip

# Topics and days are JSON lists. `next_due` is NULL where nothing is due: off, or paused.
SUBSCRIPTIONS = Table(
    "subscriptions", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("at", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("about", Text),
    Column("most", Integer, nullable=False),
    Column("tag", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("personal", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("paused", Text),
    Column("next_due", UtcTime),
    Column("next_day", Date),
    Column("changed_at", Double, nullable=False),
    Index("subscriptions_by_due", "next_due"),
    Index("subscriptions_by_person", "platform", "person"),
)  # fmt: skip

# Not by the state: an index is written anew whenever a column changes that it mentions.
_OPEN, _OVER = text("ended IS NULL"), text("ended IS NOT NULL")

# `choice` and `versions` are JSON. What is leased, or is to wait, is so until a time of the
# database's own clock. `tries` counts claims, `lot` is a number that those planned together share.
DELIVERIES = Table(
    "deliveries", METADATA,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("choice", Text),
    Column("versions", Text),
    Column("planned_at", UtcTime, nullable=False),
    Column("first_try", UtcTime),
    Column("ended", UtcTime),
    Column("tries", Integer, nullable=False),
    Column("reason", Text),
    Column("message", Text),
    Column("owner", Text),
    Column("lease_until", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("lot", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("platform", "workspace", "channel", "day", name="deliveries_once_a_day"),
    Index("deliveries_open", "due", "lot", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("deliveries_by_end", "ended", sqlite_where=_OVER, postgresql_where=_OVER),
    postgresql_with={"fillfactor": 50},  # room for what is noted later, beside the row itself
)  # fmt: skip

IS_OPEN = DELIVERIES.c.ended.is_(None)

SHOWN = Table(
    "shown", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last", Date, nullable=False),
)  # fmt: skip

# A hold of a whole workspace has the channel "".
HOLDS = Table(
    "holds", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("until", Double, nullable=False),
)  # fmt: skip

PACES = Table(
    "paces", METADATA,
    Column("key", Text, primary_key=True),
    Column("next", Double, nullable=False),
)  # fmt: skip
