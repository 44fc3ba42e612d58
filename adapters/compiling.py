"""The process that compiles a library into a cache folder: `python -m adapters.compiling`."""

import os
import sys
from pathlib import Path

from facts.compiled import compiled

NICE = 10  # answers of the process that waits for it come first


def main(arguments: list[str]) -> None:
    """Compile the packs, in their order, into the cache: `CACHE PACK...`."""
    cache, *packs = map(Path, arguments)
    if hasattr(os, "nice"):
        os.nice(NICE)
    compiled(packs, cache)


if __name__ == "__main__":
    main(sys.argv[1:])
