"""Roles, values and dates as lines that a person writes: "payer: Microsoft"."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import get_args

from bot.drafts.draft import Draft
from bot.drafts.record import slug
from bot.drafts.sentences import Span
from bot.drafts.values import measured, value_of
from bot.review.flaw import Flaw, FlawError
from bot.review.form import Field
from facts.check import matches
from facts.entity import Entity, EntityKind
from facts.fact import Participant, Role, When
from facts.language import Language, Text
from facts.library import Library
from facts.value import Value

ROLES: tuple[Role, ...] = get_args(Role)
_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
_NEW_NAME = re.compile(r"(?P<name>.+?)\s*[(（]\s*(?P<kind>[a-z]+)\s*[)）]")
_PAIR = re.compile(r"([^:：]+?)\s*[:：]\s*(.+)")
_DATES = tuple(each.name for each in fields(When))


def about_lines(roles: Iterable[Participant], names: Iterable[str], library: Library) -> str:
    """Roles as lines, and names that the library does not know as companies, to be looked at."""
    known = library.entities
    lines = [f"{r.role}: {known[r.entity].name('en')}" for r in roles if r.entity in known]
    return "\n".join([*lines, *(f"subject: {name} (company)" for name in names)])


def read_about(
    text: str, library: Library, new: Iterable[Entity], prefix: str, language: Language
) -> tuple[tuple[Participant, ...], tuple[Entity, ...]]:
    """The roles of lines, and the entities that they bring; FlawError for a line that can't be
    read. `new` are those that the item brought before.
    """
    by_name = _by_name([*library.entities.values(), *new])
    roles, added = [], dict[str, Entity]()
    for role, name in _pairs("about", text, ROLES):
        found = by_name.get(_folded(name))
        if found is None:
            found = _new_entity(name, by_name, prefix, language)
            by_name[_folded(found.name(language))] = found
        if found.id not in library.entities:
            added[found.id] = found
        roles.append(Participant(found.id, role))  # type: ignore[arg-type]  # one of ROLES
    return tuple(dict.fromkeys(roles)), tuple(added.values())


def _by_name(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Entities by each of their names and their ids; of two with one name the first."""
    found: dict[str, Entity] = {}
    for entity in entities:
        for name in (entity.id, *entity.all_names()):
            found.setdefault(_folded(name), entity)
    return found


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _new_entity(
    written: str, known: dict[str, Entity], prefix: str, language: Language
) -> Entity:  # fmt: skip
    match = _NEW_NAME.fullmatch(written)
    if match is None or match["kind"] not in _KINDS:
        raise FlawError(Flaw("about", "review.unknown_name", {"name": written}))
    name = match["name"]
    if found := known.get(_folded(name)):
        return found
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    id_ = f"{prefix}{slug(name)}-{digest}" if slug(name) != slug() else f"{prefix}name-{digest}"
    return Entity(id_, match["kind"], Text(**{language: name}))


def value_lines(values: Iterable[Value], written: Iterable[str]) -> str:
    """Values as lines: the metric, and the words that write it."""
    words = list(written)
    pairs = ((v.metric, next((w for w in words if matches(v, w)), "")) for v in values)
    return "\n".join(f"{metric}: {found}" for metric, found in pairs)


def read_values(
    text: str, quote: str, known: Iterable[Value], library: Library
) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """The values of lines with their words; one that was there and is written alike stays as it
    is. FlawError where words are not in the quote, write no amount, or name no metric.
    """
    before, values, written = list(known), [], []
    for name, words in _pairs("values", text, ()):
        if words not in quote:
            raise FlawError(Flaw("values", "review.not_in_quote", {"words": words}))
        metric = _metric(name, library)
        same = [v for v in before if v.metric == metric and matches(v, words)]
        values.append(same[0] if same else _value(words, metric, quote))
        written.append(words)
    return tuple(values), tuple(dict.fromkeys(written))


def _metric(name: str, library: Library) -> str:
    folded = _folded(name)
    for metric in library.metrics.values():
        names = (metric.id, metric.names.en, metric.names.ja, metric.names.zh)
        if folded in {_folded(n) for n in names if n}:
            return metric.id
    known = ", ".join(sorted(library.metrics))
    raise FlawError(Flaw("values", "review.unknown_metric", {"name": name, "known": known}))


def _value(words: str, metric: str, quote: str) -> Value:
    at = quote.find(words)
    for found in measured(quote, Span(0, len(quote))):
        if at <= found.amount.start and found.amount.end <= at + len(words):
            made = value_of(quote, found, metric)
            if made and matches(made[0], words):
                return made[0]
    raise FlawError(Flaw("values", "review.no_amount", {"words": words}))


def kept_values(draft: Draft, quote: str) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """The draft's values that another span of the text still writes, with their words."""
    written = tuple(w for w in draft.quote.as_written if w in quote)
    values = tuple(v for v in draft.values if any(matches(v, w) for w in written))
    return values, tuple(w for w in written if any(matches(v, w) for v in values))


def when_lines(when: When) -> str:
    """Dates as lines, in EDTF."""
    return "\n".join(f"{key}: {getattr(when, key)}" for key in _DATES if getattr(when, key))


def read_when(text: str) -> When:
    """The dates of lines; FlawError for one that is none."""
    given = dict(_pairs("when", text, _DATES))
    try:
        return When(**given)
    except ValueError as error:
        raise FlawError(Flaw("when", "review.bad_date", {"detail": error})) from None


def _pairs(field: Field, text: str, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The two halves of each line; lines of a chat's one-line options are parted by ";"."""
    for line in filter(None, (part.strip() for part in re.split(r"[\n;；]", text))):
        pair = _PAIR.fullmatch(line)
        key = pair[1].casefold() if pair and known else pair[1] if pair else ""
        if pair is None or (known and key not in known):
            values = {"line": line, "known": ", ".join(known)}
            raise FlawError(Flaw(field, "review.bad_line" if known else "review.no_colon", values))
        yield key, pair[2]
