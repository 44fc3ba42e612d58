"""A cache file that is damaged, foreign or malicious is ignored, and nothing needs a cache."""

import os
import pickle
import shutil
import subprocess
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facts.compiled import SEAL, Compiled, compiled
from facts.library import Library, read_library
from tests.facts.packs import clean_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clean_pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture
def kept(pack: Path) -> tuple[Path, Path]:
    """A pack, and the file in which it is kept compiled."""
    cache = pack / "cache"
    compiled([pack], cache)
    return pack, max(cache.iterdir(), key=lambda path: path.stat().st_mtime_ns)


class Calls:
    """Unpickling this calls a function."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call


def sealed(pickled: bytes) -> bytes:
    """A cache file as whole as one of our own."""
    return zlib.crc32(pickled).to_bytes(SEAL) + pickled


def is_ignored(kept: tuple[Path, Path], content: bytes) -> None:
    """The pack is compiled from its records, and the file is mended."""
    root, file = kept
    good, there = file.read_bytes(), set(file.parent.iterdir())
    file.write_bytes(content)
    assert compiled([root], file.parent).library == read_library([root])
    assert set(file.parent.iterdir()) == there
    number = file.stat().st_ino
    assert compiled([root], file.parent).library == read_library([root])
    assert file.stat().st_ino == number, "the mended file is not used"
    file.write_bytes(good)


def test_a_file_with_one_damaged_bit(kept: tuple[Path, Path]) -> None:
    damaged = bytearray(kept[1].read_bytes())
    damaged[0] ^= 1

    is_ignored(kept, bytes(damaged))


def test_a_damaged_word_is_not_served(kept: tuple[Path, Path]) -> None:
    good = kept[1].read_bytes()
    assert "29亿美元".encode() in good

    is_ignored(kept, good.replace("29亿美元".encode(), "39亿美元".encode()))


def test_a_file_that_was_not_written_to_its_end(kept: tuple[Path, Path]) -> None:
    good = kept[1].read_bytes()

    is_ignored(kept, good[: len(good) // 2])


@pytest.mark.parametrize(
    "foreign",
    [
        sealed(pickle.dumps(Library())),
        sealed(pickle.dumps(Compiled(Library(), Counter(), None))),  # type: ignore[arg-type]
    ],
)
def test_a_file_of_something_else(kept: tuple[Path, Path], foreign: bytes) -> None:
    is_ignored(kept, foreign)


def test_the_seal_of_these_tests_is_the_one_that_is_accepted(kept: tuple[Path, Path]) -> None:
    root, file = kept
    good = file.read_bytes()

    assert sealed(good[SEAL:]) == good
    assert isinstance(compiled([root], file.parent), Compiled)
    assert file.read_bytes() == good


@pytest.mark.parametrize(
    "call",
    [
        lambda mark: Calls(subprocess.call, ["mkdir", str(mark)]),
        lambda mark: Compiled(Library(), Calls(os.mkdir, str(mark)), None),  # type: ignore[arg-type]
    ],
)
def test_a_file_that_would_run_something(
    kept: tuple[Path, Path], tmp_path: Path, call: Callable[[Path], Any]
) -> None:
    mark = tmp_path / "mark"
    malicious = pickle.dumps(call(mark))
    is_ignored(kept, sealed(malicious))
    assert not mark.exists()

    pickle.loads(malicious)  # noqa: S301  # it is dangerous indeed
    assert mark.exists()


def calling(name: str, *arguments: str) -> bytes:
    """A pickle of a compiled library that calls something of our modules on the way."""
    words = b"".join(f"V{argument}\n".encode() for argument in arguments)
    call = f"cfacts.compiled\n{name}\n(".encode() + words + b"tR0"
    library = pickle.dumps(Compiled(Library(), None, None), protocol=4)  # type: ignore[arg-type]
    return library[:2] + call + library[2:]


def test_a_file_that_calls_what_our_modules_import(kept: tuple[Path, Path], tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    malicious = calling("os.mkdir", str(mark))
    is_ignored(kept, sealed(malicious))
    assert not mark.exists()

    assert isinstance(pickle.loads(malicious), Compiled)  # noqa: S301  # dangerous indeed
    assert mark.exists()


def test_a_file_that_calls_our_own_functions(kept: tuple[Path, Path]) -> None:
    malicious = calling("cache_folder")

    assert isinstance(pickle.loads(malicious), Compiled)  # noqa: S301  # it would be served
    is_ignored(kept, sealed(malicious))


def test_a_folder_that_cannot_be_written_is_fine(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ready = compiled([root], tmp_path / "file" / "cache")

    assert ready.library == read_library([root])
    assert (tmp_path / "file").read_text() == "not a folder"


def test_a_file_that_cannot_be_replaced_is_fine(kept: tuple[Path, Path]) -> None:
    root, file = kept
    there = set(file.parent.iterdir())
    file.unlink()
    (file / "in the way").mkdir(parents=True)

    assert compiled([root], file.parent).library == read_library([root])
    assert set(file.parent.iterdir()) == there
    shutil.rmtree(file)
