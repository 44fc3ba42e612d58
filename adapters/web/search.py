"""The search box: the bot's own answers, counted like those of a platform."""

from time import perf_counter

from adapters.metrics import REQUESTS, SECONDS
from adapters.web.site import Page, Site
from adapters.web.view import View
from bot.command import Reply
from bot.request import Request
from bot.router import MAX_QUESTION, answer

EXAMPLES = ("web.example_1", "web.example_2", "web.example_3", "web.example_4")


def search_page(site: Site, view: View) -> Page:
    """The answer to the view's question, in the question's language unless one was chosen."""
    reply = _answer(site.base, view)
    view = view.in_language(reply.tag if not reply.misuse else view.tag)
    content = {
        "title": reply.card.title,
        "answer": view.drawn(reply.card),
        "has_heading": bool(reply.card.title.strip()),
    }
    return Page("search.html", view, content, _status(reply, view.question))


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
