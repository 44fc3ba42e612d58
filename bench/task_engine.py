"""The same outbox in a general task engine: procrastinate, which also keeps its tasks in PostgreSQL.

Not in the requirements: `pip install procrastinate` into the benchmarks' environment.
"""

import asyncio

_done: list[int] = []


async def fill(address: str, number: int) -> None:
    """Make its tables, and so many tasks."""
    app, post = _app(address)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for first in range(0, number, 1000):
            await post.batch_defer_async(*({"number": first + n} for n in range(1000)))


async def work(address: str) -> int:
    """Run its worker, as many tasks at once as ours has, until none is left; how many it did."""
    app, _ = _app(address)
    async with app.open_async():
        await app.run_worker_async(concurrency=200, wait=False, install_signal_handlers=False)
    return len(_done)


def _app(address: str):  # of a library that need not be there
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, max_size=8))

    @app.task(name="post")
    async def post(number: int) -> None:
        _done.append(number)
        await asyncio.sleep(0)

    return app, post
