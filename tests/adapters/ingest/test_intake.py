"""The way in as a service of the process, over a real store."""

import asyncio
from pathlib import Path

from adapters.ingest.intake import IntakePorts, IntakeService
from adapters.store.store import Store
from bot.review.item import EVERYBODY
from facts.compiled import Compiled
from tests.adapters.ingest.serving import HERE, NOW, site, text
from tests.adapters.ingest.test_feeds import rss
from tests.adapters.ingest.waiting import REPORT


async def test_an_entry_of_a_feed_comes_into_the_queue_and_the_service_stops(
    ready: Compiled, tmp_path: Path
) -> None:
    pages = {"/a": text(REPORT, "text/plain")}
    async with (
        site(pages) as (url, _), Store.open(f"sqlite:///{tmp_path / 'store.db'}") as store,
    ):  # fmt: skip
        pages["/feed"] = text(rss(f"{url}/a"), "text/xml")
        ports = IntakePorts(store.review(), store.requests, store.key_value, store.leases)
        service = IntakeService(ports, lambda _: ready, lambda: NOW, [f"{url}/feed"], HERE)
        await service.check()
        running = asyncio.create_task(service.run())
        async with asyncio.timeout(30):
            while not await store.queue.count(EVERYBODY, ["waiting"]):
                await asyncio.sleep(0.05)
        await service.stop()
        await asyncio.wait_for(running, 10)
        (item,) = await store.queue.page(EVERYBODY, ["waiting"], 0, 9)
        assert item.source
        assert item.source.url == f"{url}/a"


async def test_a_store_that_is_not_there_stops_nothing(ready: Compiled, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")  # never started: every port fails
    ports = IntakePorts(store.review(), store.requests, store.key_value, store.leases)
    service = IntakeService(ports, lambda _: ready, lambda: NOW, ["http://127.0.0.1:9/feed"], HERE)
    running = asyncio.create_task(service.run())
    await asyncio.sleep(0.2)
    assert not running.done()
    await store.start()
    await store.suggestions.suggest(EVERYBODY, None, REPORT, NOW)
    async with asyncio.timeout(30):
        while not await store.queue.count(EVERYBODY, ["waiting"]):
            await asyncio.sleep(0.05)
    await service.stop()
    await asyncio.wait_for(running, 10)
    await store.close()
