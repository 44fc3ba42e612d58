"""What chat needs kept: choices, conversations, buttons, seen events, wishes, installations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _about_people()
    _about_messages()
    _about_answers()
    _about_platforms()


def _about_people() -> None:
    op.create_table(
        "preferences",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, primary_key=True),
        sa.Column("person_workspace", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("conversations_by_time", "conversations", ["said_at"])
    by_person = ["platform", "person_workspace", "person"]
    op.create_index("conversations_by_person", "conversations", by_person)


def _about_messages() -> None:
    op.create_table(
        "button_rows",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("button_rows_by_time", "button_rows", ["used_at"])
    op.create_table(
        "seen_events",
        sa.Column("event", sa.Text, primary_key=True),
        sa.Column("claimed_at", sa.Double, nullable=False),
        sa.Column("done_at", sa.Double),
    )
    op.create_index("seen_events_by_time", "seen_events", ["claimed_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )


def _about_answers() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("feedback_by_time", "feedback", ["given_at"])
    op.create_table(
        "requests",
        sa.Column("normalised", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )


def _about_platforms() -> None:
    op.create_table(
        "installations",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "key_values",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("platform", sa.Text),
        sa.Column("workspace", sa.Text),
        sa.Column("person", sa.Text),
    )
    op.create_index("key_values_by_person", "key_values", ["platform", "workspace", "person"])
