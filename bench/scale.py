"""Latency, build time and memory of the lookup in large libraries, beside other methods.

`python -m bench.scale [--sizes 400 10000 100000 1000000]` makes facts (company x metric x year x amount, in
three languages) and misspelt questions about them; `--facts F.jsonl --queries Q.jsonl` takes
foreign ones: `{id, statement{en,ja,zh}, names[[…],…], aliases[]}` and `{q, expect[]}` a line.
"""

import argparse
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.others import METHODS, Method
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
    name: str, queries: Sequence[Query], build: Callable[[], Callable[[str], list[str]]]
) -> None:
    """Build, ask and print a line of the table, in a process of its own."""
    sys.stdout.flush()
    if child := os.fork():
        os.waitpid(child, 0)
        return
    before, start, worked = memory(), time.perf_counter(), time.process_time()
    find = build()
    built, worked = time.perf_counter() - start, time.process_time() - worked
    find("warm up")
    times, own, right = [], [], 0
    for query in queries:
        start, spent = time.perf_counter(), time.thread_time()
        ids = find(query.q)
        own.append(time.thread_time() - spent)
        times.append(time.perf_counter() - start)
        right += bool(ids) and ids[0] in query.expect
        if sum(times) > SLOW:
            break
    print(
        f"| {name} | {len(times):,} | {100 * right / len(times):.1f} % | {spread(times)} "
        f"| {spread(own)} | {built:.1f} | {worked:.1f} | {memory() - before:.0f} |",
        flush=True,
    )
    os._exit(0)


def spread(times: list[float]) -> str:
    """The median and the 99th percentile in milliseconds."""
    ordered = sorted(times)
    return f"{1000 * ordered[len(times) // 2]:.2f} / {1000 * ordered[int(len(times) * 0.99)]:.2f}"


def memory() -> float:
    """MiB that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(records: Sequence[Record], queries: Sequence[Query], others: Sequence[str]) -> None:
    print(f"\n{len(records):,} facts\n")
    print("| method | questions | right first | ms p50 / p99 | of the processor | build s "
          "| of the processor | MiB |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    facts = library(records)
    texts = [" \n".join([*r.statement.values(), *r.aliases]) for r in records]

    def ours() -> Callable[[str], list[str]]:
        index = build_index(facts)
        return lambda q: [hit.fact for hit in look_up(index, q, today=TODAY).hits]

    def other(method: Method) -> Callable[[str], list[str]]:
        search = method(texts)
        return lambda q: [records[n].id for n, _ in search(q)]

    measure("**this project**", queries, ours)
    for name in others:
        measure(name, queries, partial(other, METHODS[name]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[400, 10_000, 100_000, 1_000_000])
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
