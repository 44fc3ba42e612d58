"""`/healthz`, `/readyz` and `/metrics`, for those who operate the bot."""

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

GOOD = ("starting", "running")

States = Callable[[], Mapping[str, str]]
StoreState = Callable[[], Awaitable[str | None]]
Measure = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    """Nothing to measure."""


def health_app(states: States, store: StoreState, measure: Measure = _nothing) -> Starlette:
    """The application of the metrics port. `states` are those of the services by name; `store`
    says what is wrong with the store, None when it works; `measure` brings the gauges up to date.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        found = dict(states())
        trouble = await store()
        found["store"] = trouble or "running"
        ready = all(state in GOOD for state in found.values())
        return JSONResponse(found, status_code=200 if ready else 503)

    async def metrics(_: Request) -> Response:
        await measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[
        Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics),
    ])  # fmt: skip
