"""What a site's robots.txt allows us (RFC 9309): the longest rule decides, "*" and "$" are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field

AGENT = "japan-ai-briefing-bot"
MOST_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are read
_MOST_RULES = 5_000


@dataclass
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Robots:
    """The rules for us; none allow everything."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allows(self, path: str) -> bool:
        """True when a path (with its query) may be fetched; equal rules allow."""
        best = max(
            ((len(pattern), allow) for allow, pattern in self.rules if _fits(pattern, path)),
            default=(0, True),
        )
        return best[1]


def read_robots(text: str) -> Robots:
    """The rules of the groups that name us, else of those for everybody."""
    groups = _groups(text.removeprefix("\ufeff").splitlines())
    ours = [g for g in groups if any(a and AGENT.startswith(a) for a in g.agents)]
    chosen = ours or [g for g in groups if "*" in g.agents]
    return Robots(tuple(rule for group in chosen for rule in group.rules)[:_MOST_RULES])


def _groups(lines: Iterable[str]) -> list[_Group]:
    groups: list[_Group] = []
    for line in lines:
        key, _, value = line.split("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if not groups or groups[-1].rules:
                groups.append(_Group())
            groups[-1].agents.append(value.lower())
        elif key in ("allow", "disallow") and groups:
            groups[-1].rules.append((key == "allow" or not value, value))
    return groups


def _fits(pattern: str, path: str) -> bool:
    """True when a path begins as a pattern says; each "*" takes the earliest place that fits."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(rest):
        if anchored and number == len(rest) - 1:
            return path.endswith(part) and len(path) - len(part) >= at
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not anchored or at == len(path)
