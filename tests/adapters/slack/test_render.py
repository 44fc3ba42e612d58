"""Cards in Slack keep the contract of every renderer, and no payload breaks one of Slack's rules."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks import label
from adapters.slack.payload import problems
from adapters.slack.render import message, pages_of
from adapters.slack.tables import reads_as_table
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
from bot.command import Reply
from bot.desk import Action, Response
from bot.plain_text import inert
from bot.press import Press, read_press
from tests.adapters.cards import HOSTILE, cards
from tests.adapters.contract import Renderer, RendererContract
from tests.adapters.slack.sdk_models import sdk_problem
from tests.adapters.slack.visible import visible

KEY = "abcdefghijklmnop"
OFFERS = (
    Action("source", "Source", "source x"), Action("compare", "Compare", "compare x y"),
    Action("share", "Share in channel", "x"), Action("good", "Helpful"), Action("bad", "Not helpful"),
)  # fmt: skip


def response(card: Card, *offers: Action, key: str = KEY) -> Response:
    """A response as the desk makes it."""
    runs = [
        Action("run", button.label, button.command)
        for block in card.blocks if isinstance(block, Buttons)
        for button in block.buttons
    ]  # fmt: skip
    return Response(Reply(card, {}), key, (*runs, *offers))


def payloads(answer: Response, **how: Any) -> list[Any]:
    """Every page."""
    return [message(answer, page=n, **how) for n in range(1, pages_of(answer) + 1)]


def drawn(card: Card, **how: Any) -> str:
    return "\n".join(visible(payload["blocks"]) for payload in payloads(response(card), **how))


def elements(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload."""
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    if isinstance(thing, list):
        for each in thing:
            yield from elements(each)


def kinds(payload: Any) -> list[str]:
    return [block["type"] for block in payload["blocks"]]


def buttons(payload: Any) -> list[dict[str, Any]]:
    return [each for each in elements(payload["blocks"]) if each.get("type") == "button"]


class TestMessage(RendererContract):
    renderer = Renderer(drawn, drawn, lambda button: label(button.label or button.command), inert)


class TestEphemeral(RendererContract):
    renderer = Renderer(
        lambda card: drawn(card, ephemeral=True), lambda card: drawn(card, ephemeral=True),
        lambda button: label(button.label or button.command), inert,
    )  # fmt: skip


@given(card=cards(), ephemeral=st.booleans())
def test_no_page_of_any_card_breaks_a_rule(card: Card, *, ephemeral: bool) -> None:
    for payload in payloads(response(card, *OFFERS), ephemeral=ephemeral, stamp="as of today"):
        assert problems(payload) == []
        assert sdk_problem(payload["blocks"]) is None
        json.dumps(payload).encode("ascii")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_sent_only_where_slack_shows_it_as_it_is(text: str) -> None:
    spans = (Plain(text), Strong(text), Exact(text), Link(text, "https://example.org/a"))
    card = Card(
        text,
        (
            Paragraph(spans), Sources((spans,)), Fields(((text, Plain(text)),)),
            Quote(text, "zh", text), Notice("info", text),
        ),
        "en",
    )  # fmt: skip
    for payload in payloads(response(card)):
        assert problems(payload) == []
        types = {each["type"] for each in elements(payload["blocks"]) if "type" in each}
        assert types.isdisjoint({"user", "usergroup", "channel", "broadcast"})
        assert not re.search("<[!@#]", payload["text"])
        marked = [e["text"] for e in elements(payload["blocks"]) if e.get("type") == "mrkdwn"]
        assert all(not re.search(r"[*_~`]|<(?!https://example\.org/a)", each) for each in marked)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "slack://open", "https://e.org/\u202ea", "https://e.org/a b",
     "https://e.org/>|<!channel>", "", "https://e.org/" + "a" * 3000, "//e.org", "mailto:a@b.org"],
)  # fmt: skip
def test_nothing_but_a_web_address_becomes_a_link(url: str) -> None:
    card = Card("t", (Paragraph((Link("click", url),)), Sources(((Link("click", url),),))), "en")
    every = payloads(response(card))

    assert [e for e in elements(every) if e.get("type") == "link"] == []
    assert not re.search(
        "<http", "".join(e["text"] for e in elements(every) if e.get("type") == "mrkdwn")
    )
    assert inert(url) in visible(every[0]["blocks"])
    assert [problems(payload) for payload in every] == [[] for _ in every]


