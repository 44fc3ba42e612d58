import dataclasses
from pathlib import Path
from typing import Any

import pytest

from facts.pack import Pack, read_pack
from tests.facts.packs import (
    ACME,
    JAPAN,
    METRICS,
    PLAN,
    RIVAL,
    SOURCE,
    TIP,
    change,
    clean_pack,
    entity,
    money,
    plan,
    put,
    quote,
    text,
)


def places(pack: Pack) -> list[tuple[str, str]]:
    return [(problem.file, problem.key) for problem in pack.problems]


def only(pack: Pack, file: str, key: str = "") -> str:
    """The message of the one problem, which is in this file at this key."""
    assert places(pack) == [(file, key)]
    return pack.problems[0].message


def test_a_clean_pack_is_read_whole(root: Path) -> None:
    pack = read_pack(root)

    assert pack.problems == []
    assert set(pack.facts) == {"acme-plan", "keep-promises"}
    assert set(pack.entities) == {"acme", "rival", "japan"}
    assert set(pack.sources) == {"report"}
    assert set(pack.metrics) == {"commitment"}


def test_id_topic_and_kind_come_from_the_path(root: Path) -> None:
    pack = read_pack(root)

    assert (pack.facts["acme-plan"].id, pack.facts["acme-plan"].topic) == (
        "acme-plan",
        "investment",
    )
    assert (pack.entities["japan"].id, pack.entities["japan"].kind) == ("japan", "country")
    assert pack.sources["report"].id == "report"
    assert pack.file_of(pack.facts["acme-plan"]) == PLAN
    assert pack.file_of(pack.entities["japan"]) == JAPAN


def test_records_do_not_change(root: Path) -> None:
    pack = read_pack(root)
    fact, report = pack.facts["acme-plan"], pack.sources["report"]
    records = [fact, fact.statement, fact.roles[0], fact.quotes[0], fact.values[0], fact.when,
               fact.review, report, report.not_content[0], pack.entities["acme"],
               pack.metrics["commitment"]]  # fmt: skip

    for record in records:
        field = dataclasses.fields(record)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, field, None)


def test_an_empty_folder_is_an_empty_pack(tmp_path: Path) -> None:
    pack = read_pack(tmp_path)

    assert pack == Pack(tmp_path)


@pytest.mark.parametrize("make", [Path.touch, lambda path: None])
def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "pack")
    pack = read_pack(tmp_path / "pack")

    assert "no such folder" in only(pack, str(tmp_path / "pack"))


