"""Words of people on their way into a column."""


def storable(text: str, most: int) -> str:
    """At most so many characters, without what no database takes: NUL and lone surrogates."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")[:most]
