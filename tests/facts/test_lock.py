import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from facts.archive import Lock, Position, read_lock, verify, write_lock
from facts.pack import LOCK_FILE, read_pack
from tests.facts.packs import archives

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
POSITIONS = st.builds(Position, st.integers(0, 9), st.integers(0, 9), WORDS, WORDS)
ENTRIES = st.dictionaries(
    WORDS, st.tuples(WORDS, st.integers(0, 10**6), st.dictionaries(WORDS, POSITIONS)), max_size=3
)


def lock_of(entries: dict[str, tuple[str, int, dict[str, Position]]]) -> Lock:
    return Lock(
        {source: digest for source, (digest, _, _) in entries.items()},
        {source: length for source, (_, length, _) in entries.items()},
        {(source, exact): p for source, (_, _, qs) in entries.items() for exact, p in qs.items()},
    )


@settings(max_examples=50, deadline=None)
@given(ENTRIES)
def test_what_was_written_is_read(entries: dict[str, tuple[str, int, dict[str, Position]]]) -> None:
    lock = lock_of(entries)
    with tempfile.TemporaryDirectory() as folder:
        write_lock(Path(folder), lock)

        assert read_lock(Path(folder)) == lock


@settings(max_examples=30, deadline=None)
@given(ENTRIES)
def test_the_file_does_not_depend_on_the_order_of_the_records(
    entries: dict[str, tuple[str, int, dict[str, Position]]],
) -> None:
    turned = {s: (d, n, dict(reversed(q.items()))) for s, (d, n, q) in reversed(entries.items())}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / LOCK_FILE
        write_lock(Path(folder), lock_of(entries))
        first = path.read_bytes()
        write_lock(Path(folder), lock_of(turned))

        assert path.read_bytes() == first


def test_a_pack_without_a_lock_file_has_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == Lock()


def test_the_lock_of_a_verified_pack_is_read_as_it_was_found(root: Path, tmp_path: Path) -> None:
    lock, problems = verify(read_pack(root), archives(tmp_path / "saved"))
    write_lock(root, lock)

    assert problems == []
    assert len(lock.quotes) == 2
    assert read_lock(root) == lock
    assert read_pack(root).problems == []


def test_the_lock_file_can_be_read_by_people(root: Path, tmp_path: Path) -> None:
    lock, _ = verify(read_pack(root), archives(tmp_path / "saved"))
    write_lock(root, lock)
    text = (root / LOCK_FILE).read_text(encoding="utf-8")

    assert "29亿美元" in text
    assert text.endswith("}\n")
    assert max(map(len, text.splitlines())) < 300
