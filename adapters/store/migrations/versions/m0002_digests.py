"""What the digest needs kept: wishes, deliveries, shown facts, holds and rates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the digest's tables; those of the first migration stay as they are."""
    _wishes()
    _outbox()
    _what_was_shown()
    _limits()


def _wishes() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("personal", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("next_due", sa.DateTime(timezone=True)),
        sa.Column("next_day", sa.Date),
        sa.Column("changed_at", sa.Double, nullable=False),
    )
    op.create_index("subscriptions_by_due", "subscriptions", ["next_due"])
    op.create_index("subscriptions_by_person", "subscriptions", ["platform", "person"])


def _outbox() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("choice", sa.Text),
        sa.Column("versions", sa.Text),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_try", sa.DateTime(timezone=True)),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("not_before", sa.Double, nullable=False),
        sa.UniqueConstraint(
            "platform", "workspace", "channel", "day", name="deliveries_once_a_day"
        ),
    )
    still_open = sa.text("state IN ('planned', 'sending')")
    op.create_index(
        "deliveries_open", "deliveries", ["due", "id"],
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    op.create_index("deliveries_by_end", "deliveries", ["ended"])


def _what_was_shown() -> None:
    op.create_table(
        "shown",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
    )


def _limits() -> None:
    op.create_table(
        "holds",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("until", sa.Double, nullable=False),
    )
    op.create_table(
        "paces",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("next", sa.Double, nullable=False),
    )
