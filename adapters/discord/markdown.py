"""Words that Discord shows as they are written: whatever it would obey gets a backslash, which it
never shows. No character is added that a reader would see or copy.
"""

import re

from bot.plain_text import inert

# Formatting, mentions, timestamps, links, spoilers, code, emoji and, by the slash, invites.
_ACTIVE = re.compile(r"[\\*_~`|<>@#:\[\]/]")
# Lists at the start of a line, which may stand behind a mark such as "> ".
_LIST = re.compile(r"^(\s*)([-+]|\d+(?=([.)])))", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\\/]+(/[^\s<>\\]*)?", re.IGNORECASE)


def escape(text: str) -> str:
    """Text that shows as it is written and does nothing; control and bidirectional characters
    are shown as escapes. Line breaks stay.
    """
    return _LIST.sub(_escaped_list, _ACTIVE.sub(r"\\\g<0>", inert(text)))


def escape_line(text: str) -> str:
    """The same on one line."""
    return escape(" ".join(inert(text).split()))


def address(url: str) -> str:
    """A link that shows its own address and no preview; other than a plain http(s) one is words."""
    if _ADDRESS.fullmatch(url) and url.isprintable():
        return f"<{url}>"
    return escape_line(url)


def _escaped_list(match: re.Match[str]) -> str:
    """The backslash stands before the mark of a list, for digits before the point."""
    digits = match[3]
    return f"{match[1]}{match[2]}\\" if digits else f"{match[1]}\\{match[2]}"
