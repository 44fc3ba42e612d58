"""The rules of `japan-ai check` and `japan-ai verify` for one fact that is to be published.

Of them one is relaxed: a statement in one language is enough, others follow.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.review.flaw import Flaw
from bot.review.form import Field
from bot.review.item import Item
from bot.review.prepare import Made
from bot.review.records import source_of
from facts.archive import Lock, locate
from facts.check import check
from facts.library import Library
from facts.pack import Pack
from facts.problem import Problem
from facts.source import Source

_TRANSLATED = "missing translation"
# Which field mends a problem, by the key of the record that it names, and what is said of it.
_FIELDS: tuple[tuple[str, Field, str], ...] = (
    (r"quotes\.\d+\.exact", "quote", "review.quote_not_found"),
    (r"quotes\.\d+(\.as_written)?|values\.\d+", "values", "review.amount_differs"),
    (r"values\.\d+\.metric", "values", "review.metric_unknown"),
    (r"roles\..*|values\.\d+\.(subject|geography)|aliases|covered", "about", "review.name_wrong"),
    (r"when\..*", "when", "review.date_wrong"),
    (r"group|audience", "group", "review.tip_needs"),
    (r"archive", "quote", "review.no_archive"),
    (r"share", "quote", "review.too_much"),
)


def flaws_of(made: Made, item: Item | None, archive: bytes | None, library: Library) -> list[Flaw]:
    """What keeps a fact from being published; quotes that are not in the library yet are looked
    for in the archive of the item.
    """
    own = _own_pack(made, item, library)
    found = [*check(own), *_names_taken(made, library), *_verified(own, made, archive, library)]
    return [_flaw(problem) for problem in found if problem.message != _TRANSLATED]


def _own_pack(made: Made, item: Item | None, library: Library) -> Pack:
    """The fact alone as a pack that builds on the library."""
    base = Pack(Path(), library.sources, library.entities, library.facts, library.metrics)
    pack = Pack(Path(), base=base)
    pack.facts[made.fact.id] = made.fact
    pack.entities |= {e.id: e for e in made.entities}
    if item and item.source and item.source.id not in library.sources:
        pack.sources[item.source.id] = source_of(item.source)
    return pack


def _names_taken(made: Made, library: Library) -> Iterator[Problem]:
    """A new entity must not have the name of one that is there."""
    taken = {n.casefold() for e in library.entities.values() for n in e.all_names()}
    for entity in made.entities:
        if entity.id in library.entities:
            continue
        for name in entity.all_names():
            if name.casefold() in taken:
                yield Problem(made.fact.id, "aliases", f"{name!r} is the name of another")


def _verified(
    own: Pack, made: Made, archive: bytes | None, library: Library
) -> Iterator[Problem]:  # fmt: skip
    known, id_ = library.lock, made.fact.id
    for source_id in made.fact.sources():
        new = [q for q in made.fact.quotes if q.source == source_id]
        if all((source_id, q.exact) in known.quotes for q in new):
            continue
        source = own.sources.get(source_id) or library.sources.get(source_id)
        if source is None or archive is None:
            yield Problem(id_, "archive", f"no saved text of {source_id}")
            continue
        lock = Lock(quotes={key: p for key, p in known.quotes.items() if key[0] == source_id})
        yield from locate(own, source, archive, lock)
        yield from _share(source, lock, made, library)


def _share(source: Source, lock: Lock, made: Made, library: Library) -> Iterator[Problem]:
    others = [f for f in library.facts.values() if f.id != made.fact.id]
    if sentence := lock.too_much(source, [*others, made.fact]):
        yield Problem(made.fact.id, "share", sentence)


def _flaw(problem: Problem) -> Flaw:
    for pattern, field, key in _FIELDS:
        if re.fullmatch(pattern, problem.key):
            return Flaw(field, key, {"detail": problem.message})
    return Flaw("", "review.breaks_rule", {"detail": problem.message})
