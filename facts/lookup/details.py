"""Details that people ask of a company, a person or a product: its price, its head, its address.

A fact answers only where it says the detail of the very one who is asked about: what is said of
the office in Tokyo is near to "who runs the office in Tokyo", and no answer to it.
"""

import re
from collections.abc import Iterator

from facts.lookup.clauses import split_clauses
from facts.lookup.index import Index
from facts.lookup.question import Question, Slot
from facts.lookup.rank import SURE, Scored, is_said

_NEAR = 5  # hits that may say it
_ASKS = 4  # characters of a clause that may ask for something else
_MEASURES = frozenset(("valuation", "revenue", "arr", "round"))
_BACKED, _FOUNDER = "c:lead-investor", "c:founder"
_BACKERS = re.compile(
    r"investors? (?:of|in|behind)\b|'s? (?:investors|backers)\b|\bwho (?:has |have |is |are )?"
    r"(?:invest|back|fund)(?!raising)\w*|の(?:投資家|出資者|出資元|投資元)(?:は|が|って|を|一覧|$|[?？])"
    r"|誰が(?:投資|出資)|的(?:投资人|投资方|金主|出资方|投資人|投資方)|谁(?:投|出资)|誰投|谁的投资",
    re.IGNORECASE,
)
_MONEY = re.compile(r"how much|how many (?:dollars|yen|billions)|いくら|何[億兆万千百]*(?:円|ドル)|何億|何兆"
                    r"|多少(?:钱|錢|美元|美金|日元|亿|億)", re.I)  # fmt: skip
_AMOUNT = frozenset(("how-much",))
_COUNTS = frozenset(("how-many", "percent", "how-much", "how-long", "rank"))
_NUMBER = re.compile(r"how many|多少(?!钱|錢)|いくつ", re.I)
_SO_MANY = re.compile(
    r"how many (?!(?:hundred|thousand|\w?[mb]illion|trillion|dollar|yen|us|percent))"
    r"|(?:多少|[几幾])(?:个|個|家|名|位|人|台|度|座|所|间|間|层|層|种|種|款|条|條|次)"
    r"|何(?:人|社|件|個|名|本|台|施設|病院|拠点|店|校|機)", re.I)  # fmt: skip
_SOME_CITY = re.compile(r"(?:which|what) (?:city|town|prefecture|ward)|哪个(?:城市|县|市)|哪個(?:城市|縣|市)"
                        r"|(?:どの|どこの|何という)(?:都市|市|県|街)|何[市県](?![場況])", re.I)  # fmt: skip
_WHERE = re.compile(r"\bwhere\b|どこ(?:に|で|へ|に?あ)|何処に|哪里|哪裡|哪儿|在哪", re.I)
_PLACE, _HOME = ["where"], "e:japan"  # "where in Japan": that it is there is no answer
_SOME_PEOPLE = re.compile(r"how many (?:people|persons|individuals)|多少(?:个|個|名|位)?人|几(?:个|名|位)?人"
                          r"|幾(?:個|名|位)?人|何人|何名", re.I)  # fmt: skip


def detail_lacking(index: Index, question: Question, scored: list[Scored]) -> str | None:
    """A detail that is asked for and that no near fact says of the named, in words.

    None where something else is asked for too: that may have its answer.
    """
    near = about_named(question, scored)
    named = bool(question.of_kind("entity", "implied"))
    people = any(index.kinds.get(id_) == "person" for id_ in question.entities())
    for place, slot in enumerate(question.slots):
        detail = is_detail(index, slot) or (named and not people and _is_measure(index, slot))
        detail = detail or (named and "who" in question.attributes and slot.units[0] == _FOUNDER)
        if detail and not _said(index, slot, place, near if named else None):
            return None if _asks_more(index, question, slot.written) else slot.written
    if not named or _asks_more(index, question, ""):
        return None
    return next(_unanswered(index, question, near), None)


def about_named(question: Question, scored: list[Scored]) -> list[Scored]:
    """The near facts that are about everybody who is named."""
    named = [p for p, s in enumerate(question.slots) if s.kind in ("entity", "implied")]
    return [s for s in scored[:_NEAR] if all(place in s.matched for place in named)]


