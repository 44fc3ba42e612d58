"""Cards as HTML keep the contract of every renderer, and no text makes a tag."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from markupsafe import escape

from adapters.web.render import Ways, draw
from bot.card import (
    Bar,
    Button,
    Buttons,
    Card,
    Chart,
    Exact,
    Link,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Strong,
    Table,
)
from bot.plain_text import inert
from tests.adapters.cards import HOSTILE, cards
from tests.adapters.contract import Renderer, RendererContract
from tests.adapters.web.visible import Page

TAGS = {
    "p", "h1", "h2", "ul", "li", "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th",
    "td", "figure", "blockquote", "figcaption", "span", "strong", "a", "svg", "rect", "circle",
    "defs", "pattern",
}  # fmt: skip
ATTRIBUTES = {
    "class", "href", "rel", "lang", "aria-hidden", "role", "scope", "data-label", "focusable",
    "width", "height", "x", "y", "rx", "cx", "cy", "r", "id", "fill", "patternunits",
    "patterntransform",
}  # fmt: skip


def to(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def html(card: Card, **pages: str) -> str:
    known = {id_.replace("_", "-"): path for id_, path in pages.items()}
    return str(escape(inert(card.title))) + str(draw(card.blocks, Ways(to, known)))


def drawn(card: Card) -> str:
    return Page(html(card)).text


class TestWeb(RendererContract):
    renderer = Renderer(drawn, drawn, lambda button: button.label, inert)


@given(card=cards())
def test_a_text_makes_no_tag_and_no_attribute(card: Card) -> None:
    page = Page(html(card))

    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, given in page.tags for name in given} <= ATTRIBUTES
    assert page.open == []


@given(card=cards())
def test_links_lead_to_the_web_or_to_us(card: Card) -> None:
    for link in Page(html(card)).links():
        assert link.startswith(("http://", "https://", "/?q="))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/login", "http://a b", "", "/facts/../x",
     "https://", 'https://a"onclick="x', "https://a\u202eb", "vbscript:x", "\x01javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_could_do_harm_is_only_shown(url: str) -> None:
    page = Page(html(Card("", (Paragraph((Link("words", url),)),), "en")))

    assert page.links() == []
    assert "words" in page.text
    assert inert(url).strip() in page.text


def test_a_link_to_the_web_does_not_tell_where_it_was_followed() -> None:
    page = Page(html(Card("", (Paragraph((Link("words", "https://example.org/a?b=c&d"),)),), "en")))

    assert page.all("a") == [
        {"href": "https://example.org/a?b=c&d", "rel": "noopener noreferrer"}
    ]  # fmt: skip


def test_ids_of_facts_and_sources_lead_to_their_pages() -> None:
    spans = (Plain("see [a-fact], a-facts, not-known and x-a-fact "), Strong("a-source"))
    page = Page(html(Card("", (Paragraph(spans),), "en"), a_fact="/facts/a-fact", a_source="/s"))

    assert page.links() == ["/facts/a-fact", "/s"]


def test_a_page_of_ours_keeps_the_language() -> None:
    blocks = (Paragraph((Link("words", "/facts/a-1"),)),)
    ways = Ways(lambda path, **query: f"{path}?lang=ja", {})

    assert Page(str(draw(blocks, ways))).links() == ["/facts/a-1?lang=ja"]


def test_a_button_asks_its_line() -> None:
    page = Page(html(Card("", (Buttons((Button("Hiring", "tips hiring & more"),)),), "en")))

    assert [parse_qs(urlsplit(link).query) for link in page.links()] == [
        {"q": ["tips hiring & more"]}
    ]


def test_quotes_say_their_language_for_fonts_and_readers_of_screens() -> None:
    page = Page(html(Card("", (Quote("亿", "zh", "a"), Quote("億", "ja", "b")), "en")))

    assert [given["lang"] for given in page.all("blockquote")] == ["zh-Hans", "ja"]


def test_cells_say_their_column_where_rows_stand_by_themselves() -> None:
    table = Table(("Who", "Empty", "What"), ((Plain("a"), Plain(""), Exact("b")),))
    page = Page(html(Card("", (table,), "en")))

    assert [given["data-label"] for given in page.all("td")] == ["Who", "What"]
    assert "Empty" not in page.text


def test_a_column_without_a_name_has_no_header() -> None:
    page = Page(html(Card("", (Table(("", "What"), ((Plain("a"), Plain("b")),)),), "en")))

    assert len(page.all("th")) == 1
    assert len(page.all("td")) == 1 + 2


def test_the_space_around_exact_words_is_not_marked_as_theirs() -> None:
    text = html(Card("", (Paragraph((Exact("“words” "), Plain("[id]"))),), "en"))

    assert '<span class="exact">“words”</span> [id]' in text


def test_bars_are_as_long_as_their_values_and_show_their_kind() -> None:
    bars = (
        Bar("a", 100, "US$100", "solid"), Bar("b", 25, "up to 25", "hollow"),
        Bar("c", 0, "0", "hatched"), Bar("d", -5, "-5"),
    )  # fmt: skip
    page = Page(html(Card("", (Picture(Chart("T", "bars", bars), "alt words"),), "en")))

    widths = [rect["width"] for rect in page.all("rect") if "x" in rect]
    assert widths == ["98.0%", "24.5%", "0.0%", "0.0%"]
    assert [f"url(#{given['id']})" for given in page.all("pattern")] == [
        rect["fill"] for rect in page.all("rect") if "fill" in rect
    ]
    assert [svg["class"] for svg in page.all("svg")] == [
        "bar solid", "bar hollow", "bar hatched", "bar solid"
    ]  # fmt: skip
    assert len(page.all("pattern")) == 1


def test_a_timeline_has_dots() -> None:
    bars = (Bar("a", 738000, "2024", "solid"), Bar("b", 738100, "2025", "hollow"))
    page = Page(html(Card("", (Picture(Chart("T", "timeline", bars), "alt"),), "en")))

    assert [svg["class"] for svg in page.all("svg")] == ["dot solid", "dot hollow"]
    assert page.all("rect") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_stays_a_label(text: str) -> None:
    chart = Chart(text, "grouped", (Bar(text, 1, text, "solid", text, text),), text, (text,))
    page = Page(html(Card("", (Picture(chart, text),), "en")))

    assert {tag for tag, _ in page.tags} <= TAGS
    assert page.open == []
