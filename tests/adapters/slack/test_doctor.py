from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from adapters.slack.doctor import check_slack
from tests.adapters.slack.conftest import Clock, server_settings
from tests.adapters.slack.fake_slack import FakeSlack

APP = {"slack_app_token": SecretStr("xapp-test")}


async def findings(api: FakeSlack, clock: Clock, **more: object) -> tuple[list[str], list[str]]:
    """The lines of what is well, and of what is wrong."""
    found = await check_slack(server_settings(api, **more), clock)
    text = "\n".join(line for _, line in found)
    assert "xoxb-" not in text
    assert "xapp-" not in text
    return [line for well, line in found if well], [line for well, line in found if not well]


async def test_everything_is_well(api: FakeSlack, clock: Clock) -> None:
    well, wrong = await findings(api, clock, **APP)
    assert wrong == []
    assert "slack: Socket Mode (SLACK_APP_TOKEN)" in well
    assert "slack: SLACK_BOT_TOKEN is good for Acme as japan-ai" in well
    assert "slack: every required scope is granted" in well


async def test_bad_tokens_are_named(api: FakeSlack, clock: Clock) -> None:
    api.bad_tokens |= {"xoxb-test", "xapp-test"}
    _, wrong = await findings(api, clock, **APP)
    assert [line.split()[1] for line in wrong] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


async def test_missing_scopes_are_named_with_what_does_not_work(api: FakeSlack, clock: Clock) -> None:  # fmt: skip
    api.scopes = "commands,chat:write,im:write,users:read,files:write,im:history"
    well, wrong = await findings(api, clock)
    assert wrong == ["slack: scope app_mentions:read is missing: mentions stay unanswered"]
    assert any("assistant:write is not granted" in line for line in well)


@pytest.mark.parametrize(("seconds", "well"), [(100, True), (-151, False), (400, False)])
async def test_a_wrong_clock_is_found(api: FakeSlack, clock: Clock, seconds: int, well: bool) -> None:  # fmt: skip  # noqa: FBT001  # a parameter of the test
    clock.passes(timedelta(seconds=seconds))
    _, wrong = await findings(api, clock)
    assert (wrong == []) == well


async def test_what_is_missing_is_said(api: FakeSlack, clock: Clock) -> None:
    _, wrong = await findings(api, clock, slack_signing_secret=None)
    assert wrong == ["slack: neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET: nothing can come in"]
    _, wrong = await findings(api, clock, slack_bot_token=None)
    assert wrong == ["slack: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"]


async def test_oauth_needs_all_its_parts(api: FakeSlack, clock: Clock) -> None:
    parts: dict[str, object] = {"slack_client_id": "1.2"}
    assert "SLACK_CLIENT_SECRET" in (await findings(api, clock, **parts))[1][0]
    parts["slack_client_secret"] = SecretStr("cs")
    assert "JAPAN_AI_SECRET_KEY" in (await findings(api, clock, **parts))[1][0]
    parts["secret_key"] = SecretStr("short")
    assert "JAPAN_AI_SECRET_KEY" in (await findings(api, clock, **parts))[1][0]
    parts["secret_key"] = SecretStr(Fernet.generate_key().decode())
    assert (await findings(api, clock, **parts))[1] == []


async def test_nothing_set_up_is_nothing_to_say(api: FakeSlack, clock: Clock) -> None:
    nothing = {"slack_bot_token": None, "slack_signing_secret": None}
    assert await findings(api, clock, **nothing) == ([], [])


async def test_a_slack_that_can_not_be_reached_is_said(clock: Clock) -> None:
    away = FakeSlack()
    away.port = 1
    _, wrong = await findings(away, clock)
    assert "can't be reached" in wrong[0]
