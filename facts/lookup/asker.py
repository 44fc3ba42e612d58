"""What askers say of themselves before they ask, such as "We make machines in Germany. …".

The places and the unknown names in it are theirs; no fact has to be about them.
"""

import re

from facts.lookup.index import Index
from facts.lookup.terms import tokenize

_END = re.compile(r"(?<=[,;:.!\n，、；：。！])\s*")
_SELF = re.compile(
    r"\W*(?:(?:hi|hello|hey|good morning|こんにちは|你好|您好)\b\W*)?"
    r"(?:(?:we|i|i'm|i’m|our|my|as an?|being|speaking as)\b"
    r"|弊社|当社|我が社|うち|私|わたし|僕|我|本人|作为|作為|身为|身為)",
    re.IGNORECASE,
)
_SELF_IN_JAPANESE = re.compile(
    r"(?:です|でして|ですが|なんですが|者ですが|ですけど|をしています)\W*$"
)
_ASKS = re.compile(
    r"[?？]|\b(?:what|how|which|who|when|where|why|know|tell|wonder\w*|curious|find|list|show|give"
    r"|looking|interested)\b|知り|教え|調べ|気にな|興味|何|どう|どの|どこ|誰|いくら|いつ|なぜ"
    r"|知道|了解|请问|請問|什么|什麼|怎么|怎麼|哪|谁|誰|多少|几|幾",
    re.IGNORECASE,
)
_KINDS = ("country", "group", "place")


def said_of_asker(index: Index, plain: str) -> frozenset[str]:
    """Units of places, and words, that only the asker's introduction has; none without one."""
    parts = [part for part in _END.split(plain) if part.strip()]
    told = 0
    while told < len(parts) - 1 and _is_introduction(parts[told]):
        told += 1
    if not told:
        return frozenset()
    return _named(index, " ".join(parts[:told])) - _named(index, " ".join(parts[told:]))


def _is_introduction(part: str) -> bool:
    about_self = _SELF.match(part) or _SELF_IN_JAPANESE.search(part)
    return bool(about_self) and not _ASKS.search(part)


def _named(index: Index, text: str) -> frozenset[str]:
    tokens = tokenize(index.folder.fold(text))
    refs = (ref for match in index.terms.find(tokens) for ref in match.refs)
    places = {ref for ref in refs if index.kinds.get(ref[2:]) in _KINDS}
    return frozenset(places | {token.surface for token in tokens})
