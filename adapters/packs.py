"""Where the packs of circles lie on this machine, for every process to read; small and quick to
load, since each start of the terminal looks here.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CIRCLES = "circles"  # the folder in the data folder
KEEP_SECONDS = 3600.0  # for which another process may still read an earlier pack
_CURRENT = "current.json"
_MARK = 16  # hex digits of the digests that folders are named by


class PackError(Exception):
    """A pack can't be used; the message says why."""


@dataclass(frozen=True)
class Current:
    """The pack that counts, at which revision of the circle, and when that was seen (POSIX)."""

    pack: Path
    revision: int
    seen: float


@dataclass(frozen=True)
class Place:
    """Where a circle's packs lie: one folder for each content, and the cache of the compiled."""

    root: Path

    @property
    def cache(self) -> Path:
        """The folder of the compiled library."""
        return self.root / "cache"

    def write(self, records: Mapping[str, str]) -> Path:
        """The folder of a pack with these files; one that is there is left as it is. OSError where
        it can't be written, PackError for a path that leads out of it.
        """
        text = json.dumps(sorted(records.items()), ensure_ascii=False)
        pack = self.root / hashlib.sha256(text.encode()).hexdigest()[:_MARK]
        if not pack.is_dir():
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_pack(self.root, pack, records)
        return pack

    def point_at(self, pack: Path, revision: int) -> None:
        """Tell other processes, such as the terminal's, which pack counts now."""
        state = json.dumps({"pack": pack.name, "revision": revision, "seen": time.time()})
        handle, name = tempfile.mkstemp(dir=self.root, prefix=".part-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(state)
        Path(name).replace(self.root / _CURRENT)

    def current(self) -> Current | None:
        """The pack that counts; None where there is none."""
        try:
            state = json.loads((self.root / _CURRENT).read_text(encoding="utf-8"))
            pack = self.root / str(state["pack"])
            found = Current(pack, int(state["revision"]), float(state["seen"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if pack.is_dir() else None

    def tidy(self, kept: Path) -> None:
        """Delete packs that no process reads any more."""
        for folder in self.root.iterdir():
            if folder in (kept, self.cache) or not folder.is_dir():
                continue
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > KEEP_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def write_records(folder: Path, records: Mapping[str, str]) -> None:
    """Write the files of a pack into a folder; PackError for a path that leads out of it."""
    for name, content in records.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise PackError(f"{name!r} is no path inside a pack")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _write_pack(root: Path, pack: Path, records: Mapping[str, str]) -> None:
    """Write a pack beside its place, then put it there in one step."""
    part = Path(tempfile.mkdtemp(dir=root, prefix=".part-"))
    try:
        write_records(part, records)
        try:
            part.rename(pack)
        except OSError:  # another process was first
            if not pack.is_dir():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def place_of(data: Path, circle: str) -> Place:
    """Where the packs of a circle lie below the data folder."""
    digest = hashlib.sha256(circle.encode()).hexdigest()[:_MARK]
    return Place(data / CIRCLES / digest)
