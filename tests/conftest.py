from pathlib import Path

import pytest

from facts.compiled import Compiled, compiled


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the built-in library is compiled once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def ready(cache: Path) -> Compiled:
    """The built-in library. Treat it as read-only."""
    return compiled(cache=cache)
