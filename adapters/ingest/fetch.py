"""Fetch one page politely and safely: small, quick, public, and only what robots.txt allows."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, urljoin

import aiohttp

from adapters.ingest.guard import GuardedResolver, Reach, checked_address
from adapters.ingest.robots import AGENT, MOST_BYTES, Robots, read_robots
from adapters.ingest.trouble import DraftError, GoneError, PassingError

MAX_BYTES = 10 * 1024 * 1024  # as sent, and again as unpacked
MAX_SECONDS = 20
MAX_REDIRECTS = 5
KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text",
    "text/markdown": "markdown", "text/x-markdown": "markdown", "application/pdf": "pdf",
}  # fmt: skip
_HEADERS = {
    "User-Agent": f"Mozilla/5.0 (compatible; {AGENT}/0.1; curators read what it fetches)",
    "Accept-Encoding": "gzip",
}
_PIECE = 64 * 1024
_NEXT = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_PASSING = frozenset({408, 425, 429, *range(500, 600)})


@dataclass(frozen=True)
class Limits:
    """How much a fetch may take; tests make them smaller."""

    bytes: int = MAX_BYTES
    seconds: float = MAX_SECONDS
    redirects: int = MAX_REDIRECTS


@dataclass(frozen=True)
class Fetched:
    """What a server sent: `kind` is html, text, markdown or pdf, `charset` what it claims."""

    asked: str
    address: str
    kind: str
    charset: str | None
    body: bytes
    at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Known:
    """What a server said of the copy that is there already: its answers are sent back to it."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The conditions of a request (RFC 9110, 13.1)."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


async def fetch(
    url: str, now: datetime, reach: Reach | None = None, limits: Limits | None = None
) -> Fetched:
    """Fetch a page; DraftError says in one line why it can't be had."""
    found = await fetch_changed(url, now, Known(), reach=reach, limits=limits)
    if found is None:
        raise DraftError("the server answered 304")
    return found


async def fetch_changed(
    url: str, now: datetime, known: Known, *, kinds: Mapping[str, str] = KINDS,
    reach: Reach | None = None, limits: Limits | None = None,
) -> Fetched | None:  # fmt: skip
    """As `fetch`, but None where the server says that the copy that is known is still good."""
    limits = limits or Limits()
    reach = reach or Reach()
    headers = {"Accept": ", ".join(kinds), **known.headers()}
    try:
        async with asyncio.timeout(limits.seconds), _session(reach) as session:
            return await _Visit(session, reach, limits, now, kinds, headers).page(url)
    except TimeoutError:
        raise PassingError(f"the page did not come within {limits.seconds:g} seconds") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
        raise DraftError(f"the page can't be fetched ({type(error).__name__})") from None
    except (aiohttp.ClientError, OSError) as error:
        raise PassingError(f"the page can't be fetched ({type(error).__name__})") from None


def _session(reach: Reach) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=GuardedResolver(reach), use_dns_cache=False),
        cookie_jar=aiohttp.DummyCookieJar(), headers=_HEADERS, auto_decompress=False,
        trust_env=False,
    )  # fmt: skip


@dataclass
class _Visit:
    session: aiohttp.ClientSession
    reach: Reach
    limits: Limits
    now: datetime
    kinds: Mapping[str, str]
    headers: Mapping[str, str]
    known: dict[str, Robots] = field(default_factory=dict)

    async def page(self, asked: str) -> Fetched | None:
        url = asked.split("#")[0]
        for _ in range(self.limits.redirects + 1):
            parts = checked_address(url, self.reach)
            await self._ask_robots(parts)
            get = self.session.get(url, allow_redirects=False, headers=self.headers)
            async with get as response:
                if response.status in _NEXT:
                    url = _target(url, response)
                    continue
                if response.status == 304:
                    return None
                return await self._read(asked, url, response)
        raise DraftError(f"more than {self.limits.redirects} redirects")

    async def _read(self, asked: str, url: str, response: aiohttp.ClientResponse) -> Fetched:
        if response.status != 200:
            raise _refusal(response.status)
        sent = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if sent and sent not in self.kinds:
            raise DraftError(f"{_short(sent)} is not a kind of page that is read")
        body = await _body(response, self.limits.bytes)
        return Fetched(
            asked, url, self.kinds.get(sent) or sniffed(body), response.charset, body, self.now,
            response.headers.get("ETag"), response.headers.get("Last-Modified"),
        )  # fmt: skip

    async def _ask_robots(self, parts: SplitResult) -> None:
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.known:
            self.known[origin] = await self._robots(f"{origin}/robots.txt")
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        if not self.known[origin].allows(path):
            raise DraftError("the site's robots.txt does not allow it")

    async def _robots(self, url: str) -> Robots:
        """The rules of a site; none where it has no such file (4xx), all closed where it fails."""
        for _ in range(self.limits.redirects + 1):
            checked_address(url, self.reach)
            async with self.session.get(url, allow_redirects=False) as response:
                if response.status in _NEXT:
                    url = _target(url, response)
                    continue
                if response.status >= 500:
                    return Robots(((False, "/"),))
                if response.status != 200:
                    return Robots()
                text = (await _body(response, MOST_BYTES, cut=True)).decode("utf-8", "replace")
                return read_robots(text)
        return Robots()


def _refusal(status: int) -> DraftError:
    kind = GoneError if status in _GONE else PassingError if status in _PASSING else DraftError
    return kind(f"the server answered {status}")


def _target(url: str, response: aiohttp.ClientResponse) -> str:
    to = response.headers.get("Location")
    if not to:
        raise DraftError("a redirect that leads nowhere")
    return urljoin(url, to).split("#")[0]


def sniffed(body: bytes) -> str:
    """What a body without a declared kind is: pdf, html or text."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    return "html" if head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) else "text"


def _short(text: str) -> str:
    return "".join(c for c in text[:60] if c.isalnum() or c in "/+.-") or "this"


async def _body(response: aiohttp.ClientResponse, most: int, *, cut: bool = False) -> bytes:
    """The body unpacked; DraftError where it is larger than that, or is cut there."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip"):
        raise DraftError("the page is packed in a way that was not asked for")
    found = bytearray()
    async for piece in _unpacked(response, most, packed="gzip" in coding):
        found += piece
        if len(found) > most:
            if cut:
                return bytes(found[:most])
            raise DraftError(f"the page is larger than {most / 1048576:g} MB")
    return bytes(found)


async def _unpacked(
    response: aiohttp.ClientResponse, most: int, *, packed: bool
) -> AsyncIterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    async for piece in response.content.iter_chunked(_PIECE):
        if not packed:
            yield piece
            continue
        try:  # never more than one byte over the limit comes out of a piece
            yield unpacker.decompress(piece, most + 1)
        except zlib.error:
            raise DraftError("the page is packed wrongly") from None
        if unpacker.unconsumed_tail:
            raise DraftError(f"the page is larger than {most / 1048576:g} MB unpacked")