def test_a_web_address_becomes_a_link_everywhere() -> None:
    link = Link("the page", "https://example.org/a?b=1&c=2")
    card = Card("t", (Paragraph((link,)), Sources(((link,), (Link(link.url, link.url),)))), "en")
    (payload,) = payloads(response(card))

    assert [e["url"] for e in elements(payload) if e.get("type") == "link"] == [link.url]
    (sources,) = [e for e in elements(payload) if e.get("type") == "mrkdwn"]
    address = "https://example.org/a?b=1&amp;c=2"
    assert sources["text"] == f"<{address}|the page>\n<{address}>"
    assert sources["verbatim"] is True


def test_a_source_whose_words_could_be_markup_stands_in_rich_text() -> None:
    url = "https://example.org/_a_"
    for title, block in (("*b*", "rich_text"), (":smile:", "rich_text"), ("a: b", "context")):
        card = Card("", (Sources(((Plain(f"{title} "), Link(url, url)),)),), "en")
        (payload,) = payloads(response(card))

        assert kinds(payload) == [block]
        assert title in visible(payload["blocks"])


def table(rows: int, cell: str = "c") -> Table:
    return Table(
        ("Who", "What"), tuple((Strong(f"w{n}"), Plain(f"{cell}{n}")) for n in range(rows))
    )


def test_a_table_is_slacks_own_in_a_message_and_a_list_where_it_may_not_be_drawn() -> None:
    answer = response(Card("t", (table(3),), "en"))

    assert kinds(message(answer)) == ["header", "table"]
    assert kinds(message(answer, ephemeral=True)) == ["header", "context", "rich_text"]


def test_two_tables_or_wide_ones_are_lists() -> None:
    two = Card("t", (table(2), Paragraph((Plain("p"),)), table(2)), "en")
    wide = Card("t", (table(2, "words " * 30),), "en")

    assert "table" not in kinds(message(response(two)))
    assert "table" not in kinds(message(response(wide)))


def test_a_chinese_table_is_measured_by_its_width() -> None:
    assert reads_as_table(table(2, "a" * 70))
    assert not reads_as_table(table(2, "漢" * 70))


def test_columns_without_any_text_are_left_out() -> None:
    rows = ((Plain("a"), Plain("")), (Plain("b"), Plain("")))
    card = Card("", (Table(("full", "empty"), rows),), "en")
    for how in ({}, {"ephemeral": True}):
        assert "full" in drawn(card, **how)
        assert "empty" not in drawn(card, **how)


def test_a_list_puts_the_name_first_and_long_cells_on_their_own_lines() -> None:
    long = "statement " * 8
    rows = ((Plain("Who"), Plain(long), Plain("29"), Plain("")),)
    card = Card("", (Table(("a", "b", "c", "d"), rows),), "en")

    assert drawn(card, ephemeral=True) == f"a · b · c\nWho · 29\n{long}"


def test_a_quote_says_its_language_and_who_said_it() -> None:
    (payload,) = payloads(response(Card("", (Quote("29亿美元", "zh", "Founder Park"),), "en")))

    assert visible(payload["blocks"]) == "29亿美元\n— Founder Park [zh]"
    assert payload["blocks"][0]["elements"][0]["type"] == "rich_text_quote"


def many_rows(rows: int = 50) -> Card:
    body = tuple((Plain(f"name{n}"), Plain(f"value{n}")) for n in range(rows))
    source = Sources(((Plain("the source"),),))
    return Card("Title", (Paragraph((Strong("Heading"),)), Table(("a", "b"), body), source), "en")


