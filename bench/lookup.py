"""How well questions are answered, beside other methods on the same records, in one run.

`python -m bench.lookup [--part validation]`; needs requirements-bench.txt. Writes Markdown.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bench.machine import machine
from bench.others import METHODS, Method
from bench.questions import Labelled, read_questions
from facts.library import read_library
from facts.lookup.answer import look_up
from facts.lookup.build import build_index
from facts.pack import BUILT_IN

TODAY = date(2026, 11, 22)
REFUSED = 0.04  # the share of answerable questions that other methods may refuse

# The ids found, best first; a score of the first; the outcome, or None where a method has none.
Found = tuple[list[str], float, str | None]


def share(good: Iterable[bool]) -> str:
    values = list(good)
    return f"{100 * sum(values) / len(values):.1f} %" if values else "-"


def ours() -> Callable[[str], Found]:
    index = build_index(read_library([BUILT_IN]))

    def find(question: str) -> Found:
        answer = look_up(index, question, today=TODAY)
        ids = [hit.fact for hit in answer.hits]
        return ids, answer.hits[0].score if answer.hits else 0.0, answer.outcome

    return find


def theirs(method: Method) -> Callable[[str], Found]:
    facts = list(read_library([BUILT_IN]).facts.values())
    search = method([document(fact) for fact in facts])

    def find(question: str) -> Found:
        hits = search(question)
        return [facts[n].id for n, _ in hits], hits[0][1] if hits else 0.0, None

    return find


def document(fact: object) -> str:
    """All words of a fact, the same for every method."""
    statement = [text for text in vars(fact.statement).values() if text]  # type: ignore[attr-defined]
    quotes = [quote.exact for quote in fact.quotes]  # type: ignore[attr-defined]
    return " \n".join([*statement, *fact.aliases, *fact.asked, *quotes])  # type: ignore[attr-defined]


def row(name: str, questions: Sequence[Labelled], find: Callable[[str], Found]) -> str:
    """One line of the comparison: right first, among five, refusals, time."""
    results, times = [], []
    for question in questions:
        start = time.perf_counter()
        results.append((question, *find(question.q)))
        times.append(time.perf_counter() - start)
    answerable = [r for r in results if r[0].answerable]
    refused = refuser(results)
    near = [r for r in results if r[0].kind.startswith("near")]
    far = [r for r in results if r[0].kind in ("far", "hostile")]
    times.sort()
    cells = [
        name,
        share(q.first(ids) for q, ids, *_ in answerable),
        *(
            share(q.first(ids) for q, ids, *_ in answerable if q.lang == lang)
            for lang in ("en", "ja", "zh")
        ),
        share(q.in_five(ids) for q, ids, *_ in answerable),
        share(refused(r) for r in answerable),
        share(refused(r) for r in near),
        share(refused(r) for r in far),
        f"{1000 * times[len(times) // 2]:.1f} / {1000 * times[int(len(times) * 0.99)]:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def refuser(
    results: Sequence[tuple[Labelled, list[str], float, str | None]],
) -> Callable[..., bool]:
    """Our own outcome; for a method without one, its score against the best threshold there is."""
    if results[0][3] is not None:
        return lambda result: result[3] != "found"
    scores = sorted(r[2] for r in results if r[0].answerable)
    threshold = scores[int(len(scores) * REFUSED)]
    return lambda result: result[2] < threshold


def breakdown(questions: Sequence[Labelled], find: Callable[[str], Found]) -> list[str]:
    """Our own answers by kind of question."""
    lines = ["| kind | questions | right first and found | in five | refused | asked back |",
             "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    for kind in dict.fromkeys(q.kind for q in questions):
        found = [(q, *find(q.q)) for q in questions if q.kind == kind]
        answerable = [r for r in found if r[0].answerable]
        lines.append(
            f"| {kind} | {len(found)} "
            f"| {share(q.first(ids) and outcome == 'found' for q, ids, _, outcome in answerable)} "
            f"| {share(q.in_five(ids) for q, ids, *_ in answerable)} "
            f"| {share(r[3] == 'unknown' for r in found)} "
            f"| {share(r[3] == 'several' for r in found)} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("fit", "validation"), default="validation")
    part = parser.parse_args().part
    questions = read_questions(part)
    find = ours()
    print(f"{machine()}\n\n{len(questions)} questions ({part}), "
          f"{sum(q.answerable for q in questions)} of them answerable.\n")  # fmt: skip
    print("| method | right first | en | ja | zh | in five | answerable refused | near misses refused "
          "| far and hostile refused | ms p50 / p99 |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    print(row("**this project**", questions, find), flush=True)
    for name, method in METHODS.items():
        print(row(name, questions, theirs(method)), flush=True)
    print("\nThe other methods get the threshold that refuses "
          f"{REFUSED:.0%} of these answerable questions.\n")  # fmt: skip
    print("\n".join(breakdown(questions, find)))


if __name__ == "__main__":
    main()
