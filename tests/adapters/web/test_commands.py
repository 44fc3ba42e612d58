"""`japan-ai web` serves until it is told to end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from facts.compiled import Compiled

SCRIPT = """
import sys
from pathlib import Path
from adapters.web.commands import web_commands
from facts.compiled import compiled
web_commands(lambda: compiled(cache=Path(sys.argv[1])))(sys.argv[2:])
"""


@pytest.fixture
def started(cache: Path, ready: Compiled, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[3]
    process = subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, "-c", SCRIPT, str(cache), "--port", "0"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root), "JAPAN_AI_PUBLIC_URL": "https://a.example"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_serves_there_and_ends_when_told(
    started: subprocess.Popen[str], told: signal.Signals
) -> None:
    assert started.stdout is not None
    address = started.stdout.readline().strip()
    page = httpx.get(address)
    record = httpx.get(address + "api/facts/microsoft-2024-cloud-ai").json()
    started.send_signal(told)

    assert address.startswith("http://127.0.0.1:")
    assert page.status_code == 200
    assert "server" not in page.headers
    assert record["url"] == "https://a.example/facts/microsoft-2024-cloud-ai"
    assert started.wait(15) == 0


def test_a_port_that_is_taken_is_said_in_one_line(cache: Path, ready: Compiled) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(  # noqa: S603  # our own script
            [sys.executable, "-c", SCRIPT, str(cache), "--port", str(taken.getsockname()[1])],
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
        )  # fmt: skip

    assert done.returncode == 1
    assert "Address already in use" in done.stderr
    assert "Traceback" not in done.stderr
