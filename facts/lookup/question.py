"""Read a question: the names, concepts, periods and numbers in it, and the words that are left."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from facts.amounts import parse_amounts
from facts.lookup.index import Index
from facts.lookup.normalise import HAN, HIRA, KANA, LATIN
from facts.lookup.periods import Asked, find_periods
from facts.lookup.terms import Token, tokenize

T = TypeVar("T")

MAX_TEXT = 2000  # characters that are read; a longer question is cut, and the callers say so


@dataclass(frozen=True)
class Correction:
    """A word that was read as another: what was written, and what it was taken for."""

    written: str
    read: str
    ref: str


@dataclass
class Question:
    """What a question asks for.

    `implied` are the covered owners of things that no fact is about (the company of a person).
    `unknown` are words that no fact and no name has.
    """

    text: str
    entities: list[str] = field(default_factory=list)
    implied: list[str] = field(default_factory=list)
    ambiguous: list[tuple[str, ...]] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    aggregate: list[str] = field(default_factory=list)
    compares: bool = False
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    periods: list[Asked] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    top: int | None = None

    def is_empty(self) -> bool:
        """True when nothing in it can be looked for."""
        asked = (self.entities, self.ambiguous, self.concepts, self.words, self.unknown)
        return not any((*asked, self.periods, self.numbers, self.attributes, self.aggregate))


def read_question(index: Index, text: str, today: date) -> Question:
    """Read a question in any of the three languages, or a mixture of them."""
    question = Question(text)
    periods, rest = find_periods(text[:MAX_TEXT], today)
    question.periods = periods
    _read_numbers(question, rest)
    tokens = tokenize(index.folder.fold(rest))
    used = [False] * len(tokens)
    for match in index.terms.find(tokens):
        used[match.start : match.end] = [True] * (match.end - match.start)
        _take(index, question, match.refs)
    for group in _left_over(tokens, used):
        _read_group(index, question, group)
    _settle_entities(index, question)
    return question


def _settle_entities(index: Index, question: Question) -> None:
    """Japan says nothing unless other countries are named too; owners stand in for the owned."""
    countries = [e for e in question.entities if index.kinds.get(e) == "country"]
    if countries == ["japan"] and not question.compares:
        question.entities.remove("japan")
    for entity in list(question.entities):
        parent = index.parents.get(entity)
        if entity not in index.covered and parent in index.covered:
            question.entities.remove(entity)
            _put(question.implied, parent)


def _read_numbers(question: Question, text: str) -> None:
    for amount in parse_amounts(text):
        if amount.kind == "rank" and amount.bound == "up_to" and amount.amount:
            question.top = min(int(amount.amount), 100)
        elif amount.kind != "number" or any(n >= 20 for n in amount.numbers()):
            question.numbers += [f"{n.normalize():f}" for n in amount.numbers()]


def _take(index: Index, question: Question, refs: tuple[str, ...]) -> None:
    """Add what a known term stands for."""
    entities = tuple(ref[2:] for ref in refs if ref.startswith("e:"))
    if len(entities) == 1:
        _put(question.entities, entities[0])
    elif entities:
        _put(question.ambiguous, entities)
    for ref in refs:
        if ref.startswith("c:"):
            _take_concept(index, question, ref[2:])
        elif ref.startswith("w:"):
            _put(question.words, ref)


def _take_concept(index: Index, question: Question, id_: str) -> None:
    concept = index.concepts[id_]
    if concept.kind == "attribute" and concept.answers:
        _put(question.attributes, concept.answers)
    elif concept.kind == "aggregate":
        _put(question.aggregate, id_)
    elif concept.kind == "compare":
        question.compares = True
    if concept.kind in ("theme", "light"):
        _put(question.concepts, id_)


def _put(into: list[T], item: T) -> None:
    if item not in into:
        into.append(item)


def _left_over(tokens: list[Token], used: list[bool]) -> Iterator[list[Token]]:
    """Runs of neighbouring tokens of one script that no known term took."""
    group: list[Token] = []
    for token, taken in zip(tokens, used):
        last = group[-1] if group else None
        if last and (taken or token.script != last.script or not _joined(last, token)):
            yield group
            group = []
        if not taken:
            group.append(token)
    if group:
        yield group


def _joined(last: Token, token: Token) -> bool:
    return token.script == LATIN or token.start == last.end


def _read_group(index: Index, question: Question, group: list[Token]) -> None:
    script = group[0].script
    if script == LATIN:
        _read_latin(index, question, group)
    elif script == KANA:
        _read_word(index, question, "".join(t.text for t in group))
    elif script == HAN:
        _read_han(index, question, group)
    elif script == HIRA:
        pass  # grammar; a name written in hiragana was found as a term


def _read_latin(index: Index, question: Question, group: list[Token]) -> None:
    position = 0
    while position < len(group):
        pair = "".join(t.text for t in group[position : position + 2])
        refs = index.terms.get(pair) if position + 1 < len(group) else ()
        if refs:
            _take(index, question, refs)
            position += 2
            continue
        word = group[position].text
        if not word.replace(".", "").replace(",", "").isdigit() and len(word) > 1:
            _read_word(index, question, word)
        position += 1


def _read_word(index: Index, question: Question, word: str) -> None:
    """A word that is no known term: a word of the library, a misspelt one, or an unknown one."""
    if index.has(f"w:{word}"):
        _put(question.words, f"w:{word}")
        return
    for refs, right in _repairs(index, word):
        _take(index, question, refs)
        question.corrections.append(Correction(word, right, refs[0]))
        return
    _put(question.unknown, word)


def _repairs(index: Index, word: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a misspelt word may stand for, the likeliest first: names before other words."""
    near = [(d, w) for d, w in index.speller.near(word) if _plausible(word, w)]
    ranked = []
    for distance, candidate in near:
        refs = index.terms.get(candidate) or index.terms.get(*candidate)
        named = any(ref.startswith("e:") for ref in refs)
        if not refs and index.has(f"w:{candidate}"):
            refs = (f"w:{candidate}",)
        if refs:
            ranked.append((distance, not named, candidate, refs))
    for _, _, candidate, refs in sorted(ranked):
        yield refs, candidate


def _plausible(word: str, candidate: str) -> bool:
    """Fingers rarely miss the first letter, except by swapping it with the second."""
    return word[0] == candidate[0] or word[:2] == candidate[1::-1]


def _read_han(index: Index, question: Question, group: list[Token]) -> None:
    text = "".join(token.text for token in group)
    if len(text) >= 3 and (found := _han_name(index, text)):
        written, name, refs = found
        _take(index, question, refs)
        question.corrections.append(Correction(written, name, refs[0]))
        return
    if len(text) == 1:
        if index.has(f"w:{text}"):
            _put(question.words, f"w:{text}")
        return
    for position in range(len(text) - 1):
        pair = text[position : position + 2]
        if index.has(f"w:{pair}"):
            _put(question.words, f"w:{pair}")
        else:
            _put(question.unknown, pair)


def _han_name(index: Index, text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """A name of three or more Han characters with one of them wrong."""
    for length in range(min(len(text), 8), 2, -1):
        for start in range(len(text) - length + 1):
            window = text[start : start + length]
            for candidate in index.han_names.get(length, ()):
                wrong = sum(a != b for a, b in zip(window, candidate))
                if wrong == 1:
                    return window, candidate, index.terms.get(*candidate)
    return None
