"""How much of what people curated the drafter finds again, and how the parser of amounts compares.

    python -m bench.ingest --archives DIR [--pack DIR]… [--json]

DIR holds copies of the sources of the built-in pack; the texts of `bench/ingest_held_out` are of
our own writing and not used to tune anything (what the first two missed was looked at once, before
the rules that join clauses were written; the second two were written after them). `--amounts` prints the table of parsers,
which needs price-parser, quantulum3 and cn2an (requirements of this benchmark alone).

A curated fact counts when it has a value with a number that its quote writes. It is found when a
draft covers at least 0.8 of the characters of that quote and has that value: kind, numbers and
currency. Wrong is a value that a draft reads otherwise in the very words that the curator read.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.machine import machine
from bot.drafts.draft import Document, Draft
from bot.drafts.drafter import draft_facts
from facts.check import matches
from facts.compiled import Compiled, compiled
from facts.fact import Fact
from facts.library import Library, read_library
from facts.source import Source, archive_text
from facts.value import Value

OVERLAP = 0.8
HELD_OUT = Path(__file__).with_name("ingest_held_out")


@dataclass(frozen=True)
class Gold:
    """A curated value with the place of the quote that writes it."""

    fact: str
    source: str
    start: int
    end: int
    written: tuple[int, int]
    value: Value


@dataclass
class Tally:
    facts: dict[str, bool] = field(default_factory=dict)  # every fact, and whether found
    all_values: dict[str, bool] = field(default_factory=dict)
    tight: dict[str, bool] = field(default_factory=dict)
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    other_bound: int = 0
    metric_right: int = 0
    topic_right: int = 0
    claim_right: int = 0
    related: int = 0
    matched: int = 0
    missed: list[str] = field(default_factory=list)


def golds(facts: Iterable[Fact], texts: dict[str, str]) -> Iterator[Gold]:
    """One for each value with a number, at the first quote that writes it."""
    for fact in facts:
        for value in fact.values:
            if value.numbers() and (gold := _gold(fact, value, texts)):
                yield gold


def _gold(fact: Fact, value: Value, texts: dict[str, str]) -> Gold | None:
    for quote in fact.quotes:
        for written in quote.as_written:
            if quote.source in texts and matches(value, written):
                start = texts[quote.source].index(quote.exact)
                at = start + quote.exact.index(written)
                end = start + len(quote.exact)
                return Gold(fact.id, quote.source, start, end, (at, at + len(written)), value)
    return None


def _shared(draft: Draft, gold: Gold) -> int:
    return max(0, min(draft.quote.end, gold.end) - max(draft.quote.start, gold.start))


def covers(draft: Draft, gold: Gold) -> bool:
    """The draft's quote holds at least 0.8 of the curated one."""
    return draft.source == gold.source and (
        _shared(draft, gold) >= OVERLAP * (gold.end - gold.start)
    )


def iou(draft: Draft, gold: Gold) -> float:
    """Shared characters through all characters of both quotes."""
    shared = _shared(draft, gold)
    return shared / (draft.quote.end - draft.quote.start + gold.end - gold.start - shared)


def same(one: Value, other: Value) -> bool:
    """The same kind, numbers and currency."""
    numbers = ([float(n) for n in v.numbers()] for v in (one, other))
    first, second = numbers
    return (one.kind, first, one.currency) == (other.kind, second, other.currency)


def compare(drafts: list[Draft], found: list[Gold], library: Library) -> Tally:
    tally = Tally()
    for gold in found:
        over = [d for d in drafts if covers(d, gold)]
        right = [d for d in over if any(same(v, gold.value) for v in d.values)]
        tally.facts[gold.fact] = tally.facts.get(gold.fact, False) or bool(right)
        tally.all_values[gold.fact] = tally.all_values.get(gold.fact, True) and bool(right)
        tally.tight[gold.fact] = tally.tight.get(gold.fact, False) or any(
            iou(d, gold) >= OVERLAP for d in right
        )
        if not right:
            tally.missed.append(f"{gold.fact}: {gold.value.metric} {gold.value.numbers()}")
        _readings(tally, gold, over)
        if right:
            _guesses(tally, gold, right, library.facts[gold.fact])
    return tally


def _readings(tally: Tally, gold: Gold, over: list[Draft]) -> None:
    """Compare what a draft reads in the words that the curator read."""
    for draft in over[:1]:
        at = [(v, s) for v, s in zip(draft.values, _places(draft)) if _touches(s, gold.written)]
        if not at:
            continue
        tally.compared += 1
        if not any(same(v, gold.value) for v, _ in at):
            tally.wrong.append(f"{gold.fact}: {gold.value.numbers()} read as {at[0][0].numbers()}")
        elif not any(same(v, gold.value) and v.bound == gold.value.bound for v, _ in at):
            tally.other_bound += 1


