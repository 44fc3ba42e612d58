"""A pack of a company beside the library: its facts are found, and a broken one stops nothing."""

from pathlib import Path

import pytest

from facts.compiled import Compiled, compiled
from tests.adapters.contract import HARMFUL
from tests.adapters.terminal.runner import run
from tests.facts.packs import ACME, INVESTED, PLAN, SOURCE, change, clean_pack, put, tip


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    folder = tmp_path_factory.mktemp("clean")
    return compiled([clean_pack(folder / "pack")], folder / "cache")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A pack with one good fact, and beside it every kind of broken file."""
    folder = tmp_path_factory.mktemp("broken")
    root = clean_pack(folder / "pack")
    put(root, "facts/tip/no-toml.toml", "= not toml \x1b[31m")
    put(root, "facts/tip/no-utf-8.toml", b"\xff\xfe")
    put(root, "facts/tip/unknown-key.toml", tip(colour="red"))
    put(root, "facts/tip/unknown-source.toml", tip(quotes=[{"source": "gone", "exact": "a b c"}]))
    put(root, "sources/empty.toml", b"")
    return compiled([root, folder / "nowhere"], folder / "cache")


def test_facts_of_a_pack_are_answered_with_its_words(clean: Compiled) -> None:
    ran = run(clean, "ask", "acme investment")

    assert (ran.status, ran.err) == (0, "")
    assert INVESTED in ran.out


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [(["ask", "acme investment"], b""), (["ask", "-"], b"acme investment\n"), (["export"], b""),
     ([], b"acme investment\n")],
)  # fmt: skip
def test_a_broken_pack_stops_nothing_and_says_what_is_wrong(
    broken: Compiled, arguments: list[str], typed: bytes
) -> None:
    ran = run(broken, *arguments, typed=typed)

    assert ran.status == 0
    assert INVESTED in ran.out
    for name in (
        "no-toml",
        "no-utf-8",
        "unknown-key",
        "unknown-source",
        "sources/empty",
        "nowhere",
    ):
        assert name in ran.err, name
    assert "colour" in ran.err
    assert HARMFUL.findall(ran.out + ran.err) == []


def test_a_broken_pack_leaves_the_output_for_programs_alone(broken: Compiled) -> None:
    assert run(broken, "ask", "--json", "acme investment").data()["outcome"] == "found"


def test_a_pack_of_which_nothing_is_left_stops_nothing(tmp_path: Path) -> None:
    root = clean_pack(tmp_path / "pack")
    change(root, SOURCE, colour="red")
    empty = compiled([root], tmp_path / "cache")

    assert empty.library.facts == {}
    for arguments in (["investments"], ["adoption"], ["tips"], ["ask", "acme"], ["source"],
                      ["compare", "a b"], ["help"], ["export"]):  # fmt: skip
        ran = run(empty, *arguments)
        assert ran.status == 0, arguments
        assert PLAN.split("/")[-1] in ran.err
        assert ACME not in ran.err
