from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facts.pack import RELEASED_FILE, read_pack
from facts.problem import Problem
from facts.release import released_problems, write_released
from tests.facts.packs import PLAN, PROMISED, TIP, change, money, put, quote, text, tip

EARLIER = {
    "version": 1, "date": date(2026, 1, 5), "kind": "wording", "statement": text("Before."),
    "reason": "clearer",
}  # fmt: skip


@pytest.fixture
def released(root: Path) -> Path:
    """A pack whose facts were released as they are."""
    write_released(read_pack(root))
    return root


def problems(root: Path) -> list[Problem]:
    pack = read_pack(root)
    assert pack.problems == []
    return released_problems(pack)


def places(root: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.key) for problem in problems(root)]


def test_a_pack_that_was_never_released_has_no_problem(root: Path) -> None:
    change(root, PLAN, version=3)

    assert problems(root) == []


def test_a_pack_as_it_was_released_has_no_problem(released: Path) -> None:
    assert problems(released) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"statement": text("Acme may invest.")},
        {"caveat": text("Only a plan.")},
        {"claim": "reported"},
        {"when": {"announced": "2024-04-10"}},
        {"values": [money(bound="about")]},
        {"quotes": [quote(PROMISED)]},
        {"roles": []},
        {"supersedes": "keep-promises"},
        {"recheck_days": 30},
    ],
)
def test_a_changed_record_needs_a_new_version(released: Path, changes: dict[str, Any]) -> None:
    change(released, PLAN, **changes)

    (problem,) = problems(released)
    assert (problem.file, problem.key) == (PLAN, "version")
    assert "new version" in problem.message


@pytest.mark.parametrize(
    "changes",
    [
        {"aliases": ["Acme"]},
        {"asked": ["Acme"]},
        {"see_also": ["keep-promises"]},
        {"importance": 3},
        {"answers": ["who"]},
    ],
)
def test_what_only_helps_to_find_a_fact_may_change(released: Path, changes: dict[str, Any]) -> None:
    change(released, PLAN, **changes)

    assert problems(released) == []


def test_a_new_version_with_its_history_is_fine(released: Path) -> None:
    change(released, PLAN, statement=text("Acme may invest."), version=2, history=[EARLIER])

    assert problems(released) == []


@pytest.mark.parametrize(
    ("version", "history"),
    [(2, []), (3, [EARLIER]), (2, [EARLIER, {**EARLIER, "version": 2}]), (1, [EARLIER])],
)
def test_the_history_holds_every_earlier_version(
    released: Path, version: int, history: list[dict[str, Any]]
) -> None:
    change(released, PLAN, version=version, history=history)

    assert places(released) == [(PLAN, "history")]


def test_a_version_does_not_go_back(released: Path) -> None:
    change(released, PLAN, version=2, history=[EARLIER])
    write_released(read_pack(released))
    change(released, PLAN, version=1, history=None)

    assert places(released) == [(PLAN, "version")]


def test_a_released_fact_does_not_vanish(released: Path) -> None:
    (released / TIP).unlink()

    (problem,) = problems(released)
    assert "keep-promises" in problem.file
    assert "supersede" in problem.message


def test_a_new_fact_is_free_to_change_until_it_is_released(released: Path) -> None:
    put(released, "facts/tip/new.toml", tip(version=2))

    assert problems(released) == []


def test_a_change_is_a_problem_until_it_is_released(released: Path) -> None:
    change(released, PLAN, statement=text("A."), version=2, history=[EARLIER])
    write_released(read_pack(released))
    assert problems(released) == []

    change(released, PLAN, statement=text("B."))
    assert places(released) == [(PLAN, "version")]


def test_the_list_does_not_depend_on_the_order_of_the_facts(released: Path) -> None:
    first, pack = (released / RELEASED_FILE).read_bytes(), read_pack(released)
    pack.facts = dict(reversed(pack.facts.items()))
    write_released(pack)

    assert (released / RELEASED_FILE).read_bytes() == first


def test_a_broken_list_is_a_problem(released: Path) -> None:
    put(released, RELEASED_FILE, "<<<<<<< {")

    assert places(released) == [(RELEASED_FILE, "")]
