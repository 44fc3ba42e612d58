"""The composition root: reads the settings, makes the library ready and starts what is asked for."""

import io
import sys
from collections.abc import Sequence

from adapters.settings import read_settings
from adapters.terminal.cli import run_cli
from facts.compiled import compiled


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script `japan-ai`."""
    settings = read_settings()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = run_cli(
        list(sys.argv[1:] if arguments is None else arguments),
        lambda: compiled(settings.packs, settings.cache),
        settings.packs, settings.preference, settings.locale,
    )  # fmt: skip
    sys.exit(status)


if __name__ == "__main__":
    main()
