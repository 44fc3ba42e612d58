"""Write drafts as the TOML records of a pack, for a curator to complete.

A written fact has every key but a statement: `japan-ai check` passes once one is given in the
three languages. Words of a page are written as strings, so that nothing in it is ever a key.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.drafts.draft import Draft
from facts.language import LANGUAGES, Language
from facts.value import Value

_SLUG = re.compile(r"[^a-z0-9]+")
_WORDS = 6  # of a statement or title that a file is named after
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class SourceDraft:
    """What a page says about itself, and where its archive lies.

    `published` is an EDTF date; `dated` is false where the page prints none and it is the day of
    access.
    """

    id: str
    title: str
    publisher: str
    language: Language
    published: str
    dated: bool
    archive: str
    url: str | None = None
    authors: tuple[str, ...] = ()


def slug(*parts: str) -> str:
    """An id of small letters, digits and hyphens, at most 60 long; "untitled" for none."""
    plain = _SLUG.sub("-", " ".join(parts).lower()).strip("-")
    return "-".join(plain.split("-")[:_WORDS])[:60].strip("-") or "untitled"


def fact_slug(draft: Draft) -> str:
    """A file name for a draft: whom and what it is about, and the place of its quote."""
    taking_part = [part.entity for part in draft.roles if part.role != "location"]
    about = next(iter([*taking_part, *draft.entities, draft.source]))
    return f"{slug(about, draft.values[0].metric)}-{draft.quote.start}"


def source_toml(source: SourceDraft) -> str:
    """The record of a source; its kind is to be looked at by the curator."""
    note = {
        "en": "The page prints this date." if source.dated else
        "The page prints no date; this is the day on which it was saved.",
        "ja": "ページに記載された日付。" if source.dated else
        "ページに日付の記載はなく、保存した日を記した。",
        "zh": "日期见于页面。" if source.dated else "页面未标日期，此为保存之日。",
    }  # fmt: skip
    lines = [
        f"title = {{ {source.language} = {quoted(source.title)} }}",
        f"publisher = {{ {source.language} = {quoted(source.publisher)} }}",
        f"authors = [{', '.join(map(quoted, source.authors))}]",
        'kind = "article" # article, opinion, news or transcript',
        f"language = {quoted(source.language)}",
        f"published = {quoted(source.published)}",
        *([f"url = {quoted(source.url)}"] if source.url else []),
        f"archive = {quoted(source.archive)}",
        "",
        "[date_note]",
        *(f"{language} = {quoted(note[language])}" for language in LANGUAGES),
    ]
    return "\n".join(lines) + "\n"


def fact_toml(draft: Draft, on: date) -> str:
    """The record of a draft made on a day, without its statement."""
    return "\n".join(_fact_lines(draft, on)) + "\n"


def _fact_lines(draft: Draft, on: date) -> Iterator[str]:
    yield f"# Draft, score {draft.score}: {draft.relation.kind} {draft.relation.fact or ''}".rstrip()
    for note, words in (("noticed", draft.hedges), ("names not in the library", draft.names)):
        if words:
            yield f"# {note}: {', '.join(_CONTROL.sub(' ', word) for word in words)}"
    if draft.guessed_metric:
        yield "# No word spoke for the metric: choose one of metrics.toml."
    yield from (f"added = {on}", f"claim = {quoted(draft.claim)}")
    yield from _relation(draft)
    yield from ("", "[statement] # write one; check asks for the three languages")
    yield from (f'{language} = ""' for language in LANGUAGES)
    for part in draft.roles:
        yield from ("", "[[roles]]", f"entity = {quoted(part.entity)}")
        yield f"role = {quoted(part.role)}"
    yield from _table("when", _dates(draft))
    for value in draft.values:
        yield from _table("[values]", _value(value))
    yield from ("", "[[quotes]]", f"source = {quoted(draft.source)}")
    yield f"exact = {quoted(draft.quote.exact)}"
    yield f"as_written = [{', '.join(map(quoted, draft.quote.as_written))}]"
    yield from ("", "[review]", 'by = "drafter; not looked at yet"', 'kind = "automated"')
    yield f"on = {on}"


def _relation(draft: Draft) -> Iterator[str]:
    fact = draft.relation.fact
    if fact and draft.relation.kind == "newer":
        yield f"supersedes = {quoted(fact)}"
    if fact and draft.relation.kind == "differs":
        yield f"conflicts_with = [{quoted(fact)}]"
    if fact and draft.relation.kind == "same":
        yield f"see_also = [{quoted(fact)}] # the same, it seems: better add the quote to it"


def _dates(draft: Draft) -> Iterator[tuple[str, str]]:
    for key in ("announced", "happened", "published", "as_of", "period"):
        if written := getattr(draft.when, key):
            yield key, quoted(written)


def _value(value: Value) -> Iterator[tuple[str, str]]:
    yield from (("metric", quoted(value.metric)), ("kind", quoted(value.kind)))
    for key in ("amount", "low", "high"):
        number = getattr(value, key)
        if number is not None:
            yield key, f"{number:_}" if isinstance(number, int) else repr(number)
    for key in ("currency", "unit"):
        if word := getattr(value, key):
            yield key, quoted(word)
    if value.bound != "exact":
        yield "bound", quoted(value.bound)


def _table(name: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    written = [f"{key} = {text}" for key, text in pairs]
    if written:
        yield from ("", f"[{name}]", *written)


def quoted(text: str) -> str:
    """A TOML string of any text; lone halves of a surrogate pair become "?"."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    escaped = json.dumps(clean, ensure_ascii=False)
    return escaped.replace("\x7f", "\\u007F")
