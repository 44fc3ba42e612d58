import html
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from starlette.applications import Starlette

from adapters.service import BadTokenError
from adapters.slack.app import Wiring
from adapters.slack.http import HttpMode
from adapters.slack.oauth import vault
from tests.adapters.slack.conftest import (
    Bench,
    Clock,
    Sleeper,
    encoded,
    recorded,
    server_settings,
    signed,
)
from tests.adapters.slack.fake_slack import FakeSlack, Trouble
from tests.adapters.slack.visible import visible
from tests.fakes import FakeInstallations, FakeKeyValue, FakePorts

# slack_sdk's own way of sending the client secret, which aiohttp 4 will not have any more.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

KEY = Fernet.generate_key().decode()
OTHER = Fernet.generate_key().decode()
GRANTED = {
    "access_token": "xoxe.xoxb-acme", "token_type": "bot", "scope": "commands,chat:write",
    "bot_user_id": "U0JAPANAI", "app_id": "A0JAPANAI", "expires_in": 43200,
    "refresh_token": "xoxe-1-acme", "team": {"id": "T0ACME", "name": "Acme"}, "enterprise": None,
    "is_enterprise_install": False, "authed_user": {"id": "U0ALICE"},
}  # fmt: skip


@pytest.fixture
async def many(
    api: FakeSlack, wiring: Wiring, ports: FakePorts, clock: Clock, sleeper: Sleeper,
    installations: FakeInstallations, notes: FakeKeyValue,
) -> AsyncIterator[Bench]:  # fmt: skip
    """The bot for every workspace that installs it."""
    settings = server_settings(
        api, slack_client_id="1.2", slack_client_secret=SecretStr("cs"), secret_key=SecretStr(KEY),
        public_url="https://bot.test", slack_bot_token=None,
    )  # fmt: skip
    api.answers["oauth.v2.access"] = GRANTED
    service = HttpMode(settings, wiring)
    transport = httpx.ASGITransport(Starlette(routes=service.routes))
    async with httpx.AsyncClient(transport=transport, base_url="https://bot.test") as http:
        yield Bench(api, service, http, ports, notes, installations, clock, sleeper)
    await service.stop()


async def started(many: Bench) -> str:
    """Begin to install; the state that Slack would hand back."""
    page = await many.http.get("/slack/install")
    assert page.status_code == 200
    (address,) = re.findall(r'href="(https://slack.com/oauth/v2/authorize[^"]+)"', page.text)
    query = parse_qs(urlsplit(html.unescape(address)).query)
    assert query["redirect_uri"] == ["https://bot.test/slack/oauth_redirect"]
    assert "commands" in query["scope"][0]
    return query["state"][0]


async def install(many: Bench) -> httpx.Response:
    """Install the bot in Acme."""
    state = await started(many)
    return await many.http.get("/slack/oauth_redirect", params={"code": "c", "state": state})


async def test_a_workspace_installs_and_is_answered_with_its_own_token(many: Bench) -> None:
    assert (await install(many)).status_code == 200
    await many.send("app_mention")
    (post,) = [call for call in many.api.calls if call.method == "chat.postMessage"]
    assert post.token == GRANTED["access_token"]
    assert "2.9 billion" in visible(post.body["blocks"])


async def test_tokens_are_kept_encrypted(many: Bench) -> None:
    await install(many)
    data = many.installations.kept["slack", "T0ACME"]
    assert b"xox" not in data
    kept = json.loads(Fernet(KEY).decrypt(data))
    assert kept["bot_token"] == GRANTED["access_token"]


async def redirected(many: Bench, state: str, cookie: str) -> int:
    """Come back from Slack with a state, in a browser with a cookie; the status."""
    many.http.cookies.clear()
    headers = {"cookie": f"slack-app-oauth-state={cookie}"}
    query = {"code": "c", "state": state}
    answer = await many.http.get("/slack/oauth_redirect", params=query, headers=headers)
    return answer.status_code


async def test_a_state_that_was_not_issued_installs_nothing(many: Bench) -> None:
    assert await redirected(many, "made-up", "made-up") == 401
    assert await redirected(many, "", "") == 401
    assert many.installations.kept == {}


async def test_a_state_is_good_for_minutes(many: Bench) -> None:
    state = await started(many)
    many.clock.passes(timedelta(hours=1))
    assert await redirected(many, state, state) == 401
    assert many.installations.kept == {}


