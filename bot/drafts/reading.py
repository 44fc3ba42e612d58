"""What a piece of text names: entities and concepts of the library, and names that are new."""

import re
from dataclasses import dataclass

from facts.lookup.index import Index
from facts.lookup.normalise import LATIN
from facts.lookup.terms import Token, tokenize

_GROUP_WORDS = (
    "Inc|Corp|Corporation|Ltd|LLC|Co|Company|Capital|Partners|Systems|Holdings|Labs|Bank|Group|"
    "Foods|Research|Institute|Securities|University|Ventures|Robotics|Technologies|Foundation|"
    "Association|Bureau|Ministry|Agency|Fund|Studio|Studios|Semiconductor|Motors|Electric|AI"
)
_REST = r"[0-9A-Za-zÀ-ɏ&'-]*"
_CAPITALISED = re.compile(
    rf"(?<![A-Za-z0-9_.])[A-Z]{_REST}(?:\.?(?: of| and| &)? [A-Z]{_REST})*"
)  # a run of words with capitals
_COMPANY = re.compile(rf"(?:^|[ .])(?:{_GROUP_WORDS})\.?$")
_JAPANESE = re.compile(
    r"(?:株式会社|合同会社)[^\s、。（）()「」]{2,15}|[ァ-ヴー・]{3,}[一-鿿]{0,4}(?=[（はがをの、・])"
    r"|[ァ-ヴーぁ-ん一-鿿]{2,10}(?:株式会社|ホールディングス|銀行|信金|研究所|証券|大学)"
)
_CHINESE = re.compile(
    r"(?<![一-鿿])(?:(?![的于这像那和等是有在家本该各类多型对及与])[一-鿿]){2,6}(?:公司|集团|银行|研究院|研究所|大学|基金|科技)(?![一-鿿])"
)
_PLAIN = frozenset({
    "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "You", "This",
    "That", "These", "Those", "But", "And", "Or", "If", "When", "While", "For", "From",
    "By", "With", "Not", "No", "As", "Its", "Our", "Their", "His", "Her", "Last", "Next",
    "Now", "Just", "Only", "Asked", "However", "Also", "Most", "One", "Two", "Three",
    "Four", "Five", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December", "AI", "CEO", "US",
})  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """Ids of the entities and concepts in the order of the text; `names` nobody knows yet."""

    entities: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read(index: Index, text: str) -> Reading:
    """Read a clause or a sentence; a name that may be several entities is left out."""
    folded = index.folder.fold(text)
    tokens = tokenize(folded)
    entities: dict[str, None] = {}
    concepts: dict[str, None] = {}
    for match in index.terms.find(tokens):
        span = tokens[match.start : match.end]
        named = [ref[2:] for ref in match.refs if ref.startswith("e:")]
        if len(named) == 1 and _is_written_as_name(text, span):
            entities[named[0]] = None
        concepts |= dict.fromkeys(ref[2:] for ref in match.refs if ref.startswith("c:"))
    return Reading(tuple(entities), tuple(concepts), tuple(new_names(index, text)))


def _is_written_as_name(text: str, span: list[Token]) -> bool:
    """A Latin name has a capital or a digit somewhere: LINE, but not a line of code."""
    if any(token.script != LATIN for token in span):
        return True
    written = re.search(re.escape(span[0].surface), text, re.IGNORECASE)
    return written is None or any(c.isupper() or c.isdigit() for c in written.group())


def new_names(index: Index, text: str) -> list[str]:
    """Names in a text that the library does not know, each once, to the letter."""
    found: dict[str, None] = {}
    for name in [*_latin_names(text), *_wide_names(text)]:
        if len(name) <= 40 and not _is_known(index, name):
            found[name] = None
    return list(found)


def _is_known(index: Index, name: str) -> bool:
    """A name is known when it is a term, or begins with the name of an entity."""
    tokens = tokenize(index.folder.fold(name))
    matches = index.terms.find(tokens)
    covered = sum(m.end - m.start for m in matches)
    named = any(r.startswith("e:") for m in matches for r in m.refs)
    return not tokens or covered == len(tokens) or named


def _latin_names(text: str) -> list[str]:
    names = []
    for match in _CAPITALISED.finditer(text):
        words = match.group().split(" ")
        while words and words[0] in _PLAIN:
            words = words[1:]
        while words and words[-1] in _PLAIN | {"of", "and", "&"}:
            words = words[:-1]
        name = " ".join(words).removesuffix("'s")
        starts = match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.!?"“'
        if len(name) > 2 and (len(words) > 1 or not starts or _COMPANY.search(name)):
            names.append(name)
    return names


def _wide_names(text: str) -> list[str]:
    return [m.group() for p in (_JAPANESE, _CHINESE) for m in p.finditer(text)]
