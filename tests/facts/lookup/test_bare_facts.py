"""A fact that a curator has just published, without any ways of asking, is found by its name."""

from dataclasses import replace
from datetime import date

import pytest

from facts.compiled import Compiled, compile_library
from facts.library import read_library
from facts.lookup.answer import look_up
from facts.pack import BUILT_IN

TODAY = date(2026, 11, 22)
FACT = """
added = 2026-11-20
claim = "announced"
statement.en = "NEC announced that it would invest US$1.2 billion in AI chips in Hokkaido."
roles = [{ entity = "nec", role = "payer" }]
when.announced = "2026-05"

[[values]]
metric = "commitment"
kind = "money"
amount = 1_200_000_000
currency = "USD"

[[quotes]]
source = "founder-park-2024"
exact = "invest $1.2 billion in AI chips"
as_written = ["$1.2 billion"]

[review]
by = "a curator"
kind = "person"
on = 2026-11-20
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    pack = tmp_path_factory.mktemp("pack")
    folder = pack / "facts" / "investment"
    folder.mkdir(parents=True)
    (folder / "own-nec.toml").write_text(FACT, encoding="utf-8")
    library = read_library([BUILT_IN, pack])
    for id_, fact in library.facts.items():  # a quarter of the ways tells as much in less time
        library.facts[id_] = replace(fact, asked=fact.asked[::4])
    return compile_library(library)


@pytest.mark.parametrize(
    "question",
    [
        "nec investment",
        "how much will NEC invest?",
        "NECの投資額は？",
        "NEC 投資",
        "日本电气投资多少",
        "NEC",
    ],
)
def test_it_answers_for_a_company_that_nothing_was_known_of(
    published: Compiled, ready: Compiled, question: str
) -> None:
    before = look_up(ready.index, question, today=TODAY)
    answer = look_up(published.index, question, today=TODAY)

    assert before.outcome == "unknown"
    assert (answer.outcome, answer.hits[0].fact) == ("found", "own-nec")
    assert published.library.entities["nec"].covered
