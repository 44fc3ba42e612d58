"""Find quotes in archives to the letter, and keep where they stand in a lock file."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facts.fact import Fact, Quote
from facts.pack import LOCK_FILE, Pack
from facts.problem import Problem
from facts.source import QUOTED_SHARE, Source, archive_text, content_spans

CONTEXT = 32  # code points of prefix and suffix, as much of an archive as the lock may hold


@dataclass(frozen=True)
class Position:
    """Where a quote stands in its archive text (TextPositionSelector), with its surroundings."""

    start: int
    end: int
    prefix: str
    suffix: str


@dataclass
class Lock:
    """The generated lock of a pack: archive hashes, and a position for each (source, exact)."""

    archives: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    quotes: dict[tuple[str, str], Position] = field(default_factory=dict)

    def share(self, source: Source, facts: list[Fact]) -> float:
        """How much of the source's own text the quotes hold together, 0 to 1."""
        total = self.lengths.get(source.id, 0)
        spans = (
            (position.start, position.end)
            for fact in facts
            for quote in fact.quotes
            if quote.source == source.id and (position := self.quotes.get((source.id, quote.exact)))
        )
        return _covered(list(spans)) / total if total else 0.0

    def too_much(self, source: Source, facts: list[Fact]) -> str | None:
        """A sentence when the quotes hold more of a source than they may."""
        share, most = self.share(source, facts), QUOTED_SHARE[source.kind]
        if share <= most:
            return None
        return f"{share:.1%} of its text is quoted, at most {most:.0%} of a {source.kind} may be"


def read_lock(root: Path) -> Lock:
    """The lock file of a pack folder; empty where there is none, ValueError where it is broken."""
    path = root / LOCK_FILE
    if not path.exists():
        return Lock()
    try:
        return _lock(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"{path}: broken lock file ({error}): run verify with --write") from None


def _lock(raw: dict[str, Any]) -> Lock:
    lock = Lock()
    for source, entry in raw.items():
        lock.archives[source] = entry["sha256"]
        lock.lengths[source] = entry["length"]
        for q in entry["quotes"]:
            position = Position(q["start"], q["end"], q["prefix"], q["suffix"])
            lock.quotes[source, q["exact"]] = position
    return lock


def write_lock(root: Path, lock: Lock) -> None:
    """Write the lock file."""
    (root / LOCK_FILE).write_text(lock_text(lock), encoding="utf-8")


def lock_text(lock: Lock) -> str:
    """The content of a lock file, ordered so that it changes no more than its quotes do."""
    raw: dict[str, Any] = {}
    for source in sorted(lock.archives):
        positions = sorted(
            ((p.start, p.end, exact, p) for (s, exact), p in lock.quotes.items() if s == source),
            key=lambda entry: entry[:3],
        )
        raw[source] = {
            "sha256": lock.archives[source],
            "length": lock.lengths[source],
            "quotes": [
                {
                    "start": p.start,
                    "end": p.end,
                    "exact": exact,
                    "prefix": p.prefix,
                    "suffix": p.suffix,
                }
                for _, _, exact, p in positions
            ],
        }
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def verify(pack: Pack, archives: Path) -> tuple[Lock, list[Problem]]:
    """Find every quote of a pack again in copies of its sources.

    Returns the lock as it must be, and a problem for each quote that is not there to the letter,
    with the nearest text that is.
    """
    lock, problems = Lock(), []
    for source in pack.sources.values():
        try:
            raw = (archives / source.archive).read_bytes()
        except OSError as error:
            problems.append(Problem(pack.file_of(source), "archive", str(error)))
            continue
        problems += locate(pack, source, raw, lock)
        if sentence := lock.too_much(source, list(pack.facts.values())):
            problems.append(Problem(pack.file_of(source), "", sentence))
    return lock, problems


def locate(pack: Pack, source: Source, raw: bytes, lock: Lock) -> list[Problem]:
    """Find the quotes that a pack takes from a source in the bytes of its archive, and write their
    positions into the lock; a problem for each that is not there to the letter.
    """
    try:
        text = archive_text(raw)
        spans = content_spans(source, text)
    except ValueError as error:
        return [Problem(pack.file_of(source), "archive", str(error))]
    lock.archives[source.id] = hashlib.sha256(raw).hexdigest()
    lock.lengths[source.id] = sum(end - start for start, end in spans)
    return list(_locate(pack, source, text, spans, lock))


def _locate(
    pack: Pack, source: Source, text: str, spans: list[tuple[int, int]], lock: Lock
) -> Iterator[Problem]:
    for fact in pack.facts.values():
        for number, quote in enumerate(fact.quotes):
            if quote.source != source.id:
                continue
            key = f"quotes.{number}.exact"
            start = _find(quote, text, spans)
            if start is None:
                message = f"not in {source.archive} to the letter; {_nearest(quote.exact, text)}"
                yield Problem(pack.file_of(fact), key, message)
                continue
            end = start + len(quote.exact)
            prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
            lock.quotes[source.id, quote.exact] = Position(start, end, prefix, suffix)


def _find(quote: Quote, text: str, spans: list[tuple[int, int]]) -> int | None:
    for first, last in spans:
        start = text.find(quote.exact, first, last)
        if start >= 0:
            return start
    return None


def _nearest(exact: str, text: str) -> str:
    """The place of the text that is most like a quote that was not found."""
    from rapidfuzz import fuzz  # only a failure needs it

    if exact in text:
        return "it stands in a part that is not the source's own content"
    best = fuzz.partial_ratio_alignment(exact, text)
    if best is None or best.score < 50:
        return "nothing there is like it"
    return f"nearest is {text[best.dest_start : best.dest_end]!r} at {best.dest_start}"


def _covered(spans: list[tuple[int, int]]) -> int:
    """How many positions lie in at least one span."""
    total = reach = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total
