"""npm discord-digital-twin 0.1.1 as Discord, on 127.0.0.1; without node its tests skip."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from facts.compiled import Compiled

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SECONDS = 20.0  # after which something that a test waits for is taken not to come


class Twin:
    """A running twin, where people do things and see what the bot does."""

    def __init__(self, port: int) -> None:
        self.api = f"http://127.0.0.1:{port}/api/v10"
        self._deeds = f"http://127.0.0.1:{port}/do/"
        self.info = self.do("info")

    def do(self, deed: str, **given: Any) -> Any:
        """Something that somebody does, or what there is to see."""
        answer = httpx.post(self._deeds + deed, json=given, timeout=SECONDS)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def slash(self, command: str, **options: Any) -> str:
        """`/japan-ai command …`; the id of the interaction."""
        given = [{"name": n, "type": 3, "value": v} for n, v in options.items()]
        sub = {"name": command, "type": 1, "options": given}
        data = {"id": "1", "name": "japan-ai", "type": 1, "options": [sub]}
        return str(self.do("interact", type=2, data=data)["id"])

    def newest(self, channel: str | None = None) -> dict[str, Any]:
        """The last message of a channel."""
        every = self.do("messages", **({"channel": channel} if channel else {}))
        return dict(every[-1]) if every else {"id": "0", "author": {"id": "0"}}

    def wait(self, found: Callable[[], Any]) -> Any:
        """What `found` gives as soon as it gives anything."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if value := found():
                return value
            time.sleep(0.05)
        pytest.fail(f"it did not come; the last message is {self.newest()}")

    def answer_after(self, message: str, channel: str | None = None) -> dict[str, Any]:
        """The bot's message that came after another one."""

        def found() -> Any:
            newest = self.newest(channel)
            return newest if int(newest["id"]) > int(message) and _is_bots(self, newest) else None

        return dict(self.wait(found))

    def response(self, interaction: str) -> dict[str, Any]:
        """What the bot answered to an interaction."""

        def found() -> Any:
            response = self.do("response", id=interaction)
            return response if response and response["acknowledged"] else None

        return dict(self.wait(found))


def _is_bots(twin: Twin, message: dict[str, Any]) -> bool:
    return bool(message["author"]["id"] == twin.info["bot"])


class BotProcess:
    """`japan-ai` as it is started by somebody who set DISCORD_TOKEN."""

    def __init__(self, twin: Twin, data: Path, cache: Path) -> None:
        self._log = data / "log"
        env = {
            **os.environ, "DISCORD_TOKEN": twin.info["token"], "JAPAN_AI_DISCORD_API": twin.api,
            "JAPAN_AI_DATA": str(data), "JAPAN_AI_METRICS_PORT": "0", "JAPAN_AI_CACHE": str(cache),
            "SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "", "DATABASE_URL": "",
        }  # fmt: skip
        with self._log.open("w") as log:
            self._process = subprocess.Popen(  # our own program
                [sys.executable, "-m", "adapters.main"], cwd=ROOT, env=env, stdout=log, stderr=log
            )

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()

    def connected(self) -> bool:
        """Whether it is on the gateway; a test that waits for it fails at once when it ended."""
        assert self._process.poll() is None, self.log()
        return "connected to Discord's gateway" in self.log()

    def end(self) -> float:
        """Tell it to end, and how many seconds it took; its exit status must be 0."""
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(15) == 0, self.log()
        return time.monotonic() - begun

    def kill(self) -> None:
        """End it whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(5)


@pytest.fixture(scope="session")
def twin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:  # fmt: skip
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("discord-twin")
    _install(folder)
    log = tmp_path_factory.mktemp("twin") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603  # our own pinned packages
            [folder / "node_modules/.bin/node", "-r", HERE / "loopback.cjs", folder / "twin.mjs"],
            stdout=output, stderr=output, cwd=folder,
        )  # fmt: skip
    try:
        yield Twin(_port(log, process))
    finally:
        process.terminate()
        process.wait(10)


def _install(folder: Path) -> None:
    """Install the pinned packages once; a skip says what is missing. No script of a package runs
    but node's own, which puts its program in place.
    """
    shutil.copy(HERE / "twin.mjs", folder)  # modules are looked for beside the file
    wanted = (HERE / "package.json").read_text()
    done = folder / "package.json"
    if (
        done.is_file()
        and done.read_text() == wanted
        and (folder / "node_modules/.bin/node").exists()
    ):
        return
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("SKIPPED: npm is missing, so the bot was not tested against a Discord")
    done.write_text(wanted)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund"]
    for command in (["install", "--ignore-scripts", *quiet], ["rebuild", "node"]):
        made = subprocess.run(  # noqa: S603  # npm, from the path
            [npm, *command], cwd=folder, capture_output=True, text=True, timeout=300, check=False
        )
        if made.returncode:
            done.unlink()
            pytest.skip(f"SKIPPED: the Discord twin can't be installed: {made.stderr[-300:]}")


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    for _ in range(300):
        said = log.read_text()
        if "listening" in said:
            return int(said.split("listening")[1].split()[0])
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"the twin did not start: {log.read_text()[-500:]}")


@pytest.fixture
def start(
    twin: Twin,
    tmp_path: Path,
    cache: Path,
    ready: Compiled,  # it is compiled into the cache
) -> Iterator[Callable[[], BotProcess]]:
    """Starts the bot, as often as a test likes, with one data folder."""
    started: list[BotProcess] = []

    def begin() -> BotProcess:
        bot = BotProcess(twin, tmp_path, cache)
        started.append(bot)
        twin.wait(bot.connected)
        return bot

    yield begin
    for bot in started:
        bot.kill()
