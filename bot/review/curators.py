"""Who may decide what is published: people, user groups and roles that the operator named."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.ports import Person
from bot.review.circle import Circles, listed
from bot.review.item import Circle

Kind = Literal["user", "group", "role"]


@dataclass(frozen=True)
class Asker:
    """Who asks or decides, where and when. `workspace` is the team or server that they speak in,
    "" outside of all; `roles` are those that the platform told; `tag` is their language. `circle`
    is the one to decide for, where the terminal's user named one.
    """

    person: Person
    workspace: str
    now: datetime
    tag: str = "en"
    roles: tuple[str, ...] = ()
    circle: Circle | None = None


class Groups(Protocol):
    """Tells who is in a platform's user groups; asked only where a group was named a curator."""

    async def of(self, person: Person, among: Collection[str]) -> Collection[str]:
        """Those of these groups that the person is in; none where that can't be told now."""


@dataclass(frozen=True)
class Entry:
    """One curator: a user, a user group (Slack) or a role (Discord) of a workspace."""

    platform: str
    workspace: str = ""
    kind: Kind = "user"
    id: str = ""


@dataclass(frozen=True)
class Curators:
    """All curators. The terminal's user is one where "terminal" is listed, and, as the one who
    runs the bot, where nobody is.
    """

    entries: tuple[Entry, ...] = ()
    circles: Circles = field(default_factory=Circles)

    def may(self, person: Person, circle: Circle, groups: Collection[str] = ()) -> bool:
        """Whether the person decides for a circle; `groups` are their user groups and roles."""
        if person.platform == "terminal":
            return not self.entries or any(e.platform == "terminal" for e in self.entries)
        return any(self._is(entry, person, groups) for entry in self._of(circle))

    def groups(self, person: Person, circle: Circle) -> frozenset[str]:
        """The user groups that would make the person a curator of the circle."""
        entries = (e for e in self._of(circle) if e.kind == "group" and _at_home(e, person))
        return frozenset(e.id for e in entries)

    def any_of(self, circle: Circle) -> bool:
        """Whether a circle has curators in a chat."""
        return any(self._of(circle))

    def _of(self, circle: Circle) -> list[Entry]:
        named = (e for e in self.entries if e.platform != "terminal")
        return [e for e in named if self.circles.of(e.platform, e.workspace) == circle]

    @staticmethod
    def _is(entry: Entry, person: Person, groups: Collection[str]) -> bool:
        if not _at_home(entry, person):
            return False
        return entry.id == person.user if entry.kind == "user" else entry.id in groups


def _at_home(entry: Entry, person: Person) -> bool:
    """A Discord user is one everywhere, a Slack user is one of a team."""
    return entry.platform == person.platform and person.workspace in ("", entry.workspace)


def read_curators(text: str, circles: Circles) -> Curators:
    """The curators of a list such as "slack:T1:U1,discord:9:role:3"; ValueError names a wrong
    entry.
    """
    return Curators(tuple(map(_entry, listed(text))), circles)


def _entry(text: str) -> Entry:
    match text.split(":"):
        case ["terminal"]:
            return Entry("terminal")
        case ["slack" | "discord" as platform, str(workspace), str(user)] if workspace and user:
            return Entry(platform, workspace, "user", user)
        case ["slack", str(workspace), "group", str(group)] if workspace and group:
            return Entry("slack", workspace, "group", group)
        case ["discord", str(workspace), "role", str(role)] if workspace and role:
            return Entry("discord", workspace, "role", role)
    raise ValueError(
        f"{text!r} is none of slack:TEAM:USER, slack:TEAM:group:GROUP, discord:SERVER:USER, "
        "discord:SERVER:role:ROLE, terminal"
    )


def read_channels(text: str, circles: Circles) -> dict[Circle, tuple[str, str, str]]:
    """For each circle the channel (platform, workspace, channel) that shows its queue, of a list
    such as "slack:T1:C1"; of two for one circle the first is taken. ValueError names a wrong entry.
    """
    found: dict[Circle, tuple[str, str, str]] = {}
    for entry in listed(text):
        match entry.split(":"):
            case ["slack" | "discord" as platform, str(workspace), str(channel)] if channel:
                found.setdefault(circles.of(platform, workspace), (platform, workspace, channel))
            case _:
                raise ValueError(f"{entry!r} is not slack:TEAM:CHANNEL or discord:SERVER:CHANNEL")
    return found
