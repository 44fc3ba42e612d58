"""Rows of the tables of review as what review works with, and back."""

from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from adapters.store.records import AnyRow
from bot.drafts.draft import Draft
from bot.drafts.record import SourceDraft
from bot.ports import Person, StoreError
from bot.review.item import Entry, Item, PostedFact, Suggestion
from facts.entity import Entity
from facts.fact import Fact
from facts.language import Text

T = TypeVar("T")
Entities = tuple[Entity, ...]
_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(kind: type[T], value: T | None) -> str | None:
    """A record as JSON, None for none; StoreError where no database takes its words."""
    if value is None:
        return None
    try:
        return _adapter(kind).dump_json(value).decode()
    except PydanticSerializationError:
        raise StoreError("these words can't be kept: a letter in them is cut in half") from None


def of_json(kind: type[T], text: str | None) -> T | None:
    """The record of such a JSON."""
    return None if text is None else _read(kind, text)


def _read(kind: type[T], text: str) -> T:
    return _adapter(kind).validate_json(text)


def fact_of(text: str) -> Fact:
    """The fact of a published record."""
    return _read(Fact, text)


def entity_of(text: str) -> Entity:
    """The entity of a published record."""
    return _read(Entity, text)


def source_draft_of(text: str) -> SourceDraft:
    """The source of a document's record."""
    return _read(SourceDraft, text)


def suggestion_of(row: AnyRow) -> Suggestion:
    """The suggestion of a row."""
    return Suggestion(row.id, row.circle, row.link, row.text, row.suggested_at, row.tries)


def item_columns(item: Item) -> dict[str, Any]:
    """What an item is in its row, but for its circle, its group and when it was touched."""
    return {
        "id": item.id, "kind": item.kind, "state": item.state, "turn": item.turn, "at": item.at,
        "score": item.score, "archive": item.archive, "draft": to_json(Draft, item.draft),
        "source": to_json(SourceDraft, item.source), "fact": item.fact,
        "statement": to_json(Text, item.statement), "edited": to_json(Fact, item.edited),
        "entities": to_json(Entities, item.entities), "answers": item.answers, "note": item.note,
    }  # fmt: skip


def item_of(row: AnyRow, also: tuple[str, ...]) -> Item:
    """The item of a row, with the others of its group."""
    return Item(
        row.id, row.circle, row.kind, row.state, row.turn, row.at, row.score,
        of_json(Draft, row.draft), of_json(SourceDraft, row.source), row.fact,
        of_json(Text, row.statement), also, row.answers, row.note, row.archive,
        of_json(Fact, row.edited), of_json(Entities, row.entities) or (),
    )  # fmt: skip


def entry_of(row: AnyRow) -> Entry:
    """The line of the log of a row; nobody is named in it once the person asked to be forgotten."""
    by = Person(row.platform, row.workspace, row.person)
    return Entry(row.item, row.turn, row.verb, by, row.decided_at, row.reason, row.fact)


def posted_of(rows: list[AnyRow]) -> PostedFact:
    """The message of its rows, one a fact."""
    first = rows[0]
    return PostedFact(
        first.platform, first.workspace, first.channel, first.message, first.line, first.tag,
        first.posted_at, {row.fact: row.version for row in rows},
    )  # fmt: skip
