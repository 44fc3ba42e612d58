"""A brief: the same words the same brief, only facts in it, every number that of its record."""

import re
from html.parser import HTMLParser

import pytest

from bot.brief.choose import Brief, choose
from bot.card import Bullets, Sources, Table
from bot.command import Call, Context
from bot.commands import COMMANDS
from bot.fact_card import Reader
from bot.present import value_text
from bot.request import Request
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.helpers import NOW, ask, blocks, shown

THEMES = ("market entry for a transcription product", "microsoft", "生成AI利用", "funding",
          "key figures for a deck", "hiring", "softbank")  # fmt: skip


def brief_of(ready: Compiled, theme: str, language: Language) -> Brief:
    reader = Reader(ready.library, ready.rates, language, NOW.date())
    made = choose(Context(ready, Request(theme, NOW), reader, COMMANDS), Call(theme))
    assert isinstance(made, Brief)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_number_is_that_of_its_record(
    ready: Compiled, theme: str, language: Language
) -> None:
    made = brief_of(ready, theme, language)
    text = shown(ask(ready, f"brief {theme} lang:{language}"))

    for row in [*made.numbers, *(row for rows in made.tables for row in rows)]:
        assert row.value in ready.library.facts[row.fact.id].values
        assert value_text(row.value, language) in text
    for number, fact in enumerate(made.facts, 1):
        assert f"[{number}]" in text
        assert fact.id in text
    assert made.facts


@pytest.mark.parametrize("theme", THEMES)
def test_every_sentence_is_one_fact_and_every_footnote_a_quote(ready: Compiled, theme: str) -> None:
    card = ask(ready, f"brief {theme} lang:en").card
    facts = ready.library.facts.values()
    statements = {fact.text("en") for fact in facts}
    allowed = statements | {f.caveat.best("en") for f in facts if f.caveat}
    (notes,) = blocks(card, Sources)
    sentences = [
        re.sub(r" (\(as of [^\[]*\) )?\[\d+\]$", "", item[-1].text)
        for block in blocks(card, Bullets) for item in block.items
    ]  # fmt: skip

    for sentence in sentences:
        assert sentence in allowed or sentence.startswith("no fact")
    quotes = {quote.exact for fact in facts for quote in fact.quotes}
    for note in notes.items:
        exact = [s.text.strip()[1:-1] for s in note if s.text.startswith("“")]
        assert exact
        assert set(exact) <= quotes


def test_conflicts_stand_side_by_side(ready: Compiled) -> None:
    card = ask(ready, "brief 生成AI利用 lang:en").card
    tables = [table for table in blocks(card, Table) if table.header[0] == "One fact"]
    pairs = [" | ".join(cell.text for cell in row) for row in tables[0].rows]

    assert any("9.1%" in pair and "9%" in pair for pair in pairs)


def test_what_is_missing_is_said(ready: Compiled) -> None:
    assert "Microsoft: Revenue" in shown(ask(ready, "brief microsoft"))


def test_the_same_words_give_the_same_brief(ready: Compiled) -> None:
    first, second = (ask(ready, "brief hiring") for _ in range(2))

    assert first.card == second.card
    assert [f.content() for f in first.files if callable(f.content)] == [
        f.content() for f in second.files if callable(f.content)
    ]


@pytest.mark.parametrize("theme", ["quantum bananas", "nvidia revenue in france", "zxqv"])
def test_no_fact_is_no_brief(ready: Compiled, theme: str) -> None:
    reply = ask(ready, f"brief {theme}")

    assert reply.outcome == "unknown"
    assert reply.files == ()


class Page(HTMLParser):
    """The tags of a page and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_says_what_the_card_says_and_needs_nothing(
    ready: Compiled, theme: str, language: Language
) -> None:
    reply = ask(ready, f"brief {theme} lang:{language}")
    markdown, page = (f.content() for f in reply.files if callable(f.content))
    read = Page(page.decode())

    for id_ in reply.facts:
        assert id_ in read.words
        assert id_ in markdown.decode()
    for tag, attributes in read.tags:
        assert tag not in ("script", "link", "img", "iframe", "object")
        assert not [key for key in attributes if key.startswith("on") or key == "src"]
        assert (attributes.get("href") or "#").startswith(("#", "https://"))
    assert "@media print" in page.decode()


def test_hostile_words_are_words(ready: Compiled) -> None:
    from bot.brief.choose import Brief as Made
    from bot.brief.content import content_of
    from bot.brief.markdown import brief_markdown
    from bot.brief.page import brief_page

    reader = Reader(ready.library, ready.rates, "en", NOW.date())
    hostile = '<script>alert(1)</script>"><img src=x> *b* [t](https://evil.example) `c` | \u202e'
    content = content_of(reader, Made(hostile, missing=[hostile]))
    page, markdown = brief_page(reader, content, "en"), brief_markdown(reader, content)

    assert {tag for tag, _ in Page(page).tags} & {"script", "img"} == set()
    assert hostile.partition("\u202e")[0].strip() in Page(page).words
    assert "\u202e" not in page + markdown
    assert re.search(r"(?<!\\)[*`|<\[]", markdown.split("# ", 1)[1].split("\n")[0]) is None