def test_pages_hold_every_row_once_under_one_title_each_with_the_sources() -> None:
    every = payloads(response(many_rows()))
    text = "\n".join(visible(payload["blocks"]) for payload in every)

    assert len(every) == 4
    assert re.findall(r"name\d+", text) == [f"name{n}" for n in range(50)]
    assert all(visible(p["blocks"]).count("Title") == 1 for p in every)
    assert all("the source" in visible(p["blocks"]) for p in every)
    assert all(f"Page {n} of 4" in visible(p["blocks"]) for n, p in enumerate(every, 1))


def test_many_sources_stand_once_after_the_rest() -> None:
    card = many_rows()
    sources = Sources(tuple((Plain(f"the source no {n} " + "x" * 40),) for n in range(30)))
    every = payloads(response(Card("t", (*card.blocks[:2], sources), "en")))
    text = "\n".join(visible(payload["blocks"]) for payload in every)

    assert [text.count(f"no {n} ") for n in range(30)] == [1] * 30


def test_pages_are_turned_by_their_own_buttons() -> None:
    every = payloads(response(many_rows(), *OFFERS))
    turns = [
        [press.number for b in buttons(p) if (press := read_press(b["value"])) and press.what == "page"]
        for p in every
    ]  # fmt: skip

    assert turns == [[2], [1, 3], [2, 4], [3]]


def test_a_page_that_there_is_not_is_the_nearest_one() -> None:
    answer = response(many_rows())

    assert message(answer, page=0) == message(answer, page=1)
    assert message(answer, page=99) == message(answer, page=4)


def test_a_heading_is_not_left_behind_on_a_page() -> None:
    filler = tuple(Paragraph((Plain(f"{n} " + "word " * 100),)) for n in range(6))
    card = Card(
        "t", (*filler, Paragraph((Strong("Heading"),)), Paragraph((Plain("w" * 600),))), "en"
    )
    every = payloads(response(card))
    holding = [visible(p["blocks"]) for p in every if "Heading" in visible(p["blocks"])]

    assert len(every) > 1
    assert len(holding) == 1
    assert "www" in holding[0]


def test_a_quote_is_never_cut() -> None:
    quotes = tuple(Quote(f"{n}:" + "引" * 238, "zh", "who") for n in range(30))
    every = payloads(response(Card("t", quotes, "en")))
    texts = [e["text"] for p in every for e in elements(p["blocks"]) if e.get("type") == "text"]

    assert [text for text in texts if "引" in text] == [quote.text for quote in quotes]


def test_text_beyond_all_measure_is_parted_between_pages() -> None:
    word = "w" * 11_000
    spans = (Plain("words " * 3000), Strong(word))
    blocks = (Paragraph(spans), Fields(((word, Plain(word)),)), Quote(word, "en", word))
    table_ = Table((word, "b"), ((Plain(word), Plain("c")),))
    every = payloads(response(Card(word, (*blocks, table_), "en")))

    assert all(problems(payload) == [] for payload in every)
    text = "".join(visible(payload["blocks"]) for payload in every)
    assert text.count("w") >= 11_000 * 7 + 3000


def test_pressed_buttons_lead_to_their_actions() -> None:
    (payload,) = payloads(response(Card("t", (Paragraph((Plain("p"),)),), "en"), *OFFERS))
    presses = [read_press(button["value"]) for button in buttons(payload)]
    (bar,) = [e for e in elements(payload) if e.get("type") == "feedback_buttons"]
    sides = [read_press(bar[side]["value"]) for side in ("positive_button", "negative_button")]

    assert presses == [Press(KEY, "action", n) for n in range(3)]
    assert sides == [Press(KEY, "action", 3), Press(KEY, "action", 4)]
    assert [b["action_id"] for b in buttons(payload)] == [b["value"] for b in buttons(payload)]


