"""The composition root: reads the settings, makes the library ready and starts what is asked for."""

import sys
from collections.abc import Sequence

from adapters.settings import read_settings
from adapters.terminal.cli import run_cli
from facts.compiled import compiled


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script `japan-ai`."""
    settings = read_settings()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "backslashreplace")  # type: ignore[union-attr]  # replaced streams of tests have it too
    status = run_cli(
        list(sys.argv[1:] if arguments is None else arguments),
        lambda: compiled(settings.packs, settings.cache),
        settings.packs, settings.preference, settings.locale,
    )  # fmt: skip
    sys.exit(status)


if __name__ == "__main__":
    main()
