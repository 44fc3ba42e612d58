"""Find known names and words in a text: the longest match from the left, never inside a word."""

from dataclasses import dataclass

from facts.lookup.normalise import HAN, HIRA, KANA, LATIN, Folded, runs, stem
from facts.lookup.packed import Packed

MAX_TOKENS = 24
_SEPARATOR = "\x1f"
_LONG_KATAKANA = 4  # a katakana name of this length may stand at the head of a compound


@dataclass(frozen=True)
class Token:
    """One word of a Latin script, or one character of any other, with its place and script.

    `text` is what is matched (the stem of a Latin word), `surface` the folded word itself.
    """

    text: str
    start: int
    end: int
    script: str
    surface: str


@dataclass(frozen=True)
class Match:
    """Tokens [start, end) are a known term; `refs` are all that it may stand for."""

    start: int
    end: int
    refs: tuple[str, ...]


def tokenize(folded: Folded) -> list[Token]:
    """Stems of Latin words and single characters of other scripts; separators are left out."""
    tokens: list[Token] = []
    for start, end, script in runs(folded, 0, len(folded.text)):
        if script == LATIN:
            word = folded.text[start:end]
            tokens.append(Token(stem(word), start, end, script, word))
        elif script in (HAN, KANA, HIRA):
            tokens.extend(_character(folded, i, script) for i in range(start, end))
        else:
            tokens.extend(
                _character(folded, i, script)
                for i in range(start, end)
                if folded.text[i] in "%$¥€£"
            )
    return tokens


def _character(folded: Folded, position: int, script: str) -> Token:
    character = folded.text[position]
    return Token(character, position, position + 1, script, character)


def _key(tokens: list[Token]) -> str:
    return _SEPARATOR.join(token.text for token in tokens)


class Terms:
    """A dictionary of terms; each stands for one or more references such as "e:microsoft"."""

    def __init__(self) -> None:
        self._refs: dict[str, tuple[str, ...]] = {}
        self._packed: Packed | None = None  # what they become when they are kept
        self._lengths: dict[str, bytes] = {}
        self._katakana: set[str] = set()

    def add(self, folded: Folded, ref: str, *, alone: bool = False) -> None:
        """Make a term known; an empty one is passed over. `alone` takes it from other concepts."""
        tokens = tokenize(folded)
        if not tokens or len(tokens) > MAX_TOKENS:
            return
        key = _key(tokens)
        known = self._known(key)
        if alone:
            known = tuple(other for other in known if not other.startswith("c:"))
        if ref not in known:
            self._refs[key] = (*known, ref)
        lengths = self._lengths.get(tokens[0].text, b"")
        if len(tokens) not in lengths:
            self._lengths[tokens[0].text] = bytes(sorted([*lengths, len(tokens)], reverse=True))
        if tokens[0].script == KANA:
            self._katakana.add(key)

    def get(self, *texts: str) -> tuple[str, ...]:
        """What a term stands for, () when it is not known."""
        return self._known(_SEPARATOR.join(texts))

    def _known(self, key: str) -> tuple[str, ...]:
        if self._packed is None:
            return self._refs.get(key, ())
        found = self._packed.get(key)
        return tuple(found.decode().split(_SEPARATOR)) if found else ()

    def __getstate__(self) -> tuple[Packed, dict[str, bytes], set[str]]:
        packed = self._packed
        if packed is None:
            packed = Packed({k: _SEPARATOR.join(refs).encode() for k, refs in self._refs.items()})
        return packed, self._lengths, self._katakana

    def __setstate__(self, state: tuple[Packed, dict[str, bytes], set[str]]) -> None:
        self._refs = {}
        self._packed, self._lengths, self._katakana = state

    def find(self, tokens: list[Token]) -> list[Match]:
        """The terms of a text, the longest from the left, not overlapping."""
        matches, position = [], 0
        while position < len(tokens):
            match = self._longest(tokens, position)
            if match:
                matches.append(match)
            position = match.end if match else position + 1
        return matches

    def _longest(self, tokens: list[Token], position: int) -> Match | None:
        for length in self._lengths.get(tokens[position].text, ()):
            end = position + length
            if end > len(tokens):
                continue
            key = _key(tokens[position:end])
            refs = self._known(key)
            if refs and self._stands_alone(key, tokens, position, end):
                return Match(position, end, refs)
        return None

    def _stands_alone(self, key: str, tokens: list[Token], start: int, end: int) -> bool:
        """A katakana term does not begin inside a longer katakana word (LINE in "online")."""
        if key not in self._katakana:
            return True
        if tokens[start].script != KANA:
            return end - start >= _LONG_KATAKANA  # a short one in hiragana is grammar (タイ, たい)
        before = tokens[start - 1] if start else None
        if before and before.script == KANA and before.end == tokens[start].start:
            return False
        after = tokens[end] if end < len(tokens) else None
        inside = after is not None and after.script == KANA and after.start == tokens[end - 1].end
        return not inside or end - start >= _LONG_KATAKANA
