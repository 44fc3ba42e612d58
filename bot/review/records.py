"""Records as the TOML files of a pack; facts.pack reads them back as they were."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date

from bot.drafts.record import SourceDraft, quoted
from facts.archive import CONTEXT, Lock, Position, lock_text
from facts.entity import Entity
from facts.fact import Fact
from facts.language import Record, Text
from facts.pack import LOCK_FILE
from facts.source import Source, archive_text

_IN_PATH = {Fact: ("id", "topic"), Source: ("id",), Entity: ("id", "kind")}
_PRINTED = Text(
    en="The page prints this date.", ja="ページに記載された日付。", zh="日期见于页面。"
)  # fmt: skip
_SAVED = Text(
    en="The page prints no date; this is the day on which it was saved.",
    ja="ページに日付の記載はなく、保存した日を記した。", zh="页面未标日期，此为保存之日。",
)  # fmt: skip


@dataclass(frozen=True)
class Saved:
    """A source of a pack with the bytes of its archive."""

    source: SourceDraft
    archive: bytes


def fact_record(fact: Fact) -> str:
    """A fact as the file `facts/<topic>/<id>.toml`."""
    return _file(fact, _IN_PATH[Fact])


def source_record(source: Source) -> str:
    """A source as the file `sources/<id>.toml`."""
    return _file(source, _IN_PATH[Source])


def entity_record(entity: Entity) -> str:
    """An entity as the file `entities/<kind>/<id>.toml`."""
    return _file(entity, _IN_PATH[Entity])


def source_of(draft: SourceDraft) -> Source:
    """The record of a page that was read; it has its title in the page's own language alone."""
    own = draft.language
    return Source(
        draft.id, _one(own, draft.title), _one(own, draft.publisher), "article", own,
        draft.published, _PRINTED if draft.dated else _SAVED, draft.archive, draft.url,
        draft.authors,
    )  # fmt: skip


def _one(language: str, words: str) -> Text:
    return Text(**{language: words or "-"})


def pack_files(
    facts: Iterable[Fact], entities: Iterable[Entity], saved: Iterable[Saved], quoted_too: Iterable[Saved] = ()
) -> dict[str, str]:  # fmt: skip
    """The files of a pack by their paths in it, with the lock of all quotes that are in `saved`.

    `quoted_too` are archives of sources that another pack has: only positions in them are given.
    """
    facts, saved = list(facts), list(saved)
    files = {f"facts/{fact.topic}/{fact.id}.toml": fact_record(fact) for fact in facts}
    files |= {f"entities/{e.kind}/{e.id}.toml": entity_record(e) for e in entities}
    files |= {f"sources/{s.source.id}.toml": source_record(source_of(s.source)) for s in saved}
    return {**files, LOCK_FILE: lock_text(_lock(facts, [*saved, *quoted_too]))}


def _lock(facts: Iterable[Fact], saved: Iterable[Saved]) -> Lock:
    lock, texts = Lock(), dict[str, str]()
    for each in saved:
        text = texts[each.source.id] = archive_text(each.archive)
        lock.archives[each.source.id] = hashlib.sha256(each.archive).hexdigest()
        lock.lengths[each.source.id] = len(text)
    for quote in (q for fact in facts for q in fact.quotes if q.source in texts):
        text, start = texts[quote.source], texts[quote.source].find(quote.exact)
        if start >= 0:
            end = start + len(quote.exact)
            position = Position(
                start, end, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
            )
            lock.quotes[quote.source, quote.exact] = position
    return lock


def _file(record: Record, in_path: tuple[str, ...]) -> str:
    """Plain keys first, then tables: TOML counts what stands below a table's head to it."""
    given = [(f.name, value) for f, value in _given(record) if f.name not in in_path]
    plain = [f"{key} = {_inline(value)}" for key, value in given if not _is_table(value)]
    tables = [line for key, value in given if _is_table(value) for line in _table(key, value)]
    return "\n".join([*plain, *tables]) + "\n"


def _given(record: Record) -> Iterator[tuple[Field[object], object]]:
    """The fields that differ from their defaults; None is never written."""
    for each in fields(record):  # type: ignore[arg-type]  # every Record is a dataclass
        value = getattr(record, each.name)
        if value is not None and (each.default is MISSING or value != each.default):
            yield each, value


def _is_table(value: object) -> bool:
    return isinstance(value, Record) or bool(_records(value))


def _records(value: object) -> list[Record]:
    return [v for v in value if isinstance(v, Record)] if isinstance(value, tuple) else []


def _table(key: str, value: object) -> Iterator[str]:
    if isinstance(value, Record):
        yield from ("", f"[{key}]", *_lines(value))
    for record in _records(value):
        yield from ("", f"[[{key}]]", *_lines(record))


def _lines(record: Record) -> Iterator[str]:
    for each, value in _given(record):
        yield f"{each.name} = {_inline(value)}"


def _inline(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int():
            return f"{value:_}" if abs(value) >= 100_000 else str(value)
        case float():
            return repr(value)
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case Record():
            return "{ " + ", ".join(_lines(value)) + " }"
        case _:
            raise TypeError(f"{type(value).__name__} is in no record")
