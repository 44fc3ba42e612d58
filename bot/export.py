"""The library as data, in the fixed shapes that `--json` and `japan-ai export` promise."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from facts.fact import Fact, Quote
from facts.language import LANGUAGES
from facts.library import Library


def fact_record(library: Library, fact: Fact) -> dict[str, Any]:
    """One fact as a JSON object. Quotes carry `start` and `end` in code points of the archive
    text (None until the lock file knows them); dates are EDTF strings.
    """
    return {
        "id": fact.id,
        "version": fact.version,
        "topic": fact.topic,
        "claim": fact.claim,
        "statement": {language: fact.statement.get(language) for language in LANGUAGES},
        "roles": [asdict(part) for part in fact.roles],
        "values": [_filled(asdict(value)) for value in fact.values],
        "when": _filled(asdict(fact.when)),
        "quotes": [_quote_record(library, quote) for quote in fact.quotes],
        "caveat": asdict(fact.caveat) if fact.caveat else None,
        "conflicts_with": list(fact.conflicts_with),
        "aliases": list(fact.aliases),
        "review": {"by": fact.review.by, "kind": fact.review.kind, "on": fact.review.on.isoformat()},
    }  # fmt: skip


def _quote_record(library: Library, quote: Quote) -> dict[str, Any]:
    position = library.lock.quotes.get((quote.source, quote.exact))
    return {
        "exact": quote.exact,
        "source": quote.source,
        "language": library.sources[quote.source].language,
        "start": position.start if position else None,
        "end": position.end if position else None,
        "as_written": list(quote.as_written),
        "speaker": quote.speaker,
        "according_to": _filled(asdict(quote.according_to)) if quote.according_to else None,
    }


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


def export(library: Library, facts: Iterable[Fact], form: str) -> str:
    """The facts as "jsonl" (a line a fact), "csv" or "md" (a section a fact)."""
    return {"jsonl": _jsonl, "csv": _csv, "md": _markdown}[form](library, facts)


def _jsonl(library: Library, facts: Iterable[Fact]) -> str:
    lines = (json.dumps(fact_record(library, f), ensure_ascii=False) for f in facts)
    return "".join(line + "\n" for line in lines)


CSV_COLUMNS = (
    "id", "version", "topic", "claim", "statement_en", "statement_ja", "statement_zh", "when",
    "values", "quotes", "sources", "caveat_en", "conflicts_with",
)  # fmt: skip


def _csv(library: Library, facts: Iterable[Fact]) -> str:
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(CSV_COLUMNS)
    for fact in facts:
        values = "; ".join(w for q in fact.quotes for w in q.as_written)
        row = [
            fact.id, str(fact.version), fact.topic, fact.claim,
            *(fact.statement.get(language) or "" for language in LANGUAGES),
            library.dated(fact), values, " | ".join(q.exact for q in fact.quotes),
            " ".join(fact.sources()), (fact.caveat.get("en") or "") if fact.caveat else "",
            " ".join(fact.conflicts_with),
        ]  # fmt: skip
        writer.writerow([_harmless(cell) for cell in row])
    return output.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _markdown(library: Library, facts: Iterable[Fact]) -> str:
    sections = []
    for fact in facts:
        lines = [f"## {fact.id}", ""]
        lines += [f"- {language}: {fact.statement.best(language)}" for language in LANGUAGES]
        for quote in fact.quotes:
            publisher = library.sources[quote.source].publisher.best("en")
            lines += ["", f"> {quote.exact}", ">", f"> {publisher} (`{quote.source}`)"]
        if fact.caveat:
            lines += ["", f"Careful: {fact.caveat.best('en')}"]
        sections.append("\n".join(lines) + "\n")
    return "\n".join(sections)
