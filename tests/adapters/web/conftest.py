from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx
import pytest

from adapters.web.app import make_app
from adapters.web.rate import Rate
from adapters.web.site import Parts
from facts.compiled import Compiled
from facts.library import Library
from tests.helpers import NOW

PLENTY = Rate(burst=1e9)
Client = httpx.AsyncClient


def clock() -> datetime:
    return NOW


def parts(ready: Compiled, **given: Any) -> Parts:
    """A website of this library, which a test may ask as often as it likes."""
    return Parts(**{"library": lambda: ready, "now": clock, "rate": PLENTY, **given})


def client(site: Parts, peer: str = "192.0.2.1") -> httpx.AsyncClient:
    """A browser at an address."""
    transport = httpx.ASGITransport(make_app(site), client=(peer, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://site.test")


def changed(ready: Compiled, change: Callable[[Library], Library]) -> Compiled:
    """The library with a change of its records; the index stays."""
    return replace(ready, library=change(replace(ready.library)))


@pytest.fixture
async def site(ready: Compiled) -> AsyncIterator[httpx.AsyncClient]:
    """The website of the built-in library."""
    async with client(parts(ready)) as browser:
        yield browser
