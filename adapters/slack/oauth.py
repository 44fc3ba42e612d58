"""Installations in many workspaces: Slack's OAuth flow over the bot's own store, tokens encrypted.

Tokens rotate: an access token is good for 12 hours and is refreshed two hours before its end.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.service import BadTokenError
from adapters.slack.manifest import INSTALL_PATH, OPTIONAL_SCOPES, REDIRECT_PATH, REQUIRED_SCOPES
from bot.ports import Installations

ROTATE_MINUTES = 120  # before the end of a token (limits "OAuth")
_PLATFORM = "slack"
_KEPT = (
    "app_id", "enterprise_id", "team_id", "team_name", "bot_token", "bot_id", "bot_user_id",
    "bot_refresh_token", "bot_token_expires_at", "is_enterprise_install", "installed_at",
)  # fmt: skip

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Gone = Callable[[str], Awaitable[None]]


def vault(keys: str) -> MultiFernet:
    """What encrypts with the first of the keys (comma separated) and decrypts with any.

    BadTokenError names JAPAN_AI_SECRET_KEY when one is no key of Fernet.
    """
    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
    except ValueError:
        raise BadTokenError(
            "JAPAN_AI_SECRET_KEY is no key: 32 random bytes in URL-safe base64 (44 characters)"
        ) from None


class Installed(AsyncInstallationStore):
    """Slack's installations in the bot's store: what the bot needs of each, encrypted.

    User tokens are neither asked for nor kept. An org-wide installation is kept by its org.
    `gone` is told the key of one that was deleted.
    """

    def __init__(
        self, installations: Installations, keys: MultiFernet, gone: Gone | None = None
    ) -> None:
        self._installations = installations
        self._keys = keys
        self._gone = gone

    @property
    def logger(self) -> logging.Logger:
        """The logger of this module."""
        return _log

    async def async_save(self, installation: Installation) -> None:
        """Keep or replace an installation."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep or replace the bot of an installation."""
        kept = {name: getattr(bot, name) for name in _KEPT} | {"bot_scopes": list(bot.bot_scopes)}
        data = self._keys.encrypt(json.dumps(kept).encode())
        whole = bool(bot.is_enterprise_install)
        key = _workspace(bot.enterprise_id, bot.team_id, org=whole)
        await self._installations.save(_PLATFORM, key, data)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace, or of the org that it belongs to; None where there is none, or
        none that the present keys can read.
        """  # fmt: skip
        keys = [_workspace(enterprise_id, team_id, org=True)] if enterprise_id else []
        if team_id and not is_enterprise_install:
            keys.insert(0, team_id)
        for key in keys:
            data = await self._installations.find(_PLATFORM, key)
            if data is not None:
                return self._read(data)
        return None

    def _read(self, data: bytes) -> Bot | None:
        try:
            return Bot(**json.loads(self._keys.decrypt(data)))
        except InvalidToken:
            _log.error("an installation can't be read with the present JAPAN_AI_SECRET_KEY")
            return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the installation, and with it what was set up for the workspace."""
        key = team_id or _workspace(enterprise_id, team_id, org=True)
        await self._installations.delete(_PLATFORM, key)
        if self._gone:
            await self._gone(key)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Nothing: no user's token is kept."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was uninstalled: delete the installation."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


def _workspace(enterprise: str | None, team: str | None, *, org: bool) -> str:
    """The key of an installation: the workspace, or the org where it is installed in all of it."""
    return str(enterprise) if org else str(team)


class States(AsyncOAuthStateStore):
    """OAuth states in the bot's store: each is good once, for a few minutes."""

    def __init__(self, installations: Installations, now: Clock) -> None:
        self._installations = installations
        self._now = now

    @property
    def logger(self) -> logging.Logger:
        """The logger of this module."""
        return _log

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """A new state."""
        return await self._installations.issue_state(self._now())

    async def async_consume(self, state: str) -> bool:
        """True once for a state that was issued."""
        return await self._installations.consume_state(state, self._now())


class Authorize(AsyncAuthorize):
    """The token of the workspace that a request comes from, refreshed when it is time.

    Bolt's own asks auth.test for every request; here the installation says enough.
    """

    def __init__(self, installed: Installed, rotator: AsyncTokenRotator) -> None:
        self._installed = installed
        self._rotator = rotator
        # A refresh token is good once: one request of a workspace refreshes, the others wait.
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __call__(
        self,
        *,
        context: Any,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """The bot's token and ids; None where it is not installed (any more)."""  # fmt: skip
        org = bool(context.is_enterprise_install)
        bot = await self.bot(enterprise_id, team_id, org=org)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id, team_id=team_id or bot.team_id, bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id, bot_token=bot.bot_token, bot_scopes=bot.bot_scopes,
            user_id=user_id,
        )  # fmt: skip

    async def bot(
        self, enterprise: str | None, team: str | None, *, org: bool = False
    ) -> Bot | None:
        """The bot of a workspace with a token that is still good for a while."""
        async with self._locks[_workspace(enterprise, team, org=org)]:
            bot = await self._installed.async_find_bot(
                enterprise_id=enterprise, team_id=team, is_enterprise_install=org
            )
            return bot and await self._fresh(bot)

    async def _fresh(self, bot: Bot) -> Bot | None:
        try:
            fresh = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=ROTATE_MINUTES
            )
        except SlackTokenRotationError:
            _log.error("a token could not be refreshed; the workspace must install again")
            return None
        if fresh is not None:
            await self._installed.async_save_bot(fresh)
        return fresh or bot


def oauth_flow(
    client: AsyncWebClient,
    client_id: str,
    client_secret: str,
    public_url: str | None,
    installed: Installed,
    states: States,
) -> AsyncOAuthFlow:
    """Slack's installation pages: the state is checked in the store and by a cookie."""  # fmt: skip
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=[*REQUIRED_SCOPES, *OPTIONAL_SCOPES],
        user_scopes=[],
        redirect_uri=public_url.rstrip("/") + REDIRECT_PATH if public_url else None,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=installed,
        state_store=states,
    )
    return AsyncOAuthFlow(client=client, settings=settings)
