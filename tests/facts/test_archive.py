"""`verify`: every quote is found again to the letter, or a problem says where and what is near."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from facts.archive import CONTEXT, Lock, verify
from facts.pack import read_pack
from facts.problem import Problem
from facts.source import QUOTED_SHARE, archive_text
from tests.facts.packs import (
    ARCHIVE,
    INVESTED,
    PLAN,
    PROMISED,
    SOURCE,
    TIP,
    archives,
    change,
    put,
    quote,
    source,
    tip,
)

WRITTEN = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("*\\.亿😀\r\n"), min_size=1
)


def verified(root: Path, content: str | bytes = ARCHIVE) -> tuple[Lock, list[Problem]]:
    return verify(read_pack(root), archives(root / "saved", content))


def one_fact(root: Path, *quotes: str, **of_source: Any) -> Path:
    """A pack of one fact with these quotes, from a source that is all content."""
    put(root, SOURCE, source(not_content=None, **of_source))
    put(root, TIP, tip(quotes=[quote(exact) for exact in quotes]))
    return root


def test_every_quote_of_a_clean_pack_is_found(root: Path) -> None:
    lock, problems = verified(root)

    assert problems == []
    assert set(lock.quotes) == {("report", INVESTED), ("report", PROMISED)}
    assert lock.archives == {"report": hashlib.sha256(ARCHIVE.encode()).hexdigest()}


def test_the_length_is_that_of_the_sources_own_text(root: Path) -> None:
    lock, _ = verified(root)
    text = archive_text(ARCHIVE.encode())
    picture = text[text.index("![](") : text.index("\n", text.index("![](")) + 1]

    assert lock.lengths == {"report": text.index("Read more:") - len(picture)}


def test_each_quote_is_looked_for_in_its_own_source(root: Path) -> None:
    put(root, "sources/memo.toml", source(archive="memo.txt", not_content=None))
    change(root, TIP, quotes=[quote(PROMISED, source="memo")])
    saved = archives(root / "saved", ARCHIVE.replace(PROMISED, "be quick"))
    archives(saved, f"Always {PROMISED}, in every place and at every time.", "memo.txt")
    lock, problems = verify(read_pack(root), saved)

    assert problems == []
    assert set(lock.quotes) == {("report", INVESTED), ("memo", PROMISED)}


@settings(max_examples=50, deadline=None)
@given(WRITTEN, st.data())
def test_positions_count_code_points_and_surroundings_are_short(
    raw: str, data: st.DataObject
) -> None:
    text = archive_text(raw.encode())
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    exact = text[start : start + data.draw(st.integers(1, 240))]
    with tempfile.TemporaryDirectory() as folder:
        lock, problems = verified(one_fact(Path(folder), exact), raw.encode())

    assert [problem for problem in problems if problem.key] == []
    position = lock.quotes["report", exact]
    assert text[position.start : position.end] == exact
    assert position.start <= start
    assert text[: position.start].endswith(position.prefix)
    assert text[position.end :].startswith(position.suffix)
    assert len(position.prefix) == min(CONTEXT, position.start)
    assert len(position.suffix) == min(CONTEXT, len(text) - position.end)


def test_no_more_than_32_characters_of_surroundings_are_kept() -> None:
    assert CONTEXT <= 32


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(INVESTED) - 1), st.sampled_from("aX9亿万 .円"))
def test_one_changed_character_fails_with_file_key_and_nearest_text(place: int, new: str) -> None:
    assume(INVESTED[place] != new)
    wrong = INVESTED[:place] + new + INVESTED[place + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        lock, problems = verified(one_fact(Path(folder), PROMISED, wrong))

    assert [(problem.file, problem.key) for problem in problems] == [(TIP, "quotes.1.exact")]
    assert "report.txt" in problems[0].message
    assert "nearest is" in problems[0].message
    assert INVESTED[1:-1][place : place + 4] in problems[0].message
    assert set(lock.quotes) == {("report", PROMISED)}


@pytest.mark.parametrize(
    "wrong",
    [
        INVESTED.replace("29亿", "29億"),
        INVESTED.replace("A", "a", 1),
        INVESTED.replace(" ", "\u00a0", 1),
        INVESTED.replace("29", "２９"),
        "the company´s head",
        INVESTED + "\\.",
        INVESTED.replace("29亿美元", "**29亿美元**"),
    ],
)
def test_likeness_is_not_enough(tmp_path: Path, wrong: str) -> None:
    _, problems = verified(one_fact(tmp_path, wrong))

    assert [(problem.file, problem.key) for problem in problems] == [(TIP, "quotes.0.exact")]


def test_a_quote_of_something_else_has_nothing_near(tmp_path: Path) -> None:
    _, problems = verified(one_fact(tmp_path, "日銀が利上げを決定した"))

    assert "nothing there is like it" in problems[0].message


@pytest.mark.parametrize("exact", ["pictures.example", "Rival will close its office", "![](http"])
def test_what_is_not_the_sources_own_text_is_not_quoted(root: Path, exact: str) -> None:
    change(root, TIP, quotes=[quote(exact)])
    lock, problems = verified(root)

    assert [(problem.file, problem.key) for problem in problems] == [(TIP, "quotes.0.exact")]
    assert "not the source's own" in problems[0].message
    assert ("report", exact) not in lock.quotes


def test_a_quote_does_not_run_across_what_is_left_out(root: Path) -> None:
    raw = "He said: build here![](https://a.example/)\nand stay. " * 5 + "Read more:"
    change(root, SOURCE, not_content=[{"begins": "![](https://", "ends": "\n", "why": "picture"}])
    change(root, TIP, quotes=[quote("build here![](https://a.example/)\nand stay")])
    put(root, PLAN, tip())
    _, problems = verified(root, raw)

    assert (TIP, "quotes.0.exact") in [(problem.file, problem.key) for problem in problems]


def test_a_quote_that_stands_also_in_what_is_left_out_is_found_in_the_content(root: Path) -> None:
    raw = "![](https://a.example/they should keep every promise you make)\n" + ARCHIVE
    lock, problems = verified(root, raw)

    assert problems == []
    assert lock.quotes["report", PROMISED].start > raw.index("\n")


@pytest.mark.parametrize("kind", QUOTED_SHARE)
def test_quotes_hold_no_more_of_a_source_than_its_kind_allows(tmp_path: Path, kind: str) -> None:
    most = {"transcript": 30}.get(kind, 50)
    raw = "".join(chr(0x4E00 + number) for number in range(100))
    allowed = one_fact(tmp_path / "a", raw[:10], raw[10:most], kind=kind)
    more = one_fact(tmp_path / "b", raw[:10], raw[10 : most + 1], kind=kind)

    assert verified(allowed, raw)[1] == []
    problems = verified(more, raw)[1]
    assert [problem.file for problem in problems] == [SOURCE]
    assert f"{most + 1}.0%" in problems[0].message
    assert f"at most {most}%" in problems[0].message


def test_what_two_quotes_share_counts_once(tmp_path: Path) -> None:
    raw = "".join(chr(0x4E00 + number) for number in range(100))
    root = one_fact(tmp_path, raw[:40], raw[20:50], raw[30:35])
    lock, problems = verified(root, raw)
    pack = read_pack(root)

    assert problems == []
    assert lock.share(pack.sources["report"], list(pack.facts.values())) == 0.5


def test_the_share_is_that_of_the_sources_own_text(tmp_path: Path) -> None:
    raw = "".join(chr(0x4E00 + number) for number in range(50))
    root = one_fact(tmp_path, raw[:26])
    change(root, SOURCE, not_content=[{"begins": "Read more", "why": "links"}])

    assert "52.0%" in verified(root, raw + "Read more" + "x" * 500)[1][0].message


def test_a_source_without_positions_has_no_share(root: Path) -> None:
    pack = read_pack(root)

    assert Lock().share(pack.sources["report"], list(pack.facts.values())) == 0.0
    assert Lock().too_much(pack.sources["report"], list(pack.facts.values())) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [("29億".encode("shift_jis"), "decode"), ("no pictures, no links", "![](https://")],
)
def test_an_archive_that_is_not_as_the_record_says(root: Path, content: Any, words: str) -> None:
    lock, problems = verified(root, content)

    assert [(problem.file, problem.key) for problem in problems] == [(SOURCE, "archive")]
    assert words in problems[0].message
    assert lock == Lock()


def test_an_archive_that_is_not_there(root: Path, tmp_path: Path) -> None:
    lock, problems = verify(read_pack(root), tmp_path)

    assert [(problem.file, problem.key) for problem in problems] == [(SOURCE, "archive")]
    assert "report.txt" in problems[0].message
    assert lock == Lock()
