"""Build the search index of a library."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from facts.amounts import parse_amounts
from facts.entity import Entity
from facts.fact import Fact
from facts.language import LANGUAGES
from facts.library import Library
from facts.lookup.elsewhere import Talk, build_talk, read_messages, read_words
from facts.lookup.familiar import build_familiar
from facts.lookup.figures import figures_of
from facts.lookup.fuzzy import Speller
from facts.lookup.index import Days, Index
from facts.lookup.lexicon import Concept, read_lexicon
from facts.lookup.names import Names
from facts.lookup.ngrams import build_ngrams
from facts.lookup.normalise import HAN, KANA, LATIN, Folded, Folder, units
from facts.lookup.postings import Gathered
from facts.lookup.terms import Terms, Token, tokenize
from facts.lookup.variants import character_variants
from facts.lookup.ways import kept
from facts.value import ValueKind
from facts.when import parse_edtf

# How surely a fact is about what stands in one of its parts.
PART, SAID, NAMED, QUOTED, ASKED = 1.0, 1.0, 0.8, 0.6, 0.35
SPEAKER = 0.55
MOST_TEXTS = 50_000  # whose units are kept while an index is built
MOST_ALIKE = 5_000  # facts whose characters are compared; a larger library goes by names and words
LEAST_ASKED = 1_000  # ways of asking from which a library's own words can be learnt
HEADLINE = 3  # the importance of what a board would want to see
AT_HOME_COUNTRY = "japan"
AT_HOME = 0.5  # a fact about a company is a little about its country
# Rough worth of one unit in dollars: enough to tell billions from millions when sorting.
_DOLLARS = {"USD": 1.0, "JPY": 0.0067, "CNY": 0.14, "EUR": 1.1, "GBP": 1.25, "KRW": 0.0007}
_COUNTRIES = ("country", "group", "place")
_CONTENT = ("theme", "detail", "light")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ANSWERED_BY: dict[ValueKind, tuple[str, ...]] = {
    "money": ("how-much",), "percent": ("percent", "how-many"), "count": ("how-many",),
    "rank": ("rank",), "ratio": ("how-much", "how-many"), "date": ("when",),
    "duration": ("how-long",), "superlative": ("rank",),
}  # fmt: skip

_QUANTITIES = ("money", "percent", "count", "ratio")


def build_index(library: Library, concepts: dict[str, Concept] | None = None) -> Index:
    """Index a library; `concepts` are those of the built-in lexicon when None."""
    known = read_lexicon() if concepts is None else concepts
    index = Index(Folder(character_variants()), Terms(), known)
    for entity in library.entities.values():
        _add_names(index, entity)
        index.kinds[entity.id] = entity.kind
        if entity.country:
            index.countries[entity.id] = entity.country
        if entity.parent:
            index.parents[entity.id] = entity.parent
    index.silent = {f"c:{c.id}" for c in known.values() if c.kind not in _CONTENT}
    index.by_field = {f"c:{c.id}" for c in known.values() if c.headline}
    for concept, tokens in _built_in_terms() if concepts is None else _terms(index.folder, known):
        index.terms.add(tokens, f"c:{concept.id}", alone=concept.kind == "filler")
        if concept.kind == "outside":  # a slip of the fingers is no talk about something else
            index.words.update(token.text for token in tokens)
        else:
            _add_spellings(index, tokens)
    gathered, fields = Gathered(), _Fields(known.values())

    @lru_cache(MOST_TEXTS)  # a text is read for what it says, and again as a way of asking
    def units_of(text: str) -> tuple[str, ...]:
        return tuple(_text_units(index, text))

    alike: dict[Hashable, Any] = {}  # what many facts have is kept once
    for fact in library.facts.values():
        strengths = _strengths(index, fact, fields, units_of)
        gathered.add(strengths)
        answers = frozenset(u[2:] for u in strengths if u.startswith("a:"))
        money, abroad, days = _money(fact), _abroad(index, fact), _days(library, fact)
        index.ids.append(fact.id)
        index.importance.append(fact.importance)
        index.money.append(alike.setdefault(money, money))
        index.abroad.append(alike.setdefault(abroad, abroad))
        index.periods.append(alike.setdefault(days, days))
        figures = figures_of(fact, _first_and_last)
        index.figures.append(alike.setdefault(figures, figures))
        index.answers.append(alike.setdefault(answers, answers))
        index.sizes.append(sum(s for unit, s in strengths.items() if unit[0] in "ec" and s > ASKED))
    index.postings = gathered.pack(lambda unit, most: not _only_asked(unit, most))
    if len(index.ids) <= MOST_ALIKE:
        facts = library.facts.values()
        index.familiar = build_familiar(map(units_of, _asked(fact)) for fact in facts)
        index.talk = _talk(index, [units_of(text) for fact in facts for text in _asked(fact)])
        index.ways = [kept(_ways(index, fact)) for fact in facts]
        index.ngrams = build_ngrams(_document(index, fact) for fact in facts)
    index.names = Names(_names(index, library))
    _finish_spellings(index)
    index.concepts = {id_: _named(concept) for id_, concept in known.items()}
    return index


def _terms(folder: Folder, concepts: dict[str, Concept]) -> Iterator[tuple[Concept, list[Token]]]:
    """The words of all concepts, read; those that say nothing come last."""
    for concept in sorted(concepts.values(), key=lambda c: c.kind == "filler"):
        yield from ((concept, tokenize(folder.fold(term))) for term in concept.terms())


@cache
def _built_in_terms() -> list[tuple[Concept, list[Token]]]:
    return list(_terms(Folder(character_variants()), read_lexicon()))


def _only_asked(unit: str, most: float) -> bool:
    """True for a concept that people ask with but that no fact itself says."""
    return unit.startswith("c:") and most <= ASKED


def _named(concept: Concept) -> Concept:
    """A concept with one word a language to call it by; the others are in the terms now."""
    return replace(concept, en=concept.en[:1], ja=concept.ja[:1], zh=concept.zh[:1])


def _add_spellings(index: Index, tokens: list[Token]) -> None:
    """Note the words of a text as what a misspelt word may be."""
    for token in tokens:
        word = token.surface
        if token.script != LATIN or len(word) < 3 or word in index.spellings:
            continue
        if word.isascii():
            index.spellings[word] = (f"w:{token.text}",)


def _finish_spellings(index: Index) -> None:
    """Let every known word stand for the names and concepts that it is alone a term of."""
    for word, refs in index.spellings.items():
        unit = refs[0]
        if unit.startswith("w:"):
            index.words.add(unit[2:])
            index.spellings[word] = index.terms.get(unit[2:]) or refs
    index.speller = Speller(index.spellings)


def _add_names(index: Index, entity: Entity) -> None:
    ref = f"e:{entity.id}"
    for name in entity.all_names():
        folded = index.folder.fold(name)
        tokens = tokenize(folded)
        index.terms.add(tokens, ref)
        scripts = {token.script for token in tokens}
        if scripts == {LATIN} and len(tokens) > 1:
            index.terms.add(tokenize(index.folder.fold(folded.text.replace(" ", ""))), ref)
        if scripts == {HAN} and len(tokens) > 2:
            index.han_names.setdefault(len(tokens), []).append(folded.text.strip())
        if scripts == {KANA} and len(tokens) > 3:
            index.spellings[folded.text.strip()] = (ref,)
        _add_spellings(index, tokens)
    if entity.covered:
        index.covered.add(entity.id)


def _names(index: Index, library: Library) -> Iterator[Folded]:
    """The names that are looked for as wholes, without a space behind.

    One that begins with a country is near to too much that is said about that country.
    """
    for entity in library.entities.values():
        if entity.kind in _COUNTRIES or entity.kind == "law":
            continue
        for name in map(index.folder.fold, entity.all_names()):
            words = [token.text for token in tokenize(name)]
            starts = (ref for end in (1, 2, 3) for ref in index.terms.get(*words[:end]))
            kinds = {index.kinds.get(ref[2:]) for ref in starts if ref.startswith("e:")}
            if index.terms.get(*words) and not kinds.intersection(_COUNTRIES):
                text = name.text.rstrip()
                yield Folded(text, name.scripts[: len(text)])


def _money(fact: Fact) -> tuple[str, float]:
    """What money a fact is about (the metric) and about how much in dollars, to put the largest
    first; ("", 0.0) for none.
    """
    found = [(v, n) for v in fact.values if v.kind == "money" for n in v.numbers()]
    worth = [(n * _DOLLARS.get(v.currency or "", 0.0), v.metric) for v, n in found]
    dollars, metric = max(worth, default=(0.0, ""))
    return metric, dollars


def _abroad(index: Index, fact: Fact) -> frozenset[str]:
    """The other countries that a fact is about, as units."""
    subjects = {part.entity for part in fact.roles if part.role == "subject"}
    countries = {e for e in subjects if index.kinds.get(e) in ("country", "group")}
    return frozenset(f"e:{e}" for e in countries - {AT_HOME_COUNTRY})


def _days(library: Library, fact: Fact) -> Days:
    """The days that a fact is about: its dates, those of its values, and the years it names."""
    when, texts = fact.when, [library.dated(fact)]
    texts += filter(None, (when.announced, when.happened, when.published, when.as_of, when.period))
    for value in fact.values:
        texts += filter(None, (value.period, value.as_of, value.date))
    texts += _YEAR.findall(fact.statement.best("en"))
    return tuple(_first_and_last(text) for text in dict.fromkeys(texts))


@lru_cache(10_000)
def _first_and_last(text: str) -> tuple[date, date]:
    period = parse_edtf(text)
    return period.first or date.min, period.last or date.max


class _Fields:
    """The concepts that facts have by their fields, in the order of the lexicon."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._striking: dict[str, int] = {}
        self._by: dict[tuple[str, str | None], dict[str, int]] = defaultdict(dict)
        for order, concept in enumerate(concepts):
            unit = f"c:{concept.id}"
            if concept.headline:
                self._striking[unit] = order
            for metric in concept.metrics:
                self._by["metric", metric][unit] = order
            for group in concept.groups:
                self._by["group", group][unit] = order
            if concept.topic:
                self._by["topic", concept.topic][unit] = order

    def of(self, fact: Fact) -> Iterator[tuple[str, float]]:
        """The concepts of a fact, each with its strength."""
        striking = fact.importance == HEADLINE and fact.values
        surely = dict(self._striking if striking else {})
        for key in [("group", fact.group), *(("metric", v.metric) for v in fact.values)]:
            surely |= self._by.get(key, {})
        places = self._by.get(("topic", fact.topic), {}) | surely
        for unit in sorted(places, key=places.__getitem__):
            yield unit, PART if unit in surely else NAMED


