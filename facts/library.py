"""All packs together: the sources, entities and facts that the bot answers from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from facts.archive import Lock, read_lock
from facts.entity import Entity
from facts.fact import Fact, Topic
from facts.pack import LOCK_FILE, Metric, Pack, read_pack
from facts.problem import Problem
from facts.source import Source
from facts.when import Period, parse_edtf


@dataclass
class Library:
    """Validated records by id. Treat it as read-only.

    `problems` are those of packs that were left out in part; the built-in pack has none.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    problems: list[Problem] = field(default_factory=list)

    def conflicts(self, fact: Fact) -> list[Fact]:
        """The facts that a reader could confuse with this one."""
        return [self.facts[id_] for id_ in fact.conflicts_with]

    def of_topics(self, topics: Iterable[Topic]) -> list[Fact]:
        """The facts of some topics, the most important first."""
        wanted = set(topics)
        chosen = [fact for fact in self.facts.values() if fact.topic in wanted]
        return sorted(chosen, key=lambda fact: (-fact.importance, fact.id))

    def of_sources(self, sources: Iterable[str]) -> set[str]:
        """Ids of the facts that quote at least one of these sources."""
        wanted = set(sources)
        return {fact.id for fact in self.facts.values() if wanted.intersection(fact.sources())}

    def dated(self, fact: Fact) -> str:
        """The EDTF date that a fact's number is from: its own, else its oldest source's."""
        return fact.when.main() or min(self.sources[id_].published for id_ in fact.sources())

    def period(self, fact: Fact) -> Period:
        """The days of `dated`."""
        return parse_edtf(self.dated(fact))

    def metric(self, id_: str) -> Metric:
        """The metric of a value."""
        return self.metrics[id_]


def read_library(packs: Iterable[Path]) -> Library:
    """Read the packs in order; records that are broken or clash are left out, with a problem."""
    library, files = Library(), dict[str, str]()
    for root in packs:
        pack = read_pack(root)
        library.problems += pack.problems
        for name in ("sources", "entities", "metrics", "facts"):
            _merge(library, pack, name, files)
        _merge_lock(library, root)
    _leave_out_dangling(library, files)
    _note_covered(library)
    _make_symmetric(library)
    return library


def _merge(library: Library, pack: Pack, name: str, files: dict[str, str]) -> None:
    """Add the records of a pack; `files` keeps where each record stands, by "name:id"."""
    known, added = getattr(library, name), getattr(pack, name)
    for id_, record in added.items():
        key, file = f"{name}:{id_}", f"{pack.root}/{pack.file_of(record)}"
        if id_ in known and name != "metrics":
            message = f"the id {id_!r} is already used by {files[key]}; this record is left out"
            library.problems.append(Problem(file, "", message))
            continue
        known[id_], files[key] = record, file


def _merge_lock(library: Library, root: Path) -> None:
    """Add the positions of a pack; a source that an earlier pack has keeps those it has there."""
    try:
        lock = read_lock(root)
    except ValueError as error:
        library.problems.append(Problem(f"{root}/{LOCK_FILE}", "", str(error)))
        return
    for part in ("archives", "lengths", "quotes"):
        known = getattr(library.lock, part)
        known.update({**getattr(lock, part), **known})


def _leave_out_dangling(library: Library, files: dict[str, str]) -> None:
    """A fact that names a source, entity or metric that is not there can't be shown."""
    for fact in list(library.facts.values()):
        named = dict.fromkeys(id_ for _, id_ in fact.named())
        missing = [f"source {id_!r}" for id_ in fact.sources() if id_ not in library.sources]
        missing += [f"entity {id_!r}" for id_ in named if id_ not in library.entities]
        missing += [f"metric {v.metric!r}" for v in fact.values if v.metric not in library.metrics]
        if missing:
            message = f"left out: it names the unknown {', '.join(missing)}"
            library.problems.append(Problem(files[f"facts:{fact.id}"], "", message))
            del library.facts[fact.id]


def _note_covered(library: Library) -> None:
    """An entity that no fact of its own pack is about may be in a fact of another."""
    for id_ in {id_ for fact in library.facts.values() for _, id_ in fact.named()}:
        if not library.entities[id_].covered:
            library.entities[id_] = replace(library.entities[id_], covered=True)


def _make_symmetric(library: Library) -> None:
    """`conflicts_with` and `see_also` are written on either side and hold on both."""
    conflicts = _both_ways({f.id: f.conflicts_with for f in library.facts.values()})
    related = _both_ways({f.id: f.see_also for f in library.facts.values()})
    for id_, fact in library.facts.items():
        library.facts[id_] = replace(fact, conflicts_with=conflicts[id_], see_also=related[id_])


def _both_ways(links: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    linked: dict[str, dict[str, None]] = {id_: {} for id_ in links}
    for id_, others in links.items():
        for other in others:
            if other in linked and other != id_:
                linked[id_][other] = None
                linked[other][id_] = None
    return {id_: tuple(others) for id_, others in linked.items()}
