"""What Alembic runs: all missing migrations in the transaction that `migrate.py` opened."""

from alembic import context

import adapters.store.review_schema  # noqa: F401  # adds its tables to METADATA
from adapters.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # SQLite can do it too, when the driver leaves transactions to us
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
