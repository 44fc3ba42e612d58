"""`japan-ai doctor`: one line for each thing that is configured, and status 1 when one is wrong."""

import asyncio
from datetime import UTC, datetime

import click

from adapters.discord.doctor import examine
from adapters.server_settings import ServerSettings, SettingsError, read_server_settings
from adapters.slack.doctor import check_slack
from adapters.store.store import Store
from bot.plain_text import inert
from bot.ports import StoreError

Finding = tuple[bool, str]


def doctor() -> int:
    """Print the findings; the exit status."""
    try:
        findings = asyncio.run(_findings(read_server_settings()))
    except SettingsError as error:
        findings = [(False, str(error))]
    for well, line in findings:
        click.echo(f"{'ok ' if well else 'BAD'} {inert(line)}")
    return 0 if all(well for well, _ in findings) else 1


async def _findings(settings: ServerSettings) -> list[Finding]:
    slack, discord, store = await asyncio.gather(
        check_slack(settings, lambda: datetime.now(UTC)), _discord(settings), _store(settings)
    )
    if not (slack or discord):
        store.append((True, "no platform is configured: the terminal works without"))
    return [*slack, *discord, *store]


async def _discord(settings: ServerSettings) -> list[Finding]:
    if settings.discord_token is None:
        return []
    token = settings.discord_token.get_secret_value()
    found = await examine(token, settings.discord_api, settings.discord_guild)
    return [(well, f"discord: {line}") for well, line in found]


async def _store(settings: ServerSettings) -> list[Finding]:
    try:
        async with Store.open(settings.database()) as store:
            trouble = await store.status()
    except StoreError as error:
        trouble = str(error)
    return [(trouble is None, f"store: {trouble or 'can be read and written'}")]
