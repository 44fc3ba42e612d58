"""A digest's settings as a form: what stands in its fields, and the command line that it means."""

import unicodedata
from dataclasses import dataclass

from bot.commands import COMMANDS
from bot.commands.digest import DIGEST
from bot.digest.subscription import EVERY_DAY, Subscription
from bot.digest.wish import WishError, read_verb
from bot.parse import find_command

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EDIT = ("edit", "編集", "编辑", "編輯")


@dataclass(frozen=True)
class Form:
    """The fields as a person filled them in, in their own words; `days` are of DAYS.

    `topics` () stands for all. `about` and `tag` None leave the channel's own as they are, and an
    `about` of "" is nothing in particular.
    """

    at: str = "09:00"
    zone: str = "Asia/Tokyo"
    days: tuple[str, ...] = DAYS
    topics: tuple[str, ...] = ()
    about: str | None = None
    count: str = "3"
    tag: str | None = None

    def line(self) -> str:
        """The command line that sets the digest so."""
        every = len(self.days) == len(EVERY_DAY)
        words = [
            "digest on", *self.at.split(), *self.zone.split(),
            "days:daily" if every else _option("days", ",".join(self.days)),
            _option("topics", ",".join(self.topics) or "all"), _option("count", self.count),
        ]  # fmt: skip
        words += [] if self.about is None else [_option("about", self.about or "all")]
        words += [] if self.tag is None else [_option("lang", self.tag)]
        return " ".join(words)


def form_of(known: Subscription, about: str) -> Form:
    """The form of a channel's settings; `about` names what they are about, "" for nothing."""
    days = tuple(DAYS[day] for day in known.days)
    return Form(
        f"{known.at:%H:%M}", known.zone, days, known.topics, about, str(known.count), known.tag
    )  # fmt: skip


def asks_for_form(line: str) -> bool:
    """Whether a line is `digest edit`."""
    word = unicodedata.normalize("NFKC", _of_digest(line) or "").casefold()
    return word in _EDIT


def switches_on(line: str) -> bool:
    """Whether a line is `digest on`, whatever stands after it."""
    rest = _of_digest(line)
    try:
        return bool(rest) and read_verb(rest or "").verb == "on"
    except WishError:
        return False


def _of_digest(line: str) -> str | None:
    """What stands after the command `digest`, None in a line of another."""
    first, rest = (*line.split(maxsplit=1), "", "")[:2]
    command, _ = find_command(first, COMMANDS)
    return rest.strip() if command is DIGEST else None


def _option(key: str, text: str) -> str:
    text = " ".join(text.replace('"', "").split())
    return f'{key}:"{text}"' if " " in text else f"{key}:{text}"