def _strengths(
    index: Index, fact: Fact, fields: _Fields, units_of: Callable[[str], tuple[str, ...]]
) -> dict[str, float]:
    """Every unit of a fact with its strength."""
    found: dict[str, float] = {}

    def put(unit: str, strength: float) -> None:
        if strength > found.get(unit, 0.0):
            found[unit] = strength

    for part in fact.roles:
        passing = part.role in ("speaker", "host", "surveyor")
        put(f"e:{part.entity}", SPEAKER if passing else PART)
        country = index.countries.get(part.entity)
        if country and not passing:
            put(f"e:{country}", AT_HOME)
    for value in fact.values:
        for entity in filter(None, (value.subject, value.geography)):
            put(f"e:{entity}", PART)
    read: dict[str, float] = {}
    for text, strength in _texts(fact):
        if strength <= read.get(text, 0.0):
            continue  # the same words again: a quote in the language of its source
        read[text] = strength
        numbers = _number_units(text) if strength > ASKED else ()
        for unit in (*units_of(text), *numbers):
            put(unit, min(strength, NAMED) if unit.startswith("e:") else strength)
    for unit in _typed_units(fact):
        put(unit, 1.0)
    for unit, strength in fields.of(fact):
        put(unit, strength)
    return found


def _texts(fact: Fact) -> Iterator[tuple[str, float]]:
    for language in LANGUAGES:
        if text := fact.statement.get(language):
            yield text, SAID
    for alias in fact.aliases:
        yield alias, SAID
    for words in fact.asked:
        yield words, ASKED
    for quote in fact.quotes:
        yield quote.exact, QUOTED
    for value in fact.values:
        if value.population:
            yield from ((text, NAMED) for text in vars(value.population).values() if text)


