"""The library as data, in the fixed shapes that `--json` and `japan-ai export` promise."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bot.measures import Row, as_written
from facts.fact import Fact, Quote
from facts.language import LANGUAGES
from facts.library import Library
from facts.source import Source
from facts.value import Number, Value


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


MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
}


def export(library: Library, facts: Iterable[Fact], form: str) -> bytes:
    """The facts as "jsonl" (a line a fact), "csv", "md" (a section a fact), "bibtex" (an entry a
    fact) or "xlsx" (a sheet each of facts, values and sources); text is UTF-8.
    """
    if form == "xlsx":
        return _xlsx(library, list(facts))
    written = {"jsonl": _jsonl, "csv": _csv, "md": _markdown, "bibtex": _bibtex}[form]
    return written(library, facts).encode("utf-8", "backslashreplace")


def _jsonl(library: Library, facts: Iterable[Fact]) -> str:
    lines = (json.dumps(fact_record(library, f), ensure_ascii=False) for f in facts)
    return "".join(line + "\n" for line in lines)


CSV_COLUMNS = (
    "id", "version", "topic", "claim", "statement_en", "statement_ja", "statement_zh", "when",
    "values", "quotes", "sources", "caveat_en", "conflicts_with",
    "metric", "kind", "amount_low", "amount_high", "currency", "bound", "as_written",
)  # fmt: skip
_BETWEEN = " | "  # between the values of a fact that has several


def _csv(library: Library, facts: Iterable[Fact]) -> str:
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(CSV_COLUMNS)
    for fact in facts:
        writer.writerow([_harmless(cell) for cell in _row(library, fact)])
    return output.getvalue()


def _row(library: Library, fact: Fact) -> list[str]:
    """A fact as cells; those of its values have as many parts as it has values."""
    values = [_value_cells(Row(fact, value)) for value in fact.values]
    parts = zip(*values) if values else [()] * len(VALUE_COLUMNS)
    return [
        fact.id, str(fact.version), fact.topic, fact.claim,
        *(fact.statement.get(language) or "" for language in LANGUAGES),
        library.dated(fact), "; ".join(w for q in fact.quotes for w in q.as_written),
        " | ".join(q.exact for q in fact.quotes),
        " ".join(fact.sources()), (fact.caveat.get("en") or "") if fact.caveat else "",
        " ".join(fact.conflicts_with), *(_BETWEEN.join(map(str, part)) for part in parts),
    ]  # fmt: skip


VALUE_COLUMNS = ("metric", "kind", "amount_low", "amount_high", "currency", "bound", "as_written")


def _value_cells(row: Row) -> list[str | Number]:
    """A value as cells; one number is both the low and the high end, none is two empty cells."""
    low, high = _ends(row.value)
    value = row.value
    return [
        value.metric, value.kind, "" if low is None else low, "" if high is None else high,
        value.currency or "", value.bound, as_written(row),
    ]  # fmt: skip


def _ends(value: Value) -> tuple[Number | None, Number | None]:
    if value.amount is not None:
        return value.amount, value.amount
    return value.low, value.high


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula."""
    return "'" + cell if cell.lstrip(" \n").startswith(_FORMULA) else cell


_SOURCE_COLUMNS = ("id", "title", "publisher", "authors", "kind", "language", "published", "url")


def _xlsx(library: Library, facts: list[Fact]) -> bytes:
    from openpyxl import Workbook  # a third of a second, only spreadsheets need it

    book = Workbook(write_only=True)
    values = [Row(fact, value) for fact in facts for value in fact.values]
    sources = dict.fromkeys(id_ for fact in facts for id_ in fact.sources())
    texts = CSV_COLUMNS[: -len(VALUE_COLUMNS)]
    sheets: dict[str, tuple[tuple[str, ...], list[list[str | Number]]]] = {
        "facts": (texts, [[*_row(library, fact)[: len(texts)]] for fact in facts]),
        "values": (("fact", *VALUE_COLUMNS), [[row.fact.id, *_value_cells(row)] for row in values]),
        "sources": (_SOURCE_COLUMNS, [_source_cells(library.sources[id_]) for id_ in sources]),
    }
    for title, (header, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for row in (list[str | Number](header), *rows):
            sheet.append([_typed(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _typed(cell: str | Number) -> str | Number:
    """Numbers stay numbers; no text is a formula or has characters that no workbook can hold."""
    return _harmless(_NOT_IN_XML.sub("\ufffd", cell)) if isinstance(cell, str) else cell


def _source_cells(source: Source) -> list[str | Number]:
    return [
        source.id, source.title.get(source.language) or source.title.best("en"),
        source.publisher.best("en"), ", ".join(source.authors), source.kind, source.language,
        source.published, source.url or "",
    ]  # fmt: skip


def _bibtex(library: Library, facts: Iterable[Fact]) -> str:
    return "\n".join(_entry(library, fact) for fact in facts)


def _entry(library: Library, fact: Fact) -> str:
    """A fact as one entry: its statement, and where its first quote stands."""
    quote = fact.quotes[0]
    source = library.sources[quote.source]
    year = re.search("[0-9]{4}", source.published)
    fields = {
        "title": fact.text("en"),
        "author": " and ".join("{" + _tex(author) + "}" for author in source.authors),
        "howpublished": f"{source.title.get(source.language) or source.title.best('en')}, "
        f"{source.publisher.best('en')}",
        "year": year[0] if year else "",
        "note": f"Quoted: \u201c{quote.exact}\u201d. Fact {fact.id}, version {fact.version}",
        "url": source.url or "",
    }
    plain = ("author", "url")
    lines = [
        f"  {key} = {{{value if key in plain else _tex(value)}}},"
        for key, value in fields.items() if value
    ]  # fmt: skip
    return "\n".join([f"@misc{{{fact.id},", *lines, "}", ""])


_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{c: "\\" + c for c in "$&#_%"}}  # fmt: skip


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


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
