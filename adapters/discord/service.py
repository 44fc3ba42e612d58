"""Discord as a service: one process holds the gateway, a fresh client for each attempt."""

import asyncio
import contextlib
import logging
import secrets

import aiohttp
import discord

from adapters.discord.api import REFUSED, Api, UnreachableError, use
from adapters.discord.app import Bot
from adapters.discord.parts import Parts
from adapters.service import BadTokenError
from bot.ports import Leases, StoreError

LEASE = "discord.gateway"
LEASE_SECONDS = 30.0
STORE_SECONDS = 1.0  # before a store is asked again that is away, or not yet there
CLOSE_SECONDS = 1.5  # for Discord to say goodbye; the drain of 8 s and this end within 10 s
LONGEST_PAUSE = 60.0  # seconds between attempts to connect
AUTHENTICATION_FAILED = 4004  # how the gateway closes on a bad token
_log = logging.getLogger(__name__)

_BREAKS = (
    OSError, TimeoutError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound,
    discord.ConnectionClosed,
)  # fmt: skip


class DiscordService:
    """Serves Discord; of several processes with one store, only one is connected at a time."""

    name = "discord"

    def __init__(
        self, token: str, parts: Parts, leases: Leases, *, api: str | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:  # fmt: skip
        self._token, self._api = token, api
        self._parts, self._leases = parts, leases
        self._lease_seconds = lease_seconds
        self._owner = secrets.token_hex(8)
        self._ending = asyncio.Event()
        self._client: Bot | None = None
        if api:
            use(api)

    async def check(self) -> None:
        """BadTokenError where Discord refuses the token; a Discord that can't be reached is no
        fault of the token.
        """
        try:
            answer = await Api(self._token, self._api).get("/users/@me")
        except UnreachableError as error:
            _log.warning("Discord can't be reached to check the token: %s", error)
            return
        if answer.status == 401:
            raise BadTokenError(REFUSED)

    async def run(self) -> None:
        """Serve until `stop`; BadTokenError when the token went bad."""
        pause = 1.0
        while not self._ending.is_set():
            try:
                held = await self._leases.hold(LEASE, self._owner, self._lease_seconds)
            except StoreError as error:
                _log.warning("who holds Discord's gateway can't be known: %s", error)
                await self._sleep(STORE_SECONDS)
                continue
            if not held:
                await self._sleep(self._lease_seconds / 3)
                continue
            begun = asyncio.get_running_loop().time()
            try:
                await self._attempt()
            except _BREAKS as error:
                _log.warning("the connection to Discord ended: %r", error)
            if asyncio.get_running_loop().time() - begun > LONGEST_PAUSE:
                pause = 1.0
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def stop(self) -> None:
        """Let the answers under way finish, say goodbye, and let another process take over."""
        self._ending.set()
        if self._client:
            await self._client.drain()
            await _close(self._client)
        with contextlib.suppress(StoreError):
            await self._leases.release(LEASE, self._owner)

    async def _attempt(self) -> None:
        """Connect with a new client, and stay connected while the lease is held."""
        client = self._client = Bot(self._parts)
        keeping = asyncio.create_task(self._keep_lease(client))
        try:
            await client.start(self._token, reconnect=True)
        except discord.LoginFailure as error:
            raise BadTokenError(REFUSED) from error
        except discord.ConnectionClosed as error:
            if error.code == AUTHENTICATION_FAILED:
                raise BadTokenError(REFUSED) from error
            raise
        finally:
            keeping.cancel()
            await _close(client)

    async def _keep_lease(self, client: Bot) -> None:
        """Go on with the lease; a client whose lease another process has is closed. While the
        store is away nobody else can take it either.
        """
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            try:
                if not await self._leases.hold(LEASE, self._owner, self._lease_seconds):
                    _log.warning("another process holds Discord's gateway now")
                    await _close(client)
                    return
            except StoreError:
                _log.exception("the store failed; the gateway is held on")

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)


async def _close(client: Bot) -> None:
    """Close a client; its sockets are closed even when Discord does not say goodbye in time."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(client.close()), CLOSE_SECONDS)
    await client.http.close()
