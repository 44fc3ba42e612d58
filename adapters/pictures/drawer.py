"""Ask the drawing process for pictures: one process, kept warm, killed when it takes too long."""

import asyncio
import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from importlib.util import find_spec

from adapters.pictures.child import written
from bot.card import Chart

SECONDS = 15.0  # for one picture; a warm one takes a fifth of a second
START_SECONDS = 60.0  # for loading matplotlib, which may look through all fonts the first time
KEPT = 32  # pictures that are remembered
MODULE = "adapters.pictures.child"
# What the child sees of the environment: no token of ours is any business of a drawing.
_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SYSTEMROOT",
    "MPLCONFIGDIR",
    "XDG_CACHE_HOME",
)

Draw = Callable[[Chart], Awaitable[bytes]]
_log = logging.getLogger(__name__)


class DrawingError(Exception):
    """No picture; the message says why: the extra is missing, or the drawing failed."""


async def no_picture(chart: Chart) -> bytes:
    """A Draw that never draws, for where nothing is set up to."""
    raise DrawingError(f"no picture of {chart.kind} can be drawn here")


def can_draw() -> bool:
    """Whether the extra `charts` is installed."""
    return find_spec("matplotlib") is not None


class Drawer:
    """Draws charts, one at a time. `command` starts the process, but in tests that of this bot."""

    def __init__(
        self,
        seconds: float = SECONDS,
        command: tuple[str, ...] = (sys.executable, "-m", MODULE),
        *,
        able: bool | None = None,
    ) -> None:
        self._seconds = seconds
        self._command = command
        self._able = can_draw() if able is None else able
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[Chart, bytes] = OrderedDict()

    async def __call__(self, chart: Chart) -> bytes:
        """The chart as a PNG; DrawingError where there will be none."""
        if not self._able:
            raise DrawingError("the extra `charts` is not installed: pip install '.[charts]'")
        if found := self._kept.get(chart):
            self._kept.move_to_end(chart)
            return found
        async with self._turn:
            picture = await self._drawn(chart)
        self._kept[chart] = picture
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return picture

    async def warm(self) -> None:
        """Start the process before the first chart is asked for."""
        if self._able:
            async with self._turn:
                try:
                    await self._started()
                except DrawingError as error:
                    _log.warning("no pictures for now: %s", error)

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def _drawn(self, chart: Chart) -> bytes:
        process = await self._started()
        request = written(chart)
        assert process.stdin is not None  # noqa: S101  # it was opened as a pipe
        try:
            process.stdin.write(len(request).to_bytes(4) + request)
            async with asyncio.timeout(self._seconds):
                return await _answer(process)
        except DrawingError:
            raise
        except TimeoutError:
            await self.stop()
            raise DrawingError(f"the drawing took more than {self._seconds:g} s") from None
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.stop()
            raise DrawingError("the drawing process ended") from error
        except asyncio.CancelledError:
            await self.stop()  # its answer would be taken for that of the next chart
            raise

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        pipe = asyncio.subprocess.PIPE
        seen = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
        seen |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, env=seen
        )
        self._process = process
        try:
            async with asyncio.timeout(START_SECONDS):
                await _answer(process)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            await self.stop()
            raise DrawingError("the drawing process did not start") from error
        return process


async def _answer(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101  # it was opened as a pipe
    head = await process.stdout.readexactly(5)
    content = await process.stdout.readexactly(int.from_bytes(head[1:]))
    if not head[0]:
        raise DrawingError(content.decode(errors="replace"))
    return content
