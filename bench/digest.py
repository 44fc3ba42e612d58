"""What the digest's store and worker manage when 100,000 channels are due at once.

`python -m bench.digest` measures SQLite with one process and PostgreSQL with three (where the
package `postgresql` is installed), each beside the bare statement that both could not do without.
"""

# ruff: noqa: ARG002  # what stands for the platform has the port's signatures

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import select, text, update

from adapters.running import settle
from adapters.store.records import channel_columns, subscription_columns
from adapters.store.schema import DELIVERIES, IS_OPEN, SUBSCRIPTIONS
from adapters.store.store import Store
from bench import task_engine
from bench.machine import machine
from bot.card import Card
from bot.command import Reply
from bot.desk import Desk, Response
from bot.digest.choose import Choice, Item, Shown
from bot.digest.content import Content
from bot.digest.delivery import Delivery
from bot.digest.ports import Claimed, DigestPorts, Poster
from bot.digest.sender import Making
from bot.digest.subscription import Channel, Subscription
from bot.digest.worker import Worker
from tests.chaos.run import databases

ROOT = Path(__file__).parents[1]
DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = DUE + timedelta(minutes=1)
PROCESSES = {"sqlite": 1, "postgresql": 3}
WHOLE = "whole path, each card chosen, drawn for Slack, checked"


@dataclass(frozen=True)
class Figures:
    """What one process did: posts, from when to when, seconds of the processor, the longest time
    that its loop stood still (ms), memory.
    """

    posts: int
    began: float
    ended: float
    cpu: float
    block: float
    mebibytes: float


class Fixed:
    """One card for everybody."""

    _response = Response(Reply(Card("Digest", (), "en"), {}, facts=("a", "b", "c")))

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        return Choice((), tuple(Item((fact,), "new") for fact in "abc"))

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        return self._response

    def versions(self, claimed: Claimed, choice: Choice) -> Mapping[str, int]:
        return dict.fromkeys(choice.facts(), 1)


class NoDelay(Poster):
    """A platform that takes everything at once."""

    platform = "slack"
    again_seconds = 0.0
    posts = 0

    async def turn(self, channel: Channel) -> None:
        pass

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        self.posts += 1
        return delivery

    async def find(self, channel: Channel, delivery: str) -> str | None:
        return None


class Rendered(NoDelay):
    """Draws each card for Slack and checks it, as the real one does."""

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        from adapters.slack.payload import problems
        from adapters.slack.render import message

        payload = message(response)
        if found := problems(payload):
            raise AssertionError(found)
        json.dumps(payload)
        return await super().post(channel, response, delivery)


async def fill(store: Store, number: int) -> None:
    """So many wishes that are all due at DUE; each asks for something else."""
    row = SUBSCRIPTIONS.insert()
    for first in range(0, number, 5000):
        rows = [_wish(n) for n in range(first, min(first + 5000, number))]
        async with store.database.writing() as connection:
            await connection.execute(row, rows)


def _wish(number: int) -> dict[str, object]:
    channel = Channel("slack", f"T{number % 2000}", f"C{number}")
    tag = ("en", "ja", "zh")[number % 3]
    wish = Subscription(channel, clock_time(9), "UTC", count=3 + number % 2, tag=tag, by="U1")
    due = {"next_due": DUE, "next_day": DUE.date(), "changed_at": 0.0}
    return {**channel_columns(channel), **subscription_columns(wish), **due}


async def plan(store: Store) -> float:
    """Plan everything that is due; deliveries a second."""
    began, planned = time.perf_counter(), 0
    while more := await store.deliveries.plan(NOW, 1000):
        planned += more
    return planned / (time.perf_counter() - began)


async def open_ones(store: Store, keep: int | None = None) -> None:
    """Make deliveries open again, all or so many of them, as if none had been tried."""
    open_again = update(DELIVERIES).values(
        state="planned", choice=None, versions=None, first_try=None, ended=None, message=None,
        owner=None, lease_until=0.0, tries=0,
    )  # fmt: skip
    async with store.database.writing() as connection:
        if not store.database.is_file:
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("DELETE FROM shown"))
        await connection.execute(open_again)
        if keep is not None:
            some = select(DELIVERIES.c.id).limit(keep)
            others = update(DELIVERIES).where(DELIVERIES.c.id.not_in(some))
            await connection.execute(others.values(state="skipped", ended=NOW))
    if not store.database.is_file:
        await store.database.write(text("VACUUM ANALYZE deliveries"))


async def bare(store: Store) -> int:
    """The least that a queue in a database can do: take a hundred rows and mark them as done."""
    free = select(DELIVERIES.c.id).where(IS_OPEN).order_by(DELIVERIES.c.due).limit(100)
    taken = free.with_for_update(skip_locked=True).cte("free")
    done = update(DELIVERIES).where(DELIVERIES.c.id.in_(select(taken.c.id)))
    done, number = done.values(state="sent", ended=NOW).returning(*DELIVERIES.c), 0
    while rows := await store.database.write(done):
        number += len(rows)
    return number


async def deliver(store: Store, owner: str, making: Making, poster: NoDelay) -> int:
    """Run a worker until nothing is open; how many posts it made."""
    ports = DigestPorts(store.subscriptions, store.deliveries, {"slack": poster}, store.posts)
    worker = Worker(ports, making, lambda: NOW, owner)
    running = asyncio.create_task(worker.run(0.05))
    left = select(DELIVERIES.c.id).where(IS_OPEN).limit(1)
    while await store.database.read(left):
        await asyncio.sleep(0.1)
    await worker.stop()
    await running
    return poster.posts