async def test_a_state_is_good_once(many: Bench) -> None:
    state = await started(many)
    assert await redirected(many, state, state) == 200
    assert await redirected(many, state, state) == 401


async def test_a_state_of_another_browser_installs_nothing(many: Bench) -> None:
    state = await started(many)
    many.http.cookies.clear()
    answer = await many.http.get("/slack/oauth_redirect", params={"code": "c", "state": state})
    assert answer.status_code == 400
    assert many.installations.kept == {}


async def test_a_code_that_slack_refuses_installs_nothing(many: Bench) -> None:
    many.api.trouble("oauth.v2.access", Trouble("invalid_code"))
    assert (await install(many)).status_code == 401
    assert many.installations.kept == {}


async def test_a_workspace_that_did_not_install_gets_no_answer_from_the_library(many: Bench) -> None:  # fmt: skip
    content, kind = encoded(recorded("slash_command", many.api))
    answer = await many.post(content, signed(content, kind))
    assert answer.status_code == 200
    assert "2.9 billion" not in answer.text


async def test_a_token_near_its_end_is_refreshed_once(many: Bench) -> None:
    many.api.answers["oauth.v2.access"] = GRANTED | {"expires_in": 60}
    await install(many)
    new = "xoxe.xoxb-new"
    many.api.answers["oauth.v2.access"] = GRANTED | {"access_token": new}
    await many.slash("microsoft")
    await many.slash("microsoft")
    refreshes = [b for b in many.api.of("oauth.v2.access") if b.get("grant_type") == "refresh_token"]  # fmt: skip
    assert [body["refresh_token"] for body in refreshes] == ["xoxe-1-acme"]
    assert many.api.calls[-1].token == new


async def test_a_token_that_can_not_be_refreshed_asks_to_install_again(many: Bench) -> None:
    many.api.answers["oauth.v2.access"] = GRANTED | {"expires_in": 60}
    await install(many)
    many.api.trouble("oauth.v2.access", Trouble("invalid_refresh_token"))
    content, kind = encoded(recorded("slash_command", many.api))
    assert (await many.post(content, signed(content, kind))).status_code == 200


@pytest.mark.parametrize("event", ["tokens_revoked", "app_uninstalled"])
async def test_an_uninstalled_app_forgets_the_workspace(many: Bench, event: str) -> None:
    await install(many)
    assert (await many.send(event)).status_code == 200
    assert many.installations.kept == {}


@pytest.fixture
def gone() -> list[str]:
    return []


@pytest.fixture
def wiring(wiring: Wiring, gone: list[str]) -> Wiring:
    """The usual one, with an ear for workspaces that go."""

    async def note(team: str) -> None:
        gone.append(team)

    return replace(wiring, gone=note)


@pytest.mark.parametrize("event", ["tokens_revoked", "app_uninstalled"])
async def test_what_belongs_to_a_workspace_that_goes_is_let_go(
    many: Bench, gone: list[str], event: str
) -> None:
    await install(many)
    assert gone == []
    await many.send(event)
    assert gone == ["T0ACME"]


async def test_a_token_that_was_revoked_unheard_forgets_the_workspace(
    many: Bench, gone: list[str]
) -> None:
    await install(many)
    many.api.trouble("chat.postMessage", Trouble("token_revoked"))
    await many.send("app_mention")
    await many.settled()
    assert many.installations.kept == {}
    assert gone == ["T0ACME"]


async def test_a_new_key_reads_what_the_old_one_wrote(many: Bench) -> None:
    await install(many)
    data = many.installations.kept["slack", "T0ACME"]
    assert vault(f"{OTHER},{KEY}").decrypt(data)
    with pytest.raises(BadTokenError, match="JAPAN_AI_SECRET_KEY"):
        vault("short")


async def test_an_installation_of_a_lost_key_is_as_none(many: Bench) -> None:
    many.installations.kept["slack", "T0ACME"] = Fernet(OTHER).encrypt(b"{}")
    content, kind = encoded(recorded("slash_command", many.api))
    assert (await many.post(content, signed(content, kind))).status_code == 200


def test_oauth_without_a_key_does_not_start(wiring: Wiring) -> None:
    settings = server_settings(FakeSlack(), slack_client_id="1.2", slack_client_secret=SecretStr("cs"))  # fmt: skip
    with pytest.raises(BadTokenError, match="JAPAN_AI_SECRET_KEY"):
        HttpMode(settings, wiring)
