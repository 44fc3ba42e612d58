"""Headless Chromium, driven by npm playwright-core, at the website on 127.0.0.1."""

import asyncio
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route

from adapters.web.app import routes
from adapters.web.rate import Rate
from adapters.web.server import WebServer
from adapters.web.site import Parts
from facts.compiled import Compiled
from tests.helpers import NOW

HERE = Path(__file__).parent
PLENTY = Rate(burst=1e9)
# A page with everything that the tests say the website has not.
POOR = """<!doctype html><html><head><title>x</title></head><body>
<img src="http://127.0.0.1:9/x.png"><p style="width:3000px;color:#aaa">words</p><input>
<script>throw new Error("a bug")</script></body></html>"""

Look = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def modules(request: pytest.FixtureRequest) -> Path:
    """The folder of the pinned packages, installed once; a skip says what is missing."""
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("web-browser")
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("SKIPPED: node is missing, so the website was not opened in a browser")
    wanted, done = (HERE / "package.json").read_text(), folder / "package.json"
    if not (done.is_file() and done.read_text() == wanted and (folder / "node_modules").is_dir()):
        done.write_text(wanted)
        command = [
            npm,
            "install",
            "--ignore-scripts",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
        ]
        made = subprocess.run(  # noqa: S603  # npm, from the path
            command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
        )
        if made.returncode:
            done.unlink()
            pytest.skip(f"SKIPPED: the browser's driver can't be installed: {made.stderr[-300:]}")
    return folder / "node_modules"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("SKIPPED: chromium is missing, so the website was not opened in a browser")
    return found


@pytest.fixture(scope="session")
def address(ready: Compiled) -> Iterator[str]:
    """The website on a free port, in a thread of its own; /poor is the page that fails."""

    async def poor(_: object) -> HTMLResponse:
        return HTMLResponse(POOR)

    site: list[BaseRoute] = routes(Parts(lambda: ready, lambda: NOW, rate=PLENTY))
    server = WebServer("web", Starlette(routes=[Route("/poor", poor), *site]), "127.0.0.1", 0)
    port = server.port
    thread = threading.Thread(target=lambda: asyncio.run(server.run()))
    thread.start()
    yield f"http://127.0.0.1:{port}"
    asyncio.run(server.stop())
    thread.join(10)


@pytest.fixture(scope="session")
def look(modules: Path, chromium: str, address: str) -> Look:
    """Opens pages and tells what was seen of each."""

    def see(looks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        order = {"base": address, "modules": str(modules), "chromium": chromium, "looks": looks}
        done = subprocess.run(  # noqa: S603  # our own script
            ["node", HERE / "look.mjs"], input=json.dumps(order), capture_output=True, text=True,  # noqa: S607  # looked for above
            timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        seen: list[dict[str, Any]] = json.loads(done.stdout)
        return seen

    return see
