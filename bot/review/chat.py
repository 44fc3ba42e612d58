"""What the forms of chat platforms share: their fields with names and hints, and what a message
that was suggested becomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import get_args

from bot.card import Block, Exact, Paragraph
from bot.command import Reply
from bot.review.curators import Asker
from bot.review.desk import ReviewDesk
from bot.review.form import CHANGES, MOST, EditForm, Field, Shown
from bot.traditional import say_in
from facts.fact import TOPICS, Claim, TipGroup

LINKS = 5  # of one message; whoever suggests more has a list, which is `japan-ai ingest`'s
NOTHING = "-"  # the choice of no group or audience; platforms have no empty one
_STATEMENT: tuple[Field, ...] = ("en", "ja", "zh")
_CHANGE: tuple[Field, ...] = ("kind", "reason")
_HINTS = frozenset({"about", "values", "when", "quote"})
_SHORT = frozenset({"reason"})
_AUDIENCES = ("entrant", "domestic firm", "government")


@dataclass(frozen=True)
class FormField:
    """A field as it is shown. `choices` are values with their names; a text where there are none,
    of several `lines` or one.
    """

    name: Field
    label: str
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0
    lines: bool = True


def pages_of(shown: Shown) -> tuple[tuple[Field, ...], ...]:
    """The fields in pages of five, for a platform whose forms hold no more: the statement first.
    A change says on every page of what kind it is and why.
    """
    if shown.change:
        others: tuple[tuple[Field, ...], ...] = (
            ("about", "values", "when"), ("topic", "claim", "caveat"), ("group", "audience"),
        )  # fmt: skip
        return tuple((*page, *_CHANGE) for page in (_STATEMENT, *others))
    return (
        (*_STATEMENT, "topic", "claim"), ("about", "values", "when", "quote", "caveat"),
        ("group", "audience"),
    )  # fmt: skip


def form_fields(shown: Shown, tag: str) -> dict[Field, FormField]:
    """Every field of a form in the language of a tag, in order."""
    change: tuple[Field, ...] = _CHANGE if shown.change else ()
    names: tuple[Field, ...] = (
        *_STATEMENT,
        *change,
        "topic",
        "claim",
        "about",
        "values",
        "when",
        *(() if shown.change else ("quote",)),
        "caveat",
        "group",
        "audience",
    )
    return {name: _field(name, shown.fields, tag) for name in names}


def _field(name: Field, given: EditForm, tag: str) -> FormField:
    value = str(getattr(given, name) or "")
    choices = tuple((v, _named(name, v, tag)) for v in _values(name))
    hint = say_in(tag, f"form.{name}_hint") if name in _HINTS else ""
    most = max(MOST.get(name, 0), len(value))
    return FormField(
        name, say_in(tag, f"form.{name}"), value, hint, choices, most, name not in _SHORT
    )


def _values(name: Field) -> tuple[str, ...]:
    match name:
        case "topic":
            return TOPICS
        case "claim":
            return get_args(Claim)
        case "group":
            return (NOTHING, *get_args(TipGroup))
        case "audience":
            return (NOTHING, *_AUDIENCES)
        case "kind":
            return CHANGES
        case _:
            return ()


def _named(name: Field, value: str, tag: str) -> str:
    if value == NOTHING:
        return say_in(tag, "form.nothing")
    section = "form.kind_" if name == "kind" else f"{name}."
    return say_in(tag, section + value.replace(" ", "_"))


def filled_in(given: dict[str, str], before: EditForm | None = None) -> EditForm:
    """The fields by name as a person filled them in, over what they filled in before."""
    known = {field.name for field in fields(EditForm)} - {"approve"}
    values = {k: "" if v == NOTHING else v for k, v in given.items() if k in known}
    return replace(before or EditForm(), **values)  # type: ignore[arg-type]  # texts alone


async def suggest_message(
    review: ReviewDesk, asker: Asker, links: Sequence[str], text: str
) -> Reply:
    """Suggest the links in a message, else its text; the reply tells of each."""
    links = list(dict.fromkeys(links))[:LINKS]
    if not links:
        return await review.suggest(asker, None, text)
    replies = [await review.suggest(asker, link, None) for link in links]
    if len(replies) == 1:
        return replies[0]
    blocks: list[Block] = []
    for link, reply in zip(links, replies):
        blocks += [Paragraph((Exact(link),)), *reply.card.blocks]
    return replace(replies[0], card=replace(replies[0].card, blocks=tuple(blocks)))
