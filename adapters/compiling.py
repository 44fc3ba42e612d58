"""The process that compiles a library into a cache folder: `python -m adapters.compiling`."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from facts.compiled import compiled


def main(arguments: list[str]) -> None:
    """Compile the packs, in their order, into the cache: `CACHE PACK...`."""
    cache, *packs = map(Path, arguments)
    with _alone(cache):
        compiled(packs, cache)


@contextlib.contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Of several processes of one machine that see the same change one compiles, and the others
    wait and find what it made; where there are no such locks (Windows), each compiles.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (cache / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go of when the process ends, however it ends
        yield


if __name__ == "__main__":
    main(sys.argv[1:])
