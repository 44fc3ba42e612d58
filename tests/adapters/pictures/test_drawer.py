"""The drawing process: pictures come, and what takes too long or too much is killed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from adapters.pictures.child import read, written
from adapters.pictures.drawer import Drawer, DrawingError, no_picture
from bot.card import Bar, Chart
from tests.adapters.cards import CHART, charts

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def drawer() -> AsyncIterator[Drawer]:
    made = Drawer()
    yield made
    await made.stop()


def child(code: str) -> tuple[str, ...]:
    """A drawing process that says it is ready and then does this."""
    ready = r"sys.stdout.buffer.write(b'\x01\0\0\0\0'); sys.stdout.flush()"
    return (sys.executable, "-c", f"import sys, time; {ready}; {code}")


async def test_a_chart_becomes_a_picture_and_the_same_chart_the_same_one(drawer: Drawer) -> None:
    first, second = await asyncio.gather(drawer(CHART), drawer(replace(CHART, title="other")))

    assert first.startswith(PNG)
    assert second.startswith(PNG)
    assert first != second
    assert await drawer(CHART) is first


async def test_a_chart_that_no_picture_holds_is_refused_and_the_next_one_drawn(
    drawer: Drawer,
) -> None:
    many = replace(CHART, bars=tuple(Bar(str(n), n, str(n)) for n in range(400)))
    with pytest.raises(DrawingError, match="too many"):
        await drawer(many)

    assert (await drawer(CHART)).startswith(PNG)


async def test_what_takes_too_long_is_killed_and_started_anew() -> None:
    slow = Drawer(0.2, child("time.sleep(60)"))
    for _ in range(2):
        with pytest.raises(DrawingError, match="took more than"):
            await slow(CHART)
    await slow.stop()


@pytest.mark.parametrize("code", ["sys.exit(3)", "sys.stdin.buffer.read(4); sys.exit(1)"])
async def test_a_process_that_dies_is_said_and_forgotten(code: str) -> None:
    dying = Drawer(5, child(code))
    for _ in range(2):
        with pytest.raises(DrawingError, match="ended"):
            await dying(CHART)
    await dying.stop()


async def test_a_process_that_does_not_start_is_said() -> None:
    broken = Drawer(5, (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(DrawingError, match="did not start"):
        await broken(CHART)
    await broken.warm()  # logged only: the bot serves without pictures
    await broken.stop()


async def test_memory_is_limited() -> None:
    hungry = "import adapters.pictures.child as c; c._limit(); bytearray(2 << 30)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", hungry, stderr=asyncio.subprocess.PIPE
    )
    _, error = await process.communicate()

    assert process.returncode == 1
    assert b"MemoryError" in error


async def test_without_the_extra_the_reason_names_it() -> None:
    with pytest.raises(DrawingError, match="charts"):
        await Drawer(able=False)(CHART)
    with pytest.raises(DrawingError):
        await no_picture(CHART)


@given(chart=charts())
def test_a_chart_reaches_the_process_as_it_is(chart: Chart) -> None:
    assert read(written(chart)) == chart


@pytest.mark.filterwarnings("ignore:Glyph")  # scripts that the fonts leave out are boxes
@settings(max_examples=8, deadline=None)
@given(chart=charts())
def test_any_chart_is_drawn(chart: Chart) -> None:
    from adapters.pictures.draw import TooTallError, png

    try:
        assert png(chart).startswith(PNG)
    except TooTallError:
        assert sum(len(bar.label + bar.text + bar.note) for bar in chart.bars) > 300
