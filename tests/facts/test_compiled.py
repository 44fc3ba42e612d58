"""The cache of the compiled library: used when nothing changed, and never stale."""

import gc
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest

from facts.archive import verify, write_lock
from facts.compiled import Compiled, cache_folder, compiled
from facts.library import read_library
from facts.lookup.answer import look_up
from facts.pack import LOCK_FILE, read_pack
from tests.facts.packs import (
    ACME,
    METRICS,
    PLAN,
    SOURCE,
    archives,
    change,
    clean_pack,
    put,
    tip,
)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def files(cache: Path) -> dict[str, tuple[int, int]]:
    """The files of a cache; a file that was written again has another number."""
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in cache.iterdir()}


def same_size_and_time(path: Path, content: bytes) -> None:
    """Overwrite a file so that neither its size nor its time tells."""
    before = path.stat()
    assert len(content) == before.st_size
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def fresh(ready: Compiled, *roots: Path) -> bool:
    """True when these are the records that stand in the packs now."""
    return ready.library == read_library(roots)


def test_an_unchanged_pack_is_not_compiled_again(root: Path, cache: Path) -> None:
    first = compiled([root], cache)
    before = files(cache)
    second = compiled([root], cache)

    assert gc.isenabled()
    assert len(before) == 1
    assert files(cache) == before
    assert fresh(first, root)
    assert fresh(second, root)
    assert second.rates == first.rates
    assert {date(2024, 4, 9), date(2024, 8, 31)} <= set(second.rates.by_day)
    assert second.index.ids == list(second.library.facts)
    for text in ("Acme", "Acme 29亿美元", "promise", "何もない", ""):
        answers = [look_up(ready.index, text, today=date(2026, 1, 5)) for ready in (first, second)]
        assert answers[0] == answers[1]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A pack with a lock file, and a cache in which it is compiled."""
    folder = tmp_path_factory.mktemp("kept")
    root = clean_pack(folder / "pack")
    lock, problems = verify(read_pack(root), archives(folder / "saved"))
    assert problems == []
    write_lock(root, lock)
    compiled([root], folder / "cache")
    return root, folder / "cache"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PLAN, b"US$2.9 billion", b"US$2.8 billion"),
        (ACME, b"Acme", b"Acne"),
        (SOURCE, b"The Report", b"Our Report"),
        (METRICS, b"Planned", b"Unknown"),
        (LOCK_FILE, b'"length": ', b'"length":9'),
    ],
)
def test_a_changed_word_counts_though_size_and_time_are_the_same(
    kept: tuple[Path, Path], name: str, old: bytes, new: bytes
) -> None:
    root, cache = kept
    before, unchanged = (root / name).read_bytes(), read_library([root])
    assert old in before
    same_size_and_time(root / name, before.replace(old, new))
    try:
        ready = compiled([root], cache)
        assert fresh(ready, root)
        assert ready.library != unchanged
    finally:
        same_size_and_time(root / name, before)


def test_a_record_that_comes_goes_or_moves_counts(kept: tuple[Path, Path]) -> None:
    root, cache = kept
    path = put(root, "facts/talent/new.toml", tip())
    assert "new" in compiled([root], cache).library.facts

    moved = root / "facts/market/new.toml"
    moved.parent.mkdir()
    path.rename(moved)
    assert compiled([root], cache).library.facts["new"].topic == "market"

    moved.unlink()
    assert "new" not in compiled([root], cache).library.facts


def test_the_order_of_the_packs_counts(root: Path, cache: Path, tmp_path: Path) -> None:
    other = clean_pack(tmp_path / "other")
    change(other, PLAN, claim="reported")

    assert compiled([root, other], cache).library.facts["acme-plan"].claim == "announced"
    assert compiled([other, root], cache).library.facts["acme-plan"].claim == "reported"


def test_a_folder_behind_a_link_counts(root: Path, cache: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "facts/tip").rename(elsewhere)
    (root / "facts/tip").symlink_to(elsewhere, target_is_directory=True)
    assert "keep-promises" in compiled([root], cache).library.facts

    put(elsewhere, "new.toml", tip())
    assert "new" in compiled([root], cache).library.facts


def test_a_pack_that_is_named_by_a_way_around_counts(cache: Path) -> None:
    import facts

    own = Path(facts.__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        root = clean_pack(Path(folder))
        around = own / os.path.relpath(root, own)
        compiled([around], cache)
        put(root, "facts/talent/new.toml", tip())

        assert "new" in compiled([around], cache).library.facts


def test_a_record_that_cannot_be_opened_is_a_problem_of_the_pack(root: Path, cache: Path) -> None:
    (root / "facts/tip/gone.toml").symlink_to(root / "nowhere.toml")
    ready = compiled([root], cache)

    assert [problem.file for problem in ready.library.problems] == ["facts/tip/gone.toml"]
    assert fresh(ready, root)


def test_old_libraries_do_not_pile_up(root: Path, cache: Path, tmp_path: Path) -> None:
    compiled([root], cache)
    file = next(cache.iterdir())
    for number in range(20):
        old = shutil.copy(file, cache / f"library-{number:032x}.pickle")
        os.utime(old, (number, number))
    compiled([tmp_path / "other"], cache)
    left = files(cache)
    compiled([root], cache)
    compiled([tmp_path / "other"], cache)

    assert len(left) < 20
    assert file.name in left
    assert files(cache) == left


def test_the_cache_is_in_the_users_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))

    assert cache_folder().is_relative_to(tmp_path)
    assert cache_folder().name == "japan-ai"
