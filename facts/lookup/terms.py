"""Find known names and words in a text: the longest match from the left, never inside a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from facts.lookup.normalise import KANA, LATIN, OTHER, Folded, runs, stem
from facts.lookup.packed import Packed

MAX_TOKENS = 24
_SEPARATOR = "\x1f"
_KEPT = 10_000  # terms that are kept unpacked; anybody may type new ones
_LONG_KATAKANA = 4  # a katakana name of this length may stand at the head of a compound


class Token(NamedTuple):
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
    text = folded.text
    for start, end, script in runs(folded, 0, len(text)):
        if script == LATIN:
            word = text[start:end]
            tokens.append(Token(stem(word), start, end, script, word))
            continue
        for place in range(start, end):
            character = text[place]
            if script != OTHER or character in "%$¥€£":
                tokens.append(Token(character, place, place + 1, script, character))
    return tokens


def left_over(tokens: list[Token], used: list[bool]) -> Iterator[list[Token]]:
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


class Terms:
    """A dictionary of terms; each stands for one or more references such as "e:microsoft"."""

    def __init__(self) -> None:
        self._refs: dict[str, tuple[str, ...]] = {}
        self._packed: Packed | None = None  # what they become when they are kept
        self._ready: dict[str, tuple[str, ...]] = {}  # of those, what was asked for before
        self._lengths: dict[
            str, bytes
        ] = {}  # of terms by how they start: a token, or the first two
        self._katakana: set[str] = set()

    def add(self, tokens: Sequence[Token], ref: str, *, alone: bool = False) -> None:
        """Make a term known; an empty one is passed over. `alone` takes it from other concepts."""
        if not tokens or len(tokens) > MAX_TOKENS:
            return
        key = _SEPARATOR.join(token.text for token in tokens)
        known = self._known(key)
        if alone:
            known = tuple(other for other in known if not other.startswith("c:"))
        if ref not in known:
            self._refs[key] = (*known, ref)
        start = _SEPARATOR.join(token.text for token in tokens[:2])
        lengths = self._lengths.get(start, b"")
        if len(tokens) not in lengths:
            self._lengths[start] = bytes(sorted([*lengths, len(tokens)], reverse=True))
        if tokens[0].script == KANA:
            self._katakana.add(key)

    def get(self, *texts: str) -> tuple[str, ...]:
        """What a term stands for, () when it is not known."""
        return self._known(_SEPARATOR.join(texts))

    def _known(self, key: str) -> tuple[str, ...]:
        if self._packed is None:
            return self._refs.get(key, ())
        refs = self._ready.get(key)
        if refs is None:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            found = self._packed.get(key)
            refs = self._ready[key] = tuple(found.decode().split(_SEPARATOR)) if found else ()
        return refs

    def __getstate__(self) -> tuple[Packed, dict[str, bytes], set[str]]:
        packed = self._packed
        if packed is None:
            packed = Packed({k: _SEPARATOR.join(refs).encode() for k, refs in self._refs.items()})
        return packed, self._lengths, self._katakana

    def __setstate__(self, state: tuple[Packed, dict[str, bytes], set[str]]) -> None:
        self._refs, self._ready = {}, {}
        self._packed, self._lengths, self._katakana = state

    def find(self, tokens: list[Token]) -> list[Match]:
        """The terms of a text, the longest from the left, not overlapping."""
        matches, position = [], 0
        texts = [token.text for token in tokens]
        while position < len(tokens):
            match = self._longest(tokens, texts, position)
            if match:
                matches.append(match)
            position = match.end if match else position + 1
        return matches

    def _longest(self, tokens: list[Token], texts: list[str], position: int) -> Match | None:
        lengths = self._lengths.get(texts[position], b"")  # 1, where it is a term by itself
        if position + 1 < len(texts):
            start = f"{texts[position]}{_SEPARATOR}{texts[position + 1]}"
            lengths = self._lengths.get(start, b"") + lengths
        for length in lengths:
            end = position + length
            if end > len(tokens):
                continue
            key = _SEPARATOR.join(texts[position:end])
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
