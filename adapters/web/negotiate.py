"""What a browser or a program asks for in its headers."""

from collections.abc import Iterator

from bot.request import language_of

TAGS = ("en", "ja", "zh", "zh-tw")
MOST = 20  # entries of a header that are read


def accepted_tag(header: str) -> str | None:
    """The best of our languages in an Accept-Language header, None where it names none."""
    for name in _by_weight(header):
        if name.split("-")[0] in ("en", "ja", "zh"):
            return language_of(name).tag
    return None


def wants_json(header: str) -> bool:
    """True when an Accept header names JSON before HTML."""
    for name in _by_weight(header):
        if name in ("application/json", "text/html", "application/xhtml+xml"):
            return name == "application/json"
    return False


def _by_weight(header: str) -> Iterator[str]:
    """The names of a header with weights, the heaviest first; those of weight 0 are left out."""
    weighted = []
    for entry in header.casefold().split(",")[:MOST]:
        name, *parameters = (part.strip() for part in entry.split(";"))
        weighted.append((-_weight(parameters), name))
    yield from (name for weight, name in sorted(weighted, key=lambda w: w[0]) if weight)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0


def same_tag(header: str | None, etag: str) -> bool:
    """True when an If-None-Match header names this ETag; the weak comparison of RFC 9110."""
    if header is None:
        return False
    names = (name.strip().removeprefix("W/") for name in header.split(","))
    return header.strip() == "*" or etag in names
