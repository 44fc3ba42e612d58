"""Published documents that the library quotes, and the letter of their saved text."""

import re
from dataclasses import dataclass
from typing import Literal

from facts.language import Language, Record, Text
from facts.when import check_edtf

SourceKind = Literal["article", "opinion", "news", "transcript"]
# The largest part of a source's own text that its quotes may hold together.
QUOTED_SHARE: dict[SourceKind, float] = {
    "article": 0.5, "opinion": 0.5, "news": 0.5, "transcript": 0.3,
}  # fmt: skip

MAX_MARK = 40  # code points of an archive that a mark may repeat

_BOLD = re.compile(r"\*{2,}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class NotContent(Record):
    """Parts of the archive that are not the source's own text (pictures, teasers, cards).

    Each runs from a place where `begins` stands to the end of the first `ends` after it, or to
    the end of the archive. Nothing inside may be quoted.
    """

    begins: str
    why: str
    ends: str | None = None

    def __post_init__(self) -> None:
        if not 4 <= len(self.begins) <= MAX_MARK:
            raise ValueError(f"begins has 4 to {MAX_MARK} characters")
        if self.ends is not None and not 1 <= len(self.ends) <= MAX_MARK:
            raise ValueError(f"ends has 1 to {MAX_MARK} characters")


@dataclass(frozen=True)
class Source(Record):
    """A published document. The file name is the id."""

    id: str
    title: Text
    publisher: Text
    kind: SourceKind
    language: Language
    published: str
    date_note: Text
    archive: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    not_content: tuple[NotContent, ...] = ()

    def __post_init__(self) -> None:
        check_edtf(self.published)


def archive_text(raw: bytes) -> str:
    """The text that quotes are counted in: UTF-8 without `**` runs and Markdown escapes.

    Runs of two or more asterisks and every backslash before ASCII punctuation are deleted, and
    nothing else is changed. UnicodeDecodeError where the bytes are not UTF-8.
    """
    return _ESCAPE.sub(r"\1", _BOLD.sub("", raw.decode("utf-8")))


def content_spans(source: Source, text: str) -> list[tuple[int, int]]:
    """The parts [start, end) of an archive text that are the source's own.

    ValueError where a `not_content` mark is not found.
    """
    spans, position = [], 0
    for begin, end in sorted(span for part in source.not_content for span in _spans(part, text)):
        if begin > position:
            spans.append((position, begin))
        position = max(position, end)
    if position < len(text):
        spans.append((position, len(text)))
    return spans


def _spans(part: NotContent, text: str) -> list[tuple[int, int]]:
    spans, begin = [], text.find(part.begins)
    while begin >= 0:
        end, after = len(text), begin + len(part.begins)
        if part.ends is not None and (found := text.find(part.ends, after)) >= 0:
            end = found + len(part.ends)
        spans.append((begin, end))
        begin = text.find(part.begins, end)
    if not spans:
        raise ValueError(f"not_content begins {part.begins!r}: not in the archive")
    return spans
