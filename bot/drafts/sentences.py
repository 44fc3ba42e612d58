"""Sentences and clauses of a text in English, Japanese or Chinese, as places in it.

Nothing is changed or joined: every span is a part of the text to the letter. Addresses, pictures,
tags and the header of a page end a sentence and are part of none.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "vol", "fig", "approx", "est", "dept", "gov",
    "gen", "sen", "rep", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "e.g", "i.e", "u.s", "u.k", "cf", "al",
})  # fmt: skip
_MASKED = (
    r"!\[[^\[\]\n]{0,300}\]\([^\s\u3040-\u9fff]+|^\[[^\]\n]{1,300}\]\([^\s]{1,3000}\)[ \t]*$|\]\([^\s)]{1,3000}\)|https?://[^\s\u3000-\u9fff<>]+"
    r"|</?[a-zA-Z][^<>\n]{0,300}>|^(?:[-=*_] ?){3,}$"
)
_BREAK = re.compile(
    rf"(?P<mask>{_MASKED})|(?P<line>\n+)"
    r"|(?P<stop>[。！？!?．｡]+(?P<close>[」』”’\"）)】\]]*))"
    r"|(?P<dot>\.[”’\"')\]]*(?=\s|\Z))",
    re.MULTILINE,
)
_HEADER = re.compile(r"\A---\r?\n(?:.*\n){1,60}?---\r?\n")
_LEAD = re.compile(r"[\s>#*•・●■◆※|\-–—\[]+|\d{1,2}[.)]\s+")
_CLAUSE = re.compile(
    r"[，；;、]|,(?=\s)|[：:](?=\s|[^\x00-\x7f])|\s[—–-]+\s|—+|-{3,}|[（）()]"
    r"|(?<=\S)\s(?=(?:and|but|while|whereas|which|though)\s)"
)
_LABEL = re.compile(r"^([^\s:：]{1,16})[:：][ \t\u3000]", re.MULTILINE)
_TURNS = 3
_QUOTED_ON = frozenset("とのをがはでもに、，,")  # 「…。」と述べた goes on
_OUTER = " \t\r\n\f\v\u3000\xa0"


@dataclass(frozen=True)
class Span:
    """A part [start, end) of a text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


def sentences(text: str) -> Iterator[Span]:
    """The sentences from first to last, without list marks and space around them."""
    header = _HEADER.match(text)
    start = header.end() if header else 0
    labels = _labels(text)
    for match in _BREAK.finditer(text, start):
        if not _ends(text, match):
            continue
        end = match.start() if match["mask"] or match["line"] else match.end()
        if span := _unlabelled(text, trimmed(text, start, end), labels):
            yield span
        start = match.end()
    if span := _unlabelled(text, trimmed(text, start, len(text)), labels):
        yield span


def _labels(text: str) -> set[str]:
    """The names that stand before the turns of a conversation: they come again and again."""
    found = Counter(match[1] for match in _LABEL.finditer(text))
    return {label for label, times in found.items() if times >= _TURNS}


def _unlabelled(text: str, span: Span | None, labels: set[str]) -> Span | None:
    if span is None or not labels:
        return span
    match = _LABEL.match(text, span.start, span.end)
    return trimmed(text, match.end(), span.end) if match and match[1] in labels else span


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A span without the marks of a list and the space around it; None when nothing is left."""
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
    while start < end and text[end - 1] in _OUTER:
        end -= 1
    return Span(start, end) if start < end else None


def _ends(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 1]
    if match["mask"]:
        return True
    if match["line"]:
        return match["line"] != "\n" or not _is_wrapped(text, match.start(), after)
    if match["stop"]:
        return not (match["close"] and after in _QUOTED_ON and after)
    word = _word_before(text, match.start())
    if word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return False
    following = text[match.end() : match.end() + 3].lstrip()
    return not following[:1].islower()


def _is_wrapped(text: str, at: int, after: str) -> bool:
    """A line that an editor broke inside a sentence: the next one goes on in small letters."""
    before = text[at - 1 : at]
    return after.isascii() and after.islower() and before not in ".!?:;" and before != ""


def _word_before(text: str, at: int) -> str:
    window = text[max(0, at - 12) : at]
    return re.split(r"[\s(“\"‘]", window)[-1]


def clauses(text: str, sentence: Span) -> list[Span]:
    """The clauses of a sentence, without the marks between them; one at least."""
    found, start = [], sentence.start
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if span := trimmed(text, start, match.start()):
            found.append(span)
        start = match.end()
    if span := trimmed(text, start, sentence.end):
        found.append(span)
    return found or [sentence]


def is_cjk(text: str) -> bool:
    """True where most of the letters are Japanese or Chinese."""
    wide = sum("\u3040" <= c <= "\u9fff" for c in text)
    return wide * 3 > len(text)
