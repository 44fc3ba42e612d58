"""The rules that a pack must keep beyond the shape of its records; every breach is reported."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from facts.amounts import Amount, parse_amounts
from facts.fact import Fact, Quote
from facts.pack import Pack
from facts.problem import Problem
from facts.value import Value
from facts.when import parse_edtf

Rule = Callable[[Pack], Iterator[Problem]]
# What a written amount may be read as, for each kind of value.
_READABLE = {
    "money": {"money", "number"},
    "percent": {"percent"},
    "count": {"number", "rank"},
    "rank": {"rank", "number"},
    "ratio": {"ratio", "number"},
    "duration": {"duration", "number"},
}


def check(pack: Pack) -> list[Problem]:
    """Every problem of a pack: of reading it, and of the rules below."""
    found = list(pack.problems)
    for rule in RULES:
        found.extend(rule(pack))
    return sorted(set(found))


def _known_references(pack: Pack) -> Iterator[Problem]:
    for entity in pack.entities.values():
        for key in ("country", "parent"):
            yield from _unknown(pack, pack.file_of(entity), key, getattr(entity, key))
    for fact in pack.facts.values():
        file = pack.file_of(fact)
        for key, id_ in fact.named():
            yield from _unknown(pack, file, key, id_)
        for number, quote in enumerate(fact.quotes):
            if not pack.knows("sources", quote.source):
                message = f"unknown source {quote.source!r}"
                yield Problem(file, f"quotes.{number}.source", message)
        for number, value in enumerate(fact.values):
            if not pack.knows("metrics", value.metric):
                message = f"unknown metric {value.metric!r}: add it to metrics.toml"
                yield Problem(file, f"values.{number}.metric", message)
        linked = [*fact.conflicts_with, *fact.see_also, *filter(None, [fact.supersedes])]
        for other in linked:
            if not pack.knows("facts", other) or other == fact.id:
                yield Problem(file, "conflicts_with/see_also", f"unknown fact {other!r}")


def _unknown(pack: Pack, file: str, key: str, entity: str | None) -> Iterator[Problem]:
    if entity is not None and not pack.knows("entities", entity):
        yield Problem(file, key, f"unknown entity {entity!r}")


def _translated(pack: Pack) -> Iterator[Problem]:
    for fact in pack.facts.values():
        texts = {"statement": fact.statement, "caveat": fact.caveat}
        texts |= {f"values.{n}.population": v.population for n, v in enumerate(fact.values)}
        for key, text in texts.items():
            for language in text.missing() if text else []:
                yield Problem(pack.file_of(fact), f"{key}.{language}", "missing translation")
    for entity in pack.entities.values():
        for language in entity.names.missing():
            yield Problem(pack.file_of(entity), f"names.{language}", "missing translation")


def _names_are_unique(pack: Pack) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for entity in pack.entities.values():
        for name in entity.all_names():
            folded = unicodedata.normalize("NFKC", name).casefold()
            other = owner.setdefault(folded, entity.id)
            if other != entity.id:
                message = f"{name!r} is already a name of {pack.file_of(pack.entities[other])}"
                yield Problem(pack.file_of(entity), "aliases", message)


def _covered_is_true(pack: Pack) -> Iterator[Problem]:
    used = {id_ for fact in pack.facts.values() for _, id_ in fact.named()}
    for entity in pack.entities.values():
        if entity.covered != (entity.id in used):
            message = "a fact names it" if entity.id in used else "no fact names it"
            yield Problem(pack.file_of(entity), "covered", message)


def _tips_are_grouped(pack: Pack) -> Iterator[Problem]:
    for fact in pack.facts.values():
        for key in ("group", "audience"):
            if fact.topic == "tip" and getattr(fact, key) is None:
                yield Problem(pack.file_of(fact), key, "a tip needs it")


def _written_amounts(pack: Pack) -> Iterator[Problem]:
    for fact in pack.facts.values():
        file = pack.file_of(fact)
        for number, quote in enumerate(fact.quotes):
            for written in [*quote.as_written, *quote.editor_insert]:
                if written not in quote.exact:
                    message = f"{written!r} is not inside the quote"
                    yield Problem(file, f"quotes.{number}", message)
            for written in quote.as_written:
                if not any(matches(value, written) for value in fact.values):
                    message = f"{written!r} reads as {_reading(written)}, which no value has"
                    yield Problem(file, f"quotes.{number}.as_written", message)
        for number, value in enumerate(fact.values):
            if not any(matches(value, w) for quote in fact.quotes for w in quote.as_written):
                message = f"no as_written of its quotes reads as {_describe(value)}"
                yield Problem(file, f"values.{number}", message)


def matches(value: Value, written: str) -> bool:
    """True when these words of a source write this value."""
    if value.kind in ("superlative", "date"):
        return True
    amounts = parse_amounts(written)
    if value.bound == "indefinite":
        return any(a.bound == "indefinite" and _same_unit(value, a) for a in amounts)
    written_numbers = {n for a in amounts if _same_unit(value, a) for n in a.numbers()}
    return {Decimal(str(n)) for n in value.numbers()} <= written_numbers


def _same_unit(value: Value, amount: Amount) -> bool:
    if amount.kind not in _READABLE[value.kind]:
        return False
    if value.kind == "money" and amount.kind == "money" and value.currency != "unknown":
        return amount.currency == value.currency
    if value.kind == "duration" and amount.kind == "duration":
        return amount.unit == value.unit
    return True


def _reading(written: str) -> str:
    found = parse_amounts(written)
    texts = (_measure(a.kind, a.numbers(), a.bound, a.currency or a.unit) for a in found)
    return " and ".join(texts) or "no amount"


def _describe(value: Value) -> str:
    return _measure(value.kind, value.numbers(), value.bound, value.currency or value.unit)


def _measure(kind: str, numbers: Iterable[object], bound: str, unit: str | None) -> str:
    return f"{kind} {' to '.join(map(str, numbers)) or bound} {unit or ''}".strip()


def _date_order(pack: Pack) -> Iterator[Problem]:
    for fact in pack.facts.values():
        for quote in fact.quotes:
            source = pack.sources.get(quote.source)
            limit = parse_edtf(source.published).last if source else None
            for key in ("announced", "happened", "as_of", "published"):
                text = getattr(fact.when, key)
                first = parse_edtf(text).first if text else None
                if first and limit and first > limit:
                    message = f"{text} is after {quote.source} was published ({limit})"
                    yield Problem(pack.file_of(fact), f"when.{key}", message)


def _no_double_facts(pack: Pack) -> Iterator[Problem]:
    seen: dict[str, Fact] = {}
    for fact in pack.facts.values():
        for alias in fact.aliases:
            other = seen.setdefault(alias.casefold(), fact)
            if other is not fact:
                message = f"{alias!r} is already an alias of {pack.file_of(other)}"
                yield Problem(pack.file_of(fact), "aliases", message)


def quotes_of(pack: Pack) -> Iterator[tuple[Fact, Quote]]:
    """Every quote with its fact."""
    for fact in pack.facts.values():
        for quote in fact.quotes:
            yield fact, quote


RULES: tuple[Rule, ...] = (
    _known_references, _translated, _names_are_unique, _covered_is_true, _tips_are_grouped,
    _written_amounts, _date_order, _no_double_facts,
)  # fmt: skip
