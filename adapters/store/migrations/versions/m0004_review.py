"""What review needs kept: suggestions, documents, the queue, decisions, what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of review; all others stay as they are."""
    _suggestions()
    _documents()
    _items()
    _decisions()
    _published()
    _posts()


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("not_before", sa.Double, nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
    )
    op.create_index("suggestions_by_time", "suggestions", ["suggested_at"])
    op.create_index("suggestions_failed", "suggestions", ["circle", "failed_at"])


def _documents() -> None:
    op.create_table(
        "review_documents",
        sa.Column("circle", sa.Text, primary_key=True),
        sa.Column("archive", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "review_documents_by_source", "review_documents", ["circle", "source"], unique=True
    )
    op.create_index(
        "review_documents_by_address", "review_documents", ["circle", "address", "kept_at"]
    )
    op.create_index("review_documents_by_time", "review_documents", ["kept_at"])


def _items() -> None:
    op.create_table(
        "review_items",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("archive", sa.Text, nullable=False),
        sa.Column("draft", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("fact", sa.Text),
        sa.Column("statement", sa.Text),
        sa.Column("edited", sa.Text),
        sa.Column("entities", sa.Text),
        sa.Column("answers", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("review_items_by_score", "review_items", ["circle", "state", "score"])
    op.create_index("review_items_by_head", "review_items", ["head"])
    op.create_index("review_items_by_fact", "review_items", ["circle", "fact"])
    op.create_index("review_items_by_archive", "review_items", ["circle", "archive"])
    op.create_index("review_items_by_time", "review_items", ["touched_at"])


def _decisions() -> None:
    op.create_table(
        "review_log",
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fact", sa.Text),
    )
    op.create_index("review_log_by_time", "review_log", ["circle", "decided_at"])
    op.create_index("review_log_by_person", "review_log", ["platform", "person"])


def _published() -> None:
    op.create_table(
        "published_facts",
        sa.Column("circle", sa.Text, primary_key=True),
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("quoted", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "published_entities",
        sa.Column("circle", sa.Text, primary_key=True),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_table(
        "published_revisions",
        sa.Column("circle", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )


def _posts() -> None:
    op.create_table(
        "posted_facts",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, primary_key=True),
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("posted_facts_by_fact", "posted_facts", ["fact", "posted_at"])
    op.create_index("posted_facts_by_time", "posted_facts", ["posted_at"])
