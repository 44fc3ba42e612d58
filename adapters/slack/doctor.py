"""What `japan-ai doctor` says about Slack: one line for each thing that is set up."""

from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from pydantic import SecretStr

from adapters.server_settings import ServerSettings
from adapters.service import BadTokenError
from adapters.slack.http import SKEW
from adapters.slack.manifest import OPTIONAL_SCOPES, REQUIRED_SCOPES
from adapters.slack.oauth import vault
from adapters.slack.post import TIMEOUT

Finding = tuple[bool, str]  # whether it is well, and the line that says so
WARN = SKEW // 2  # seconds of a wrong clock; at SKEW every request of Slack is refused


async def check_slack(settings: ServerSettings, now: Callable[[], datetime]) -> list[Finding]:
    """Findings on what is configured; [] where nothing of Slack is. No line holds a secret."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    async with aiohttp.ClientSession(settings.slack_api, timeout=timeout) as session:
        found = list(_ways_in(settings))
        if settings.slack_bot_token:
            found += await _bot_token(session, settings.slack_bot_token, now)
        if settings.slack_app_token:
            found += await _app_token(session, settings.slack_app_token)
    return [*found, *_oauth(settings)]


def _ways_in(settings: ServerSettings) -> Iterable[Finding]:
    """How requests come in, and whether there is a token to answer with."""
    socket, http = settings.slack_app_token, settings.slack_signing_secret
    oauth = settings.slack_client_id and settings.slack_client_secret
    if not (socket or http or settings.slack_bot_token or oauth):
        return
    if socket:
        yield True, "slack: Socket Mode (SLACK_APP_TOKEN)"
    elif http:
        yield True, "slack: HTTP, signing secret present (SLACK_SIGNING_SECRET)"
    else:
        yield False, "slack: neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET: nothing can come in"
    if not (settings.slack_bot_token or oauth):
        yield False, "slack: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"


async def _bot_token(
    session: aiohttp.ClientSession, token: SecretStr, now: Callable[[], datetime]
) -> list[Finding]:
    answer, headers = await _ask(session, "auth.test", token)
    if not answer.get("ok"):
        return [(False, f"slack: SLACK_BOT_TOKEN is refused: {answer.get('error')}")]
    line = f"slack: SLACK_BOT_TOKEN is good for {answer.get('team')} as {answer.get('user')}"
    return [(True, line), *_scopes(headers), *_clock(headers, now())]


def _scopes(headers: dict[str, str]) -> list[Finding]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in REQUIRED_SCOPES if scope not in granted]
    found = [
        (False, f"slack: scope {scope} is missing: {REQUIRED_SCOPES[scope][1]}")
        for scope in missing
    ] or [(True, "slack: every required scope is granted")]
    found += [
        (True, f"slack: optional scope {scope} is not granted: {without}")
        for scope, (_, without) in OPTIONAL_SCOPES.items() if scope not in granted
    ]  # fmt: skip
    return found


def _clock(headers: dict[str, str], now: datetime) -> list[Finding]:
    if "date" not in headers:
        return []
    wrong = round((now - parsedate_to_datetime(headers["date"])).total_seconds())
    line = f"slack: the clock differs from Slack's by {wrong} s"
    return [(abs(wrong) <= WARN, line)]


async def _app_token(session: aiohttp.ClientSession, token: SecretStr) -> list[Finding]:
    answer, _ = await _ask(session, "apps.connections.open", token)
    if answer.get("ok"):
        return [(True, "slack: SLACK_APP_TOKEN opens Socket Mode connections")]
    return [(False, f"slack: SLACK_APP_TOKEN is refused: {answer.get('error')}")]


async def _ask(
    session: aiohttp.ClientSession, method: str, token: SecretStr
) -> tuple[dict[str, Any], dict[str, str]]:
    """Slack's answer and its headers by lower-case name; an unreachable Slack is an answer too."""
    headers = {"Authorization": f"Bearer {token.get_secret_value()}"}
    try:
        async with session.post(method, headers=headers) as response:
            answer = await response.json(content_type=None)
            found = {name.lower(): value for name, value in response.headers.items()}
            return (answer if isinstance(answer, dict) else {"error": "no_answer"}), found
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return {"error": f"Slack can't be reached ({type(error).__name__})"}, {}


def _oauth(settings: ServerSettings) -> Iterable[Finding]:
    id_, secret = settings.slack_client_id, settings.slack_client_secret
    if not (id_ or secret):
        return
    if not (id_ and secret):
        missing = "SLACK_CLIENT_SECRET" if id_ else "SLACK_CLIENT_ID"
        yield False, f"slack: {missing} is missing, so workspaces can't install the bot"
        return
    if settings.secret_key is None:
        yield False, "slack: JAPAN_AI_SECRET_KEY is missing: tokens can't be kept encrypted"
        return
    try:
        vault(settings.secret_key.get_secret_value())
    except BadTokenError as error:
        yield False, f"slack: {error}"
    else:
        yield True, "slack: workspaces install at /slack/install, tokens encrypted"
