"""The libraries of circles: the packs that every process has, and what curators published.

What is published is polled, written to a folder as a pack, compiled in a process of its own and
then read in: answers go on meanwhile with the library that was there before. All processes of a
machine share the folder, and a restart finds what is there.
"""

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.packs import PackError, Place, place_of
from bot.ports import StoreError
from bot.review.circle import Circles
from bot.review.item import EVERYBODY, Circle
from bot.review.ports import Published
from facts.compiled import Compiled, compiled

POLL_SECONDS = 15.0  # all processes see a change within a minute: two polls and one compilation
AGAIN_SECONDS = 300.0  # before a pack that could not be compiled is tried again unchanged
COMPILE_SECONDS = 240.0
START_SECONDS = 20.0  # for which a start waits; a library that is compiled already takes 0.1 s
_CLASH = "is already used by"
# What the compiling process sees of the environment: no token of ours is any business of it.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "PYTHONPATH")

_log = logging.getLogger(__name__)


@dataclass
class _Kept:
    """What is made of a circle: its pack at a revision, and the library on top of it."""

    revision: int
    pack: Path
    ready: Compiled
    under: Path | None = None  # the pack of everybody's that it was made with


class Libraries:
    """Gives each circle its library, and keeps it up to date while `run` runs.

    `packs` are those of the settings and `base` the library of them alone; nothing that a caller
    does ever waits for a compilation.
    """

    name = "library"

    def __init__(
        self, base: Compiled, packs: Sequence[Path], data: Path, published: Published,
        circles: Circles, poll: float = POLL_SECONDS,
    ) -> None:  # fmt: skip
        self._base, self._packs, self._data = base, tuple(packs), data
        self._published, self._circles, self._poll = published, circles, poll
        self._kept: dict[Circle, _Kept] = {}
        self._failed: dict[Circle, tuple[int, Path | None, float]] = {}
        self._end = asyncio.Event()

    def everybody(self) -> Compiled:
        """What everybody reads."""
        kept = self._kept.get(EVERYBODY)
        return kept.ready if kept else self._base

    def of(self, platform: str, workspace: str) -> Compiled:
        """What is read in a workspace: what it published for itself counts even when it publishes
        for everybody now.
        """
        for circle in reversed(self._circles.read_in(platform, workspace)):
            if kept := self._kept.get(circle):
                return kept.ready
        return self._base

    def of_circle(self, circle: Circle) -> Compiled:
        """What a circle reads."""
        kept = self._kept.get(circle)
        return kept.ready if kept else self.everybody()

    def every(self) -> list[Compiled]:
        """Every library that somebody reads."""
        own = [kept.ready for circle, kept in self._kept.items() if circle != EVERYBODY]
        return [self.everybody(), *own]

    async def check(self) -> None:
        """Take what is published before anything is answered; what can't be had soon is left to
        `run`.
        """
        with contextlib.suppress(StoreError, TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self.refresh()

    async def run(self) -> None:
        """Look for changes until `stop`."""
        self._end.clear()
        while not self._end.is_set():
            try:
                await self.refresh()
            except StoreError as error:
                _log.error("what was published can't be read: %s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), self._poll)

    async def stop(self) -> None:
        """Look no more."""
        self._end.set()

    async def refresh(self, only: Collection[Circle] | None = None) -> None:
        """Take what has changed since the last look, of some circles or of all; StoreError where
        that can't be told.
        """
        revisions = dict(await self._published.revisions())
        if only is not None:
            revisions = {c: n for c, n in revisions.items() if c == EVERYBODY or c in only}
        await self._refreshed(EVERYBODY, revisions.get(EVERYBODY))
        everybody = self._kept.get(EVERYBODY)
        for circle in sorted(revisions.keys() - {EVERYBODY}):
            under = everybody.pack if everybody else None
            await self._refreshed(circle, revisions[circle], under)

    async def _refreshed(
        self, circle: Circle, revision: int | None, under: Path | None = None
    ) -> None:
        known = self._kept.get(circle)
        if revision is None:
            return
        if known and (known.revision, known.under) == (revision, under):
            if circle == EVERYBODY:  # the terminal's processes read no other
                with contextlib.suppress(OSError):
                    await asyncio.to_thread(self._place(circle).point_at, known.pack, revision)
            return
        tried = self._failed.get(circle)
        if tried and tried[:2] == (revision, under) and time.monotonic() < tried[2]:
            return
        try:
            self._kept[circle] = await self._made(circle, revision, under)
            self._failed.pop(circle, None)
            _log.info("%s reads what was published up to its change %s", circle, revision)
        except (PackError, OSError) as error:
            self._failed[circle] = (revision, under, time.monotonic() + AGAIN_SECONDS)
            _log.error("the pack of %s can't be used, the one before stays: %s", circle, error)

    async def _made(self, circle: Circle, revision: int, under: Path | None) -> _Kept:
        place = self._place(circle)
        records = await self._published.records(circle)
        pack = await asyncio.to_thread(place.write, records)
        packs = [*self._packs, *([under] if under else []), pack]
        await _compile(packs, place.cache)
        ready = await asyncio.to_thread(compiled, packs, place.cache)
        before = {*self._base.library.problems, *self.everybody().library.problems}
        found = (p for p in ready.library.problems if p not in before)
        # That an earlier pack has the id of a record is no damage: that record counts.
        broken = [p for p in found if _CLASH not in p.message]
        for problem in broken:
            _log.error("%s", problem)
        if broken and circle in self._kept:
            raise PackError(f"{len(broken)} of its records are broken")
        await asyncio.to_thread(place.point_at, pack, revision)
        await asyncio.to_thread(place.tidy, pack)
        return _Kept(revision, pack, ready, under)

    def _place(self, circle: Circle) -> Place:
        return place_of(self._data, circle)


async def _compile(packs: Sequence[Path], cache: Path) -> None:
    """Compile in a process of its own, so that this one answers on; PackError where it fails."""
    environment = {k: v for k, v in os.environ.items() if k in _ENVIRONMENT}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.compiling", str(cache), *map(str, packs),
        env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(process.communicate(), COMPILE_SECONDS)
    except TimeoutError:
        raise PackError(f"it was not compiled within {COMPILE_SECONDS:g} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise PackError(f"it was not compiled: {' '.join(last) or process.returncode}")
