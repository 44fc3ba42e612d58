"""Write archives and drafts into a folder that is a pack once statements are written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from adapters.ingest.archives import FOLDER, LIST, Archives
from adapters.ingest.collect import Collected, record_of
from bot.drafts.draft import Draft
from bot.drafts.record import fact_slug, fact_toml, source_toml
from facts.library import Library


def write_drafts(
    library: Library, folder: Path, documents: Mapping[str, Collected], drafts: Iterable[Draft],
    now: datetime,
) -> list[str]:  # fmt: skip
    """Write what is new and return a line for each file; a file that is there is left alone.

    Of drafts that tell the same the first is written. DraftError where the folder's list of
    archives is broken, OSError where it can't be written to.
    """
    archives, lines, ids = Archives(folder), [], {}
    for id_, found in documents.items():
        saved = archives.save(found.archive, id_, found.address, found.at)
        ids[id_] = id_ if id_ in library.sources else saved.archive.source
        lines.append(f"{folder / FOLDER / saved.archive.file}: {saved.state}")
        if ids[id_] not in library.sources:
            record = source_toml(record_of(found, ids[id_], saved.archive.file))
            lines.append(_new(folder / "sources" / f"{ids[id_]}.toml", record))
    for draft in _heads(drafts):
        named = replace(draft, source=ids[draft.source])
        path = folder / "facts" / draft.topic / f"{fact_slug(named)}.toml"
        lines.append(_new(path, fact_toml(named, now.date())))
    lines.append(f"{folder / LIST}: what was saved, from where and when")
    return lines


def _heads(drafts: Iterable[Draft]) -> Iterator[Draft]:
    seen: set[int] = set()
    for draft in drafts:
        if draft.group not in seen:
            seen.add(draft.group)
            yield draft


def _new(path: Path, text: str) -> str:
    """Write a file that is not there yet; a curator's work is never written over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return f"{path}: kept as it is"
    return f"{path}: written"
