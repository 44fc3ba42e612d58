"""Who reads what a workspace publishes, and whose queue its curators see."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.review.item import EVERYBODY, Circle

# Platforms on which one person asks alone; what is published there is for everybody.
_NO_WORKSPACE = frozenset({"terminal", "feed"})


@dataclass(frozen=True)
class Circles:
    """Workspaces that publish for everybody, as "platform:workspace"; others do for themselves."""

    shared: frozenset[str] = frozenset()

    def of(self, platform: str, workspace: str) -> Circle:
        """The circle of a workspace. Messages outside of all, such as Discord's direct ones, are
        of everybody's.
        """
        own = f"{platform}:{workspace}"
        alone = platform in _NO_WORKSPACE or not workspace
        return EVERYBODY if alone or own in self.shared else own

    def read_in(self, platform: str, workspace: str) -> tuple[Circle, ...]:
        """The circles whose packs are read there: everybody's, and what the workspace published
        for itself, before it shared too.
        """
        return (EVERYBODY, f"{platform}:{workspace}") if workspace else (EVERYBODY,)


def read_circles(text: str) -> Circles:
    """The circles of a list such as "slack:T1,discord:123"; ValueError names a wrong entry."""
    entries = frozenset(listed(text))
    for entry in entries:
        platform, _, workspace = entry.partition(":")
        if platform not in ("slack", "discord") or not workspace or ":" in workspace:
            raise ValueError(f"{entry!r} is not slack:TEAM or discord:SERVER")
    return Circles(entries)


def listed(text: str) -> Iterable[str]:
    """The entries of a list that is written with commas."""
    return (entry.strip() for entry in text.split(",") if entry.strip())
