"""What all pages share: the library as it is shown, templates, and answers that browsers keep."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

import bot
from adapters.web.negotiate import TAGS, accepted_tag, same_tag
from adapters.web.rate import USUAL, Rate
from adapters.web.shown import Shown, shown
from adapters.web.view import View
from bot.plain_text import inert
from facts.compiled import Compiled

HERE = Path(__file__).parent
_CODE = (HERE, Path(bot.__file__).parent)  # a change of what pages are made by changes their ETags
KEPT = 200  # pages, of at most 110 kB each, that are ready for the next reader
_VARY = "Accept, Accept-Language"


@dataclass(frozen=True)
class Parts:
    """What the website is made of: the library as it is now, the clock, the address at which
    people reach it (None: addresses are shown without a host), and how often one client may ask.
    """

    library: Callable[[], Compiled]
    now: Callable[[], datetime]
    public_url: str | None = None
    rate: Rate = USUAL


@dataclass(frozen=True)
class Page:
    """A page that is ready to be drawn."""

    template: str
    view: View
    content: dict[str, Any]
    status: int = 200


class Site:
    """Makes views of requests and responses of pages."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._shown: Shown | None = None
        self._made: Compiled | None = None
        self._pages: OrderedDict[str, Response] = OrderedDict()
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False, finalize=_harmless,
        )  # fmt: skip
        self._templates.globals["version"] = code_digest()

    @property
    def base(self) -> str:
        """What stands before the paths of addresses that people copy."""
        return (self.parts.public_url or "").rstrip("/")

    def shown(self) -> Shown:
        """The library as the website shows it now."""
        ready = self.parts.library()
        if self._shown is None or ready is not self._made:
            self._shown, self._made = shown(ready), ready
        return self._shown

    def view(self, request: Request) -> View:
        """The view that a request asks for, by its address, then by its headers."""
        chosen = request.query_params.get("lang", "").casefold()
        accepted = accepted_tag(request.headers.get("accept-language", ""))
        tag = chosen if chosen in TAGS else accepted or "en"
        question = request.query_params.get("q", "")
        path = request.scope["path"]
        return View(self.shown(), self.parts.now(), tag, chosen in TAGS, path, question)

    def html(self, request: Request, view: View, make: Callable[[], Page]) -> Response:
        """The page that `make` makes, or 304 without making it where the browser has it."""
        return self._kept(request, view, "html", lambda: self.draw(make()))

    def json(self, request: Request, view: View, make: Callable[[], Any]) -> Response:
        """What `make` makes as JSON, or 304."""
        return self._kept(request, view, "json", lambda: JSONResponse(make()))

    def draw(self, page: Page) -> Response:
        """The response of a page."""
        text = self._templates.get_template(f"{page.template}.html").render(
            view=page.view, **page.content
        )
        headers = {"Content-Language": page.view.html_tag, "Vary": _VARY}
        return HTMLResponse(text, page.status, headers)

    def _kept(
        self, request: Request, view: View, form: str, make: Callable[[], Response]
    ) -> Response:
        etag = _etag(view, form, request.scope["query_string"].decode("latin-1"), self.base)
        headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": _VARY}
        if same_tag(request.headers.get("if-none-match"), etag):
            return Response(status_code=304, headers=headers)
        if etag in self._pages:
            self._pages.move_to_end(etag)
            return self._pages[etag]
        response = make()
        if response.status_code == 200:
            response.headers.update(headers)
            self._keep(etag, view, response)
        return response

    def _keep(self, etag: str, view: View, response: Response) -> None:
        """Keep a page for the next reader. Answers are made anew each time: they are counted, and
        what people ask is not kept.
        """
        if not view.question:
            self._pages[etag] = response
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)


def _etag(view: View, form: str, query: str, base: str) -> str:
    """Two pages with one ETag are the same: it covers all that a page is made from."""
    made_from = (
        code_digest(),
        view.shown.digest,
        view.path,
        query,
        view.tag,
        view.today,
        form,
        base,
    )
    return f'"{blake2b(repr(made_from).encode(), digest_size=12).hexdigest()}"'


@cache
def code_digest() -> str:
    """A digest of the code, templates, styles and words."""
    digest = blake2b(digest_size=6)
    for folder in _CODE:
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in (".py", ".toml", ".html", ".css", ".js", ".svg", ".json"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _harmless(value: object) -> object:
    """Nothing that is printed into a template can mislead; markup of ours is so already."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
