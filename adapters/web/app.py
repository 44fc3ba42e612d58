"""The website as an application of its own, or as routes behind those of a platform."""

from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.web.api import Api
from adapters.web.errors import Errors
from adapters.web.guard import Guard
from adapters.web.pages import Pages
from adapters.web.rate import Buckets
from adapters.web.site import HERE, Parts, Site, code_digest

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_A_YEAR = "public, max-age=31536000, immutable"


def make_app(parts: Parts) -> Starlette:
    """The website alone."""
    return Starlette(routes=routes(parts))


def routes(parts: Parts) -> list[BaseRoute]:
    """The website as routes of another application. They answer every path, so that those of the
    platforms must stand before them.
    """
    site = Site(parts)
    errors = Errors(site)
    handlers = {HTTPException: errors.http, Exception: errors.failure}
    inner = Starlette(routes=_routes(site), exception_handlers=handlers)
    return [_Rest(Guard(inner, Buckets(parts.rate), errors.refuse))]


class _Rest(BaseRoute):
    """Every path that no route before it takes; Mount leaves out those with a line break."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _routes(site: Site) -> list[BaseRoute]:
    pages, api = Pages(site), Api(site)
    return [
        Route("/", pages.home),
        Route("/files/{number:int}", pages.file),
        Route("/topics/{topic}", pages.topic),
        Route("/facts/{id}.json", pages.fact_json),
        Route("/facts/{id}", pages.fact),
        Route("/sources", pages.sources),
        Route("/sources/{id}", pages.source),
        Route("/library", pages.library),
        Route("/api/facts", api.facts),
        Route("/api/facts/{id}", api.fact),
        Route("/api/search", api.search),
        Route("/api/openapi.json", api.description),
        Route("/static/{name}", _static),
    ]


# The few files that pages need, by name; they are never looked for by what a client asks for.
_FILES = {path.name: path for path in sorted((HERE / "static").iterdir()) if path.suffix in _TYPES}


async def _static(request: Request) -> Response:
    """A style sheet, script or picture; addresses carry the digest of the code, so that browsers
    may keep the file.
    """
    path = _FILES.get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    known = request.query_params.get("v") == code_digest()
    headers = {"Cache-Control": _A_YEAR if known else "no-cache"}
    return Response(path.read_bytes(), headers=headers, media_type=_TYPES[path.suffix])
