"""From a draft and what a curator filled in to a fact that can be published."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar, get_args

from bot.drafts.record import slug
from bot.ports import Person
from bot.review.flaw import Flaw, FlawError
from bot.review.form import CHANGES, ChangeKind, EditForm, Field
from bot.review.item import Circle, Item, prefix
from bot.review.lines import (
    about_lines,
    kept_values,
    read_about,
    read_values,
    read_when,
    value_lines,
    when_lines,
)
from facts.check import matches
from facts.entity import Entity
from facts.fact import MAX_QUOTE, Claim, Fact, Quote, Review, TipGroup, Topic, Version
from facts.language import LANGUAGES, Language, Text
from facts.library import Library

Audience = Literal["entrant", "domestic firm", "government"]
_MARK = 4  # hex digits of an item's digest at the end of its fact's id
R = TypeVar("R")


@dataclass(frozen=True)
class Made:
    """A fact with the new entities that it names."""

    fact: Fact
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class By:
    """Who makes it for which circle, on which day, in which language they write a caveat."""

    person: Person
    circle: Circle
    on: date
    language: Language = "en"

    def review(self) -> Review:
        """A record names no person: the log does."""
        return Review(f"curator, {self.person.platform}", "person", self.on)


def fields_of(item: Item, library: Library) -> EditForm:
    """What stands in the form of an item that waits: what was edited, else what was drafted."""
    if item.edited:
        return fields_of_fact(Made(item.edited, item.entities), library)
    draft = item.draft
    if draft is None:
        return EditForm()
    return EditForm(
        "", "", "", draft.topic, draft.claim, about_lines(draft.roles, draft.names, library),
        value_lines(draft.values, draft.quote.as_written), when_lines(draft.when),
        draft.quote.exact, "", "", "",
    )  # fmt: skip


def fields_of_fact(made: Made, library: Library) -> EditForm:
    """What stands in the form of a fact."""
    fact, said = made.fact, made.fact.statement
    known = replace(library, entities={**library.entities, **{e.id: e for e in made.entities}})
    written = [w for quote in fact.quotes for w in quote.as_written]
    return EditForm(
        said.en or "", said.ja or "", said.zh or "", fact.topic, fact.claim,
        about_lines(fact.roles, (), known), value_lines(fact.values, written),
        when_lines(fact.when), fact.quotes[0].exact,
        fact.caveat.best("en") if fact.caveat else "", fact.group or "", fact.audience or "",
    )  # fmt: skip


def made_of(item: Item, form: EditForm, library: Library, by: By) -> Made:
    """The fact of an item that waits, as the form has it; FlawError where it is none yet."""
    base = item.edited or _first(item, form, by)
    made = _changed(Made(base, item.entities), form, library, by)
    return _with_quote(item, made, form, library)


def changed(made: Made, form: EditForm, library: Library, by: By) -> Made:
    """The next version of a published fact, with the earlier one in its history; FlawError where
    nothing is another, or kind and reason are missing. Its quotes stay.
    """
    kind, reason = _of("kind", form.kind, CHANGES), (form.reason or "").strip()
    if kind is None or not reason:
        raise FlawError(Flaw("reason" if kind else "kind", "review.needs_reason"))
    edited = _changed(made, form, library, by)
    fact = edited.fact
    if form.values is not None:
        quoted = "\n".join(quote.exact for quote in fact.quotes)
        values, written = read_values(form.values, quoted, fact.values, library)
        fact = replace(fact, values=values, quotes=_rewritten(fact.quotes, written))
    if replace(fact, review=made.fact.review) == made.fact:
        raise FlawError(Flaw("", "review.no_change"))
    return Made(next_version(made.fact, fact, kind, reason, by.on), edited.entities)


def next_version(
    before: Fact, after: Fact, kind: ChangeKind, reason: str, on: date
) -> Fact:  # fmt: skip
    """A record as the version after another, which goes into its history."""
    earlier = Version(before.version, on, kind, before.statement, reason)
    return replace(after, version=before.version + 1, history=(*before.history, earlier))


def _rewritten(quotes: tuple[Quote, ...], written: tuple[str, ...]) -> tuple[Quote, ...]:
    return tuple(
        replace(quote, as_written=tuple(w for w in written if w in quote.exact)) for quote in quotes
    )


def _first(item: Item, form: EditForm, by: By) -> Fact:
    """The fact of a draft that nobody edited yet."""
    draft = item.draft
    if draft is None:
        raise FlawError(Flaw("", "review.no_draft"))
    quote = Quote(draft.source, draft.quote.exact, draft.quote.as_written)
    fact = Fact(
        _fact_id(item), draft.topic, by.on, draft.claim, _statement(None, form), (quote,),
        by.review(), roles=draft.roles, when=draft.when, values=draft.values,
    )  # fmt: skip
    return _linked(fact, item)


def _linked(fact: Fact, item: Item) -> Fact:
    """The fact with its relation to the one that it is like."""
    relation = item.draft.relation if item.draft else None
    if relation is None or relation.fact is None:
        return fact
    match relation.kind:
        case "newer":
            return replace(fact, supersedes=relation.fact)
        case "differs":
            return replace(fact, conflicts_with=(relation.fact,))
        case _:
            return replace(fact, see_also=(relation.fact,))


def _fact_id(item: Item) -> str:
    draft = item.draft
    assert draft is not None  # noqa: S101  # only drafts get here
    about = next(iter([*(r.entity for r in draft.roles), *draft.entities, *draft.names]), "")
    metric = draft.values[0].metric if draft.values else draft.topic
    end = hashlib.sha256(item.id.encode()).hexdigest()[:_MARK]
    own = prefix(item.circle)
    return f"{own}{slug(about.removeprefix(own), metric)}-{end}"


def _statement(base: Text | None, form: EditForm) -> Text:
    said = {
        each: _said(getattr(form, each), base.get(each) if base else None) for each in LANGUAGES
    }
    if not any(said.values()):
        raise FlawError(Flaw("en", "review.needs_statement"))
    return Text(**said)


def _said(written: str | None, before: str | None) -> str | None:
    return before if written is None else " ".join(written.split()) or None


def _changed(made: Made, form: EditForm, library: Library, by: By) -> Made:
    """The fact with the fields of the form that are the same for new and published ones."""
    fact, entities = made.fact, made.entities
    roles = fact.roles
    if form.about is not None:
        roles, entities = read_about(
            form.about, library, made.entities, prefix(by.circle), by.language
        )
    fact = replace(
        fact, statement=_statement(fact.statement, form), review=by.review(), roles=roles,
        topic=_of("topic", form.topic, get_args(Topic)) or fact.topic,
        claim=_of("claim", form.claim, get_args(Claim)) or fact.claim,
        when=fact.when if form.when is None else read_when(form.when),
        caveat=_caveat(fact.caveat, form.caveat, by.language),
        group=_chosen("group", form.group, get_args(TipGroup), fact.group),
        audience=_chosen("audience", form.audience, get_args(Audience), fact.audience),
    )  # fmt: skip
    return Made(fact, entities)


def _of(field: Field, written: str | None, known: tuple[R, ...]) -> R | None:
    """One of the known words; None for nothing written."""
    word = (written or "").strip().casefold()
    if not word:
        return None
    for each in known:
        if each == word:
            return each
    values = {"value": word, "known": ", ".join(map(str, known))}
    raise FlawError(Flaw(field, "review.bad_choice", values))


def _chosen(field: Field, written: str | None, known: tuple[R, ...], before: R | None) -> R | None:
    return before if written is None else _of(field, written, known)


def _caveat(before: Text | None, written: str | None, language: Language) -> Text | None:
    if written is None or (before and written.strip() == before.best("en")):
        return before
    text = " ".join(written.split())
    if not text:
        return None
    said = {each: before.get(each) if before else None for each in LANGUAGES}
    return Text(**{**said, language: text})


def _with_quote(item: Item, made: Made, form: EditForm, library: Library) -> Made:
    """The quote and the values as the form has them."""
    fact, draft = made.fact, item.draft
    exact = (form.quote or "").strip() or fact.quotes[0].exact
    if len(exact) > MAX_QUOTE:
        raise FlawError(Flaw("quote", "review.long_quote", {"n": len(exact), "most": MAX_QUOTE}))
    values, written = fact.values, fact.quotes[0].as_written
    if exact != fact.quotes[0].exact and draft:
        values, written = kept_values(draft, exact)
    if form.values is not None:
        values, written = read_values(form.values, exact, fact.values, library)
    quote = Quote(fact.quotes[0].source, exact, written)
    return replace(made, fact=replace(fact, quotes=(quote,), values=values))


def merged(fact: Fact, item: Item, by: By) -> Fact:
    """A published fact with the quote of an item that tells the same; FlawError where the quote
    writes none of its numbers.
    """
    draft = item.draft
    if draft is None:
        raise FlawError(Flaw("", "review.no_draft"))
    words = [w for w in draft.quote.as_written if any(matches(v, w) for v in fact.values)]
    if fact.values and not words:
        raise FlawError(Flaw("", "review.not_the_same", {"fact": fact.id}))
    quote = Quote(draft.source, draft.quote.exact, tuple(words))
    if quote in fact.quotes:
        raise FlawError(Flaw("", "review.has_quote", {"fact": fact.id}))
    wider = replace(fact, quotes=(*fact.quotes, quote), review=by.review())
    return next_version(fact, wider, "wording", "one more source", by.on)
