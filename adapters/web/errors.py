"""Pages and JSON for what could not be answered, with what may have been meant."""

from collections.abc import Mapping

from rapidfuzz import process
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.guard import LONGEST
from adapters.web.negotiate import wants_json
from adapters.web.site import Page, Site
from adapters.web.view import View
from facts.fact import TOPICS

NEAR = 60  # of 100: how alike an id must be to be suggested
MOST = 5  # suggestions
PATH_SHOWN = 80  # characters of an address that a page repeats
_KEYS = {404: "not_found", 405: "not_allowed", 414: "too_long", 429: "too_many", 500: "failed"}


class Errors:
    """Answers in the reader's language, as JSON to programs."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def http(self, request: Request, error: Exception) -> Response:
        """An HTTPException that a route has raised."""
        if not isinstance(error, HTTPException):
            return self.refuse(request, 500)
        return self.refuse(request, error.status_code, headers=error.headers)

    async def failure(self, request: Request, _: Exception) -> Response:
        """A bug of ours; it was logged."""
        return self.refuse(request, 500)

    def refuse(
        self, request: Request, status: int, seconds: float = 0, *,
        headers: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """The answer of a status code; `seconds` says when to try again."""
        view = self._site.view(request)
        near = suggestions(view, request.scope["path"]) if status == 404 else []
        title, text = self._words(view, status, seconds)
        response = (
            JSONResponse({"error": text, "suggestions": [id_ for id_, _ in near]}, status)
            if is_for_programs(request)
            else self._page(view, status, title, text, near)
        )
        response.headers.update(headers or {})
        if seconds:
            response.headers["Retry-After"] = f"{seconds:.0f}"
        return response

    def _words(self, view: View, status: int, seconds: float) -> tuple[str, str]:
        key = _KEYS.get(status, "bad")
        path = view.path if len(view.path) <= PATH_SHOWN else view.path[:PATH_SHOWN] + "…"
        values = {"path": path, "most": LONGEST, "n": f"{seconds:.0f}"}
        return view.say(f"web.{key}"), view.say(f"web.{key}_text", **values)

    def _page(
        self, view: View, status: int, title: str, text: str, near: list[tuple[str, str]]
    ) -> Response:
        # Such a page has no address worth keeping, so that the switch of languages leads home.
        content = {"title": title, "text": text, "near": near}
        home = View(view.shown, view.moment, view.tag, view.chosen, "/")
        return self._site.draw(Page("error", home, content, status))


def is_for_programs(request: Request) -> bool:
    """True when the answer is to be JSON."""
    path = request.scope["path"]
    json = path.startswith("/api/") or path.endswith(".json")
    return json or wants_json(request.headers.get("accept", ""))


def suggestions(view: View, path: str) -> list[tuple[str, str]]:
    """Pages whose ids are like the end of a path: id and address, the nearest first."""
    wanted = path.rstrip("/").rpartition("/")[2].removesuffix(".json").casefold()[:PATH_SHOWN]
    topics: dict[str, str] = {topic: f"/topics/{topic}" for topic in TOPICS}
    pages = view.shown.pages | topics
    near = process.extract(wanted, pages.keys(), limit=MOST, score_cutoff=NEAR)
    return [(id_, view.to(pages[id_])) for id_, _, _ in near]
