"""Answer questions in three languages from a library, or say that it has no fact."""
