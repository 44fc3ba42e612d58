"""What a terminal's process reads: the packs of the settings, and what is published for everybody.

A start where nothing was ever published looks for two files and does no more.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.settings import Settings
from facts.compiled import Compiled, compiled

if TYPE_CHECKING:
    from adapters.packs import Current, Place

FRESH_SECONDS = 45.0  # for which what another process saw is taken for what is there
_DATABASE = "japan-ai.db"
_EVERYBODY = "all"
_PATIENCE = 3.0  # seconds for a database; then what was there before is read


def own_library(settings: Settings) -> Compiled:
    """The library of this process, from a cache where there is one."""
    data = data_folder(settings)
    if not (settings.database or (data / _DATABASE).exists() or (data / "circles").exists()):
        return compiled(settings.packs, settings.cache)
    from adapters.packs import place_of

    place = place_of(data, _EVERYBODY)
    current = _newest(settings, data, place, place.current())
    if current is None:
        return compiled(settings.packs, settings.cache)
    return compiled([*settings.packs, current.pack], place.cache)


def data_folder(settings: Settings) -> Path:
    """The folder where the store and the packs of circles lie."""
    if settings.data:
        return settings.data
    from platformdirs import user_data_path

    return user_data_path("japan-ai")


def _newest(
    settings: Settings, data: Path, place: "Place", current: "Current | None"
) -> "Current | None":  # fmt: skip
    """The pack that counts; the store is asked only where it may have another one."""
    seen = current.seen if current else 0.0
    if time.time() - seen < FRESH_SECONDS:
        return current
    address = settings.database
    if address is None:
        files = [data / _DATABASE, data / f"{_DATABASE}-wal"]
        if max((f.stat().st_mtime for f in files if f.exists()), default=0.0) <= seen:
            return current
        address = f"sqlite:///{files[0]}"
    import asyncio

    from bot.ports import StoreError

    try:
        return asyncio.run(asyncio.wait_for(_asked(address, place, current), _PATIENCE))
    except (StoreError, OSError, TimeoutError):
        return current  # the doctor tells what is wrong with a store


async def _asked(address: str, place: "Place", current: "Current | None") -> "Current | None":
    from adapters.store.store import Store

    store = Store(address)
    try:
        revision = (await store.published.revisions()).get(_EVERYBODY)
        if revision is None:
            return None
        if current and current.revision == revision:
            place.point_at(current.pack, revision)
            return current
        place.point_at(place.write(await store.published.records(_EVERYBODY)), revision)
        return place.current()
    finally:
        await store.close()
