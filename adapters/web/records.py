"""Facts as JSON: the shape of `japan-ai export`, and what only a permanent record needs."""

from dataclasses import asdict
from typing import Any

from bot.commands.source import citation
from bot.export import fact_record
from bot.fact_card import fact_link
from facts.fact import Fact
from facts.library import Library


def full_record(library: Library, fact: Fact, base: str) -> dict[str, Any]:
    """One fact with its sources, history, citations and receipt. `base` stands before its path."""
    return fact_record(library, fact) | {
        "url": fact_link(base, fact.id),
        "added": fact.added.isoformat(),
        "group": fact.group,
        "audience": fact.audience,
        "see_also": list(fact.see_also),
        "supersedes": fact.supersedes,
        "recheck_days": fact.recheck_days,
        "history": [
            {**asdict(version), "date": version.date.isoformat()} for version in fact.history
        ],
        "citations": [citation(library.sources[id_], fact) for id_ in fact.sources()],
        "receipt": receipt_record(library, fact),
    }


def receipt_record(library: Library, fact: Fact) -> dict[str, Any]:
    """What tells later which record it was; a source that was never verified has no hash."""
    archives = {id_: library.lock.archives.get(id_) for id_ in fact.sources()}
    return {"fact": fact.id, "version": fact.version, "archives": archives}
