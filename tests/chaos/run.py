"""Worker processes killed at random against a platform that fails at random, and what came of it.

`python -m tests.chaos.run` runs ten seeds on both databases; `--bug all` plants bugs instead.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from aiohttp import web
from sqlalchemy import select

from adapters.store.schema import DELIVERIES
from adapters.store.store import Store
from bot.digest.subscription import Channel, Subscription
from tests.adapters.store.postgres import Cluster, find_programs
from tests.chaos.bugs import BUGS, CAUGHT, HELD, drop_the_key
from tests.chaos.platform import Kind, Platform
from tests.chaos.time import FakeTime

ROOT = Path(__file__).parents[2]
START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
PROCESSES = {"sqlite": 2, "postgresql": 3}
OPEN = ("planned", "sending")
WITHOUT_POST = ("missed", "failed", "skipped")


@dataclass(frozen=True)
class Plan:
    """One run: for so many real seconds processes are killed, then what is left is delivered.

    A process lives for `life` real seconds on average; `down` is the longest time, in seconds of
    the fake clock, until the next one starts in its place.
    """

    seed: int
    engine: str
    bug: str = ""
    seconds: float = 120
    scale: float = 20
    wishes: int = 1500
    life: float = 4
    down: float = 900
    patience: float = 150  # real seconds after the last kill


@dataclass
class Outcome:
    """What became of every wish."""

    states: Counter[str]
    accepted: int
    duplicates: int
    losses: list[str]
    kills: int
    platform: dict[str, int]

    @property
    def good(self) -> bool:
        return not self.duplicates and not self.losses

    def row(self, plan: Plan) -> str:
        """A row of Markdown."""
        states = ", ".join(f"{n} {state}" for state, n in sorted(self.states.items()))
        cells = (
            plan.engine, plan.seed, plan.bug or "none", self.kills, self.accepted,
            self.platform.get("taken for its twin", 0), states, self.duplicates, len(self.losses),
        )  # fmt: skip
        return f"| {' | '.join(map(str, cells))} |"


HEAD = """\
| database | seed | planted bug | kills | accepted | twins refused | states | duplicates | silent losses |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