def test_an_ephemeral_message_has_plain_buttons_for_a_verdict() -> None:
    answer = response(Card("t", (), "en"), *OFFERS)
    payload = message(answer, ephemeral=True)

    assert "context_actions" not in kinds(payload)
    assert [b["text"]["text"] for b in buttons(payload)] == [offer.label for offer in OFFERS]


def test_without_a_kept_state_there_is_no_button() -> None:
    assert buttons(message(response(many_rows(), *OFFERS, key=""))) == []
    assert "context_actions" not in kinds(message(response(many_rows(), *OFFERS, key="")))


def test_buttons_of_one_line_have_ids_of_their_own() -> None:
    twins = Buttons((Button("one", "help"), Button("two", "help")))
    (payload,) = payloads(response(Card("t", (twins,), "en")))

    presses = [read_press(button["value"]) for button in buttons(payload)]
    assert presses == [Press(KEY, "action", n) for n in range(2)]


def test_a_long_label_is_cut_and_an_empty_one_is_not_empty() -> None:
    assert label("word " * 30) == ("word " * 15).rstrip()[:74].rstrip() + "…"
    assert label("w" * 75) == "w" * 75
    assert len(label("w" * 76)) == 75
    assert label(" \n") == "…"


def test_the_text_says_the_answer_escaped_and_without_buttons() -> None:
    card = Card(
        "A & B", (Paragraph((Plain("<!channel> 1 < 2"),)), Buttons((Button("l", "help"),))), "en"
    )
    (payload,) = payloads(response(card))

    assert payload["text"] == "A &amp; B\n\n&lt;!channel&gt; 1 &lt; 2"


def said(*lengths: int) -> str:
    """The text of a message whose lines (no title) have these lengths."""
    lines = tuple((Plain("w" * (n - 2)),) for n in lengths)  # each with "- " before it
    return str(message(response(Card("", (Bullets(lines),), "en")))["text"])


def test_the_text_is_cut_between_lines_where_it_is_long() -> None:
    whole = said(700, 800)

    assert [len(line) for line in whole.split("\n")] == [700, 800]
    assert said(700, 800, 2).split("\n") == [*whole.split("\n"), "…"]
    assert said(700, 801) == said(700) + "\n…"
    assert said(1500) == said(1501) == said(3000)


def test_a_stamp_stands_below_the_answer_and_above_the_buttons() -> None:
    answer = response(Card("t", (Paragraph((Plain("p"),)),), "en"), *OFFERS)

    assert kinds(message(answer, stamp="as of today")) == [
        "header", "rich_text", "context", "actions", "context_actions",
    ]  # fmt: skip


def test_a_title_too_long_for_a_header_stands_in_bold() -> None:
    for length, block in ((150, "header"), (151, "rich_text")):
        (payload,) = payloads(response(Card("t" * length, (), "en")))
        assert kinds(payload) == [block]


@pytest.mark.parametrize("title", ["<!channel>", "a & b", "*b*", "`c`", ":smile:"])
def test_a_title_that_could_be_markup_stands_in_rich_text(title: str) -> None:
    (payload,) = payloads(response(Card(title, (), "en")))

    assert kinds(payload) == ["rich_text"]
    assert visible(payload["blocks"]) == title


def test_without_a_kept_state_the_cards_own_buttons_are_left_out_too() -> None:
    card = Card("t", (Buttons((Button("one", "help"),)),), "en")

    assert buttons(message(response(card))) != []
    assert buttons(message(response(card, key=""))) == []


def test_many_small_blocks_leave_room_for_the_buttons() -> None:
    card = Card("t", tuple(Paragraph((Plain(str(n)),)) for n in range(120)), "en")
    every = payloads(response(card, *OFFERS), stamp="today")

    assert [problems(payload) for payload in every] == [[]] * 3


def test_only_columns_of_long_cells_are_wrapped() -> None:
    (payload,) = payloads(response(Card("", (table(2, "words of a cell "),), "en")))

    assert payload["blocks"][0]["column_settings"] == [{"is_wrapped": False}, {"is_wrapped": True}]
