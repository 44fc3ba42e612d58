"""What waits for curators, what they decide, and who may read what comes of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.drafts.draft import Draft
from bot.drafts.record import SourceDraft
from bot.ports import Person
from facts.entity import Entity
from facts.fact import Fact
from facts.language import Text

# Who reads what a queue publishes: everybody, or one workspace as "platform:workspace".
Circle = str
EVERYBODY: Circle = "all"
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")

ItemKind = Literal["draft", "recheck", "changed", "gone"]
ItemState = Literal["waiting", "published", "merged", "rejected"]
Verb = Literal["approve", "edit", "merge", "reject", "undo"]


def prefix(circle: Circle) -> str:
    """What every id of a source, entity or fact begins with that a circle publishes.

    No record of the built-in pack begins so ("own-", "slack-t1-"), and an upgrade can't clash.
    """
    plain = _NOT_IN_IDS.sub("-", circle.lower()).strip("-")
    return "own-" if circle == EVERYBODY else f"{plain}-"


@dataclass(frozen=True)
class Document:
    """A saved text with its source record. `archive` is the text's SHA-256; `newer` is true where
    the same address had another text before: that text is a source of its own, so that the quotes
    of either are in their archive to the letter.
    """

    source: SourceDraft
    archive: str
    newer: bool = False


@dataclass(frozen=True)
class Item:
    """One line of the queue, of one circle.

    draft: a fact drafted from a document. recheck: a published fact past its re-check date.
    changed, gone: the page of a source is another now, or can't be had. `fact` is the id of the
    fact that it is about, or was published as; `turn` counts its decisions, so that of two
    curators who decide on the same one the second is told. `also` are the ids of items that tell
    the same; `answers` is the requested question that it would answer. `archive` is the SHA-256 of
    the text that the draft quotes. `edited` is the fact as a curator prepared it, and `entities`
    are the new ones that it names; None and () for a draft that nobody edited.
    """

    id: str
    circle: Circle
    kind: ItemKind
    state: ItemState
    turn: int
    at: datetime
    score: float = 0.0
    draft: Draft | None = None
    source: SourceDraft | None = None
    fact: str | None = None
    statement: Text | None = None
    also: tuple[str, ...] = ()
    answers: str | None = None
    note: str = ""
    archive: str = ""
    edited: Fact | None = None
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a curator did with an item. `publishes` are the records as they are from now on (new
    facts and new versions), `withdraws` ids of facts that are taken back; `entities` are published
    with them. The item's `edited`, `entities`, `state`, `statement` and `fact` are those given here
    from now on.
    """

    item: str
    seen: int
    verb: Verb
    by: Person
    state: ItemState
    reason: str = ""
    statement: Text | None = None
    fact: str | None = None
    edited: Fact | None = None
    entities: tuple[Entity, ...] = ()
    publishes: tuple[Fact, ...] = ()
    withdraws: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the log: who decided what and when."""

    item: str
    turn: int
    verb: Verb
    by: Person
    at: datetime
    reason: str = ""
    fact: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """A link or a text that somebody suggested as a source; it waits to be fetched and read."""

    id: str
    circle: Circle
    link: str | None
    text: str | None
    at: datetime
    tries: int = 0


@dataclass(frozen=True)
class PostedFact:
    """A message that the bot posted itself, which showed a version of a fact: a digest, an answer
    to a mention, or a share. `line` and `tag` draw it again.
    """

    platform: str
    workspace: str
    channel: str
    message: str
    line: str
    tag: str
    at: datetime
    versions: dict[str, int] = field(default_factory=dict)