async def run(plan: Plan, address: str) -> Outcome:
    """Set up, let it rage, let it end, and look."""
    random = Random(f"{plan.seed} {plan.engine}")  # noqa: S311  # the same again
    time = FakeTime.from_now(START, plan.scale)
    platform = Platform(time, random)
    async with Store.open(address) as store:
        if plan.bug == "no unique key":
            await drop_the_key(store)
        channels = await _subscribe(store, plan, platform, random)
        runner = web.AppRunner(platform.app(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        chaos = _Chaos(plan, time, Random(random.random()), [  # noqa: S311  # the same again
            sys.executable, "-m", "tests.chaos.worker", address, f"http://127.0.0.1:{port}",
            time.text(),
        ])  # fmt: skip
        try:
            await chaos.rage()
            await chaos.until(lambda: _settled(store, len(channels)))
        finally:
            await chaos.end()
            await runner.cleanup()
        return await _outcome(store, platform, channels, chaos.kills)


async def _subscribe(store: Store, plan: Plan, platform: Platform, random: Random) -> list[Channel]:
    """Wishes that fall due one by one while processes are killed; a few were missed before."""
    channels = []
    for number in range(plan.wishes):
        kind = Kind(refused=random.random() < 0.02, readable=random.random() < 0.7)
        name = f"C{number}"
        platform.kinds[name] = kind
        place = random.choice(["slack", "discord"]), f"T{random.randrange(plan.wishes // 5)}"
        channel = Channel(*place, name)
        due = START + timedelta(seconds=random.uniform(0.05, 1) * plan.seconds * plan.scale)
        if random.random() < 0.02:
            due = START - timedelta(hours=7)
        at = due.time().replace(microsecond=0)
        wish = Subscription(channel, at=at, zone="UTC", days=(due.weekday(),))
        await store.subscriptions.put(wish, due - timedelta(minutes=1))
        channels.append(channel)
    return channels


class _Chaos:
    """The processes: started, killed, started again."""

    def __init__(self, plan: Plan, time: FakeTime, random: Random, command: list[str]) -> None:
        self._plan, self._time, self._random, self._command = plan, time, random, command
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self._names = itertools.count()
        self.kills = 0

    async def rage(self) -> None:
        """Kill for as long as the plan says; then every process runs."""
        slots = range(PROCESSES[self._plan.engine])
        ends = asyncio.get_running_loop().time() + self._plan.seconds
        await asyncio.gather(*(self._keep_killing(slot, ends) for slot in slots))

    async def _keep_killing(self, slot: int, ends: float) -> None:
        loop = asyncio.get_running_loop()
        while loop.time() < ends:
            await self._start(slot)
            life = 0.5 + self._random.expovariate(1 / self._plan.life)
            await asyncio.sleep(min(life, max(0, ends - loop.time())))
            await self._kill(slot)
            # Mostly soon, now and then late: else nobody would be there to be killed.
            most = self._plan.down if self._random.random() < 0.25 else self._plan.down / 20
            down = self._time.real(self._random.uniform(0, most))
            await asyncio.sleep(min(down, max(0, ends - loop.time())))
        await self._start(slot)

    async def _start(self, slot: int) -> None:
        command = [*self._command, f"p{next(self._names)}", self._plan.bug]
        self._running[slot] = await asyncio.create_subprocess_exec(*command, cwd=ROOT)

    async def _kill(self, slot: int) -> None:
        process = self._running.pop(slot)
        if process.returncode is not None:
            raise AssertionError(f"a worker ended by itself: {process.returncode}")
        process.kill()
        await process.wait()
        self.kills += 1

    async def until(self, done: Callable[[], Awaitable[bool]]) -> None:
        """Wait until it is done, or the patience of the plan is at its end."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._plan.patience
        while not await done() and loop.time() < ends:
            await asyncio.sleep(0.5)

    async def end(self) -> None:
        for process in self._running.values():
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _settled(store: Store, wishes: int) -> bool:
    rows = await store.database.read(select(DELIVERIES.c.channel, DELIVERIES.c.state))
    still_open = any(row.state in OPEN for row in rows)
    return not still_open and len({row.channel for row in rows}) == wishes


async def _outcome(
    store: Store, platform: Platform, channels: Sequence[Channel], kills: int
) -> Outcome:
    """One accepted post or a state with its reason for each wish, and nothing else."""
    states, losses, duplicates = Counter[str](), list[str](), 0
    for channel in channels:
        accepted = platform.accepted[channel.channel]
        duplicates += max(0, len(accepted) - 1)
        found = await store.deliveries.history(channel, None)
        states.update(delivery.state for delivery in found)
        if not found:
            losses.append(f"{channel.key()}: never planned")
        for delivery in found:
            if not _explained(delivery.state, delivery.reason, len(accepted)):
                said = f"{delivery.state} ({delivery.reason}), {len(accepted)} accepted"
                losses.append(f"{channel.key()}: {said}")
    total = sum(map(len, platform.accepted.values()))
    return Outcome(states, total, duplicates, losses, kills, dict(platform.counts))


def _explained(state: str, reason: str | None, accepted: int) -> bool:
    if state == "sent":
        return accepted > 0
    if state in WITHOUT_POST:
        return bool(reason) and not accepted
    return state == "ambiguous" and bool(reason)


@contextmanager
def databases(engine: str) -> Iterator[Callable[[], str]]:
    """Gives the address of an empty database each time that it is called."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            numbers = itertools.count()
            yield lambda: f"sqlite:///{folder}/{next(numbers)}.db"
            return
        programs = find_programs()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed: the package `postgresql`")
        cluster = Cluster(programs)
        try:
            cluster.make()
            cluster.start()
            yield cluster.empty_database
        finally:
            cluster.remove()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--wishes", type=int, default=1500)
    parser.add_argument("--engine", choices=PROCESSES, action="append")
    parser.add_argument("--bug", choices=[*BUGS, "all"], default="")
    options = parser.parse_args()
    bugs = (*CAUGHT, HELD) if options.bug == "all" else (options.bug,)
    print(HEAD, flush=True)  # noqa: T201  # the table is what the command is for
    wrong = []
    for engine in options.engine or PROCESSES:
        with databases(engine) as empty:
            for bug, number in itertools.product(bugs, range(options.seeds)):
                plan = Plan(options.first + number, engine, bug, options.seconds)
                plan = replace(plan, wishes=options.wishes)
                outcome = asyncio.run(run(plan, empty()))
                print(outcome.row(plan), *outcome.losses[:5], sep="\n", flush=True)  # noqa: T201  # the same
                if outcome.good is (bug in CAUGHT):
                    wrong.append(plan)
    if wrong:
        raise SystemExit(f"not as it should be: {wrong}")


if __name__ == "__main__":
    main()
