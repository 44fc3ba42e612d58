"""Saved texts of documents, each once: by hash, with the address and the time of access.

A folder holds `archives/<hash>.txt` and one list, `archives.json`. The list is written last and in
one step, so that a killed process leaves at worst a text that nothing names yet.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from adapters.ingest.trouble import DraftError

LIST = "archives.json"
FOLDER = "archives"
_NAME = 16  # characters of the hash in a file's name


@dataclass(frozen=True)
class Archive:
    """One saved text of a source; `replaces` is the hash of the earlier text of its address."""

    source: str
    sha256: str
    file: str
    accessed: str
    addresses: tuple[str, ...] = ()
    replaces: str | None = None


@dataclass(frozen=True)
class Saved:
    """What became of a document: "new", "known" (the same text) or "newer" (of a known address)."""

    archive: Archive
    state: Literal["new", "known", "newer"]


class Archives:
    """The saved texts of a folder; DraftError where its list can't be read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._list = _read(root / LIST)

    def save(self, text: bytes, source: str, address: str | None, at: datetime) -> Saved:
        """Keep a text under the id of a source; a known text or address keeps its own id."""
        digest = hashlib.sha256(text).hexdigest()
        known = next((a for a in self._list if a.sha256 == digest), None)
        if known:
            return Saved(self._also_at(known, address), "known")
        earlier = next(
            (a for a in reversed(self._list) if address and address in a.addresses), None
        )
        archive = Archive(
            earlier.source if earlier else self._free(source), digest, f"{digest[:_NAME]}.txt",
            at.isoformat(timespec="seconds"), (address,) if address else (),
            earlier.sha256 if earlier else None,
        )  # fmt: skip
        _write(self._root / FOLDER / archive.file, text)
        self._keep([*self._list, archive])
        return Saved(archive, "newer" if earlier else "new")

    def _free(self, source: str) -> str:
        """The id, with a number where another document has it."""
        taken = {a.source for a in self._list}
        names = (source, *(f"{source}-{n}" for n in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def _also_at(self, known: Archive, address: str | None) -> Archive:
        if not address or address in known.addresses:
            return known
        wider = replace(known, addresses=(*known.addresses, address))
        self._keep([wider if a is known else a for a in self._list])
        return wider

    def _keep(self, archives: list[Archive]) -> None:
        text = json.dumps([asdict(a) for a in archives], ensure_ascii=False, indent=1)
        _write(self._root / LIST, f"{text}\n".encode())
        self._list = archives


def _read(path: Path) -> list[Archive]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return [Archive(**{**entry, "addresses": tuple(entry["addresses"])}) for entry in raw]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DraftError(f"{path}: this list of archives is broken ({error})") from None


def _write(path: Path, content: bytes) -> None:
    """Write in one step: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
