import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from prometheus_client import REGISTRY

from adapters.slack.http import MOST_BYTES, SKEW
from tests.adapters.slack.conftest import Bench, encoded, recorded, signed
from tests.helpers import NOW

FORM = "application/x-www-form-urlencoded"


def refused(reason: str) -> float:
    """How many requests were refused for a reason."""
    labels = {"platform": "slack", "reason": reason}
    return REGISTRY.get_sample_value("japan_ai_refused_requests_total", labels) or 0.0


async def post(bench: Bench, reason: str, content: str | bytes, headers: dict[str, str]) -> httpx.Response:  # fmt: skip
    """Post something that is refused for a reason."""
    before = refused(reason)
    response = await bench.post(content, headers)
    assert refused(reason) == before + 1
    assert response.text == ""
    return response


@pytest.fixture
def command() -> str:
    return encoded(recorded("slash_command"))[0]


async def test_a_wrong_secret_is_refused(bench: Bench, command: str) -> None:
    headers = signed(command, FORM, key="another")
    assert (await post(bench, "signature", command, headers)).status_code == 401


@pytest.mark.parametrize("signature", ["v0=", "v1=abc", "v0=ähm", "x" * 10_000])
async def test_a_junk_signature_is_refused(bench: Bench, command: str, signature: str) -> None:
    headers = signed(command, FORM) | {"x-slack-signature": signature.encode("latin-1")}
    assert (await post(bench, "signature", command, headers)).status_code == 401


async def test_a_changed_body_is_refused(bench: Bench, command: str) -> None:
    headers = signed(command, FORM)
    assert (await post(bench, "signature", command + "x", headers)).status_code == 401


@pytest.mark.parametrize("seconds", [-SKEW - 1, SKEW + 1])
async def test_a_stale_or_future_request_is_refused(
    bench: Bench, command: str, seconds: int
) -> None:
    headers = signed(command, FORM, at=NOW + timedelta(seconds=seconds))
    assert (await post(bench, "stale", command, headers)).status_code == 401


@pytest.mark.parametrize("seconds", [-SKEW, SKEW])
async def test_a_request_within_five_minutes_is_answered(
    bench: Bench, command: str, seconds: int
) -> None:
    headers = signed(command, FORM, at=NOW + timedelta(seconds=seconds))
    assert (await bench.post(command, headers)).status_code == 200


@pytest.mark.parametrize("timestamp", ["soon", "1e9", "-5", "1_0", "9" * 400, "١٢٣"])
async def test_a_junk_timestamp_is_refused(bench: Bench, command: str, timestamp: str) -> None:
    headers = signed(command, FORM) | {"x-slack-request-timestamp": timestamp.encode()}
    assert (await post(bench, "timestamp", command, headers)).status_code == 401


@pytest.mark.parametrize("name", ["x-slack-signature", "x-slack-request-timestamp"])
async def test_a_missing_header_is_refused(bench: Bench, command: str, name: str) -> None:
    headers = signed(command, FORM)
    del headers[name]
    assert (await post(bench, "unsigned", command, headers)).status_code == 401


async def test_a_body_over_a_megabyte_is_refused_before_it_is_read(bench: Bench) -> None:
    content = "x" * (MOST_BYTES + 1)
    assert (await post(bench, "size", content, signed(content, FORM))).status_code == 413


async def test_a_body_without_a_length_is_read_no_further_than_a_megabyte(bench: Bench) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 100_000

    response = await bench.http.post("/slack/events", content=chunks(), headers=signed("", FORM))
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("{", "application/json"), ("[1]", "application/json"), ('"text"', "application/json"),
        ("[" * 100_000, "application/json"), ("", "application/json"), ("payload={", FORM),
        ("payload=[]", FORM), ("no form", FORM), ("", FORM), (b"\xff\xfe", FORM),
        (b'{"type": "\xff"}', "application/json"),
    ],
)  # fmt: skip
async def test_a_malformed_body_is_refused(bench: Bench, content: str | bytes, kind: str) -> None:
    headers = signed(content, kind)
    assert (await post(bench, "malformed", content, headers)).status_code == 400


@pytest.mark.parametrize("body", [{}, {"type": "new"}, {"command": "/japan-ai"}, {"event": {}}])
async def test_a_signed_payload_of_no_known_shape_makes_no_traceback(
    bench: Bench, body: dict[str, str]
) -> None:
    content = json.dumps(body)
    response = await bench.post(content, signed(content, "application/json"))
    assert response.status_code in (200, 400, 404)
    assert "Traceback" not in response.text


async def test_only_posts_are_taken(bench: Bench) -> None:
    assert (await bench.http.get("/slack/events")).status_code == 405
    assert (await bench.http.get("/slack/install")).status_code == 404


async def test_logs_hold_no_message_text_and_no_token(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio", "httpcore", "httpx"):
        caplog.set_level(logging.WARNING, name)  # as adapters/logs.py sets them
    await bench.slash("secretword investments")
    await bench.send("app_mention", text="<@U0JAPANAI> secretword")
    await bench.send("message_im", text="secretword")
    await bench.send("message_shortcut", message={"text": "secretword", "user": "U0BOB"})
    await bench.settled()
    content = encoded(recorded("slash_command", text="secretword"))[0]
    await bench.post(content, signed(content, FORM, key="another"))
    logged = caplog.text
    assert "secretword" not in logged
    assert "xoxb-" not in logged
