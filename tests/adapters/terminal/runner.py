"""Run the command line in this process, with its own standard streams."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from adapters.terminal.cli import run_cli
from facts.compiled import Compiled
from facts.pack import BUILT_IN


@dataclass(frozen=True)
class Ran:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str

    def data(self) -> dict[str, Any]:
        """The one JSON line that was printed."""
        (line,) = self.out.rstrip("\n").split("\n")
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def lines(self) -> list[dict[str, Any]]:
        """Every line as JSON."""
        return [json.loads(line) for line in self.out.removesuffix("\n").split("\n")]


def run(
    ready: Compiled, *arguments: str, typed: bytes = b"", preference: str | None = None,
    locale: str | None = None,
) -> Ran:  # fmt: skip
    """Run `japan-ai` with these arguments and this standard input, which is no terminal."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), _standard_input(typed):
        status = run_cli(arguments, lambda: ready, (BUILT_IN,), preference, locale)
    return Ran(status, out.getvalue(), err.getvalue())


@contextmanager
def _standard_input(typed: bytes) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = before
