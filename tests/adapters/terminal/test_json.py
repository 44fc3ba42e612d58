"""`--json` and `export` have the shapes that docs/json.md promises, key for key."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

import adapters
from bot.commands import COMMANDS
from facts.compiled import Compiled
from facts.language import LANGUAGES
from tests.adapters.terminal.runner import run

DOCS = (Path(adapters.__file__).parent.parent / "docs/json.md").read_text(encoding="utf-8")
SPANS = list(dict.fromkeys(re.findall(r"`([^`]+)`", DOCS)))
OUTCOMES = {"found", "several", "unknown"}


def keys(first: str) -> list[str]:
    """The keys of the documented shape that begins with these; what is inside them is left out."""
    (span,) = (span for span in SPANS if re.match(rf"{first}(?![\w])", span))
    while "{" in span or "[" in span:
        span = re.sub(r"\{[^{}\[\]]*\}|\[[^{}\[\]]*\]", "", span)
    return [key.strip().removesuffix("|null") for key in span.split(",")]


def inside(first: str, key: str) -> list[str]:
    """The keys of the objects that stand under a key of a documented shape."""
    (span,) = (span for span in SPANS if span.startswith(first))
    found = re.search(rf"\b{key}\[?\{{([^{{}}]*)\}}", span)
    assert found
    return found[1].split(",")


FACT = keys("id, version, topic")
QUOTE = keys("exact, source, language")
SOURCE = keys("id, title")
ASK = keys("question, outcome")


def check_fact(fact: dict[str, Any]) -> None:
    assert list(fact) == FACT
    assert list(fact["statement"]) == list(LANGUAGES)
    assert list(fact["review"]) == inside("id, version, topic", "review")
    assert fact["caveat"] is None or list(fact["caveat"]) == list(LANGUAGES)
    for part in fact["roles"]:
        assert list(part) == inside("id, version, topic", "roles")
    for quote in fact["quotes"]:
        assert list(quote) == QUOTE
        assert (quote["start"] is None) == (quote["end"] is None)
    optional = set(keys("amount")) | set(keys("low")) | set(keys("high"))
    optional |= set(keys("currency, unit"))
    for value in fact["values"]:
        assert {"metric", "kind", "bound"} <= set(value)
        assert set(value) <= {"metric", "kind", "bound"} | optional
    assert all(isinstance(date, str) for date in fact["when"].values())
    for key in ("values", "quotes", "conflicts_with", "aliases"):
        assert isinstance(fact[key], list)


def check_answer(data: dict[str, Any]) -> None:
    assert list(data) == ASK
    assert data["outcome"] in OUTCOMES
    for hit in data["hits"]:
        assert list(hit) == ["fact", "score", "statement", "quotes"]
        assert isinstance(hit["score"], float)
        for quote in hit["quotes"]:
            assert list(quote) == ["exact", "source"]
    assert all(isinstance(line, str) for line in data["suggestions"])
    assert data["corrected"] is None or data["corrected"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("microsoft investment in japan", "found"), ("オラクルの日本投資は？", "found"),
     ("软银准备投多少", "found"), ("samsung investment in japan", "unknown"),
     ("zxqv", "unknown"), ("micorsoft investment", "found")],
)  # fmt: skip
def test_ask(ready: Compiled, words: str, outcome: str) -> None:
    data = run(ready, "ask", "--json", words).data()

    check_answer(data)
    assert (data["question"], data["outcome"]) == (words, outcome)
    assert bool(data["suggestions"]) == (outcome != "found")
    assert (data["corrected"] is None) == ("micor" not in words)
    if outcome == "found":
        scores = [hit["score"] for hit in data["hits"]]
        assert scores == sorted(scores, reverse=True)
        fact = ready.library.facts[data["hits"][0]["fact"]]
        assert data["hits"][0]["quotes"] == [
            {"exact": q.exact, "source": q.source} for q in fact.quotes
        ]


@pytest.mark.parametrize(
    "arguments", [["investments"], ["adoption"], ["tips"], ["tips", "hiring"],
                  ["investments", "--since", "2030"]],
)  # fmt: skip
def test_overviews(ready: Compiled, arguments: list[str]) -> None:
    data = run(ready, *arguments, "--json").data()

    assert list(data) == keys("outcome, facts")
    assert data["outcome"] == ("found" if data["facts"] else "unknown")
    assert bool(data["facts"]) == ("2030" not in arguments)
    for fact in data["facts"]:
        check_fact(fact)


@pytest.mark.parametrize("command", ["investments", "adoption", "tips"])
def test_commands_with_words_answer_as_ask(ready: Compiled, command: str) -> None:
    for words in ("microsoft", "what to say to customers", "zxqv"):
        check_answer(run(ready, command, words, "--json").data())


def test_compare(ready: Compiled) -> None:
    like = run(ready, "compare", "--json", "japan us generative ai use").data()
    unlike = run(ready, "compare", "--json", "microsoft investment vs chatgpt users").data()

    assert list(like) == keys("outcome, metric")
    assert list(unlike) == keys("outcome, reason")
    assert (like["outcome"], unlike["outcome"]) == ("found", "unknown")
    for fact in like["facts"]:
        check_fact(fact)


def test_source(ready: Compiled) -> None:
    of_fact = run(ready, "source", "--json", "microsoft-2024-cloud-ai").data()
    one = run(ready, "source", "--json", "founder-park-2024").data()
    every = run(ready, "source", "--json").data()

    assert list(of_fact) == ["fact", "sources"]
    check_fact(of_fact["fact"])
    for source in (one, *of_fact["sources"], *every["sources"]):
        assert list(source) == SOURCE
        assert source["sha256"] is None or len(source["sha256"]) == 64
    assert list(every) == ["sources"]
    assert [source["id"] for source in every["sources"]] == list(ready.library.sources)
    check_answer(run(ready, "source", "--json", "zxqv").data())


def test_help(ready: Compiled) -> None:
    data = run(ready, "help", "--json").data()

    assert list(data) == ["commands"]
    assert [command["name"] for command in data["commands"]] == [c.name for c in COMMANDS]
    for command in data["commands"]:
        assert list(command) == ["name", "aliases", "summary", "options", "examples"]
        for option in command["options"]:
            assert list(option) == ["name", "kind", "choices"]


def test_export_jsonl_has_a_line_a_fact(ready: Compiled) -> None:
    ran = run(ready, "export", "--format", "jsonl")

    assert ran.status == 0
    assert ran.out.count("\n") == len(ready.library.facts)
    assert [fact["id"] for fact in ran.lines()] == list(ready.library.facts)
    for fact in ran.lines():
        check_fact(fact)


def test_export_is_jsonl_unless_said_otherwise(ready: Compiled) -> None:
    assert run(ready, "export") == run(ready, "export", "--format", "jsonl")


def test_export_says_where_each_quote_stands(ready: Compiled) -> None:
    (fact,) = (f for f in run(ready, "export").lines() if f["id"] == "microsoft-2024-cloud-ai")

    for quote in fact["quotes"]:
        assert quote["end"] - quote["start"] == len(quote["exact"])
        assert quote["language"] == ready.library.sources[quote["source"]].language
    assert fact["values"][0] == {
        "metric": "commitment", "kind": "money", "bound": "exact", "amount": 2_900_000_000,
        "currency": "USD", "geography": "japan",
    }  # fmt: skip


def test_export_csv_has_a_row_a_fact_and_no_formula(ready: Compiled) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run(ready, "export", "--format", "csv").out, newline=""))
    )

    assert [row["id"] for row in rows] == list(ready.library.facts)
    for row, fact in zip(rows, ready.library.facts.values(), strict=True):
        assert row["statement_ja"] == fact.statement.get("ja")
        assert row["sources"].split() == list(fact.sources())
        assert None not in row
        for cell in row.values():
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_export_md_has_a_section_a_fact_with_its_quotes(ready: Compiled) -> None:
    sections = run(ready, "export", "--format", "md").out.split("\n## ")

    assert [s.split("\n")[0].removeprefix("## ") for s in sections] == list(ready.library.facts)
    for section, fact in zip(sections, ready.library.facts.values(), strict=True):
        for quote in fact.quotes:
            assert f"> {quote.exact}\n" in section


@pytest.mark.parametrize("form", ["jsonl", "csv", "md"])
def test_export_of_some_sources(ready: Compiled, form: str) -> None:
    ran = run(ready, "export", "--format", form, "--source", "afp-gestion-2024",
              "--source", "bloomberg-opinion-2025")  # fmt: skip
    wanted = ready.library.of_sources(["afp-gestion-2024", "bloomberg-opinion-2025"])

    assert ran.status == 0
    for id_ in ready.library.facts:
        line = {"jsonl": f'"id": "{id_}",', "csv": f"\n{id_},", "md": f"## {id_}\n"}[form]
        assert (line in ran.out) == (id_ in wanted)


def test_export_of_an_unknown_source_is_misuse(ready: Compiled) -> None:
    ran = run(ready, "export", "--source", "nowhere")

    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in ran.err
    assert "founder-park-2024" in ran.err


def test_json_is_not_escaped_but_for_what_could_steer_a_terminal(ready: Compiled) -> None:
    ran = run(ready, "ask", "--json", "日本\x9b\u202e")

    assert '"日本\\u009b\\u202e"' in ran.out
    assert json.loads(ran.out)["question"] == "日本\x9b\u202e"
