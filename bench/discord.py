"""The bot on Discord: from an event on the gateway to the first request of its answer.

`python -m bench.discord` runs the real client against a gateway and REST of our own on loopback,
beside an empty command of discord.py on the same wire, and completions over a large library.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import discord
from discord import app_commands

from adapters.discord.api import use
from adapters.discord.app import Bot
from adapters.discord.parts import Parts
from bench.machine import machine
from bench.questions import read_questions
from bench.scale import library, make
from bot.desk import Desk
from facts.compiled import Compiled, compile_library, compiled
from tests.adapters.discord.fake import TOKEN, FakeDiscord, fake_discord
from tests.fakes import FakeKeyValue, fake_ports

AT_ONCE = 64
HEADER = (
    "| what | interactions | ms p50 | ms p99 | processor ms p50 | p99 | a second, 64 at once |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)

Ask = Callable[[int], Awaitable[str]]


class Empty(discord.AutoShardedClient):
    """A client whose one command says "ok"."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.none())
        self.tree = app_commands.CommandTree(self)
        group = app_commands.Group(name="japan-ai", description="empty")

        @group.command(name="ask", description="empty")
        async def ask(interaction: discord.Interaction[Any], question: str) -> None:
            del question
            await interaction.response.send_message("ok")

        self.tree.add_command(group)


class Wire(FakeDiscord):
    """Discord without its checks, which would be measured too; notes when answers arrive."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, asyncio.Future[float]] = {}

    def arrival(self, token: str) -> asyncio.Future[float]:
        return self._waiting.setdefault(token, asyncio.get_running_loop().create_future())

    def _check(self, method: str, path: str, body: Any) -> None:  # noqa: ARG002  # the fake's
        if path.endswith("/callback"):
            self.arrival(path.split("/")[3]).set_result(time.perf_counter())


async def timed(wire: Wire, ask: Ask, number: int) -> tuple[float, float]:
    """Milliseconds from the event to the first request that answers it; and of the processor's
    time, which other work on the machine does not change, both ends of the wire together.
    """
    begun, worked = time.perf_counter(), time.process_time()
    arrived = await wire.arrival(await ask(number))
    return 1000 * (arrived - begun), 1000 * (time.process_time() - worked)


async def measure(name: str, wire: Wire, ask: Ask, count: int) -> None:
    await timed(wire, ask, 0)
    pairs = [await timed(wire, ask, number) for number in range(count)]
    begun, turns = time.perf_counter(), asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with turns:
            await timed(wire, ask, number)

    await asyncio.gather(*map(one, range(count)))
    rate = count / (time.perf_counter() - begun)
    columns = [sorted(times) for times in zip(*pairs)]
    shown = [f"{t[count // 2]:.1f} | {t[int(count * 0.99)]:.1f}" for t in columns]
    print(f"| {name} | {count:,} | {' | '.join(shown)} | {rate:,.0f} |", flush=True)


def parts_of(ready: Compiled) -> Parts:
    ports = fake_ports()
    now = datetime.now(UTC)
    return Parts(Desk(lambda: ready, ports), ports, FakeKeyValue(), lambda: ready, lambda: now)


async def connected(wire: Wire, client: discord.Client) -> asyncio.Task[None]:
    use(wire.url)
    task = asyncio.create_task(client.start(TOKEN))
    await wire.wait(lambda: wire.sockets)
    return task


async def run(count: int, facts: int) -> None:
    """Every measurement, each with a client and a wire of its own."""
    ready, questions = compiled(), [q.q for q in read_questions("validation")]

    def asking(wire: Wire) -> Ask:
        return lambda n: wire.slash("ask", question=questions[n % len(questions)])

    print(HEADER)
    await on_a_wire(Empty(), lambda w: measure("discord.py, an empty command", w, asking(w), count))
    await on_a_wire(Bot(parts_of(ready)), lambda w: measure("`/japan-ai ask`", w, asking(w), count))
    records, queries = make(facts)
    large = compile_library(library(records))
    typed = [query.q.split()[0] for query in queries]

    def typing(wire: Wire) -> Ask:
        def ask(number: int) -> Awaitable[str]:
            name = typed[number % len(typed)]
            text = name[: 3 + number % len(name)]
            return wire.type_in("ask", "question", text)

        return ask

    await on_a_wire(
        Bot(parts_of(large)),
        lambda w: measure(f"completion over {facts:,} facts", w, typing(w), count),
    )


async def on_a_wire(client: discord.Client, work: Callable[[Wire], Awaitable[None]]) -> None:
    async with fake_discord(Wire()) as wire:
        task = await connected(wire, client)
        await work(wire)
        await client.close()
        await task


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--facts", type=int, default=100_000)
    arguments = parser.parse_args()
    print(machine(), "\n")
    asyncio.run(run(arguments.count, arguments.facts))


if __name__ == "__main__":
    main()
