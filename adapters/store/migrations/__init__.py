"""How the tables came to be: Alembic runs these at start, each once and in order."""
