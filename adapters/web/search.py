"""The search box: the bot's own answers, counted like those of a platform."""

from time import perf_counter
from urllib.parse import quote

from starlette.responses import Response

from adapters.metrics import REQUESTS, SECONDS
from adapters.web.site import Page, Site
from adapters.web.view import View
from bot.card import Chart
from bot.command import Reply
from bot.request import Request
from bot.router import MAX_QUESTION, answer
from bot.svg import svg

EXAMPLES = ("web.example_1", "web.example_2", "web.example_3", "web.example_4")


def search_page(site: Site, view: View) -> Page:
    """The answer to the view's question, in the question's language unless one was chosen."""
    reply = _answer(site.base, view)
    view = view.in_language(reply.tag if not reply.misuse else view.tag)
    content = {
        "title": reply.card.title,
        "answer": view.drawn(reply.card),
        "has_heading": bool(reply.card.title.strip()),
        "files": [
            (file.name, view.to(f"/files/{number}", q=view.question))
            for number, file in enumerate(reply.files)
        ],
    }
    return Page("search", view, content, _status(reply, view.question))


def search_file(site: Site, view: View, number: int) -> Response | None:
    """A file that goes with the answer to the view's question, None where it has none of this
    number. A chart is drawn as SVG, whatever picture was asked for.
    """
    files = _answer(site.base, view).files
    if number >= len(files):
        return None
    name, media_type, content = files[number].name, files[number].media_type, files[number].content
    if isinstance(content, Chart):
        name, media_type = f"{name.rpartition('.')[0]}.svg", "image/svg+xml"
        body = svg(content, files[number].alt).encode()
    else:
        body = content()
    headers = {"Content-Disposition": f'attachment; filename="{quote(name)}"'}
    return Response(body, media_type=media_type, headers=headers)


def _answer(base: str, view: View) -> Reply:
    started = perf_counter()
    chosen = view.tag if view.chosen else None
    request = Request(view.question, view.moment, chosen, view.tag, public_url=base)
    reply = answer(view.shown.ready, request)
    command = reply.line.split(maxsplit=1)[:1] or ["misuse"]
    REQUESTS.labels("web", command[0], reply.outcome or "shown").inc()
    SECONDS.labels("web").observe(perf_counter() - started)
    return reply


def _status(reply: Reply, question: str) -> int:
    if len(question) > MAX_QUESTION:
        return 414
    return 400 if reply.misuse else 200
