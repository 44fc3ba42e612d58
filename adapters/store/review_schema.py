"""The tables of review, in the same METADATA; docs/privacy.md says what they hold and how long."""

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, Table, Text

from adapters.store.schema import METADATA, UtcTime

# A failed one has `failed_at` and `reason`. Leases and waits end by the database's own clock.
SUGGESTIONS = Table(
    "suggestions", METADATA,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("link", Text),
    Column("text", Text),
    Column("suggested_at", UtcTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("owner", Text),
    Column("lease_until", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("failed_at", UtcTime),
    Column("reason", Text),
    Index("suggestions_by_time", "suggested_at"),
    Index("suggestions_failed", "circle", "failed_at"),
)  # fmt: skip

# `archive` is the SHA-256 of `content`; `record` is JSON.
DOCUMENTS = Table(
    "review_documents", METADATA,
    Column("circle", Text, primary_key=True),
    Column("archive", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("address", Text),
    Column("record", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    Index("review_documents_by_source", "circle", "source", unique=True),
    Index("review_documents_by_address", "circle", "address", "kept_at"),
    Index("review_documents_by_time", "kept_at"),
)  # fmt: skip

# `head` is the item that leads a group of those that tell the same: most often itself. `draft`,
# `source`, `statement`, `edited` and `entities` are JSON.
ITEMS = Table(
    "review_items", METADATA,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("touched_at", UtcTime, nullable=False),
    Column("head", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("archive", Text, nullable=False),
    Column("draft", Text),
    Column("source", Text),
    Column("fact", Text),
    Column("statement", Text),
    Column("edited", Text),
    Column("entities", Text),
    Column("answers", Text),
    Column("note", Text, nullable=False),
    Index("review_items_by_score", "circle", "state", "score"),
    Index("review_items_by_head", "head"),
    Index("review_items_by_fact", "circle", "fact"),
    Index("review_items_by_archive", "circle", "archive"),
    Index("review_items_by_time", "touched_at"),
)  # fmt: skip

REVIEW_LOG = Table(
    "review_log", METADATA,
    Column("item", Text, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("fact", Text),
    Index("review_log_by_time", "circle", "decided_at"),
    Index("review_log_by_person", "platform", "person"),
)  # fmt: skip

# One row each time that a fact was published; the one with the highest `number` counts, unless it
# was withdrawn. `record` and `quoted` (ids of sources) are JSON.
PUBLISHED = Table(
    "published_facts", METADATA,
    Column("circle", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Column("quoted", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("published_at", UtcTime, nullable=False),
)  # fmt: skip

PUBLISHED_ENTITIES = Table(
    "published_entities", METADATA,
    Column("circle", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Text, nullable=False),
)  # fmt: skip

REVISIONS = Table(
    "published_revisions", METADATA,
    Column("circle", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
)  # fmt: skip

POSTED = Table(
    "posted_facts", METADATA,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("line", Text, nullable=False),
    Column("tag", Text, nullable=False),
    Column("posted_at", UtcTime, nullable=False),
    Index("posted_facts_by_fact", "fact", "posted_at"),
    Index("posted_facts_by_time", "posted_at"),
)  # fmt: skip
