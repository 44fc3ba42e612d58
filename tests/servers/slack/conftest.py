"""npm emulate 0.12.2 as Slack's Web API, on 127.0.0.1; without node its tests skip."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).parent
HOOK = "/services/T000000001/B000000001/X000000001"  # takes what a response URL takes


class Emulator:
    """A running emulator, asked as somebody in the workspace would."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.api = f"{self.address}/api/"
        self.hook = self.address + HOOK

    def ask(self, method: str, **body: Any) -> dict[str, Any]:
        """The answer to a method of the Web API."""
        headers = {"Authorization": "Bearer xoxb-test"}
        found: dict[str, Any] = httpx.post(self.api + method, json=body, headers=headers).json()
        assert found["ok"], found
        return found

    def channel(self, name: str) -> str:
        """The id of a channel, joined."""
        every = self.ask("conversations.list")["channels"]
        id_ = next(str(each["id"]) for each in every if each["name"] == name)
        self.ask("conversations.join", channel=id_)
        return id_


@pytest.fixture(scope="session")
def emulator(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:  # fmt: skip
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("slack-emulate")
    _install(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = folder / "node_modules"
    log = tmp_path_factory.mktemp("emulate") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603  # our own pinned packages
            [modules / ".bin" / "node", "-r", HERE / "loopback.cjs", modules / "emulate/dist/index.js",
             "start", "--service", "slack", "--port", str(port), "--seed", HERE / "seed.json"],
            stdout=output, stderr=output, cwd=folder,
        )  # fmt: skip
    try:
        emulator = Emulator(port)
        _wait(emulator, log)
        yield emulator
    finally:
        process.terminate()
        process.wait(10)


def _install(folder: Path) -> None:
    """Install the pinned packages once; a skip says what is missing."""
    wanted = (HERE / "package.json").read_text()
    done = folder / "package.json"
    if done.is_file() and done.read_text() == wanted and (folder / "node_modules/emulate").is_dir():
        return
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("SKIPPED: npm is missing, so the bot was not tested against a Slack Web API")
    done.write_text(wanted)
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund"]
    made = subprocess.run(  # noqa: S603  # npm, from the path
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if made.returncode:
        done.unlink()
        pytest.skip(f"SKIPPED: the Slack emulator can't be installed: {made.stderr[-300:]}")


def _wait(emulator: Emulator, log: Path) -> None:
    for _ in range(100):
        try:
            emulator.ask("auth.test")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the emulator did not start: {log.read_text()[-500:]}")
