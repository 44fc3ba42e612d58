"""The page on the library's own state: counted from the records, nothing is claimed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from adapters.web.site import Page
from adapters.web.view import View
from bot.present import date_text
from facts.fact import Fact
from facts.library import Library
from facts.source import QUOTED_SHARE


def state_page(view: View) -> Page:
    """The counts of the library, shares of sources and reviews."""
    library = view.shown.library
    facts = list(library.facts.values())
    reviews = Counter((fact.review.kind, fact.review.by) for fact in facts)
    content = {
        "size": _size(view, library, facts),
        "topics": _counted(view, "topic", (fact.topic for fact in facts)),
        "claims": _counted(view, "claim", (fact.claim for fact in facts)),
        "reviews": [
            (view.say(f"web.review_{kind}", by=by), n) for (kind, by), n in reviews.most_common()
        ],
        "shares": [_share(view, id_) for id_ in library.sources],
    }
    return Page("library", view, content)


def _size(view: View, library: Library, facts: list[Fact]) -> list[tuple[str, object]]:
    quotes = [quote for fact in facts for quote in fact.quotes]
    found = sum((quote.source, quote.exact) in library.lock.quotes for quote in quotes)
    entities = library.entities.values()
    problems = len(library.problems)
    return [
        (view.say("web.facts"), len(facts)),
        (view.say("web.quotes"), len(quotes)),
        (view.say("web.found"), found),
        (view.say("web.sources"), len(library.sources)),
        (view.say("web.entities"), len(entities)),
        (view.say("web.covered"), sum(entity.covered for entity in entities)),
        (view.say("web.untranslated"), sum(bool(fact.statement.missing()) for fact in facts)),
        (view.say("web.overdue"), sum(_is_overdue(view, fact) for fact in facts)),
        (view.say("web.newest"), _day(view, max(f.added for f in facts)) if facts else ""),
        (view.say("web.rates"), _day(view, view.shown.ready.rates.newest)),
        (
            view.say("web.problems"),
            view.say("web.some_problems", n=problems) if problems else view.say("web.no_problems"),
        ),
    ]


def _is_overdue(view: View, fact: Fact) -> bool:
    """True for a fact whose number is older than its days for a recheck, as its card says."""
    last = view.shown.library.period(fact).last
    return last is not None and view.today - last > timedelta(days=fact.recheck_days)


def _day(view: View, day: date) -> str:
    return view.own(date_text(day.isoformat(), view.language))


def _counted(view: View, section: str, names: Iterable[str]) -> list[tuple[str, str, int]]:
    """Names as messages of a section, the most frequent first: id, words, count."""
    return [(name, view.say(f"{section}.{name}"), n) for name, n in Counter(names).most_common()]


def _share(view: View, id_: str) -> dict[str, Any]:
    library = view.shown.library
    source, quoting = library.sources[id_], view.shown.quoting[id_]
    share, most = library.lock.share(source, quoting), QUOTED_SHARE[source.kind]
    return {
        "href": view.to(f"/sources/{id_}"),
        "name": view.text(source.publisher),
        "text": view.say("web.share", share=f"{share:.0%}", most=f"{most:.0%}"),
        "share": share,
        "most": most,
        "sha256": library.lock.archives.get(id_, ""),
        "count": len(quoting),
    }
