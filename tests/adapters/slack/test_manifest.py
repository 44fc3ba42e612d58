import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.slack.commands import slack_commands
from adapters.slack.manifest import OPTIONAL_SCOPES, REQUIRED_SCOPES, manifest

DOCS = Path(__file__).parent.parent.parent.parent / "docs" / "slack.md"
URL = "https://bot.example.org"


def texts(thing: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text of a manifest with its key."""
    if isinstance(thing, dict):
        return [pair for name, value in thing.items() for pair in texts(value, name)]
    if isinstance(thing, list):
        return [pair for value in thing for pair in texts(value, key)]
    return [(key, thing)] if isinstance(thing, str) else []


@pytest.mark.parametrize("url", [None, URL])
def test_it_keeps_slacks_limits(url: str | None) -> None:
    made = manifest(url)
    shown = made["display_information"]
    assert 1 <= len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    features = made["features"]
    (command,) = features["slash_commands"]
    assert re.fullmatch("/[a-z-]{1,31}", command["command"])
    assert len(command["description"]) <= 2000
    assert 1 <= len(command["usage_hint"]) <= 1000
    assert command["should_escape"] is True
    shortcuts = features["shortcuts"]
    assert [s["name"] for s in shortcuts] == ["Look this up", "Suggest as source"]
    assert {s["type"] for s in shortcuts} == {"message"}
    assert all(len(s["name"]) <= 24 and len(s["description"]) <= 150 for s in shortcuts)
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) == 4
    assert all(prompt.keys() == {"title", "message"} for prompt in features["agent_view"]["suggested_prompts"])  # fmt: skip


def test_scopes_are_those_of_the_documents() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) == set(OPTIONAL_SCOPES)
    assert set(scopes["bot"]) == set(REQUIRED_SCOPES) | set(OPTIONAL_SCOPES)
    document = DOCS.read_text(encoding="utf-8")
    for scope, (what, without) in (REQUIRED_SCOPES | OPTIONAL_SCOPES).items():
        assert f"| `{scope}` | {what} | {without} |" in document


def test_without_an_address_it_is_socket_mode() -> None:
    made = manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert not [text for _, text in texts(made) if text.startswith("http")]


def test_with_an_address_slack_calls_it() -> None:
    made = manifest(URL + "/")
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["token_rotation_enabled"] is True
    urls = {key: text for key, text in texts(made) if text.startswith("http")}
    assert urls == {
        "url": f"{URL}/slack/events", "request_url": f"{URL}/slack/events",
        "redirect_urls": f"{URL}/slack/oauth_redirect",
    }  # fmt: skip


def test_every_event_has_its_scope() -> None:
    events = set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert events == {
        "app_mention", "message.im", "app_home_opened", "tokens_revoked", "app_uninstalled",
    }  # fmt: skip


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(slack_commands(), ["manifest", "--url", URL])
    assert json.loads(result.output) == manifest(URL)
    assert CliRunner().invoke(slack_commands(), ["manifest"]).exit_code == 0


def test_an_address_that_slack_does_not_call_is_refused() -> None:
    result = CliRunner().invoke(slack_commands(), ["manifest", "--url", "http://bot.example"])
    assert result.exit_code == 2
    assert "https://" in result.output
