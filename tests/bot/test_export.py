"""Exports: numbers are typed, nothing is a formula, and an answer's facts are all in its file."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.export import CSV_COLUMNS, export
from facts.compiled import Compiled
from facts.language import Text
from tests.helpers import ask

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd|' /C calc'!A0")


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_has_the_parsed_amounts(ready: Compiled) -> None:
    facts = list(ready.library.facts.values())
    found = {row["id"]: row for row in rows(export(ready.library, facts, "csv"))}
    row = found["microsoft-2024-cloud-ai"]

    assert tuple(row) == CSV_COLUMNS
    assert row["metric"].split(" | ") == ["commitment", "duration"]
    assert row["amount_low"].split(" | ") == row["amount_high"].split(" | ") == ["2900000000", "2"]
    assert row["currency"].split(" | ")[0] == "USD"
    assert row["as_written"].split(" | ")[0] == "29亿美元"
    for fact in facts:
        assert len(found[fact.id]["kind"].split(" | ")) == max(1, len(fact.values))


def test_a_workbook_has_a_sheet_each_and_numbers_as_numbers(ready: Compiled) -> None:
    facts = list(ready.library.facts.values())
    book = load_workbook(io.BytesIO(export(ready.library, facts, "xlsx")), read_only=True)
    values = list(book["values"].values)

    assert book.sheetnames == ["facts", "values", "sources"]
    assert len(list(book["facts"].values)) == len(facts) + 1
    assert len(values) == 1 + sum(len(fact.values) for fact in facts)
    (row,) = (row for row in values if row[:2] == ("oracle-2024-cloud-ai", "commitment"))
    assert row[3:6] == (8_000_000_000, 8_000_000_000, "USD")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(ready: Compiled, formula: str, form: str) -> None:
    fact = next(iter(ready.library.facts.values()))
    hostile = replace(fact, statement=Text(formula, formula, formula), caveat=Text(formula))
    content = export(ready.library, [hostile], form)
    if form == "csv":
        cells = [cell for row in rows(content) for cell in row.values()]
    else:
        book = load_workbook(io.BytesIO(content))
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in found} <= {"s", "n", "inlineStr"}
        cells = [cell.value for cell in found if isinstance(cell.value, str)]

    assert [c for c in cells if c.lstrip().startswith(("=", "+", "-", "@"))] == []
    assert any(formula.strip() in cell for cell in cells)


@given(text=st.text(min_size=1))
def test_any_words_are_exported_in_every_form(ready: Compiled, text: str) -> None:
    fact = next(iter(ready.library.facts.values()))
    hostile = replace(fact, statement=Text(text), caveat=Text(text))

    for form in ("csv", "xlsx", "md", "jsonl", "bibtex"):
        assert export(ready.library, [hostile], form)
    line = json.loads(export(ready.library, [hostile], "jsonl"))
    assert line["statement"]["en"] == text


def test_bibtex_has_an_entry_a_fact_and_escapes_what_tex_obeys(ready: Compiled) -> None:
    fact = ready.library.facts["microsoft-2024-cloud-ai"]
    text = export(
        ready.library, [replace(fact, statement=Text(r"50% of A&B_{x} \end"))], "bibtex"
    ).decode()

    assert text.startswith("@misc{microsoft-2024-cloud-ai,\n")
    assert r"title = {50\% of A\&B\_\{x\} \textbackslash{}end}" in text
    assert "29亿美元" in text
    assert "url = {https://mp.weixin.qq.com/s/_m9l9K3NZO_9ZvrcIiJclA}" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "md", "jsonl", "bibtex"])
@pytest.mark.parametrize("line", ["investments", "adoption", "tips", "tips hiring", "ask microsoft",
                                  "compare japan us generative ai use"])  # fmt: skip
def test_an_answer_is_a_file_with_all_its_facts(ready: Compiled, line: str, form: str) -> None:
    reply = ask(ready, f"{line} export:{form}")
    (file,) = reply.files

    assert callable(file.content)
    content = file.content()
    if form == "jsonl":
        ids = [json.loads(each)["id"] for each in content.decode().splitlines()]
        assert set(reply.facts) <= set(ids)
    assert content
    assert ("2026-11-22" in file.name) is True
    assert reply.line.endswith(f"export:{form}") or f"export:{form}" in reply.line


def test_the_file_has_what_the_card_leaves_out(ready: Compiled) -> None:
    (file,) = ask(ready, "tips export:jsonl").files
    assert callable(file.content)
    tips = [f.id for f in ready.library.of_topics(["tip"])]

    assert len(file.content().decode().splitlines()) == len(tips)
    assert len(ask(ready, "tips").facts) < len(tips)


def test_no_fact_is_no_file_and_other_commands_take_no_export(ready: Compiled) -> None:
    assert ask(ready, "ask quantum bananas export:csv").files == ()
    assert ask(ready, "source export:csv").misuse
