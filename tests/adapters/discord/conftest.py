"""A bot that is connected to a Discord of our own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.discord.parts import Parts
from adapters.discord.service import DiscordService
from adapters.pictures.drawer import Draw, no_picture
from bot.desk import Desk
from facts.compiled import Compiled
from tests.adapters.discord.fake import TOKEN, FakeDiscord, fake_discord
from tests.fakes import FakeKeyValue, FakeLeases, FakePorts, fake_ports
from tests.helpers import NOW


@dataclass
class Running:
    """A bot that is connected, what it is made of, and its task."""

    service: DiscordService
    ports: FakePorts
    notes: FakeKeyValue
    leases: FakeLeases
    gone: list[tuple[int, int | None]]
    task: asyncio.Task[None]


def parts_of(
    ready: Compiled, ports: FakePorts, notes: FakeKeyValue, gone: list[tuple[int, int | None]],
    draw: Draw = no_picture,
) -> Parts:  # fmt: skip
    async def note_gone(guild: int, channel: int | None) -> None:
        gone.append((guild, channel))

    return Parts(
        Desk(lambda: ready, ports),
        ports,
        notes,
        lambda: ready,
        lambda: NOW,
        gone=note_gone,
        draw=draw,
    )


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with fake_discord(FakeDiscord()) as server:
        yield server


@pytest.fixture
def draw() -> Draw:
    """What draws pictures; a test may have another."""
    return no_picture


@pytest.fixture
async def bot(fake: FakeDiscord, ready: Compiled, draw: Draw) -> AsyncIterator[Running]:
    ports, notes, leases = fake_ports(), FakeKeyValue(), FakeLeases()
    gone: list[tuple[int, int | None]] = []
    service = DiscordService(TOKEN, parts_of(ready, ports, notes, gone, draw), leases, api=fake.url)
    running = Running(service, ports, notes, leases, gone, asyncio.create_task(service.run()))
    yield running
    await service.stop()
    await running.task
