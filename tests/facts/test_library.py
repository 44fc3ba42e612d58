from pathlib import Path
from typing import Any

import pytest

from facts.archive import read_lock, verify, write_lock
from facts.library import Library, read_library
from facts.pack import LOCK_FILE, read_pack
from tests.facts.packs import (
    ACME,
    ARCHIVE,
    JAPAN,
    METRICS,
    PLAN,
    PROMISED,
    RIVAL,
    SOURCE,
    TIP,
    archives,
    change,
    clean_pack,
    entity,
    money,
    plan,
    put,
    quote,
    source,
    text,
    tip,
)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A pack of a company: its own source, entity and two facts."""
    root = tmp_path / "second"
    put(root, "sources/memo.toml", source(archive="memo.txt", published="2020-05"))
    put(root, "entities/person/jane.toml", entity("Jane"))
    put(root, "facts/talent/jane.toml", tip(quotes=[quote(PROMISED, source="memo")], importance=3))
    return root


def link(root: Path, **links: Any) -> Library:
    for name in "abc":
        put(root, f"facts/talent/{name}.toml", tip(**links.get(name, {})))
    return read_library([root])


def test_packs_are_merged(root: Path, second: Path) -> None:
    library = read_library([root, second])

    assert library.problems == []
    assert set(library.facts) == {"acme-plan", "keep-promises", "jane"}
    assert set(library.entities) == {"acme", "rival", "japan", "jane"}
    assert set(library.sources) == {"report", "memo"}
    assert library.metric("commitment").names.en == "Planned investment"


def test_no_pack_is_an_empty_library() -> None:
    assert read_library([]) == Library()


def test_a_pack_may_speak_of_what_an_earlier_one_knows(root: Path, second: Path) -> None:
    put(second, "facts/funding/more.toml", plan())
    library = read_library([root, second])

    assert library.problems == []
    assert "more" in library.facts


@pytest.mark.parametrize(
    ("name", "record"),
    [
        (SOURCE, source(archive="other.txt")),
        (RIVAL, entity("Other")),
        ("entities/product/acme.toml", entity("Other")),
        (PLAN, plan(claim="reported")),
        ("facts/tip/acme-plan.toml", tip()),
    ],
)
def test_an_id_that_two_packs_use_names_both_files(
    root: Path, second: Path, name: str, record: dict[str, Any]
) -> None:
    put(second, name, record)
    library = read_library([root, second])
    first = {"acme": ACME, "acme-plan": PLAN}.get(Path(name).stem, name)

    (problem,) = library.problems
    assert problem.file == f"{second}/{name}"
    assert f"{root}/{first}" in problem.message
    assert repr(Path(name).stem) in problem.message


def test_of_two_records_with_one_id_the_first_stays(root: Path, second: Path) -> None:
    put(second, PLAN, plan(claim="reported"))

    assert read_library([root, second]).facts["acme-plan"].claim == "announced"
    assert read_library([second, root]).facts["acme-plan"].claim == "reported"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quotes": [quote(), quote(source="nowhere")]}, "source 'nowhere'"),
        ({"roles": [{"entity": "nobody", "role": "payer"}]}, "entity 'nobody'"),
        ({"values": [money(subject="nobody")]}, "entity 'nobody'"),
        ({"values": [money(geography="nobody")]}, "entity 'nobody'"),
        ({"quotes": [quote(speaker="nobody")]}, "entity 'nobody'"),
        ({"quotes": [quote(credited_to="nobody")]}, "entity 'nobody'"),
        ({"quotes": [quote(according_to={"who": "nobody"})]}, "entity 'nobody'"),
        ({"values": [money(metric="hopes")]}, "metric 'hopes'"),
    ],
)
def test_a_fact_that_names_what_is_not_there_is_left_out(
    root: Path, changes: dict[str, Any], words: str
) -> None:
    change(root, PLAN, **changes)
    library = read_library([root])

    assert set(library.facts) == {"keep-promises"}
    (problem,) = library.problems
    assert problem.file == f"{root}/{PLAN}"
    assert words in problem.message


def test_a_broken_source_takes_its_facts_with_it(root: Path, second: Path) -> None:
    change(root, SOURCE, colour="red")
    library = read_library([root, second])

    assert set(library.facts) == {"jane"}
    assert [p.file for p in library.problems] == [SOURCE, f"{root}/{PLAN}", f"{root}/{TIP}"]


@pytest.mark.parametrize("key", ["conflicts_with", "see_also"])
def test_links_hold_on_both_sides(root: Path, key: str) -> None:
    library = link(root, a={key: ["b"]}, c={key: ["b"]})
    linked = {name: set(getattr(library.facts[name], key)) for name in "abc"}

    assert linked == {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}


def test_a_link_that_both_sides_write_stands_once(root: Path) -> None:
    library = link(root, a={"conflicts_with": ["b", "b"]}, b={"conflicts_with": ["a"]})

    assert library.facts["a"].conflicts_with == ("b",)
    assert [fact.id for fact in library.conflicts(library.facts["b"])] == ["a"]


def test_links_to_nothing_and_to_oneself_are_dropped(root: Path) -> None:
    library = link(root, a={"conflicts_with": ["nothing", "a"], "see_also": ["a", "c"]})

    assert library.conflicts(library.facts["a"]) == []
    assert library.facts["a"].see_also == ("c",)


def test_links_run_between_packs(root: Path, second: Path) -> None:
    change(second, "facts/talent/jane.toml", conflicts_with=["acme-plan"])
    library = read_library([root, second])

    assert library.facts["acme-plan"].conflicts_with == ("jane",)


def test_facts_of_topics_come_by_importance(root: Path, second: Path) -> None:
    library = read_library([root, second])

    assert [f.id for f in library.of_topics(["tip", "talent"])] == ["jane", "keep-promises"]
    assert [f.id for f in library.of_topics(["market"])] == []
    assert library.of_sources(["report"]) == {"acme-plan", "keep-promises"}
    assert library.of_sources(["memo", "nowhere"]) == {"jane"}


def test_a_fact_without_a_date_is_as_old_as_its_oldest_source(root: Path, second: Path) -> None:
    change(root, TIP, quotes=[quote(PROMISED), quote(PROMISED, source="memo")])
    library = read_library([root, second])

    assert library.dated(library.facts["acme-plan"]) == "2024-04-09"
    assert library.dated(library.facts["keep-promises"]) == "2020-05"
    assert str(library.period(library.facts["keep-promises"]).last) == "2020-05-31"


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"report": {}}', b'{"report": 3}'])
def test_a_broken_lock_is_a_problem_and_its_facts_stay(root: Path, content: bytes) -> None:
    put(root, LOCK_FILE, content)
    library = read_library([root])

    assert [problem.file for problem in library.problems] == [f"{root}/{LOCK_FILE}"]
    assert set(library.facts) == {"acme-plan", "keep-promises"}


def test_positions_come_from_the_pack_whose_source_is_used(root: Path, tmp_path: Path) -> None:
    other = clean_pack(tmp_path / "other")
    for pack, content in ((root, ARCHIVE), (other, "Moved. " + ARCHIVE)):
        lock, _ = verify(read_pack(pack), archives(pack.parent / f"{pack.name}-saved", content))
        write_lock(pack, lock)

    assert read_lock(root) != read_lock(other)
    assert read_library([root, other]).lock == read_lock(root)
    assert read_library([other, root]).lock == read_lock(other)


def test_a_pack_that_is_not_there_leaves_the_others(root: Path, tmp_path: Path) -> None:
    library = read_library([tmp_path / "nowhere", root])

    assert [problem.file for problem in library.problems] == [str(tmp_path / "nowhere")]
    assert set(library.facts) == {"acme-plan", "keep-promises"}


def test_what_is_broken_in_one_record_is_only_that_record(root: Path) -> None:
    change(root, TIP, colour="red")
    change(root, JAPAN, kind="country")
    put(root, METRICS, {"commitment": {"names": text("A")}, "b": {"c": 1}})
    library = read_library([root])

    assert set(library.facts) == set()  # the plan names Japan
    assert set(library.entities) == {"acme", "rival"}
    assert {p.file for p in library.problems} == {TIP, JAPAN, METRICS, f"{root}/{PLAN}"}