def _places(draft: Draft) -> list[tuple[int, int]]:
    """Where each value of a draft is written; `as_written` keeps their order."""
    places, at = [], 0
    for written in draft.quote.as_written:
        found = draft.quote.exact.find(written, at)
        at = max(at, found)
        start = draft.quote.start + max(found, 0)
        places.append((start, start + len(written)))
    return places


def _touches(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _guesses(tally: Tally, gold: Gold, right: list[Draft], fact: Fact) -> None:
    tally.matched += 1
    tally.metric_right += any(
        v.metric == gold.value.metric for d in right for v in d.values if same(v, gold.value)
    )
    tally.topic_right += any(d.topic == fact.topic for d in right)
    tally.claim_right += any(d.claim == fact.claim for d in right)
    tally.related += any(d.relation.kind == "same" for d in right)


@dataclass
class Part:
    """A folder of archives with the facts curated from them."""

    name: str
    library: Library
    archives: Path
    sources: list[Source]


def run(ready: Compiled, part: Part, *, least: float | None = None) -> dict[str, object]:
    """Draft one part and count."""
    texts = {s.id: archive_text((part.archives / s.archive).read_bytes()) for s in part.sources}
    documents = [Document(s.id, texts[s.id], s.language, s.published) for s in part.sources]
    draft_facts(ready, documents[:1])  # what is compiled once is no article's time
    started = time.perf_counter()
    drafts = draft_facts(ready, documents, **({} if least is None else {"least": least}))
    seconds = time.perf_counter() - started
    ids = {s.id for s in part.sources}
    facts = [f for f in part.library.facts.values() if ids & set(f.sources())]
    found = list(golds(facts, texts))
    tally = compare(drafts, found, part.library)
    total = len(tally.facts)
    return {
        "part": part.name,
        "articles": len(documents),
        "curated facts": len(facts),
        "with a number": total,
        "found": sum(tally.facts.values()) / total,
        "every value found": sum(tally.all_values.values()) / total,
        "found, same ends (IoU 0.8)": sum(tally.tight.values()) / total,
        "drafts": len(drafts),
        "drafts a fact with a number": len(drafts) / total,
        "values compared": tally.compared,
        "values wrong": len(tally.wrong) / max(1, tally.compared),
        "other bound": tally.other_bound / max(1, tally.compared),
        "metric right": tally.metric_right / max(1, tally.matched),
        "topic right": tally.topic_right / max(1, tally.matched),
        "claim right": tally.claim_right / max(1, tally.matched),
        "known again": tally.related / max(1, tally.matched),
        "characters of a quote, median": median(len(d.quote.exact) for d in drafts),
        "curated, median": median(g.end - g.start for g in found),
        "seconds an article": seconds / len(documents),
        "missed": tally.missed,
        "wrong": tally.wrong,
    }


def show(results: list[dict[str, object]], *, peek: bool) -> None:
    keys = [k for k in results[0] if k not in ("missed", "wrong", "part")]
    print("| |", " | ".join(str(r["part"]) for r in results), "|")
    print("| --- |" + " --- |" * len(results))
    for key in keys:
        print(f"| {key} |", " | ".join(_cell(key, r[key]) for r in results), "|")
    for result in results if peek else results[:1]:  # who reads what is missed tunes on it
        for key in ("missed", "wrong"):
            print(f"\n{key} in {result['part']}:")
            print("\n".join(f"- {line}" for line in result[key]) or "- none")  # type: ignore[attr-defined]  # lists


def _cell(key: str, value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    plain = key.startswith(("drafts", "seconds", "characters", "curated"))
    return f"{value:.2f}" if plain else f"{value:.1%}"


def parts(archives: Path, packs: list[Path]) -> Iterator[Part]:
    built_in = compiled().library
    yield Part("the library's sources", built_in, archives, list(built_in.sources.values()))
    for pack in packs:
        library = read_library([pack])
        # A pack of the benchmark names records of the built-in one, so its facts are read alone.
        from facts.pack import read_pack

        alone = read_pack(pack)
        library.facts, library.sources = alone.facts, alone.sources
        sources = list(alone.sources.values())
        yield Part(f"held out: {pack.parent.name}", library, pack.parent / "archives", sources)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--archives", type=Path, required=True, help="copies of the sources")
    parser.add_argument(
        "--pack",
        type=Path,
        action="append",
        default=[HELD_OUT / n / "pack" for n in ("first", "second")],
    )
    parser.add_argument(
        "--peek", action="store_true", help="list what is missed in the held-out texts as well"
    )
    parser.add_argument("--least", type=float, help="the least score of a draft")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--amounts", action="store_true", help="the table of parsers as well")
    options = parser.parse_args()
    ready = compiled()
    results = [run(ready, p, least=options.least) for p in parts(options.archives, options.pack)]
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        print(machine())
        show(results, peek=options.peek)
    if options.amounts:
        from bench.ingest_amounts import show_parsers

        show_parsers()


if __name__ == "__main__":
    main()
