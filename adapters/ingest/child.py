"""Extraction in a child process with limits of time and memory, and none of our secrets.

Run as a module it is the child: a line of JSON and the document on standard input, JSON out.
"""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from adapters.ingest.extract import Kind, Page, extract
from adapters.ingest.feed import feed_links
from adapters.ingest.trouble import DraftError

FEED = "feed"  # beside the kinds of documents
SECONDS = 20
MEMORY = 768 * 1024 * 1024  # address space: lxml and trafilatura alone map about 300 MB
_MOST_OUT = 16 * 1024 * 1024
_PASSED = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LANG", "LC_ALL", "HOME", "USERPROFILE")


async def extracted(
    body: bytes,
    kind: Kind,
    charset: str | None = None,
    address: str | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Page:
    """Read a document in a child; DraftError where it breaks, takes too long or too much memory."""
    head = {"kind": kind, "charset": charset, "address": address, "memory": memory}
    answer = await _asked(head, body, seconds)
    return Page(**answer["page"])


async def entries(body: bytes, address: str, *, seconds: float = SECONDS) -> list[str]:
    """The links of a feed's entries, read in a child; DraftError as for a document."""
    head = {"kind": FEED, "charset": None, "address": address, "memory": MEMORY}
    answer = await _asked(head, body, seconds)
    return [str(link) for link in answer["links"]]


async def _asked(head: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "adapters.ingest.child",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env=child_environment(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            out, _ = await child.communicate(json.dumps(head).encode() + b"\n" + body)
    except TimeoutError:
        raise DraftError(f"reading it took more than {seconds:g} seconds") from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return _answered(out, child.returncode)


def child_environment() -> dict[str, str]:
    """What a child needs to start; tokens and keys of ours are not among it."""
    kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
    paths = [p for p in [*sys.path, kept.get("PYTHONPATH", "")] if p]
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUTF8": "1"}


def _answered(out: bytes, status: int | None) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(out) if len(out) <= _MOST_OUT else {}
    except ValueError:
        answer = {}
    if "page" in answer or "links" in answer:
        return answer
    if "error" in answer:
        raise DraftError(str(answer["error"]))
    raise DraftError(f"reading it failed (the reader ended with status {status})")


def _limit(memory: int) -> None:
    """No more memory than that, no more processor time than the parent waits, no files."""
    if sys.platform == "win32":
        return  # no such limits there; the parent still kills it after its time
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, SECONDS + 5), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(what, (most, most))


def _answer(head: dict[str, Any], document: BinaryIO) -> dict[str, Any]:
    try:
        if head["kind"] == FEED:
            return {"links": feed_links(document.read(), head["address"])}
        page = extract(document.read(), head["kind"], head["charset"], head["address"])
    except DraftError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "reading it took too much memory"}
    except RecursionError:
        return {"error": "it is nested too deeply"}
    return {"page": asdict(page)}


def main() -> None:
    """The child: read, answer, end."""
    head = json.loads(sys.stdin.buffer.readline())
    _limit(head["memory"])
    sys.stdout.write(json.dumps(_answer(head, sys.stdin.buffer)))


if __name__ == "__main__":
    main()
