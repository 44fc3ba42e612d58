from pathlib import Path

import pytest
from hypothesis import settings

from facts.compiled import Compiled, compiled

# Machines differ, and first calls load data: no deadline. The same examples at every run: a change is
# judged by what it changes.
settings.register_profile("tests", deadline=None, derandomize=True, database=None)
settings.load_profile("tests")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the built-in library is compiled once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def ready(cache: Path) -> Compiled:
    """The built-in library. Treat it as read-only."""
    return compiled(cache=cache)
