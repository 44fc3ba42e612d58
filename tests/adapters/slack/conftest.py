"""The real AsyncApp behind the real routes, with signed requests and Slack's API on loopback."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette

from adapters.server_settings import ServerSettings
from adapters.slack.app import Wiring
from adapters.slack.http import HttpMode
from adapters.slack.payload import Payload, problems
from bot.desk import Desk
from facts.compiled import Compiled
from tests.adapters.slack.fake_slack import FakeSlack
from tests.adapters.slack.sdk_models import sdk_problem
from tests.fakes import FakeInstallations, FakeKeyValue, FakePorts, fake_ports
from tests.helpers import NOW

PAYLOADS = Path(__file__).parent.parent / "payloads" / "slack"
SIGNING = "known-to-slack-and-the-bot"
GOOD = "xoxb-test"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def passes(self, time: timedelta) -> None:
        """Let time pass."""
        self.at += time


class Sleeper:
    """Sleeps that a test ends: `naps` holds their lengths; each waits for `wake`, but those that
    are no longer than `through` seconds are over at once.
    """

    def __init__(self) -> None:
        self.naps: list[float] = []
        self.through = 0.0
        self._wake = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.naps.append(seconds)
        if seconds > self.through:
            await self._wake.wait()

    def wake(self) -> None:
        """End every sleep."""
        self._wake.set()


def recorded(name: str, api: FakeSlack | None = None, **changes: Any) -> dict[str, Any]:
    """A recorded payload. Changed keys are those of the event where it has one; ACTION and
    RESPONSE_URL are placeholders in it.
    """
    text = (PAYLOADS / f"{name}.json").read_text(encoding="utf-8")
    text = text.replace("ACTION", str(changes.pop("action", "ACTION")))
    text = text.replace("RESPONSE_URL", api.response_url if api else "http://127.0.0.1:9/none")
    body: dict[str, Any] = json.loads(text)
    for key, value in changes.items():
        target = body["event"] if "event" in body and key not in body else body
        target[key] = value
    return body


def encoded(body: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack sends it: the body and its content type."""
    if "command" in body:
        return urlencode(body), "application/x-www-form-urlencoded"
    if body.get("type") in ("event_callback", "url_verification"):
        return json.dumps(body), "application/json"
    return urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded"


def signed(
    content: str | bytes, kind: str, *, at: datetime = NOW, key: str = SIGNING
) -> dict[str, str]:
    """The headers of a request of Slack; its own code signs what is text."""
    timestamp = str(int(at.timestamp()))
    if isinstance(content, str):
        signature = str(SignatureVerifier(key).generate_signature(timestamp=timestamp, body=content))  # fmt: skip
    else:
        base = b"v0:%b:%b" % (timestamp.encode(), content)
        signature = "v0=" + hmac.new(key.encode(), base, hashlib.sha256).hexdigest()
    return {
        "content-type": kind,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature,
    }


@dataclass
class Bench:
    """The bot on HTTP with all that surrounds it."""

    api: FakeSlack
    service: HttpMode
    http: httpx.AsyncClient
    ports: FakePorts
    notes: FakeKeyValue
    installations: FakeInstallations
    clock: Clock
    sleeper: Sleeper

    async def send(self, name: str, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:  # fmt: skip
        """Deliver a recorded payload as Slack would; the HTTP response."""
        content, kind = encoded(recorded(name, self.api, **changes))
        return await self.post(content, signed(content, kind, at=self.clock()) | (headers or {}))

    async def post(self, content: str | bytes, headers: dict[str, str]) -> httpx.Response:
        """Post anything to the address that Slack calls."""
        return await self.http.post("/slack/events", content=content, headers=headers)

    async def slash(self, text: str, **changes: Any) -> dict[str, Any]:
        """The answer to a slash command."""
        response = await self.send("slash_command", text=text, **changes)
        assert response.status_code == 200
        found: dict[str, Any] = response.json()
        said: Payload = {"text": found["text"], "blocks": found["blocks"]}
        assert problems(said) == []
        assert sdk_problem(found["blocks"]) is None
        return found

    async def settled(self) -> None:
        """Wait until everything that was started in the background is done."""
        await self.service.bot.under_way.drain(5)


def server_settings(api: FakeSlack, **more: Any) -> ServerSettings:
    """Settings that no environment changes."""
    values = {"slack_bot_token": SecretStr(GOOD), "slack_signing_secret": SecretStr(SIGNING)}
    return ServerSettings.model_construct(**{
        **{name: info.default for name, info in ServerSettings.model_fields.items() if name != "data"},
        **values, "slack_api": api.api, **more,
    })  # fmt: skip


@pytest.fixture
async def api() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().serving() as slack:
        yield slack
    assert slack.wrong == []


@pytest.fixture
def ports() -> FakePorts:
    return fake_ports()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


@pytest.fixture
def installations() -> FakeInstallations:
    return FakeInstallations()


@pytest.fixture
def notes() -> FakeKeyValue:
    return FakeKeyValue()


@pytest.fixture
def wiring(
    ready: Compiled, ports: FakePorts, clock: Clock, sleeper: Sleeper,
    installations: FakeInstallations, notes: FakeKeyValue,
) -> Wiring:  # fmt: skip
    desk = Desk(lambda: ready, ports)
    return Wiring(desk, ports, installations, notes, lambda: ready, clock, sleeper)


@pytest.fixture
async def bench(
    api: FakeSlack, wiring: Wiring, ports: FakePorts, clock: Clock, sleeper: Sleeper,
    installations: FakeInstallations, notes: FakeKeyValue,
) -> AsyncIterator[Bench]:  # fmt: skip
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    service = HttpMode(server_settings(api), wiring)
    app = Starlette(routes=service.routes)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        yield Bench(api, service, http, ports, notes, installations, clock, sleeper)
    await service.stop()
