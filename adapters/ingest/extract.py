"""Bytes of a document to the text of an archive, with what it says about itself.

This runs in a child process (adapters.ingest.child): what it is given is not trusted.
"""

import html
import re
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any, Literal

from adapters.ingest.decode import decoded
from adapters.ingest.trouble import DraftError

Kind = Literal["html", "text", "markdown", "pdf"]
MAX_TEXT = 500_000  # characters of a text; a long report has half of that
MAX_LINE = 100_000  # characters of a line: what is longer is data, not prose
MAX_PAGES = 500
_MOST_SOURCE = 10_000_000  # characters of a page before its furniture is taken out
_LEAST = 40  # characters, less is no article
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SPACES = re.compile(r"[ \t]+\n")
_KANA = re.compile("[぀-ヿ]")
_HAN = re.compile("[一-鿿]")
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_WRAP = re.compile(r"(?<=[^\s。．.!?！？:：])\n(?=[^\s•\-*0-9])")


@dataclass(frozen=True)
class Page:
    """The text of a document and what it says about itself; unknown is None.

    `date` is YYYY-MM-DD. `language` is en, ja or zh, by the script of the text.
    """

    text: str
    language: Literal["en", "ja", "zh"]
    title: str | None = None
    author: str | None = None
    date: str | None = None
    publisher: str | None = None


def extract(body: bytes, kind: Kind, charset: str | None, address: str | None) -> Page:
    """Read a document; DraftError says why there is no text in it."""
    if kind == "pdf":
        return _pdf(body)
    text = _lines_checked(decoded(body, charset, html=kind == "html"))
    if kind == "html":
        return _html(text, address)
    return _page(text, title=_first_line(text))


def _page(text: str, **about: str | None) -> Page:
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = _lines_checked(_SPACES.sub("\n", clean).strip())
    if len(clean) > MAX_TEXT:
        raise DraftError("the text is too long")
    if len(clean) < _LEAST:
        raise DraftError("there is no article in it")
    known = {key: " ".join(word.split())[:300] or None for key, word in about.items() if word}
    return Page(clean + "\n", _language(clean), **known)


def _lines_checked(text: str) -> str:
    if len(text) > _MOST_SOURCE:
        raise DraftError("the text is too long")
    if max(map(len, text.splitlines()), default=0) > MAX_LINE:
        raise DraftError(f"a line has more than {MAX_LINE:,} characters: this is no prose")
    if "\x00" in text[:10_000]:
        raise DraftError("this is no text")
    return text


def _language(text: str) -> Literal["en", "ja", "zh"]:
    sample = text[:20_000]
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if (kana + han) * 4 < len(sample.replace(" ", "")):
        return "en"
    return "ja" if kana * 10 > han else "zh"


def _first_line(text: str) -> str | None:
    lines = (line.strip("#=* \t") for line in text.splitlines()[:20])
    return next((line[:200] for line in lines if len(line) > 3), None)


def _html(text: str, address: str | None) -> Page:
    trafilatura = optional("trafilatura")
    tree = _without_ruby(text)
    found = trafilatura.bare_extraction(
        tree, url=address, with_metadata=True, include_comments=False, include_tables=True,
        include_links=False, favor_precision=False,
    )  # fmt: skip
    if found is None or not found.text:
        raise DraftError("there is no article in it")
    return _page(
        found.text, title=found.title and html.unescape(found.title), author=found.author,
        date=found.date, publisher=found.sitename or found.hostname,
    )  # fmt: skip


def _without_ruby(text: str) -> Any:
    """The page without the readings over its characters: 東京(とうきょう) is 東京."""
    lxml_html = optional("lxml.html")
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except Exception:  # noqa: BLE001  # lxml raises its own, ValueError and AssertionError alike
        raise DraftError("there is no page in it") from None
    for reading in list(tree.iter("rt", "rp", "rtc")):
        reading.drop_tree()
    for ruby in list(tree.iter("ruby", "rb")):
        ruby.drop_tag()
    return tree


def _pdf(body: bytes) -> Page:
    pypdf = optional("pypdf")
    try:
        reader = pypdf.PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DraftError("the PDF has a password")
        if len(reader.pages) > MAX_PAGES:
            raise DraftError(f"the PDF has more than {MAX_PAGES} pages")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata or {}
    except DraftError:
        raise
    except Exception:  # noqa: BLE001  # a broken PDF raises whatever its breakage meets
        raise DraftError("the PDF is broken") from None
    if not text.strip():
        raise DraftError("the PDF has no text, only pictures")
    plain = _WRAP.sub(_gap, _HYPHEN.sub("", text))
    return _page(
        plain, title=_said(about, "/Title") or _first_line(plain), author=_said(about, "/Author"),
        date=_pdf_date(about),
    )  # fmt: skip


def _gap(match: re.Match[str]) -> str:
    """A line of a PDF goes on in the next: with a space, except between wide characters."""
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return "" if before > "\u2e7f" and after > "\u2e7f" else " "


def _said(about: Any, key: str) -> str | None:
    value = about.get(key)
    return str(value).strip() or None if value else None


def _pdf_date(about: Any) -> str | None:
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", _said(about, "/CreationDate") or "")
    return "-".join(match.groups()) if match else None


def optional(name: str) -> Any:
    """A library of the extra `ingest`; DraftError names what to install where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        raise DraftError(
            f"{name} is not installed: pip install 'japan-ai-briefing-bot[ingest]'"
        ) from None
