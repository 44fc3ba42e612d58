"""The JSON for programs, as `openapi.json` describes it."""

import json
from collections.abc import Collection
from functools import cache
from typing import Any, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.negotiate import TAGS
from adapters.web.records import full_record
from adapters.web.site import HERE, Site
from adapters.web.view import View
from bot.commands.ask import ASK
from bot.request import Request as Asked
from bot.router import MAX_QUESTION, call
from facts.fact import TOPICS, Fact

PAGE, MOST = 50, 100  # facts of one answer: as a rule, and at most
LAST = 1_000_000  # the highest offset; every library is smaller


class ParameterError(Exception):
    """A parameter can't be read (400), or names what is not there (404); the message says what is
    possible.
    """

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


class Api:
    """The endpoints under /api."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def facts(self, request: Request) -> Response:
        """Facts in the order of their ids, a page at a time."""
        view = self._site.view(request)
        try:
            _check_language(view, request)
            topic = _one_of(view, request, "topic", TOPICS, 400)
            source = _one_of(view, request, "source", view.shown.library.sources, 404)
            offset = _number(view, request, "offset", 0, 0, LAST)
            limit = _number(view, request, "limit", PAGE, 1, MOST)
        except ParameterError as error:
            return _bad(str(error), error.status)

        def page() -> dict[str, Any]:
            chosen = [f for f in _sorted(view) if _fits(f, topic, source)]
            end = offset + limit
            shown = [self._record(view, fact) for fact in chosen[offset:end]]
            following = end if end < len(chosen) else None
            return {"total": len(chosen), "facts": shown, "next": following}

        return self._site.json(request, view, page)

    async def fact(self, request: Request) -> Response:
        """One fact."""
        view = self._site.view(request)
        fact = view.shown.library.facts.get(request.path_params["id"])
        if fact is None:
            raise HTTPException(404)
        return self._site.json(request, view, lambda: self._record(view, fact))

    async def search(self, request: Request) -> Response:
        """The answer to a question: the shape of `japan-ai ask --json`."""
        view = self._site.view(request)
        try:
            _check_language(view, request)
        except ParameterError as error:
            return _bad(str(error), error.status)
        if not view.question.strip() or len(view.question) > MAX_QUESTION:
            return _bad(view.say("web.no_query", most=MAX_QUESTION))
        return self._site.json(request, view, lambda: _answer(view))

    async def description(self, request: Request) -> Response:
        """The OpenAPI document."""
        view, base = self._site.view(request), self._site.base
        return self._site.json(
            request, view, lambda: {**_document(), "servers": [{"url": base or "/"}]}
        )

    def _record(self, view: View, fact: Fact) -> dict[str, Any]:
        return full_record(view.shown.library, fact, self._site.base)


def _answer(view: View) -> dict[str, Any]:
    chosen = view.tag if view.chosen else None
    asked = Asked(view.question, view.moment, chosen, view.tag)
    reply = call(view.shown.ready, asked, ASK, {})
    return {**reply.data, "language": reply.tag}


def _sorted(view: View) -> list[Fact]:
    return [fact for _, fact in sorted(view.shown.library.facts.items())]


def _fits(fact: Fact, topic: str | None, source: str | None) -> bool:
    return topic in (None, fact.topic) and (source is None or source in fact.sources())


def _check_language(view: View, request: Request) -> None:
    if request.query_params.get("lang", view.tag) not in TAGS:
        raise ParameterError(view.say("web.bad_lang", known=", ".join(TAGS)))


def _one_of(
    view: View, request: Request, name: Literal["topic", "source"], known: Collection[str],
    status: int,
) -> str | None:  # fmt: skip
    value = request.query_params.get(name)
    if value is not None and value not in known:
        raise ParameterError(view.say(f"web.bad_{name}", known=", ".join(known)), status)
    return value


def _number(view: View, request: Request, name: str, default: int, least: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdecimal() and len(text) <= len(str(LAST)):
        number = int(text)
        if least <= number <= most:
            return number
    raise ParameterError(view.say("web.bad_number", name=name, least=least, most=most))


def _bad(text: str, status: int = 400) -> Response:
    return JSONResponse({"error": text, "suggestions": []}, status)


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((HERE / "openapi.json").read_text(encoding="utf-8"))
    return document
