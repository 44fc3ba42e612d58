"""A changed record needs a new version: the list of released versions and their digests."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from facts.fact import Fact
from facts.pack import RELEASED_FILE, Pack
from facts.problem import Problem


def digest(fact: Fact) -> str:
    """A digest of what a fact says: everything but its links to other facts and its history."""
    record = asdict(fact)
    for key in (
        "version",
        "history",
        "see_also",
        "conflicts_with",
        "aliases",
        "asked",
        "answers",
        "importance",
    ):
        del record[key]
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def released_problems(pack: Pack) -> list[Problem]:
    """Facts that differ from what was released under the same version, and lost versions."""
    problems = []
    try:
        released = _read(pack)
    except ValueError as error:
        return [Problem(RELEASED_FILE, "", f"not a list of releases: {error}")]
    for id_, entry in released.items():
        fact = pack.facts.get(id_)
        if fact is None:
            problems.append(Problem(f"facts/{id_}", "", "was released and is gone: supersede it"))
            continue
        file = pack.file_of(fact)
        if fact.version < entry["version"]:
            problems.append(Problem(file, "version", f"version {entry['version']} was released"))
        elif fact.version == entry["version"] and digest(fact) != entry["digest"]:
            message = "changed since its release: give it a new version and a history entry"
            problems.append(Problem(file, "version", message))
        if {v.version for v in fact.history} != set(range(1, fact.version)):
            message = f"entries for versions 1 to {fact.version - 1} are needed"
            problems.append(Problem(file, "history", message))
    return problems


def write_released(pack: Pack) -> None:
    """Note the present versions of all facts as released."""
    entries = {
        fact.id: {"version": fact.version, "digest": digest(fact)}
        for fact in sorted(pack.facts.values(), key=lambda f: f.id)
    }
    text = json.dumps(entries, indent=1)
    (pack.root / RELEASED_FILE).write_text(text + "\n", encoding="utf-8")


def _read(pack: Pack) -> dict[str, Any]:
    path = pack.root / RELEASED_FILE
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
