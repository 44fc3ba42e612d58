"""The page of one fact: all that somebody needs who must stand up for it."""

from collections.abc import Iterator
from typing import Any

from adapters.web.site import Page
from adapters.web.view import HTML_TAGS, NAMES, View
from bot.card import Block, Fields, Notice
from bot.commands.source import citation
from bot.fact_card import conflict_text, fact_fields, fact_link, quote_block
from bot.present import date_text
from facts.fact import Fact
from facts.language import LANGUAGES


def fact_page(view: View, fact: Fact, base: str) -> Page:
    """The page; `base` stands before the path in its permanent address."""
    library, reader = view.shown.library, view.reader
    quotes: list[Block] = [quote_block(reader, quote) for quote in fact.quotes]
    content = {
        "fact": fact,
        "title": view.own(fact.text(view.language)),
        "topic": view.say(f"topic.{fact.topic}"),
        "others": list(_statements(view, fact)),
        "numbers": view.draw([Fields(tuple(fact_fields(reader, fact)))]),
        "quotes": [
            (view.draw([block]), library.sources[quote.source])
            for block, quote in zip(quotes, fact.quotes)
        ],
        "caveat": view.draw(_caveat(view, fact)),
        "conflicts": [
            (view.draw([Notice("caution", conflict_text(reader, other))]), other.id)
            for other in library.conflicts(fact)
        ],
        "related": [(id_, view.own(library.facts[id_].text(view.language)))
                    for id_ in fact.see_also if id_ in library.facts],
        "checked": _checked(view, fact),
        "citations": [citation(library.sources[id_], fact) for id_ in fact.sources()],
        "versions": _versions(view, fact),
        "added": view.own(date_text(fact.added.isoformat(), view.language)),
        "archives": [(id_, library.lock.archives.get(id_, "")) for id_ in fact.sources()],
        "address": fact_link(base, fact.id),
    }  # fmt: skip
    return Page("fact", view, content)


def _statements(view: View, fact: Fact) -> Iterator[tuple[str, str, str]]:
    """The statement in the other languages: HTML tag, name of the language, words."""
    for language in LANGUAGES:
        words = fact.statement.get(language)
        if words and language != view.language:
            yield HTML_TAGS[language], NAMES[language], words
    if view.tag == "zh-tw" and fact.statement.zh:
        yield HTML_TAGS["zh"], NAMES["zh"], fact.statement.zh


def _caveat(view: View, fact: Fact) -> list[Block]:
    return [Notice("caution", fact.caveat.best(view.language))] if fact.caveat else []


def _checked(view: View, fact: Fact) -> str:
    day = date_text(fact.review.on.isoformat(), view.language)
    return view.say(f"source.checked_{fact.review.kind}", by=fact.review.by, date=day)


def _versions(view: View, fact: Fact) -> list[dict[str, Any]]:
    """The earlier versions, the newest first."""
    return [
        {
            "name": view.say("web.version", n=version.version),
            "date": view.own(date_text(version.date.isoformat(), view.language)),
            "kind": view.say(f"web.kind_{version.kind}"),
            "statement": view.text(version.statement),
            "reason": version.reason,
        }
        for version in sorted(fact.history, key=lambda v: -v.version)
    ]
