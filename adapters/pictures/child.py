"""The process that draws: charts come in on standard input, pictures go out on standard output.

A request is its length (4 bytes, big-endian) and that many bytes of JSON; the answer is a byte
(1 for a picture), a length and a PNG, or what went wrong in words.
"""

import json
import os
import sys
import warnings
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.card import Bar, Chart

MEMORY = 1 << 30  # bytes of address space; matplotlib and its libraries take about half of it


def written(chart: Chart) -> bytes:
    """A chart as the process reads it."""
    return json.dumps(asdict(chart)).encode()


def read(text: bytes) -> Chart:
    """The chart that was written."""
    found: dict[str, Any] = json.loads(text)
    bars = tuple(Bar(**bar) for bar in found.pop("bars"))
    footnotes = tuple(found.pop("footnotes"))
    return Chart(**found, bars=bars, footnotes=footnotes)


def main() -> None:
    """Draw until the input ends."""
    _limit()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that is printed may get between
    _load()
    _answer(pipe, 1, b"")
    source = sys.stdin.buffer
    while len(head := source.read(4)) == 4:
        try:
            picture = _drawn(source.read(int.from_bytes(head)))
        except Exception as error:  # noqa: BLE001  # whatever it is, the next chart may be good
            _answer(pipe, 0, f"{type(error).__name__}: {error}".encode())
        else:
            _answer(pipe, 1, picture)


def _limit() -> None:
    """Take no more memory than a picture needs, where the system has limits (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _load() -> None:
    """Load matplotlib and our fonts, and draw once, so that the first chart is quick."""
    from adapters.pictures.draw import png

    png(Chart("日本", "bars", (Bar("日本", 1.0, "1", "hatched"),)))


def _drawn(text: bytes) -> bytes:
    from adapters.pictures.draw import png

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a character that no font has is drawn as a box
        return png(read(text))


def _answer(pipe: BinaryIO, good: int, content: bytes) -> None:
    pipe.write(bytes((good,)) + len(content).to_bytes(4) + content)
    pipe.flush()


if __name__ == "__main__":
    main()
