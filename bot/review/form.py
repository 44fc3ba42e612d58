"""The form in which a curator completes a draft or changes a published fact."""

from dataclasses import dataclass
from typing import Literal

from bot.commands import COMMANDS
from bot.parse import find_command

ChangeKind = Literal["wording", "update", "correction"]
CHANGES: tuple[ChangeKind, ...] = ("wording", "update", "correction")
Field = Literal[
    "en", "ja", "zh", "topic", "claim", "about", "values", "when", "quote", "caveat", "group",
    "audience", "kind", "reason", "",
]  # fmt: skip
# How long what is typed may be, in characters; every platform's forms hold that much.
MOST: dict[Field, int] = {
    "en": 600, "ja": 400, "zh": 400, "about": 600, "values": 600, "when": 200, "quote": 240,
    "caveat": 400, "reason": 300,
}  # fmt: skip


@dataclass(frozen=True)
class EditForm:
    """The fields as a person filled them in. None leaves what is there as it is, so that a form
    may show fewer fields; "" empties a field.

    `en`, `ja` and `zh` are the statement; one is needed. `about` has a line for each role,
    "payer: Microsoft"; a name that the library does not know gets its kind behind it, "payer: Foo
    Inc. (company)". `values` has a line for each, "commitment: 29亿美元", the words as the quote
    writes them; `when` a line for each date, "announced: 2026-11-02". `quote` is a span of the same
    saved text. `kind` and `reason` belong to the change of a published fact. `approve` publishes
    at once.
    """

    en: str | None = None
    ja: str | None = None
    zh: str | None = None
    topic: str | None = None
    claim: str | None = None
    about: str | None = None
    values: str | None = None
    when: str | None = None
    quote: str | None = None
    caveat: str | None = None
    group: str | None = None
    audience: str | None = None
    kind: str | None = None
    reason: str | None = None
    approve: bool = False


@dataclass(frozen=True)
class Shown:
    """A form to show: what it is about, and what stands in its fields. `change` says that the fact
    is published: `kind` and `reason` are asked for then. `notes` are sentences to show above the
    fields, such as names that the library does not know.
    """

    item: str
    turn: int
    title: str
    quote: str
    source: str
    fields: EditForm
    change: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A line that needs a form: of an item at a turn, or of a published fact (`item` is its id,
    `turn` None). `approve` says that it shall be published when it is filled in.
    """

    verb: Literal["edit", "reject", "change"]
    item: str
    turn: int | None = None
    approve: bool = False


def asks_for_form(line: str) -> Wanted | None:
    """The form that a line such as `review edit ITEM TURN` opens where a platform has forms; None
    for another line, and for one that has the answers in it already.
    """
    first, rest = (*line.split(maxsplit=1), "", "")[:2]
    command, _ = find_command(first, COMMANDS)
    words = rest.split()
    if command is None or command.name != "review" or len(words) < 2:
        return None
    verb, item, *more = words
    turn = int(more.pop(0)) if more and more[0].isdecimal() else None
    if verb == "change" and not more:
        return Wanted("change", item)
    if verb == "reject" and not more:
        return Wanted("reject", item, turn)
    if verb == "edit" and more in ([], ["approve"]):
        return Wanted("edit", item, turn, approve=bool(more))
    return None
