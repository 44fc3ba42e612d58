"""Signed slash commands over HTTP: the bot beside a bare bolt app behind the same server.

`python -m bench.slack`: both in turn in one run, with wrk at 1, 16 and 64 connections; 500 different
questions, real lookups, the store on SQLite, no reply cache. `--memory N`: the bot's memory over N
requests. Needs wrk. Everything is on 127.0.0.1.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.machine import machine
from bench.questions import FOLDER

QUESTIONS, PEOPLE = 500, 20
CONNECTIONS = (1, 16, 64)
SECONDS, WARM = 8, 6  # every question has been asked once when the measurement begins
SECRET, TOKEN = "known-to-slack-and-the-bot", "xoxb-bench"
LUA = """
local at = "{at}"
local requests = {{{requests}}}
local n = 0
request = function()
  n = n % #requests + 1
  return wrk.format("POST", "/slack/events", {{
    ["content-type"] = "application/x-www-form-urlencoded",
    ["x-slack-request-timestamp"] = at, ["x-slack-signature"] = requests[n][2]}}, requests[n][1])
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", choices=("bot", "bare", "api"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--api", help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help="of each app, at one port")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=int, metavar="N", help="requests to send to the bot")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.port, given.api, given.data)
        return
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing: apt-get install wrk")
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as folder, started("api", "", Path(folder)) as (_, api):
        if given.memory:
            memory(given.memory, f"{api}/api/", Path(folder))
        else:
            rates(f"{api}/api/", Path(folder), given.processes)


