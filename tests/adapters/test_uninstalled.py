"""A workspace that removes the bot: the wired process sends nothing more there."""

from pathlib import Path

import httpx
from cryptography.fernet import Fernet
from pydantic import SecretStr
from slack_sdk.oauth.installation_store import Bot
from starlette.applications import Starlette

from adapters.library import Libraries
from adapters.serve import Assembly
from adapters.slack.http import HttpMode
from adapters.slack.oauth import Installed, vault
from adapters.store.store import Store
from bot.digest.subscription import Channel, Subscription
from bot.review.circle import Circles
from facts.compiled import Compiled
from facts.pack import BUILT_IN
from tests.adapters.slack.conftest import encoded, recorded, server_settings, signed
from tests.adapters.slack.fake_slack import FakeSlack
from tests.helpers import NOW

KEY = Fernet.generate_key().decode()
ACME = Bot(
    bot_token="xoxb-acme", bot_id="B0JAPANAI", bot_user_id="U0JAPANAI", team_id="T0ACME",  # noqa: S106  # of a Slack of our own
    bot_scopes=["commands"], installed_at=NOW.timestamp(),
)  # fmt: skip
CHANNELS = [Channel("slack", team, "C0SALES") for team in ("T0ACME", "T0OTHER")]


async def test_its_digests_are_paused_and_those_of_others_go_on(
    ready: Compiled, tmp_path: Path
) -> None:
    async with (
        FakeSlack().serving() as slack,
        Store.open(f"sqlite:///{tmp_path / 'store.db'}") as store,
    ):
        for channel in CHANNELS:
            await store.subscriptions.put(Subscription(channel), NOW)
        await Installed(store.installations, vault(KEY)).async_save_bot(ACME)
        settings = server_settings(
            slack, slack_client_id="1.2", slack_client_secret=SecretStr("cs"),
            secret_key=SecretStr(KEY), slack_bot_token=None,
        )  # fmt: skip
        libraries = Libraries(ready, [BUILT_IN], tmp_path, store.review().published, Circles())
        services = Assembly(settings, store, libraries, lambda: NOW).services()
        service = next(each for each in services if isinstance(each, HttpMode))
        content, kind = encoded(recorded("app_uninstalled"))
        transport = httpx.ASGITransport(Starlette(routes=service.routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
            answer = await http.post("/slack/events", content=content, headers=signed(content, kind))  # fmt: skip
        assert answer.status_code == 200
        acme, other = [await store.subscriptions.find(channel) for channel in CHANNELS]
        await service.stop()
    assert acme is not None
    assert other is not None
    assert (acme.paused, other.paused) == ("uninstalled", None)
