"""Read a question: the names, concepts, periods and numbers in it, and the words that are left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from facts.lookup.asker import said_of_asker
from facts.lookup.index import Index
from facts.lookup.names import Near
from facts.lookup.normalise import HAN, KANA, LATIN, Folded, one_width, stem
from facts.lookup.orders import is_order
from facts.lookup.owners import covered_relatives
from facts.lookup.periods import Asked, find_periods
from facts.lookup.terms import Match, Token, left_over, tokenize

MAX_TEXT = 2000  # characters that are read; more is no question, and adapters refuse it before
SMALL = 20  # a bare number below this says little ("top 5", "2 questions")
_ABOUT_ALL = "e:japan"  # every fact is about Japan: naming it says nothing by itself

SlotKind = Literal[
    "entity", "country", "place", "implied", "theme", "light", "word", "number", "echo"
]


_COUNTS = re.compile(
    r"\d|illion|hundred|thousand|percent|half|third|quarter|[一二三四五六七八九十百千万萬亿億兆半]",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[a-zA-Z]")  # beside digits: a part of a name such as b2b or 4o
_ENTITY_SLOTS: dict[str, SlotKind] = {"country": "country", "group": "country", "place": "place"}


Read = tuple[Folded, list[Token], list[Match]]  # a text, its tokens, and the terms among them


@dataclass(frozen=True)
class Slot:
    """One thing that a question asks for; any one of the units fills it.

    An "echo" is the very word of a concept: it helps to rank and is never missed.
    """

    kind: SlotKind
    units: tuple[str, ...]
    written: str


@dataclass(frozen=True)
class Correction:
    """A word that was read as another: what was written, and what it was taken for."""

    written: str
    read: str
    ref: str


@dataclass
class Question:
    """What a question asks for.

    `text` is as it was typed, `plain` in one width and with single spaces. `units` are those of all
    its words, `outside` what shows that it is none about the market (the ids of concepts, or
    "order" for an order to the bot). `unknown` are words that no fact and no name has, `particles`
    counts single Han characters that were left over.
    """

    text: str
    plain: str = ""
    folded: str = ""
    slots: list[Slot] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    aggregate: list[str] = field(default_factory=list)
    compares: bool = False
    outside: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    particles: int = 0
    periods: list[Asked] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def of_kind(self, *kinds: SlotKind) -> list[Slot]:
        """The slots of some kinds."""
        return [slot for slot in self.slots if slot.kind in kinds]

    def entities(self) -> list[str]:
        """Ids of the entities that are named."""
        return [
            s.units[0][2:] for s in self.of_kind("entity", "country", "place") if len(s.units) == 1
        ]

    def readings(self) -> tuple[str, ...]:
        """Ids of the entities that share a name in the question, () where none do."""
        return next((tuple(u[2:] for u in s.units) for s in self.slots
                     if s.kind == "entity" and len(s.units) > 1), ())  # fmt: skip

    def is_empty(self) -> bool:
        """True when nothing in it can be looked for."""
        return not (self.slots or self.unknown or self.periods or self.attributes or self.aggregate)


def read_question(index: Index, text: str, today: date) -> Question:
    """Read a question in any of the three languages, or a mixture of them."""
    question = Question(text, plain=one_width(text[:MAX_TEXT]))
    if is_order(question.plain):
        question.outside.append("order")
    question.periods, rest = find_periods(question.plain, today)
    folded, tokens, matches = _with_known_name(index, question, index.folder.fold(rest))
    question.folded = folded.text
    repaired = _repaired(index, question, tokens)
    if repaired != tokens:
        tokens, matches = repaired, index.terms.find(repaired)
    used = [False] * len(tokens)
    for match in matches:
        used[match.start : match.end] = [True] * (match.end - match.start)
        _take(index, question, match, tokens)
    question.units = set(_every_unit(index, tokens, matches))
    for group in left_over(tokens, used):
        _read_group(index, question, group)
    _read_numbers(question, rest)
    _forget_asker(index, question)
    _settle_entities(index, question)
    if "rank" in question.attributes and not question.of_kind("entity", "implied"):
        question.attributes.append("list")  # a ranking of no one in particular
    return question


def _with_known_name(index: Index, question: Question, folded: Folded) -> Read:
    """A text with its known terms; where it has no name, what is nearly a long one is set right."""
    tokens = tokenize(folded)
    matches = index.terms.find(tokens)
    if any(_is_name(index, ref) for match in matches for ref in match.refs):
        return folded, tokens, matches
    known = {place for match in matches for place in range(match.start, match.end)}
    if not any(_may_be_wrong(index, t) for place, t in enumerate(tokens) if place not in known):
        return folded, tokens, matches
    spans = [(tokens[match.start].start, tokens[match.end - 1].end) for match in matches]
    inside = {at for start, end in spans for at in range(start + 1, end)}
    near = index.names.near(folded, index.words, inside)
    if near is None:
        return folded, tokens, matches
    places = {at for (start, end), match in zip(spans, matches) for at in range(start, end)
              if any(ref.startswith("e:") for ref in match.refs)}  # fmt: skip
    if _changes(folded, near, places):
        return folded, tokens, matches
    start, end, name = near.start, near.end, near.name
    refs = index.terms.get(*(token.text for token in tokenize(name)))
    question.corrections.append(Correction(folded.text[start:end], name.text, refs[0]))
    right = Folded(
        folded.text[:start] + name.text + folded.text[end:],
        folded.scripts[:start] + name.scripts + folded.scripts[end:],
    )
    tokens = tokenize(right)
    return right, tokens, index.terms.find(tokens)


def _changes(folded: Folded, near: Near, places: set[int]) -> bool:
    """True when a character of these places (of a country's name) would become another."""
    written = folded.text[near.start : near.end]
    as_long = len(written) == len(near.name.text)
    others = (at for at, (a, b) in enumerate(zip(written, near.name.text), near.start) if a != b)
    return as_long and not places.isdisjoint(others)


def _is_name(index: Index, ref: str) -> bool:
    return ref.startswith("e:") and index.kinds.get(ref[2:]) not in ("country", "group", "place")


def _may_be_wrong(index: Index, token: Token) -> bool:
    """True for a word that is not known, and for any character that is in none."""
    if token.script == LATIN:
        return token.text not in index.words and not _is_number(token.text)
    return token.script in (HAN, KANA)


def _every_unit(index: Index, tokens: list[Token], matches: list[Match]) -> Iterator[str]:
    """The units of all words, as the index takes them from the ways of asking for a fact."""
    named = [False] * len(tokens)
    for match in matches:
        yield from (r for r in match.refs if r not in index.silent and r not in index.by_field)
        if any(ref.startswith("e:") for ref in match.refs):
            named[match.start : match.end] = [True] * (match.end - match.start)
    for group in left_over(tokens, named):
        if group[0].script == LATIN:
            yield from (f"w:{token.text}" for token in group)
        elif group[0].script == KANA or (group[0].script == HAN and len(group) == 1):
            yield "w:" + "".join(token.text for token in group)
        elif group[0].script == HAN:
            yield from (f"w:{a.text}{b.text}" for a, b in pairwise(group))


def _repaired(index: Index, question: Question, tokens: list[Token]) -> list[Token]:
    """The tokens with misspelt Latin words replaced by what they may have been meant for."""
    return [_repaired_token(index, question, token, tokens) for token in tokens]


def _repaired_token(index: Index, question: Question, token: Token, tokens: list[Token]) -> Token:
    if token.script != LATIN or token.text in index.words or _is_number(token.text):
        return token
    repairs = _repairs(index, token.surface)
    if not repairs or _is_joined_name(index, token, tokens):
        return token
    refs, right = repairs[0]
    if not all(ref in index.silent for ref in refs):
        question.corrections.append(Correction(token.surface, right, refs[0]))
    return token._replace(text=stem(right), surface=right)


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _is_joined_name(index: Index, token: Token, tokens: list[Token]) -> bool:
    """True for a part of a name that was written apart ("open ai")."""
    place = tokens.index(token)
    pairs = (tokens[max(0, place - 1) : place + 1], tokens[place : place + 2])
    return any(len(p) == 2 and index.terms.get(p[0].surface + p[1].surface) for p in pairs)


def _read_numbers(question: Question, text: str) -> None:
    if not _COUNTS.search(text):
        return
    from facts.amounts import parse_amounts  # 15 ms that most questions do without

    for amount in parse_amounts(text):
        for number in amount.numbers():
            unit = f"n:{number.normalize():f}"
            around = text[amount.start - 1 : amount.start] + text[amount.end : amount.end + 1]
            large = amount.kind in ("money", "percent") or number >= SMALL
            if large and amount.bound != "up_to" and not _LETTER.search(around):
                _put(question, Slot("number", (unit,), amount.text))


def _take(index: Index, question: Question, match: Match, tokens: list[Token]) -> None:
    """Add what a known term stands for, and its very words as an echo."""
    span = tokens[match.start : match.end]
    written = "".join(token.surface for token in span)
    _take_refs(index, question, match.refs, written)
    if any(ref.startswith("c:") and ref not in index.silent for ref in match.refs):
        for unit in _units(span):
            if index.has(unit):
                _put(question, Slot("echo", (unit,), written))


def _take_refs(index: Index, question: Question, refs: tuple[str, ...], written: str) -> None:
    entities = tuple(ref for ref in refs if ref.startswith("e:"))
    if entities:
        kinds = {_ENTITY_SLOTS.get(index.kinds.get(e[2:], ""), "entity") for e in entities}
        _put(question, Slot(kinds.pop() if len(kinds) == 1 else "entity", entities, written))
    themes = tuple(ref for ref in refs if ref.startswith("c:") and ref not in index.silent)
    if themes:
        light = all(index.concepts[ref[2:]].kind == "light" for ref in themes)
        _put(question, Slot("light" if light else "theme", themes, written))
    words = tuple(ref for ref in refs if ref.startswith("w:"))
    if words:
        _put(question, Slot("word", words, written))
    for ref in refs:
        if ref in index.silent:
            _take_silent(index, question, ref[2:])


def _take_silent(index: Index, question: Question, id_: str) -> None:
    """A concept that is no content: what is asked for, a comparison, or names that it stands for."""
    concept = index.concepts[id_]
    if concept.answers not in (None, *question.attributes):
        question.attributes.append(concept.answers or "")
    if concept.kind == "aggregate":
        question.aggregate.append(id_)
    elif concept.kind == "outside":
        question.outside.append(id_)
    elif concept.kind == "compare":
        question.compares = True
    for entity in concept.entities:
        _take_refs(index, question, (f"e:{entity}",), id_)


def _put(question: Question, slot: Slot) -> None:
    if all(known.units != slot.units for known in question.slots):
        question.slots.append(slot)


def _units(span: list[Token]) -> Iterator[str]:
    """The words of some tokens as units: stems, and pairs of Han characters."""
    for number, token in enumerate(span):
        if token.script == LATIN:
            yield f"w:{token.text}"
        elif token.script == HAN and number + 1 < len(span) and span[number + 1].script == HAN:
            yield f"w:{token.text}{span[number + 1].text}"


def _read_group(index: Index, question: Question, group: list[Token]) -> None:
    script = group[0].script
    if script == LATIN:
        _read_latin(index, question, group)
    elif script == KANA:
        _read_katakana(index, question, "".join(token.text for token in group))
    elif script == HAN:
        _read_han(index, question, group)


def _read_latin(index: Index, question: Question, group: list[Token]) -> None:
    position = 0
    while position < len(group):
        pair = "".join(t.surface for t in group[position : position + 2])
        refs = index.terms.get(pair) if position + 1 < len(group) else ()
        if refs:
            _take_refs(index, question, refs, pair)
            position += 2
            continue
        token = group[position]
        if not _is_number(token.text) and len(token.text) > 1:
            if index.has(f"w:{token.text}"):
                _put(question, Slot("word", (f"w:{token.text}",), token.surface))
            elif token.surface not in question.unknown:
                question.unknown.append(token.surface)
        position += 1


def _read_katakana(index: Index, question: Question, written: str) -> None:
    """A word that is no known term: a word of the library, a misspelt name, or an unknown one."""
    if len(written) == 1:
        return
    if index.has(f"w:{written}"):
        _put(question, Slot("word", (f"w:{written}",), written))
        return
    repair = next(iter(_repairs(index, written)), None)
    if repair is None:
        if written not in question.unknown:
            question.unknown.append(written)
        return
    refs, right = repair
    _take_refs(index, question, refs, right)
    question.corrections.append(Correction(written, right, refs[0]))


def _repairs(index: Index, word: str) -> list[tuple[tuple[str, ...], str]]:
    """What a misspelt word may stand for, the likeliest first: names before other words."""
    ranked = []
    for distance, candidate in index.speller.near(word):
        refs = index.spellings.get(candidate, ())
        if refs and _plausible(word, candidate):
            named = any(ref.startswith("e:") for ref in refs)
            swapped = sorted(word) == sorted(candidate)  # the commonest slip of fast fingers
            ranked.append((distance, not named, not swapped, candidate, refs))
    return [(refs, candidate) for *_, candidate, refs in sorted(ranked)]


def _plausible(word: str, candidate: str) -> bool:
    """Fingers rarely miss the first letter, except by swapping it with the second."""
    return word[0] == candidate[0] or word[:2] == candidate[1::-1]


def _read_han(index: Index, question: Question, group: list[Token]) -> None:
    text = "".join(token.text for token in group)
    if len(text) >= 3 and (found := _han_name(index, text)):
        written, name, refs = found
        _take_refs(index, question, refs, name)
        question.corrections.append(Correction(written, name, refs[0]))
        return
    if len(text) == 1:
        question.particles += 1
        return
    for position in range(len(text) - 1):
        pair = text[position : position + 2]
        if index.has(f"w:{pair}"):
            _put(question, Slot("word", (f"w:{pair}",), pair))
        elif pair not in question.unknown:
            question.unknown.append(pair)


def _han_name(index: Index, text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """A name of three or more Han characters with one of them wrong."""
    for length in range(min(len(text), 8), 2, -1):
        for start in range(len(text) - length + 1):
            window = text[start : start + length]
            for candidate in index.han_names.get(length, ()):
                if sum(a != b for a, b in zip(window, candidate)) == 1:
                    return window, candidate, index.terms.get(*candidate)
    return None


def _forget_asker(index: Index, question: Question) -> None:
    if told := said_of_asker(index, question.plain):
        theirs = [s for s in question.of_kind("country", "place") if told.issuperset(s.units)]
        question.slots = [s for s in question.slots if s not in theirs]
        question.unknown = [word for word in question.unknown if word not in told]


def _settle_entities(index: Index, question: Question) -> None:
    """Japan says nothing unless something is set against it; owners stand in for the owned."""
    others = [s for s in question.of_kind("country") if s.units != (_ABOUT_ALL,)]
    if not others and not question.compares:
        question.slots = [s for s in question.slots if s.units != (_ABOUT_ALL,)]
    for number, slot in enumerate(question.slots):
        named = slot.kind in ("entity", "country") and len(slot.units) == 1
        if named and (related := covered_relatives(index, slot.units[0][2:])):
            question.slots[number] = Slot("implied", related, slot.written)
