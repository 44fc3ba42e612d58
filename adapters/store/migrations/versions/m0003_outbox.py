"""An outbox whose rows lie in the order in which they are sent, and change without its indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Rows stay as they are; what is open goes first in the new order, too."""
    lot = sa.Column("lot", sa.Integer, nullable=False, server_default=sa.text("0"))
    op.add_column("deliveries", lot)
    _indexes()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE deliveries SET (fillfactor = 50)")


def _indexes() -> None:
    still_open, over = sa.text("ended IS NULL"), sa.text("ended IS NOT NULL")
    op.drop_index("deliveries_open", "deliveries")
    op.create_index(
        "deliveries_open", "deliveries", ["due", "lot", "id"],
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    op.drop_index("deliveries_by_end", "deliveries")
    op.create_index(
        "deliveries_by_end", "deliveries", ["ended"], sqlite_where=over, postgresql_where=over
    )