def is_detail(index: Index, slot: Slot) -> bool:
    """True for a theme that is a detail in one of its meanings."""
    return any(index.concepts[c[2:]].kind == "detail" for c in slot.units if slot.kind == "theme")


def _is_measure(index: Index, slot: Slot) -> bool:
    """True for a theme that is a measure of companies in one of its meanings."""
    themes = slot.units if slot.kind == "theme" else ()
    return any(not _MEASURES.isdisjoint(index.concepts[c[2:]].metrics) for c in themes)


def _said(index: Index, slot: Slot, place: int, near: list[Scored] | None) -> bool:
    """True when one of these facts says the detail; with None, when any fact at all does."""
    if near is not None:
        return any(s.matched.get(place, 0.0) >= SURE for s in near)
    return is_said(index, slot)


def _unanswered(index: Index, question: Question, near: list[Scored]) -> Iterator[str]:
    """What the typed fields of the near facts about the named have no answer to."""
    text, figures = question.plain, [index.figures[s.number] for s in near]
    if _MONEY.search(text) and not _has_answer(index, question, near, _AMOUNT):
        yield "an amount"
    if _SO_MANY.search(text) and not _has_answer(index, question, near, _COUNTS - _AMOUNT):
        yield "so many"
    if _NUMBER.search(text) and not _has_answer(index, question, near, _COUNTS):
        yield "a number"
    if not _anything_said(question, near):
        yield "nothing"
    if _SOME_PEOPLE.search(text) and not any("people" in each.units for each in figures):
        yield "a number of people"
    if _BACKERS.search(text) and not _name_backers(index, question, near):
        yield "who invested"
    some_place = question.attributes == _PLACE and _HOME in question.units and _WHERE.search(text)
    if some_place and not _name_place(index, near[:1]):
        yield "the place"
    if _SOME_CITY.search(text) and not _name_place(index, near):
        yield "the city"


def _has_answer(
    index: Index, question: Question, near: list[Scored], kinds: frozenset[str]
) -> bool:
    """True when a fact that has the themes of the question has a figure of these kinds."""
    themes = [p for p, slot in enumerate(question.slots) if slot.kind == "theme"]
    return any(
        not kinds.isdisjoint(index.answers[s.number]) and all(p in s.matched for p in themes)
        for s in near
    )


def _anything_said(question: Question, near: list[Scored]) -> bool:
    """True when the near facts have anything of what is asked beside the names, if that is all
    words without a meaning that is known.
    """
    asked = [p for p, slot in enumerate(question.slots) if slot.kind in ("theme", "word", "light")]
    words = [p for p in asked if question.slots[p].kind == "word"]
    if not asked or len(words) < len(asked) or question.attributes:
        return True
    return any(place in s.matched for s in near for place in words)


def _name_backers(index: Index, question: Question, near: list[Scored]) -> bool:
    """True when one of these facts says who gave money to a company that is named."""
    named = {unit[2:] for slot in question.of_kind("entity") for unit in slot.units}
    if {index.kinds.get(entity) for entity in named} != {"company"}:
        return True
    backers = index.postings.of((_BACKED,))
    return any(
        named & index.figures[s.number].backed or backers.get(s.number, 0.0) >= SURE for s in near
    )


def _name_place(index: Index, near: list[Scored]) -> bool:
    """True when one of these facts says in which city or region."""
    places = tuple(f"e:{entity}" for entity, kind in index.kinds.items() if kind == "place")
    found = index.postings.of(places)
    return any(found.get(s.number, 0.0) > SURE for s in near)  # a quote may name any place


def _asks_more(index: Index, question: Question, detail: str) -> bool:
    """True when another part of the sentence asks for something besides the detail."""
    parts = [
        index.folder.fold(part).text.replace(" ", "") for part in split_clauses(question.plain)
    ]
    long = [part for part in parts if len(part) >= _ASKS]
    return any(detail not in part for part in long) if detail else len(long) > 1
