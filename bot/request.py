"""What a person asked, and the language that the reply is in."""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from facts.language import Language
from facts.lookup.variants import is_simplified

TRADITIONAL = frozenset({"zh-tw", "zh-hk", "zh-mo", "zh-hant"})


@dataclass(frozen=True)
class Request:
    """One message to the bot.

    `preference` is the language that the person chose before ("en", "ja", "zh", "zh-tw"),
    `locale` the platform's ("ja-JP"); `sources` limit the answer to facts of these sources.
    `said` is what the person wrote, where `text` is what was made of it: it tells the language.
    `public_url` is the address of the website, which facts are linked to.
    """

    text: str
    now: datetime
    preference: str | None = None
    locale: str | None = None
    sources: tuple[str, ...] = ()
    said: str | None = None
    public_url: str | None = None


@dataclass(frozen=True)
class ReplyLanguage:
    """The language of a reply; `traditional` asks for traditional Chinese characters."""

    language: Language
    traditional: bool = False

    @property
    def tag(self) -> str:
        """The choice as people write it: "en", "ja", "zh" or "zh-tw"."""
        return "zh-tw" if self.traditional else self.language


def reply_language(request: Request, option: str | None, variants: Container[int]) -> ReplyLanguage:
    """The `lang:` option, else the person's choice, else the script, the locale, English.

    `variants` holds the code points of characters that have a simplified form.
    """
    for chosen in (option, request.preference):
        if chosen and (language := _from_tag(chosen)):
            return language
    locale = _from_tag(request.locale or "")
    said = request.text if request.said is None else request.said
    scripts = {_script(character) for character in said}
    if "kana" in scripts:
        return ReplyLanguage("ja")
    if "han" in scripts:
        if locale and locale.language == "ja":
            return locale
        local = bool(locale and locale.traditional)
        written = any(ord(c) in variants and not is_simplified(c) for c in said)
        return ReplyLanguage("zh", local or written)
    if "latin" in scripts and locale is None:
        return ReplyLanguage("en")
    return locale or ReplyLanguage("en")


def language_of(tag: str | None) -> ReplyLanguage:
    """The language of a tag or locale, English for an unknown one."""
    return _from_tag(tag or "") or ReplyLanguage("en")


def _from_tag(tag: str) -> ReplyLanguage | None:
    tag = tag.casefold().replace("_", "-")
    if tag in TRADITIONAL or tag.startswith("zh-hant"):
        return ReplyLanguage("zh", traditional=True)
    primary = tag.split("-")[0].split(".")[0]
    names: dict[str, Language] = {"en": "en", "ja": "ja", "zh": "zh", "jp": "ja", "cn": "zh"}
    return ReplyLanguage(names[primary]) if primary in names else None


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    code = ord(character)
    if 0x3041 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9F:
        return "kana"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return "han"
    if character.isalpha() and "LATIN" in unicodedata.name(character, ""):
        return "latin"
    return "other"