async def _content(store: Store) -> Content:
    """The real content, with everything loaded that loads once."""
    from adapters.settings import read_settings
    from facts.compiled import compiled

    settings = read_settings()
    ready = compiled(settings.packs, settings.cache)
    desk = Desk(lambda: ready, store.ports())
    content, poster = Content(lambda _: ready, desk.draw), Rendered()
    for tag in ("en", "ja", "zh"):
        subscription = Subscription(Channel("slack", "", tag), tag=tag)
        delivery = Delivery("", subscription.channel, DUE.date(), DUE, "planned")
        claimed = Claimed(delivery, subscription, uncertain=False)
        response = await content.compose(claimed, content.choose(claimed, {}), NOW)
        await poster.post(subscription.channel, response, "")
    return content


async def work(address: str, what: str, owner: str, start: float) -> Figures:
    """One process's part, from `start` on."""
    store, blocked = Store(address), Blocked()
    if what != "queue":  # connected, and the libraries loaded
        await store.deliveries.shown(Channel("slack", "", ""))
    making: Making = await _content(store) if what == "whole" else Fixed()
    settle()  # as the bot does, once everything is loaded
    await asyncio.sleep(max(0.0, start - time.time()))
    watching = asyncio.create_task(blocked.watch())
    began, cpu = time.time(), time.process_time()
    if what == "queue":
        posts = await task_engine.work(address)
    elif what == "bare":
        posts = await bare(store)
    else:
        poster = Rendered() if what == "whole" else NoDelay()
        posts = await deliver(store, owner, making, poster)
    ended, cpu = time.time(), time.process_time() - cpu
    watching.cancel()
    await store.close()
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(posts, began, ended, cpu, blocked.most * 1000, mebibytes)


class Blocked:
    """How long the loop stood still at most, in seconds."""

    most = 0.0

    async def watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            self.most = max(self.most, time.perf_counter() - began - 0.005)


def together(address: str, what: str, processes: int) -> list[Figures]:
    """The figures of so many processes that work on the same database at once."""
    start = time.time() + 6
    command = [sys.executable, "-m", "bench.digest", "--work", what, "--address", address]
    running = [
        subprocess.Popen(
            [*command, "--owner", f"p{n}", "--start", str(start)],
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
        for n in range(processes)
    ]
    return [Figures(**json.loads(process.communicate()[0])) for process in running]


def row(name: str, figures: list[Figures]) -> str:
    """A row of Markdown."""
    seconds = max(f.ended for f in figures) - min(f.began for f in figures)
    posts = sum(f.posts for f in figures)
    cells = (
        name, len(figures), f"{posts:,}", f"{seconds:.1f}", f"{posts / seconds:,.0f}",
        f"{posts / sum(f.cpu for f in figures):,.0f}",
        f"{max(f.block for f in figures):.0f}", f"{max(f.mebibytes for f in figures):.0f}",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def measure(engine: str, address: str, number: int, whole: int) -> None:
    """Print the rows of one database."""
    processes = PROCESSES[engine]

    async def prepare() -> float:
        async with Store.open(address) as store:
            await fill(store, number)
            return await plan(store)

    async def again(keep: int | None = None) -> None:
        async with Store.open(address) as store:
            await open_ones(store, keep)

    rate = asyncio.run(prepare())
    print(
        f"| {engine}: plan | 1 | {number:,} | {number / rate:.1f} | {rate:,.0f} | | | |", flush=True
    )
    for name, what, keep, workers in (
        ("bare UPDATE … RETURNING", "bare", None, processes),
        ("outbox alone, one card, a platform without delay", "outbox", None, processes),
        *((WHOLE, "whole", whole, workers) for workers in sorted({1, processes})),
    ):
        asyncio.run(again(keep))
        print(row(f"{engine}: {name}", together(address, what, workers)), flush=True)


def measure_queue(address: str, number: int) -> None:
    """Print the row of a general task engine on PostgreSQL, where it is installed."""
    if find_spec("procrastinate") is None:
        print("procrastinate is NOT MEASURED: pip install procrastinate", flush=True)
        return
    asyncio.run(task_engine.fill(address, number))
    figures = together(address, "queue", PROCESSES["postgresql"])
    print(row("postgresql: procrastinate, a task that does nothing", figures), flush=True)


HEAD = """\
| what | processes | deliveries | s | a second | a second of processor | longest block of a loop, ms | peak MiB |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--whole", type=int, default=10_000)
    parser.add_argument("--engine", choices=PROCESSES, action="append")
    parser.add_argument(
        "--work", choices=["bare", "outbox", "whole", "queue"], help=argparse.SUPPRESS
    )
    for name in ("--address", "--owner"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--start", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        figures = asyncio.run(work(options.address, options.work, options.owner, options.start))
        print(json.dumps(asdict(figures)))
        return
    print(f"{machine()}\n\n{HEAD}", flush=True)
    for engine in options.engine or PROCESSES:
        with databases(engine) as empty:
            measure(engine, empty(), options.number, options.whole)
            if engine == "postgresql":
                measure_queue(empty(), options.whole)


if __name__ == "__main__":
    main()
