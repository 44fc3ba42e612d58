"""Tell Discord the commands: once, and again only when they changed."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.discord.declare import Json, declared, digest_of, of_guild
from bot.ports import KeyValue, StoreError

if TYPE_CHECKING:
    from discord.http import HTTPClient

_ENTRY_POINT = 4  # the command that starts an app's activity: Discord's own, never deleted
_log = logging.getLogger(__name__)


async def sync(
    http: "HTTPClient", application: int, guild: int | None, notes: KeyValue, now: datetime
) -> bool:
    """Bring the installed commands in line with the declared ones, everywhere or in one server;
    False when nothing had changed since the last time. HTTPException where Discord refuses.
    """
    wanted = declared() if guild is None else of_guild(declared())
    key, digest = f"discord.commands.{application}.{guild or 'everywhere'}", digest_of(wanted)
    if await _last(notes, key, now) == digest:
        return False
    kept = await _delete_stale(http, application, guild, wanted)
    if guild is None:
        await http.bulk_upsert_global_commands(application, payload=[*wanted, *kept])
    else:
        await http.bulk_upsert_guild_commands(application, guild, payload=[*wanted, *kept])
    try:
        await notes.put(key, digest)
    except StoreError:
        _log.warning("the synced commands could not be noted; the next start syncs them again")
    _log.info("commands synced")
    return True


async def _last(notes: KeyValue, key: str, now: datetime) -> str | None:
    try:
        return await notes.get(key, now)
    except StoreError:
        return None


async def _delete_stale(
    http: "HTTPClient", application: int, guild: int | None, wanted: list[Json]
) -> list[Json]:
    """Delete what is no longer declared, before the limit of 100 commands can be met
    (platform-limits, row "commands"); the commands that are not ours to delete.
    """
    installed = (
        await http.get_global_commands(application)
        if guild is None
        else await http.get_guild_commands(application, guild)
    )
    known, kept = {(c["type"], c["name"]) for c in wanted}, []
    for command in installed:
        if command["type"] == _ENTRY_POINT:
            kept.append(dict(command))
        elif (command["type"], command["name"]) not in known:
            id_ = int(command["id"])
            await (
                http.delete_global_command(application, id_)
                if guild is None
                else http.delete_guild_command(application, guild, id_)
            )
    return kept
