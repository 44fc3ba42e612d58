"""Whatever a record holds, its TOML file reads back as the same record."""

import dataclasses
import tempfile
import types
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.drafts.record import SourceDraft
from bot.review.records import (
    Saved,
    entity_record,
    fact_record,
    pack_files,
    source_of,
    source_record,
)
from facts.archive import read_lock, verify
from facts.entity import Entity
from facts.fact import Fact, Quote, Review
from facts.language import Record, Text
from facts.pack import BUILT_IN, read_pack
from facts.source import NotContent

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DATES = st.sampled_from(["2024", "2024-04-09?", "2024-04/2026-04~", "198X", "2025-40"])
EDTF = {"announced", "happened", "published", "as_of", "period", "date"}
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)


def records(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any record of a kind that its own checks let through."""
    hints = get_type_hints(kind)
    drawn = {f.name: _of(hints[f.name], f.name) for f in dataclasses.fields(kind)}

    def build(**values: Any) -> Any:
        try:
            return kind(**values)
        except ValueError:
            return None

    return st.builds(build, **drawn).filter(lambda record: record is not None)


def _of(hint: Any, name: str) -> st.SearchStrategy[Any]:
    options = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*(_of(each, name) for each in options))
    if get_origin(hint) is Literal:
        return st.sampled_from(options)
    if get_origin(hint) is tuple:
        return st.lists(_of(options[0], name), max_size=2).map(tuple)
    if hint is str:
        return DATES if name in EDTF else st.just("USD") if name == "currency" else WORDS
    simple = {
        type(None): st.none(),
        date: st.dates(),
        int: st.integers(1, 10**12),
        bool: st.booleans(),
        float: NUMBERS,
    }
    return simple[hint] if hint in simple else records(hint)


FACTS = st.builds(
    Fact,
    **{
        f.name: _of(get_type_hints(Fact)[f.name], f.name)
        for f in dataclasses.fields(Fact) if f.name not in ("id", "quotes", "values")
    },
    id=st.just("a"),
    quotes=st.lists(
        st.builds(Quote, source=WORDS, exact=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), according_to=_of(get_type_hints(Quote)["according_to"], ""), as_written=_of(tuple[str, ...], "")),
        min_size=1, max_size=2,
    ).map(tuple),
    values=st.just(()),
)  # fmt: skip


def written(record: Record, path: str, text: str) -> Any:
    """The pack of a folder with this one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, path)
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8", newline="")
        pack = read_pack(Path(folder))
    assert pack.problems == []
    (found,) = [*pack.facts.values(), *pack.sources.values(), *pack.entities.values()]
    return found


SLOW = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


@SLOW
@given(FACTS)
def test_a_fact_reads_back_as_it_was(fact: Fact) -> None:
    assert written(fact, f"facts/{fact.topic}/{fact.id}.toml", fact_record(fact)) == fact


@SLOW
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    DATES,
    st.none() | WORDS,
    st.lists(WORDS, max_size=2),
)
def test_a_source_reads_back_as_it_was(
    words: str, published: str, url: str | None, authors: list[str]
) -> None:
    draft = SourceDraft("s", words, words, "ja", published, True, words, url, tuple(authors))
    source = dataclasses.replace(source_of(draft), not_content=(NotContent("Read more:", words),))
    assert written(source, "sources/s.toml", source_record(source)) == source


@SLOW
@given(records(Entity))
def test_an_entity_reads_back_as_it_was(entity: Entity) -> None:
    named = dataclasses.replace(entity, id="e")
    assert written(named, f"entities/{named.kind}/e.toml", entity_record(named)) == named


def test_every_record_of_the_built_in_pack_reads_back_as_it_was() -> None:
    """Those have values of every kind, ranges, histories and second-hand figures."""
    pack = read_pack(BUILT_IN)
    with tempfile.TemporaryDirectory() as folder:
        files = pack_files(pack.facts.values(), pack.entities.values(), ())
        files |= {f"sources/{s.id}.toml": source_record(s) for s in pack.sources.values()}
        for path, text in files.items():
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, path).write_text(text, encoding="utf-8")
        again = read_pack(Path(folder))
    assert again.problems == []
    assert (again.facts, again.sources, again.entities) == (pack.facts, pack.sources, pack.entities)
    assert len(again.facts) > 300


def test_the_lock_is_what_verify_would_write(tmp_path: Path) -> None:
    raw = "**Start.** Acme invests $3 billion. 日本に投資する。 The rest of a report is longer.".encode()
    draft = SourceDraft("own-a", "A", "B", "en", "2026-11-20", False, "a.txt")
    quotes = (Quote("own-a", "Acme invests $3 billion."), Quote("own-a", "日本に"), Quote("x", "y"))
    fact = Fact(
        "own-f", "investment", date(2026, 11, 22), "reported", Text(en="A."), quotes,
        Review("c", "person", date(2026, 11, 22)),
    )  # fmt: skip
    for path, text in pack_files([fact], (), [Saved(draft, raw)]).items():
        (tmp_path / "pack" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / path).write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(raw)
    lock, problems = verify(read_pack(tmp_path / "pack"), tmp_path)
    assert problems == []
    assert read_lock(tmp_path / "pack") == lock
    assert len(lock.quotes) == 2