def rates(api: str, folder: Path, processes: int) -> None:
    """Answers a second and times of both, in turn; then requests with a wrong signature."""
    print("| app | requests | connections | a second | ms p50 | ms p99 | not 200 | CPU ms each |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    several = f", {processes} processes" if processes > 1 else ""
    with (
        started("bot", api, folder, processes) as bot,
        started("bare", api, folder, processes) as bare,
    ):
        for right in (True, False):
            for connections in CONNECTIONS:
                for app, (pids, address) in (("bot", bot), ("bare bolt", bare)):
                    name = app + several
                    row = wrk(pids, address, connections, SECONDS, folder, right=right)
                    kind = "commands" if right else "wrong signature"
                    print(f"| {name} | {kind} | {connections} | {' | '.join(row)} |", flush=True)


def memory(requests: int, api: str, folder: Path) -> None:
    """The resident memory of the bot while it answers so many requests."""
    print("| requests | MiB |\n| --- | --- |")
    with started("bot", api, folder) as (pids, address):
        done = 0
        while True:
            print(f"| {done} | {resident(pids[0]):.1f} |", flush=True)
            if done >= requests:
                return
            rate = float(wrk(pids, address, 16, 30, folder, right=True)[0])
            done += round(rate * (30 + WARM))


def resident(pid: int) -> float:
    """MiB of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def busy(pid: int) -> float:
    """Seconds of processor time that a process has used: what others do here does not count."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def wrk(
    pids: list[int], address: str, connections: int, seconds: int, folder: Path, *, right: bool
) -> list[str]:
    """Requests a second, p50 and p99 in ms, answers that were not 200, and processor time for
    each in ms; warmed up first.
    """
    script = folder / "requests.lua"
    script.write_text(lua(SECRET if right else "another"), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{connections}", "--latency", "-s", str(script), address]
    subprocess.run([*command, f"-d{WARM}s"], check=True, capture_output=True)
    before = sum(map(busy, pids))
    said = subprocess.run([*command, f"-d{seconds}s"], check=True, capture_output=True, text=True).stdout  # fmt: skip
    cpu = 1000 * (sum(map(busy, pids)) - before) / int(re.search(r"(\d+) requests in", said)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)[1]
    times = [_milliseconds(re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", said)) for part in (50, 99)]
    return [f"{float(rate):.0f}", *times, bad[1] if bad else "0", f"{cpu:.2f}"]


def _milliseconds(found: re.Match[str]) -> str:
    return f"{float(found[1]) * {'us': 0.001, 'ms': 1, 's': 1000}[found[2]]:.1f}"


def lua(secret: str) -> str:
    """A script for wrk with QUESTIONS signed slash commands."""
    from slack_sdk.signature import SignatureVerifier

    verifier, at = SignatureVerifier(secret), str(int(time.time()))
    bodies = [command(n, question) for n, question in enumerate(questions())]
    pairs = ((b, verifier.generate_signature(timestamp=at, body=b)) for b in bodies)
    requests = ",".join(f'{{"{body}","{signature}"}}' for body, signature in pairs)
    return LUA.format(at=at, requests=requests)


def questions() -> list[str]:
    """What people typed, as the benchmark of the lookup has it."""
    every = [
        question["q"]
        for part in ("fit", "validation")
        for question in tomllib.loads((FOLDER / f"{part}.toml").read_text(encoding="utf-8"))["question"]
    ]  # fmt: skip
    assert len(set(every)) >= QUESTIONS
    return list(dict.fromkeys(every))[:QUESTIONS]


def command(number: int, question: str) -> str:
    """The body of a slash command."""
    return urlencode({
        "team_id": "T0", "channel_id": "C0", "user_id": f"U{number % PEOPLE}", "command": "/japan-ai",
        "text": question, "response_url": "http://127.0.0.1:9/", "trigger_id": f"1.{number}",
    })  # fmt: skip


@contextmanager
def started(
    what: str, api: str, folder: Path, processes: int = 1
) -> Iterator[tuple[list[int], str]]:
    """A server in processes of its own at one port: their ids, and the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    module = [sys.executable, "-m", "bench.slack", "--serve", what, "--port", str(port)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(processes):
            running.append(subprocess.Popen([*module, "--api", api, "--data", str(folder)]))
            wait(port)  # the first one makes the tables
        time.sleep(3 * (processes - 1))  # the others answer at the port of the first
        yield [process.pid for process in running], f"http://127.0.0.1:{port}"
    finally:
        for process in running:
            process.terminate()
            process.wait(15)


def wait(port: int) -> None:
    """Until a server answers anything."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)


def serve(what: str, port: int, api: str, data: Path) -> None:
    """Serve one of the apps until the process is ended."""
    from adapters.web.server import WebServer

    made: Any = {"bot": bot, "bare": bare, "api": slack}[what](api, data)
    asyncio.run(WebServer(what, made, "127.0.0.1", port, shared=True).run())


def bot(api: str, data: Path) -> Any:
    """The bot as it serves, with the store on SQLite."""
    from starlette.applications import Starlette

    from adapters.running import settle
    from adapters.server_settings import ServerSettings
    from adapters.slack.app import Wiring
    from adapters.slack.http import HttpMode
    from adapters.store.store import Store
    from bot.desk import Desk
    from facts.compiled import compiled

    ready = compiled()
    settle()  # as `serve` does, once everything is loaded
    store = Store(f"sqlite:///{data / 'bench.db'}")
    asyncio.run(store.start())
    wiring = Wiring(
        Desk(lambda: ready, store.ports()), store.ports(), store.installations, store.key_value,
        lambda: ready, lambda: datetime.now(UTC),
    )  # fmt: skip
    settings = ServerSettings(
        SLACK_BOT_TOKEN=TOKEN, SLACK_SIGNING_SECRET=SECRET, JAPAN_AI_SLACK_API=api
    )
    return Starlette(routes=HttpMode(settings, wiring).routes)


def bare(api: str, _: Path) -> Any:
    """A bolt app that answers with what was typed."""
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient
    from starlette.applications import Starlette
    from starlette.routing import Route

    client = AsyncWebClient(TOKEN, base_url=api)
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)

    @app.command("/japan-ai")
    async def answer(ack: Any, command: Any) -> None:
        await ack(command["text"])

    handler = AsyncSlackRequestHandler(app)
    return Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])


def slack(_: str, __: Path) -> Any:
    """As much of Slack's Web API as both ask."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    answer = json.dumps({
        "ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0",
        "user": {"locale": "en-US"},
    })  # fmt: skip

    async def call(_: Request) -> Response:
        return Response(answer, media_type="application/json")

    return Starlette(routes=[Route("/api/{method}", call, methods=["POST"])])


if __name__ == "__main__":
    main()