@pytest.mark.parametrize(
    ("name", "changes", "key"),
    [
        (PLAN, {"colour": "red"}, "colour"),
        (PLAN, {"statement": {**text("A"), "fr": "A"}}, "statement.fr"),
        (PLAN, {"when": {"announced": "2024", "said": "2024"}}, "when.said"),
        (PLAN, {"values": [money(kurrency="USD")]}, "values.0.kurrency"),
        (PLAN, {"quotes": [quote(as_written=["29亿美元"], page=3)]}, "quotes.0.page"),
        (PLAN, {"roles": [{"entity": "acme", "role": "payer", "x": 1}]}, "roles.0.x"),
        (ACME, {"alias": ["Acme Inc."]}, "alias"),
        (SOURCE, {"pages": 3}, "pages"),
        (SOURCE, {"not_content": [{"begins": "abcd", "why": "x", "end": "y"}]}, "not_content.0.end"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_at_any_depth(
    root: Path, name: str, changes: dict[str, Any], key: str
) -> None:
    change(root, name, **changes)

    assert only(read_pack(root), name, key)


def test_an_unknown_key_of_a_metric_is_refused(root: Path) -> None:
    put(root, METRICS, {"commitment": {"names": text("Planned"), "lowest_first": True}})

    assert only(read_pack(root), METRICS, "lowest_first")


def test_a_metric_is_a_table(root: Path) -> None:
    put(root, METRICS, {"commitment": "Planned"})

    assert "table" in only(read_pack(root), METRICS, "commitment")


@pytest.mark.parametrize(
    ("name", "changes", "key"),
    [
        (PLAN, {"claim": "rumour"}, "claim"),
        (PLAN, {"added": "some day"}, "added"),
        (PLAN, {"quotes": []}, ""),
        (PLAN, {"quotes": [quote(), quote("x" * 241)]}, "quotes.1"),
        (PLAN, {"values": [money(low=1)]}, "values.0"),
        (PLAN, {"when": {"announced": "last week"}}, "when"),
        (PLAN, {"review": None}, "review"),
        (PLAN, {"statement": {}}, "statement"),
        (ACME, {"names": None}, "names"),
        (SOURCE, {"kind": "blog"}, "kind"),
        (SOURCE, {"language": "fr"}, "language"),
    ],
)
def test_a_wrong_or_missing_value_is_reported_with_its_key(
    root: Path, name: str, changes: dict[str, Any], key: str
) -> None:
    change(root, name, **changes)

    assert only(read_pack(root), name, key)


@pytest.mark.parametrize(
    ("name", "key"), [(PLAN, "id"), (PLAN, "topic"), (ACME, "id"), (ACME, "kind"), (SOURCE, "id")]
)
def test_what_the_path_says_is_refused_inside_the_file(root: Path, name: str, key: str) -> None:
    path = root / name
    said = path.stem if key == "id" else path.parent.name
    change(root, name, **{key: said})

    assert "path" in only(read_pack(root), name, key)


@pytest.mark.parametrize("name", ["facts/gossip/a.toml", "entities/robot/a.toml"])
def test_a_folder_that_is_no_topic_and_no_kind_is_a_problem(root: Path, name: str) -> None:
    put(root, name, plan() if name.startswith("facts") else entity("A"))
    pack = read_pack(root)

    assert "not one of" in only(pack, name)
    assert len(pack.facts) + len(pack.entities) == 5


@pytest.mark.parametrize(
    "name", ["facts/a.toml", "facts/tip/more/a.toml", "entities/a.toml", "sources/more/a.toml"]
)
def test_a_record_at_the_wrong_depth_is_a_problem(root: Path, name: str) -> None:
    put(root, name, plan())

    assert "not read" in only(read_pack(root), name)


def test_other_files_of_a_pack_are_nobodys_business(root: Path) -> None:
    put(root, "README.md", "# Our pack")
    put(root, "tools/settings.toml", "x = [")
    put(root, "facts/tip/notes.txt", "x = [")

    assert read_pack(root) == read_pack(clean_pack(root))


@pytest.mark.parametrize("name", [PLAN, ACME, SOURCE, METRICS])
@pytest.mark.parametrize(
    "content",
    [
        b'claim = "announced', b"a = 1\na = 2\n", "claim = '予測'".encode("shift_jis"),
        b"\xff\xfe", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"a = 2024-02-30\n",
    ],
)  # fmt: skip
def test_a_file_that_is_no_toml_is_one_problem_of_that_file(
    root: Path, name: str, content: bytes
) -> None:
    put(root, name, content)

    assert only(read_pack(root), name)


def test_a_folder_named_like_a_record_is_a_problem(root: Path) -> None:
    (root / "facts/tip/odd.toml").mkdir()

    assert only(read_pack(root), "facts/tip/odd.toml")


def test_two_facts_of_one_id_name_both_files(root: Path) -> None:
    put(root, "facts/market/acme-plan.toml", plan())
    pack = read_pack(root)

    assert PLAN in pack.problems[0].message + pack.problems[0].file
    assert "facts/market/acme-plan.toml" in pack.problems[0].message + pack.problems[0].file
    assert len(pack.problems) == 1
    assert "acme-plan" in pack.facts


def test_every_problem_of_every_file_is_reported_at_once(root: Path) -> None:
    change(
        root, PLAN, claim="rumour", colour="red", values=[money(currency="usd"), money(amount="?")]
    )
    change(root, TIP, quotes=[])
    change(root, ACME, alias=["x"])
    put(root, JAPAN, b"\xff")
    put(root, "facts/gossip/a.toml", plan())
    pack = read_pack(root)
    found = places(pack)

    assert {file for file, _ in found} == {PLAN, TIP, ACME, JAPAN, "facts/gossip/a.toml"}
    assert {"claim", "colour", "values.0"} <= {key for file, key in found if file == PLAN}
    assert any(key.startswith("values.1.amount") for file, key in found if file == PLAN)
    assert set(pack.entities) == {"rival"}
    assert pack.facts == {}
    assert RIVAL not in {file for file, _ in found}
