"""Whom a name stands for that no fact is about."""

from facts.lookup.index import Index


def covered_relatives(index: Index, entity: str) -> tuple[str, ...]:
    """For an entity that no fact is about: its owner, or what it owns, that facts are about."""
    if entity in index.covered:
        return ()
    parent = index.parents.get(entity)
    if parent in index.covered:
        return (f"e:{parent}",)
    owned = (child for child, owner in index.parents.items() if owner == entity)
    return tuple(f"e:{child}" for child in owned if child in index.covered)
