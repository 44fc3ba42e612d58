"""Latency, build time and memory of the lookup in large libraries, beside other methods.

`python -m bench.scale [--sizes 400 10000 100000]` makes facts (company x metric x year x amount, in
three languages) and misspelt questions about them; `--facts F.jsonl --queries Q.jsonl` takes
foreign ones: `{id, statement{en,ja,zh}, names[[…],…], aliases[]}` and `{q, expect[]}` a line.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.others import METHODS
from facts.entity import Entity
from facts.fact import Fact, Participant, Quote, Review
from facts.language import Text
from facts.library import Library
from facts.lookup.answer import look_up
from facts.lookup.build import build_index
from facts.source import Source

TODAY = date(2026, 11, 22)
QUERIES = 1000
OTHERS = ("tantivy 2-3-grams", "rapidfuzz token_set")
SLOW = 60.0  # seconds that another method may take for all queries
METRICS = (
    ("revenue", "売上高", "收入"), ("valuation", "企業評価額", "估值"), ("funding", "資金調達", "融资"),
    ("investment", "投資額", "投资"), ("users", "利用者数", "用户数"), ("subsidy", "補助金", "补贴"),
)  # fmt: skip
SYLLABLES = (
    ("ka", "カ", "卡"), ("ri", "リ", "里"), ("to", "ト", "托"), ("mo", "モ", "莫"), ("na", "ナ", "纳"),
    ("se", "セ", "塞"), ("ru", "ル", "鲁"), ("ha", "ハ", "哈"), ("ki", "キ", "基"), ("vo", "ヴォ", "沃"),
    ("da", "ダ", "达"), ("li", "リィ", "利"), ("zu", "ズ", "祖"), ("fe", "フェ", "菲"), ("bo", "ボ", "博"),
    ("ya", "ヤ", "雅"), ("ne", "ネ", "内"), ("gu", "グ", "古"), ("pa", "パ", "帕"), ("sho", "ショ", "肖"),
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A fact as foreign data has it."""

    id: str
    statement: dict[str, str]
    names: list[list[str]]
    aliases: list[str]


@dataclass(frozen=True)
class Query:
    q: str
    expect: list[str]


def company(number: int, rng: random.Random) -> list[str]:
    """The three names of a company; four syllables and a number of its own keep them apart."""
    chosen = [SYLLABLES[rng.randrange(len(SYLLABLES))] for _ in range(4)]
    tail = SYLLABLES[number % len(SYLLABLES)], SYLLABLES[number // len(SYLLABLES) % len(SYLLABLES)]
    parts = [*chosen, *tail]
    names = ["".join(part[n] for part in parts) for n in range(3)]
    return [names[0].capitalize(), *names[1:]]


def make(size: int) -> tuple[list[Record], list[Query]]:
    """Facts of some thousand companies, and questions with one swapped or lost letter."""
    rng = random.Random(size)
    years = range(2015, 2027)
    each = len(METRICS) * len(years)
    records: list[Record] = []
    seen: set[str] = set()
    while len(records) < size:
        names = company(len(records) // each, rng)
        if names[0] in seen:
            continue
        seen.add(names[0])
        for metric in METRICS:
            for year in years:
                amount = rng.randrange(11, 9999) / 10
                statement = {
                    "en": f"{names[0]} reported {metric[0]} of US${amount} million in {year}.",
                    "ja": f"{names[1]}の{year}年の{metric[1]}は{amount}百万ドルだった。",
                    "zh": f"{names[2]}{year}年的{metric[2]}为{amount}百万美元。",
                }
                id_ = f"{names[0].lower()}-{metric[0]}-{year}"
                records.append(Record(id_, statement, [names], []))
    records = records[:size]
    chosen = rng.sample(records, min(QUERIES, size))
    return records, [Query(ask(record, rng), [record.id]) for record in chosen]


def ask(record: Record, rng: random.Random) -> str:
    name, metric, year = record.id.rsplit("-", 2)
    return f"{mistype(name, rng)} {metric} {year}"


def mistype(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 2)
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def read(facts: Path, queries: Path) -> tuple[list[Record], list[Query]]:
    def lines(path: Path) -> Iterator[dict[str, Any]]:
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())

    records = [
        Record(str(r["id"]), r["statement"], r.get("names", []), r.get("aliases", []))
        for r in lines(facts)
    ]
    return records, [Query(q["q"], [str(e) for e in q["expect"]]) for q in lines(queries)]


def library(records: Sequence[Record]) -> Library:
    """The records as a library with one source of no date."""
    note = Text(en="made up")
    source = Source("made-up", note, note, "article", "en", "1000", note, "none")
    found = Library(sources={source.id: source})
    owners: dict[str, str] = {}
    for record in records:
        roles = []
        for names in record.names:
            entity = owners.setdefault(names[0], f"e{len(owners)}")
            text = Text(*(names + [names[0]] * 3)[:3])
            found.entities.setdefault(entity, Entity(entity, "company", text, tuple(names[3:])))
            roles.append(Participant(entity, "subject"))
        statement = Text(**{key: record.statement.get(key) for key in ("en", "ja", "zh")})
        fact = Fact(record.id, "market", TODAY, "reported", statement,
                    (Quote(source.id, statement.best("en")),),
                    Review("bench", "automated", TODAY))  # fmt: skip
        found.facts[fact.id] = replace(fact, roles=tuple(roles), aliases=tuple(record.aliases))
    return found


def measure(
    name: str, queries: Sequence[Query], find: Callable[[str], list[str]], built: float
) -> str:
    times, right = [], 0
    begun = time.perf_counter()
    for query in queries:
        start = time.perf_counter()
        ids = find(query.q)
        times.append(time.perf_counter() - start)
        right += bool(ids) and ids[0] in query.expect
        if time.perf_counter() - begun > SLOW:
            break
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {name} | {100 * right / len(times):.1f} % | {1000 * times[len(times) // 2]:.2f} "
        f"| {1000 * times[int(len(times) * 0.99)]:.2f} | {built:.1f} | {memory:.0f} |"
    )


def run(records: Sequence[Record], queries: Sequence[Query], others: Sequence[str]) -> None:
    print(f"\n{len(records):,} facts, {len(queries):,} questions\n")
    print("| method | right first | ms p50 | ms p99 | build s | peak MiB so far |")
    print("| --- | --- | --- | --- | --- | --- |")
    start = time.perf_counter()
    index = build_index(library(records))
    built = time.perf_counter() - start
    look_up(index, "warm up", today=TODAY)

    def ours(question: str) -> list[str]:
        return [hit.fact for hit in look_up(index, question, today=TODAY).hits]

    print(measure("**this project**", queries, ours, built), flush=True)
    texts = [" \n".join([*r.statement.values(), *r.aliases]) for r in records]
    for name in others:
        start = time.perf_counter()
        search = METHODS[name](texts)
        built = time.perf_counter() - start
        found = lambda q, search=search: [records[n].id for n, _ in search(q)]  # noqa: E731
        print(measure(name, queries, found, built), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[400, 10_000, 100_000])
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--only-ours", action="store_true")
    arguments = parser.parse_args()
    others = () if arguments.only_ours else OTHERS
    print(machine())
    if arguments.facts:
        run(*read(arguments.facts, arguments.queries), others)
        return
    for size in arguments.sizes:
        run(*make(size), others)


if __name__ == "__main__":
    main()
