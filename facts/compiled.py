"""The library with its search index and exchange rates, kept ready in a cache file.

The cache is named by a digest of every byte that it was made from (records and code), so it can
never be stale, and losing it costs only the time to make it again.
"""

import gc
import hashlib
import importlib.util
import io
import os
import pickle
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from facts.library import Library, read_library
from facts.lookup.index import Index
from facts.money import Rates, load_rates
from facts.pack import BUILT_IN

SEAL = 4  # bytes of a cache file in front of its pickle
KEPT = 4  # cache files of different contents that are left lying
_ALLOWED = {
    ("datetime", "date"), ("collections", "defaultdict"), ("pathlib", "PosixPath"),
    ("array", "array"), ("array", "_array_reconstructor"),
}  # fmt: skip


@dataclass
class Compiled:
    """What answering needs: the records, the index over them, and the rates of their dates."""

    library: Library
    index: Index
    rates: Rates


def compiled(packs: Iterable[Path] = (BUILT_IN,), cache: Path | None = None) -> Compiled:
    """The packs ready to answer from; `cache` is a folder, the user's own when None."""
    roots = list(packs)
    folder = cache or cache_folder()
    file = folder / f"library-{_digest(roots)}.pickle"
    ready = _read(file)
    if ready is None:
        ready = compile_library(read_library(roots))
        _write(file, ready)
    return ready


def compile_library(library: Library) -> Compiled:
    """Index a library and look up the rates that its dates need."""
    from facts.lookup.build import build_index  # not needed where the cache is there

    days = [p.last for p in map(library.period, library.facts.values()) if p.last]
    with _no_collection():
        index = build_index(library)
    for id_, fact in library.facts.items():  # the words of `asked` are in the index now
        library.facts[id_] = replace(fact, asked=())
    return Compiled(library, index, load_rates(days))


def cache_folder() -> Path:
    """Where the compiled library is kept: the user's cache folder."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "japan-ai"


def _digest(roots: list[Path]) -> str:
    """A digest of every record, the code that reads them, and the Python that runs it."""
    digest = hashlib.blake2b(repr((sys.version, [str(r) for r in roots])).encode(), digest_size=16)
    digest.update(_age_of_rates())
    own = Path(__file__).parent.resolve()
    others = (root for root in map(Path.resolve, roots) if not root.is_relative_to(own))
    for root in [own, *others]:
        for path in _files(root):
            content = _content(path)
            digest.update(b"%b\0%d\0%b" % (os.fsencode(path), len(content), content))
    return digest.hexdigest()


def _age_of_rates() -> bytes:
    """What changes when the package with the exchange rates is upgraded."""
    found = importlib.util.find_spec("currency_converter")
    if found is None or found.origin is None:
        return b""
    return repr(
        [(e.name, e.stat().st_size) for e in os.scandir(Path(found.origin).parent)]
    ).encode()


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # Path.open costs 700 times more here
            return file.read()
    except OSError as error:  # such a file is a problem of its pack
        return repr(error).encode()


def _files(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        found += [f"{folder}/{n}" for n in sorted(names) if n.endswith((".toml", ".json", ".py"))]
    return found


class _OwnTypes(pickle.Unpickler):
    """Unpickles this package's own records and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return super().find_class(module, name)
        if module.startswith("facts.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled library")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing that is read or built here is garbage, and looking for some takes its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read(file: Path) -> Compiled | None:
    try:
        with _no_collection(), file.open("rb") as kept:
            seal, pickled = kept.read(SEAL), kept.read()
            if seal != _seal(pickled):
                return None
            ready = _OwnTypes(io.BytesIO(pickled)).load()
    except Exception:  # noqa: BLE001  # a missing or damaged cache is made again, whatever is wrong
        return None
    finally:
        gc.freeze()
    return ready if isinstance(ready, Compiled) else None


def _seal(pickled: bytes) -> bytes:
    """Tells a damaged cache file, which may well unpickle, from a whole one."""
    return zlib.crc32(pickled).to_bytes(SEAL)


def _write(file: Path, ready: Compiled) -> None:
    """Keep the compiled library; a folder that can't be written to is no reason to fail."""
    pickled, part = pickle.dumps(ready, protocol=5), None
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as temporary:
            part = Path(temporary.name)
            temporary.write(_seal(pickled) + pickled)
        part.replace(file)
        others = sorted(file.parent.glob("library-*.pickle"), key=lambda p: p.stat().st_mtime)
        for old in others[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        if part:
            part.unlink(missing_ok=True)