def _ways(index: Index, fact: Fact) -> Iterator[str]:
    for text in _asked(fact):
        yield index.folder.fold(text).text


def _asked(fact: Fact) -> Iterator[str]:
    yield from (*fact.asked, *fact.aliases, *filter(None, vars(fact.statement).values()))


def _document(index: Index, fact: Fact) -> str:
    """Every text of a fact as one folded text."""
    return index.folder.fold(" ".join(text for text, _ in _texts(fact))).text


def _talk(index: Index, asked: Sequence[Iterable[str]]) -> Talk:
    """How facts are asked for, beside how people talk of anything else; few ways tell nothing."""
    if len(asked) < LEAST_ASKED:
        return Talk()

    def units_of(text: str) -> Iterator[str]:
        folded = index.folder.fold(text)
        return _units_among(index, folded, tokenize(folded))

    return build_talk(asked, map(units_of, read_messages()), map(units_of, read_words()))


def _text_units(index: Index, text: str) -> Iterator[str]:
    """The units that a text of a fact has; its words are spelt right."""
    folded = index.folder.fold(text)
    tokens = tokenize(folded)
    _add_spellings(index, tokens)
    yield from _units_among(index, folded, tokens)


def _units_among(index: Index, folded: Folded, tokens: list[Token]) -> Iterator[str]:
    """Entities, concepts, words outside entities."""
    named: list[tuple[int, int]] = []
    for match in index.terms.find(tokens):
        for ref in match.refs:
            if ref not in index.silent and ref not in index.by_field:
                yield ref
        if any(ref.startswith("e:") for ref in match.refs):
            named.append((tokens[match.start].start, tokens[match.end - 1].end))
    for unit, start, end in units(folded, 0, len(folded.text)):
        if not (named and any(s <= start and end <= e for s, e in named)):
            yield f"w:{unit}"


def _number_units(text: str) -> Iterator[str]:
    for amount in parse_amounts(text):
        for number in amount.numbers():
            yield f"n:{number.normalize():f}"


def _typed_units(fact: Fact) -> Iterator[str]:
    """What the typed fields say: the topic, and the questions that the fact answers."""
    yield f"t:{fact.topic}"
    for answer in fact.answers:
        yield f"a:{answer}"
    if fact.topic == "tip":
        yield "a:advice"
    for value in fact.values:
        yield from (f"a:{answer}" for answer in _ANSWERED_BY[value.kind])
    if any(value.kind in _QUANTITIES for value in fact.values):
        yield "a:quantity"
    if any(part.role == "payer" for part in fact.roles):
        yield "a:who-pays"
    if fact.when.announced or fact.when.happened:
        yield "a:when"
    if fact.when.period:
        yield "a:how-long"
    if any(part.role in ("founder", "lead", "payer", "surveyor") for part in fact.roles):
        yield "a:who"
    if any(part.role == "location" for part in fact.roles):
        yield "a:where"
