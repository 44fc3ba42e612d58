"""From a document to the items of a circle's queue: drafted, grouped, and what they answer."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.drafts.draft import Document as Text
from bot.drafts.draft import Draft
from bot.drafts.drafter import draft_facts
from bot.drafts.rank import ranked
from bot.review.item import Circle, Document, Item
from bot.review.wanted import wanted
from facts.compiled import Compiled
from facts.library import Library
from facts.source import archive_text

_Key = tuple[str, int, str]


def line_up(
    ready: Compiled,
    circle: Circle,
    document: Document,
    archive: bytes,
    waiting: Sequence[Item],
    questions: Iterable[str],
    now: datetime,
) -> list[Item]:
    """The items of a document, the likeliest first. `also` names what tells the same: an item
    that waits, or an earlier one of these.

    An item has the same id whenever the same words of the same page are drafted, so that a newer
    text of a page adds what is new in it. This takes seconds: call it in a thread.
    """
    source = document.source
    text = Text(source.id, archive_text(archive), source.language, source.published, source.title)
    drafts = [d for d in draft_facts(ready, [text]) if not _is_quoted(ready.library, d)]
    asked = wanted(ready.index, questions, now.date())
    page = source.url or source.id
    items: dict[_Key, Item] = {}
    for draft in drafts:
        items.setdefault(_key(draft), Item(
            item_id(circle, "draft", page, draft.quote.exact), circle, "draft", "waiting", 0, now,
            draft.score, draft, source, draft.relation.fact, archive=document.archive,
            answers=asked.answered(draft, source.published),
        ))  # fmt: skip
    return _grouped(ready.library, items, waiting)


def item_id(circle: Circle, kind: str, *about: str) -> str:
    """The id of an item: the same for the same thing, whoever finds it and whenever."""
    return hashlib.sha256("\0".join((circle, kind, *about)).encode()).hexdigest()[:16]


def _is_quoted(library: Library, draft: Draft) -> bool:
    """The same source already bears the fact that the draft tells."""
    known = library.facts.get(draft.relation.fact or "")
    return draft.relation.kind == "same" and bool(known and draft.source in known.sources())


def _key(draft: Draft) -> _Key:
    return draft.source, draft.quote.start, draft.quote.exact


def _grouped(library: Library, items: dict[_Key, Item], waiting: Sequence[Item]) -> list[Item]:
    """One ranking of what is new and what waits puts what tells the same into one group."""
    there = {_key(item.draft): item for item in waiting if item.draft}
    drafts = [i.draft for i in (*there.values(), *items.values()) if i.draft]
    groups: dict[int, list[str]] = {}
    placed = [(d, _key(d)) for d in ranked(library, drafts)]
    for draft, key in placed:
        if key in there:
            groups.setdefault(draft.group, []).append(there[key].id)
    found: list[Item] = []
    for draft, key in placed:
        if key in items and key not in there:
            same = groups.setdefault(draft.group, [])
            found.append(replace(items[key], also=tuple(same)))
            same.append(items[key].id)
    return found
