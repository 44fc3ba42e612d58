"""The facts of a unit are the same in every form that they are kept in."""

import pickle
import random

import pytest

from facts.lookup.postings import FEW, Found, Gathered, Postings, share_any

SIZE = 30_000
SHARES = {"rare": 0.001, "listed": 0.02, "table": 0.3, "all": 1.0}
STRENGTHS = (0.35, 0.5, 0.55, 0.6, 0.8, 1.0)


@pytest.fixture(scope="module")
def facts() -> list[dict[str, float]]:
    rng = random.Random(1)  # noqa: S311  # the same facts at every run
    return [
        {unit: rng.choice(STRENGTHS) for unit, share in SHARES.items() if rng.random() < share}
        for _ in range(SIZE)
    ]


@pytest.fixture(scope="module")
def postings(facts: list[dict[str, float]]) -> Postings:
    gathered = Gathered()
    for strengths in facts:
        gathered.add(strengths)
    packed = gathered.pack(lambda unit, most: True)
    return pickle.loads(pickle.dumps(packed, protocol=5))  # noqa: S301


def as_dict(found: Found) -> dict[int, float]:
    return {number: found.get(number, 0.0) for number in found}


@pytest.mark.parametrize("unit", SHARES)
def test_a_unit_has_its_facts(facts: list[dict[str, float]], postings: Postings, unit: str) -> None:
    expected = {number: f[unit] for number, f in enumerate(facts) if unit in f}
    found = postings.of((unit,))

    assert as_dict(found) == expected
    assert len(found) == postings.count(unit) == len(expected)
    assert all((number in found) == (number in expected) for number in range(SIZE))
    assert found.get(SIZE - 1, 0.25) == expected.get(SIZE - 1, 0.25)


@pytest.mark.parametrize("units", [("rare", "absent"), ("rare", "table"), ("listed", "table")])
def test_either_unit_counts_as_strongly_as_the_stronger(
    facts: list[dict[str, float]], postings: Postings, units: tuple[str, ...]
) -> None:
    strongest = [max(fact.get(unit, 0.0) for unit in units) for fact in facts]

    assert as_dict(postings.of(units)) == {n: s for n, s in enumerate(strongest) if s}


def test_all_forms_are_tried(postings: Postings) -> None:
    forms = {type(postings.of((unit,))).__name__ for unit in SHARES}

    assert forms == {"dict", "_Listed", "_Table"}
    assert postings.count("rare") < FEW < postings.count("listed")


def test_an_unknown_unit_has_no_facts(postings: Postings) -> None:
    assert not postings.of(("absent",))
    assert postings.count("absent") == 0
    assert "absent" not in postings


def test_share_any() -> None:
    assert share_any({1: 1.0, 2: 1.0}, {2: 0.5})
    assert not share_any({1: 1.0}, {2: 0.5, 3: 0.5})


def test_a_unit_that_is_not_worth_keeping_is_left_out() -> None:
    gathered = Gathered()
    gathered.add({"weak": 0.35, "strong": 1.0})
    postings = gathered.pack(lambda unit, most: most > 0.35)

    assert "weak" not in postings
    assert "strong" in postings
