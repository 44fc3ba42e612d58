"""Whatever stands in a file: reading, checking and merging report it and never raise."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from facts.check import check
from facts.library import read_library
from facts.pack import LOCK_FILE, read_pack
from tests.facts.packs import (
    ACME,
    METRICS,
    PLAN,
    SOURCE,
    TIP,
    clean_pack,
    entity,
    plan,
    put,
    source,
    tip,
)

RECORDS = {PLAN: plan(), TIP: tip(), ACME: entity("Acme"), SOURCE: source()}
SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans() | st.dates()
    | st.sampled_from(["acme", "report", "2024", "9999-12-31", "0000", "money", "exact", ""])
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def read_all_ways(root: Path) -> None:
    pack = read_pack(root)
    problems = check(pack)
    library = read_library([root])

    assert set(pack.problems) <= set(problems)
    assert set(library.facts) <= set(pack.facts)
    for fact in library.facts.values():
        library.period(fact)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*RECORDS, METRICS, LOCK_FILE, "released.json"]), st.binary(max_size=40))
def test_any_bytes_in_any_file(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = clean_pack(Path(folder))
        put(root, name, content)
        read_all_ways(root)


@st.composite
def damaged_records(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A record of the clean pack with something else at one place, at any depth."""
    name = draw(st.sampled_from(list(RECORDS)))
    return name, draw(_damaged(RECORDS[name]))


def _damaged(value: Any) -> st.SearchStrategy[Any]:
    if isinstance(value, dict) and value:
        return st.sampled_from(sorted(value)).flatmap(
            lambda key: (ANYTHING | _damaged(value[key])).map(lambda new: {**value, key: new})
        )
    if isinstance(value, list) and value:
        return (ANYTHING | _damaged(value[0])).map(lambda new: [new, *value[1:]])
    return ANYTHING


@settings(max_examples=80, deadline=None)
@given(damaged_records())
def test_anything_in_place_of_a_part_of_a_record(damaged: tuple[str, dict[str, Any]]) -> None:
    name, record = damaged
    with tempfile.TemporaryDirectory() as folder:
        root = clean_pack(Path(folder))
        put(root, name, record)
        read_all_ways(root)


def test_a_pack_in_which_every_file_is_broken(tmp_path: Path) -> None:
    root = clean_pack(tmp_path)
    files = [path.relative_to(root).as_posix() for path in root.rglob("*.toml")]
    for name in files:
        put(root, name, b"\xff" + str(date.min).encode())
    library = read_library([root])

    assert {problem.file for problem in library.problems} == set(files)
    assert library.facts == {}
