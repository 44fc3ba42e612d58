"""Workspaces that installed the bot, and the tokens of OAuth round trips."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from adapters.store.engine import Database
from adapters.store.schema import INSTALLATIONS, OAUTH_STATES
from bot.ports import STATE_MINUTES, Installations


class StoredInstallations(Installations):
    """Keeps the bytes that it is given; the platform's adapter has encrypted them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, platform: str, workspace: str, data: bytes) -> None:
        """Replaces the whole row."""
        row = {"platform": platform, "workspace": workspace, "data": data}
        kept = self._database.insert(INSTALLATIONS).values(row).on_conflict_do_update(
            index_elements=INSTALLATIONS.primary_key, set_={"data": data}
        )  # fmt: skip
        await self._database.write(kept)

    async def find(self, platform: str, workspace: str) -> bytes | None:
        """One row."""
        query = select(INSTALLATIONS.c.data).where(_of(platform, workspace))
        rows = await self._database.read(query)
        return bytes(rows[0].data) if rows else None

    async def all(self, platform: str) -> dict[str, bytes]:
        """Ordered by workspace."""
        columns = INSTALLATIONS.c
        query = select(columns.workspace, columns.data).where(columns.platform == platform)
        rows = await self._database.read(query.order_by(columns.workspace))
        return {row.workspace: row.data for row in rows}

    async def delete(self, platform: str, workspace: str) -> None:
        """The data is gone for good."""
        await self._database.write(delete(INSTALLATIONS).where(_of(platform, workspace)))

    async def issue_state(self, now: datetime) -> str:
        """256 random bits, safe in an address."""
        state = secrets.token_urlsafe(32)
        row = {"state": state, "issued_at": now}
        await self._database.write(self._database.insert(OAUTH_STATES).values(row))
        return state

    async def consume_state(self, state: str, now: datetime) -> bool:
        """Deletes it in the same statement, so that it is good for one use among all processes."""
        columns = OAUTH_STATES.c
        good = columns.issued_at >= now - timedelta(minutes=STATE_MINUTES)
        used = delete(OAUTH_STATES).where(columns.state == state, good)
        return bool(await self._database.write(used.returning(columns.state)))


def _of(platform: str, workspace: str) -> ColumnElement[bool]:
    columns = INSTALLATIONS.c
    return (columns.platform == platform) & (columns.workspace == workspace)
