"""Bytes to text where the declared charset may be missing or wrong.

What is valid UTF-8 is UTF-8. Else the declared charset, Shift_JIS, EUC-JP, GB18030 and others are
tried, and the one that reads most like writing is taken, with some trust in the declaration. Where
none does, a DraftError says so: a guess would put wrong words into quotes.
"""

import codecs
import re

from adapters.ingest.trouble import DraftError

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE
)
_XML = re.compile(rb"^<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# What the web means by these names (Encoding Standard).
_MEANT = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "windows-1252": "cp1252", "x-euc-jp": "euc_jp", "ujis": "euc_jp",
}  # fmt: skip
_TRIED = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr", "cp1252")
_SAMPLE = 200_000
_LEAST = 0.5  # how much of what is not ASCII must be everyday characters
_TRUST = 0.15  # what a declaration is worth of that
_EVERYDAY = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
    "里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老"
    "从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机"
    "给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产"
    "入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提"
    "感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛"
    "日本大年出国会社者発表円億万調査企業利用市場技術開発生成研究資金投資報告東京新聞今月月約人時分前後"
)


def decoded(body: bytes, charset: str | None, *, html: bool) -> str:
    """The text of a body; DraftError where no charset gives something readable."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _strictly(body, name) or _unreadable(name)
    if b"\x1b$" in body and (jis := _strictly(body, "iso2022_jp")) is not None:
        return jis  # its escapes are ASCII, and so valid UTF-8 that says nothing
    if (utf8 := _strictly(body, "utf-8")) is not None:
        return utf8  # other writing is almost never valid UTF-8 by chance
    said = [charset, *(_declared(body) if html else [])]
    declared = [name for name in map(_meant, said) if name and name != "cp1252"]
    return _best(body, declared) or _unreadable(charset)


def _best(body: bytes, declared: list[str]) -> str | None:
    """The reading most like writing; one that was declared needs less to be believed."""
    best, most = None, _LEAST
    for name in dict.fromkeys([*declared, *_TRIED]):
        text = _strictly(body, name)
        if text is None:
            continue
        likeness = _likeness(text) + (_TRUST if name in declared else 0)
        if likeness > most:
            best, most = text, likeness
    return best


def _declared(body: bytes) -> list[str | None]:
    head = body[:4096]
    found = [pattern.search(head) for pattern in (_META, _XML)]
    return [m[1].decode("ascii") for m in found if m]


def _meant(name: str | None) -> str | None:
    if not name:
        return None
    lower = name.strip().lower()
    try:
        return _MEANT.get(lower) or codecs.lookup(lower).name
    except (LookupError, ValueError):
        return None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _likeness(text: str) -> float:
    """How much of what is not ASCII is kana, everyday Han, letters and marks, 0 to 1."""
    odd = [c for c in text[:_SAMPLE] if not c.isascii()]
    if not odd:
        return 1.0
    return sum(map(_weight, odd)) / len(odd)


def _weight(c: str) -> float:
    if (
        "\u3041" <= c <= "\u30ff"
        or c in _EVERYDAY
        or c in "、。，！？：；（）「」『』“”‘’…—・《》％"
    ):
        return 1.0
    if "\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3":
        return 0.35
    if c.isalpha() and c < "\u0250":
        return 0.7
    return 0.0 if "\uff61" <= c <= "\uff9f" or "\ue000" <= c <= "\uf8ff" or c < "\xa0" else 0.5


def _unreadable(charset: str | None) -> str:
    said = f" (it says {charset})" if charset and charset.replace("-", "").isalnum() else ""
    raise DraftError(f"the characters of this page can't be read{said}")
