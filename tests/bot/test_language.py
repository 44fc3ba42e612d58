"""The language of a reply, and traditional characters for those who read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Exact,
    Fields,
    Link,
    Notice,
    Paragraph,
    Plain,
    Quote,
    Sources,
    Strong,
    Table,
)
from bot.request import ReplyLanguage, Request, reply_language
from bot.traditional import convert_card
from facts.compiled import Compiled
from facts.language import Language
from tests.helpers import NOW, ask, blocks, found, shown


def chosen(
    ready: Compiled, text: str, option: str | None = None, preference: str | None = None,
    locale: str | None = None,
) -> ReplyLanguage:  # fmt: skip
    request = Request(text, NOW, preference, locale)
    return reply_language(request, option, ready.index.folder.variants)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("microsoft investment", "en"),
        ("オラクルの日本投資は？", "ja"), ("AIの利用率", "ja"), ("ﾏｲｸﾛｿﾌﾄ", "ja"), ("AI ツール", "ja"),
        ("软银准备投多少", "zh"), ("AI 使用率", "zh"),
        ("", "en"), ("2024?", "en"), ("🎌", "en"), ("инвестиции", "en"), ("한국", "en"),
    ],
)  # fmt: skip
def test_without_any_wish_the_script_decides(
    ready: Compiled, text: str, language: Language
) -> None:
    assert chosen(ready, text).language == language


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("日本投資", "ja-JP", "ja"), ("日本投資", "ja_JP.UTF-8", "ja"), ("日本投資", "en-US", "zh"),
        ("日本投资", "zh-CN", "zh"), ("オラクル", "zh-CN", "ja"), ("オラクル", "en-GB", "ja"),
        ("microsoft", "ja-JP", "ja"), ("microsoft", "zh_CN.UTF-8", "zh"), ("microsoft", "en-US", "en"),
        ("microsoft", "fr-FR", "en"), ("microsoft", "C.UTF-8", "en"), ("2024?", "ja", "ja"),
    ],
)  # fmt: skip
def test_then_the_locale_where_the_script_leaves_a_choice(
    ready: Compiled, text: str, locale: str, language: Language
) -> None:
    assert chosen(ready, text, locale=locale).language == language


@pytest.mark.parametrize("text", ["microsoft", "オラクル", "软银", ""])
def test_a_stored_choice_goes_before_script_and_locale(ready: Compiled, text: str) -> None:
    for preference in ("en", "ja", "zh"):
        assert chosen(ready, text, preference=preference, locale="ja-JP").language == preference


@pytest.mark.parametrize("text", ["microsoft", "オラクル", "软银", ""])
def test_the_option_goes_before_everything(ready: Compiled, text: str) -> None:
    for option in ("en", "ja", "zh"):
        found = chosen(ready, text, option, "zh-tw", "ja-JP")
        assert found == ReplyLanguage(option)  # type: ignore[arg-type]


@pytest.mark.parametrize("preference", ["fr", "tlh", "", "x" * 50])
def test_a_stored_choice_that_is_none_of_ours_is_passed_over(
    ready: Compiled, preference: str
) -> None:
    assert chosen(ready, "软银", preference=preference).language == "zh"


@pytest.mark.parametrize(
    ("text", "locale", "traditional"),
    [
        ("軟銀準備投資多少", None, True), ("軟銀投資多少", "en-US", True),
        ("软银准备投多少", None, False), ("软银准备投多少", "zh-TW", True),
        ("日本人使用AI", "zh-Hant-HK", True), ("日本人使用AI", "zh-CN", False),
        ("日本人使用AI", None, False),
        # characters of simplified Chinese that Japanese gives another traditional form
        ("日本AI研究概要", None, False), ("给予翻译, 艺, 欠缺", None, False), ("上海沪江慎重", None, False),
    ],
)  # fmt: skip
def test_traditional_characters_are_for_those_who_write_them_or_live_there(
    ready: Compiled, text: str, locale: str | None, *, traditional: bool
) -> None:
    assert chosen(ready, text, locale=locale) == ReplyLanguage("zh", traditional)


@pytest.mark.parametrize("tag", ["zh-tw", "zh-TW", "zh_TW", "zh-hk", "zh-Hant", "zh-mo"])
def test_tags_of_traditional_chinese(ready: Compiled, tag: str) -> None:
    assert chosen(ready, "microsoft", preference=tag) == ReplyLanguage("zh", traditional=True)


@given(text=st.text(), tag=st.text())
def test_any_text_and_any_tag_have_a_language(ready: Compiled, text: str, tag: str) -> None:
    assert chosen(ready, text, tag, tag, tag).language in ("en", "ja", "zh")


def test_readers_of_traditional_chinese_get_our_words_converted(ready: Compiled) -> None:
    simplified = ask(ready, "microsoft 日本投资 lang:zh")
    traditional = ask(ready, "microsoft 日本投资 lang:zh-tw")

    assert found(traditional) == found(simplified)
    assert ready.library.facts[found(simplified)[0]].text("zh") in shown(simplified)
    assert "微軟於2024年4月" in shown(traditional)
    assert "雲端計算" in shown(traditional)  # 云计算: the word of Taiwan, not only its characters


@pytest.mark.parametrize(
    "line",
    ["investments microsoft", "source microsoft-2024-cloud-ai", "tips hiring", "adoption",
     "investments", "软银准备投多少"],
)  # fmt: skip
def test_the_words_of_sources_stay_to_the_letter(ready: Compiled, line: str) -> None:
    def exact(card: Card) -> list[str]:
        spans = [s for block in card.blocks for s in spans_of(block)]
        quotes = [block.text for block in blocks(card, Quote)]
        return quotes + [span.text for span in spans if isinstance(span, Exact)]

    simplified, traditional = ask(ready, f"{line} lang:zh"), ask(ready, f"{line} lang:zh-tw")

    assert exact(traditional.card) == exact(simplified.card)
    assert set("国软们亿为").intersection("".join(exact(traditional.card)))
    for id_ in found(traditional)[:1] if "hits" in traditional.data else ():
        for quote in ready.library.facts[id_].quotes:
            assert quote.exact in shown(traditional)


def test_a_citation_to_copy_stays_to_the_letter(ready: Compiled) -> None:
    reply = ask(ready, "source founder-park-2024 lang:zh-tw")

    assert reply.data["citation"] in shown(reply)
    assert ready.library.sources["founder-park-2024"].title.best("zh") in shown(reply)


def spans_of(block: object) -> list[object]:
    match block:
        case Paragraph(spans):
            return list(spans)
        case Bullets(items) | Sources(items):
            return [span for item in items for span in item]
        case Fields(pairs):
            return [span for _, span in pairs]
        case Table(_, rows):
            return [span for row in rows for span in row]
        case _:
            return []


def test_conversion_leaves_quotes_exact_words_addresses_and_commands() -> None:
    ours, theirs = (Plain("a"), Strong("b"), Link("c", "http://d")), Exact("e")
    card = Card(
        "t",
        (
            Paragraph((*ours, theirs)), Bullets(((*ours, theirs),)), Sources(((*ours, theirs),)),
            Fields((("n", theirs), ("m", Plain("o")))), Table(("h",), ((theirs,), (Plain("i"),))),
            Quote("quoted", "zh", "who"), Notice("info", "note"), Buttons((Button("l", "cmd"),)),
        ),
        "zh",
    )  # fmt: skip
    said = (Plain("A"), Strong("B"), Link("C", "http://d"), theirs)

    assert convert_card(card, str.upper) == Card(
        "T",
        (
            Paragraph(said), Bullets((said,)), Sources((said,)),
            Fields((("N", theirs), ("M", Plain("O")))), Table(("H",), ((theirs,), (Plain("I"),))),
            Quote("quoted", "zh", "WHO"), Notice("info", "NOTE"), Buttons((Button("L", "cmd"),)),
        ),
        "zh",
    )  # fmt: skip
