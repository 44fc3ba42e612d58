"""What the drafter makes: drafts, each with its quote and its relation to the facts there are."""

from dataclasses import dataclass, field
from typing import Literal

from facts.fact import Claim, Participant, Topic, When
from facts.language import Language
from facts.value import Value

RelationKind = Literal["new", "same", "newer", "differs"]
Hedge = Literal["planned", "up_to", "potential", "according_to"]


@dataclass(frozen=True)
class Document:
    """An archive text to draft from: its source's id, language and EDTF date of publication."""

    source: str
    text: str
    language: Language
    published: str
    title: str = ""


@dataclass(frozen=True)
class Excerpt:
    """A quote with its place (TextQuoteSelector and TextPositionSelector).

    `exact` is [start, end) of the archive text to the letter; `as_written` are the words in it
    that write the values.
    """

    exact: str
    start: int
    end: int
    prefix: str
    suffix: str
    as_written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """How a draft stands to the facts there are.

    same: add the quote to `fact`. newer: it may supersede `fact`. differs: it conflicts with
    `fact`. new: nothing there is like it, and `fact` is None.
    """

    kind: RelationKind = "new"
    fact: str | None = None


@dataclass(frozen=True)
class Draft:
    """A nearly complete fact; what is missing is the statement and a person's approval.

    `entities` are ids of the library, `names` names that it does not know. `context` is the
    sentence around the quote, to be read by a curator and never stored. `score` says how likely
    a curator keeps it, higher first; drafts of one `group` tell the same.
    """

    source: str
    quote: Excerpt
    context: str
    language: Language
    topic: Topic
    claim: Claim
    values: tuple[Value, ...]
    roles: tuple[Participant, ...] = ()
    when: When = field(default_factory=When)
    entities: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    guessed_metric: bool = False
    relation: Relation = field(default_factory=Relation)
    score: float = 0.0
    group: int = 0
