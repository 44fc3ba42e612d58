import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from adapters.compiling import main as compile_alone
from facts.compiled import Compiled, compiled
from facts.pack import BUILT_IN

# Machines differ, and first calls load data: no deadline. The same examples at every run: a change is
# judged by what it changes.
settings.register_profile("tests", deadline=None, derandomize=True, database=None)
settings.load_profile("tests")


def _needs_library(item: pytest.Item) -> bool:
    return "ready" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need no library come first: meanwhile it is compiled."""
    items.sort(key=_needs_library)


def pytest_collection_finish() -> None:
    """What was imported stays: looking for garbage in it again and again takes time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all workers of a run."""
    if worker_id == "master":
        return tmp_path_factory.mktemp("cache")
    shared = tmp_path_factory.getbasetemp().parent / "cache"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session", autouse=True)
def _compiling(request: pytest.FixtureRequest, _shared: Path, worker_id: str) -> Iterator[None]:
    """The first worker lets a process of its own compile, so that no worker waits idle."""
    if worker_id != "gw0" or not any(map(_needs_library, request.session.items)):
        yield
        return
    command = [sys.executable, "-m", "adapters.compiling", str(_shared), str(BUILT_IN)]
    with subprocess.Popen(command):  # noqa: S603  # our own program
        yield


@pytest.fixture(scope="session")
def ready(_shared: Path) -> Compiled:
    """The built-in library. Treat it as read-only."""
    compile_alone([str(_shared), str(BUILT_IN)])  # waits for whoever compiles it already
    return compiled(cache=_shared)


@pytest.fixture(scope="session")
def cache(_shared: Path, ready: Compiled) -> Path:
    """The folder in which the built-in library is compiled, for processes that a test starts."""
    return _shared
