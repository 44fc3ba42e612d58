"""The pages: search, topics, facts, sources and the library's own state."""

from collections.abc import Iterable
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.fact_page import fact_page
from adapters.web.negotiate import wants_json
from adapters.web.records import full_record
from adapters.web.search import EXAMPLES, search_file, search_page
from adapters.web.site import Page, Site
from adapters.web.state import state_page
from adapters.web.view import View
from bot.card import Fields
from bot.commands.source import citation
from bot.fact_card import fact_age
from bot.present import date_text
from bot.request import Request as Asked
from bot.router import answer
from facts.fact import TOPICS, Fact

# Topics that a command of the bot shows as tables.
_TABLES = {"investment": "investments", "funding": "investments", "policy": "investments",
           "adoption": "adoption"}  # fmt: skip


class Pages:
    """The endpoints that answer with HTML; a fact's also with JSON."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def home(self, request: Request) -> Response:
        """The search box, and the answer where something was asked."""
        view = self._site.view(request)
        if view.question.strip():
            return self._site.html(request, view, lambda: search_page(self._site, view))
        return self._site.html(request, view, lambda: _home(view))

    async def file(self, request: Request) -> Response:
        """A file of an answer, to keep."""
        view = self._site.view(request)
        response = search_file(self._site, view, request.path_params["number"])
        if response is None:
            raise HTTPException(404)
        return response

    async def topic(self, request: Request) -> Response:
        """All facts of one topic."""
        view, topic = self._site.view(request), request.path_params["topic"]
        if topic not in TOPICS:
            raise HTTPException(404)
        return self._site.html(request, view, lambda: _topic(view, topic))

    async def fact(self, request: Request) -> Response:
        """One fact; as JSON to who prefers it."""
        view, id_ = self._site.view(request), request.path_params["id"]
        fact = view.shown.library.facts.get(id_)
        if fact is None:
            raise HTTPException(404)
        if wants_json(request.headers.get("accept", "")):
            return self._json(request, view, fact)
        return self._site.html(request, view, lambda: fact_page(view, fact, self._site.base))

    async def fact_json(self, request: Request) -> Response:
        """One fact as JSON."""
        view, id_ = self._site.view(request), request.path_params["id"]
        if id_ not in view.shown.library.facts:
            raise HTTPException(404)
        return self._json(request, view, view.shown.library.facts[id_])

    def _json(self, request: Request, view: View, fact: Fact) -> Response:
        library, base = view.shown.library, self._site.base
        return self._site.json(request, view, lambda: full_record(library, fact, base))

    async def sources(self, request: Request) -> Response:
        """Every source, and how much of it is quoted."""
        view = self._site.view(request)
        return self._site.html(request, view, lambda: _sources(view))

    async def source(self, request: Request) -> Response:
        """One source and the facts that quote it."""
        view, id_ = self._site.view(request), request.path_params["id"]
        if id_ not in view.shown.library.sources:
            raise HTTPException(404)
        return self._site.html(request, view, lambda: _source(view, id_))

    async def library(self, request: Request) -> Response:
        """The library's own state."""
        view = self._site.view(request)
        return self._site.html(request, view, lambda: state_page(view))


def _home(view: View) -> Page:
    facts = view.shown.library.facts.values()
    counts = [(topic, sum(f.topic == topic for f in facts)) for topic in TOPICS]
    examples = [view.say(key) for key in EXAMPLES]
    return Page("home", view, {"counts": counts, "examples": examples})


def _topic(view: View, topic: str) -> Page:
    facts = [f for f in view.shown.library.of_topics(TOPICS) if f.topic == topic]
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(view.say(f"group.{fact.group}") if fact.group else "", []).append(fact)
    content = {
        "title": view.say(f"topic.{topic}"),
        "count": len(facts),
        "groups": {name: entries(view, members) for name, members in groups.items()},
        "table": _TABLES.get(topic),
    }
    return Page("topic", view, content)


def entries(view: View, facts: Iterable[Fact]) -> list[dict[str, str]]:
    """Facts in a line or two each, with the addresses of their pages."""
    return [
        {
            "href": view.to(f"/facts/{fact.id}"),
            "statement": view.own(fact.text(view.language)),
            "age": view.own(fact_age(view.reader, fact)),
            "claim": view.say(f"claim.{fact.claim}"),
            "id": fact.id,
        }
        for fact in facts
    ]


def _sources(view: View) -> Page:
    library = view.shown.library
    rows = [
        {
            "href": view.to(f"/sources/{source.id}"),
            "title": view.text(source.title),
            "publisher": view.text(source.publisher),
            "date": view.own(date_text(source.published, view.language)),
            "share": library.lock.share(source, view.shown.quoting[source.id]),
            "count": len(view.shown.quoting[source.id]),
        }
        for source in library.sources.values()
    ]
    return Page("sources", view, {"rows": rows})


def _source(view: View, id_: str) -> Page:
    """What the bot says about a source, and every fact that quotes it."""
    source, quoting = view.shown.library.sources[id_], view.shown.quoting[id_]
    reply = answer(view.shown.ready, Asked(f"source {id_}", view.moment, view.tag))
    about = tuple(block for block in reply.card.blocks if isinstance(block, Fields))
    content = {
        "title": view.text(source.title),
        "about": view.drawn(replace(reply.card, blocks=about)),
        "citation": citation(source),
        "facts": entries(view, quoting),
        "quotes": [[q.exact for q in fact.quotes if q.source == id_] for fact in quoting],
        "quote_language": source.language,
    }
    return Page("source", view, content)
