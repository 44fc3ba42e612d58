"""From addresses and files to documents that can be drafted from."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from adapters.ingest.child import extracted
from adapters.ingest.extract import Kind, Page
from adapters.ingest.fetch import MAX_BYTES, Fetched, Limits, fetch, sniffed
from adapters.ingest.guard import Reach
from adapters.ingest.trouble import DraftError
from bot.drafts.draft import Document
from bot.drafts.record import SourceDraft, slug
from facts.library import Library
from facts.source import archive_text

_SUFFIXES: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".pdf": "pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Collected:
    """A document: the bytes of its archive, its address (None for a file) and what it says."""

    archive: bytes
    address: str | None
    page: Page
    at: datetime
    name: str


async def collect(
    place: str, now: datetime, reach: Reach | None = None, limits: Limits | None = None
) -> Collected:
    """Fetch an address or read a file, and extract its text; DraftError says why it can't be."""
    if "://" in place:
        return await collect_page(await fetch(place, now, reach, limits))
    path = Path(place)
    body = _file(path)
    kind = _SUFFIXES.get(path.suffix.lower()) or sniffed(body)
    return await _collected(body, kind, None, None, now, path.name)


async def collect_page(got: Fetched) -> Collected:
    """What a fetched page says; DraftError as `collect`."""
    return await _collected(got.body, got.kind, got.charset, got.address, got.at, got.asked)


async def collect_text(text: str, now: datetime) -> Collected:
    """What a suggested text says; DraftError as `collect`."""
    return await _collected(text.encode("utf-8", "replace"), "text", None, None, now, "text")


async def _collected(
    body: bytes, kind: str, charset: str | None, address: str | None, now: datetime, name: str
) -> Collected:
    known: Kind = kind  # type: ignore[assignment]  # fetch.KINDS and sniffed give no others
    page = await extracted(body, known, charset, address)
    archive = body if kind in ("text", "markdown") and _is_utf8(body) else page.text.encode()
    return Collected(archive, address, page, now, name)


def _file(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise DraftError("no such file")
        if path.stat().st_size > MAX_BYTES:
            raise DraftError(f"the file is larger than {MAX_BYTES / 1048576:g} MB")
        return path.read_bytes()
    except OSError as error:
        raise DraftError(f"the file can't be read ({error.strerror})") from None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def source_of(library: Library, found: Collected) -> str:
    """The id of the library's source with this very archive or address, else a new one."""
    digest = hashlib.sha256(found.archive).hexdigest()
    for id_, known in library.lock.archives.items():
        if known == digest:
            return id_
    for source in library.sources.values():
        if found.address and source.url == found.address:
            return source.id
    host = (urlsplit(found.address).hostname or "") if found.address else Path(found.name).stem
    titled = slug(host.removeprefix("www."), found.page.title or "")
    plain = titled if titled != slug(host.removeprefix("www.")) else f"{titled}-{digest[:6]}"
    return plain if plain not in library.sources else f"{plain}-{digest[:6]}"


def document_of(library: Library, found: Collected, source: str) -> Document:
    """What the drafter needs; the date is the source's own where the library has it."""
    known = library.sources.get(source)
    published = known.published if known else published_of(found)[0]
    text = archive_text(found.archive)
    return Document(source, text, found.page.language, published, found.page.title or "")


def published_of(found: Collected) -> tuple[str, bool]:
    """The day that the page gives, or else the day of access, and whether the page gave it."""
    day = found.at.date()
    if found.page.date and len(found.page.date) == 10 and found.page.date <= day.isoformat():
        return found.page.date, True
    return f"{day.isoformat()}%", False


def record_of(found: Collected, source: str, archive: str) -> SourceDraft:
    """The draft of a source record for an archive file."""
    page, (published, dated) = found.page, published_of(found)
    host = urlsplit(found.address).hostname if found.address else None
    return SourceDraft(
        source, page.title or found.name, page.publisher or host or "unknown", page.language,
        published, dated, archive, found.address, (page.author,) if page.author else (),
    )  # fmt: skip


def places(given: Iterable[str]) -> list[str]:
    """Each address and file once, in the order given."""
    return list(dict.fromkeys(given))
