"""What Discord gets for an answer: payloads it takes, buttons that work, pages that lose nothing."""

import re

import discord
import pytest
from discord.webhook.async_ import interaction_message_response_params
from hypothesis import given

from adapters.discord.buttons import FOLLOW_UP_ID, follow_up_button
from adapters.discord.render import layout, page_count, plain, plain_count
from bot.card import Bullets, Button, Buttons, Card, Notice, Paragraph, Plain, Quote, Strong, Table
from bot.command import Reply, misuse
from bot.press import Press, read_press
from facts.compiled import Compiled
from facts.fact import TOPICS
from tests.adapters.cards import HOSTILE, cards, every_block
from tests.adapters.discord.payload import needs_document, problems
from tests.adapters.discord.responses import (
    KEY,
    answered,
    callbacks,
    components,
    messages,
    plain_messages,
    response_of,
)
from tests.adapters.discord.shown import shown

LINES = (
    "microsoft investment", "investments", "investments currency:JPY sort:date", "adoption", "tips",
    "tips hiring", "help", "help investments", "compare japan us generative ai use", "source",
    "source microsoft-2024-cloud-ai", "softbak", "gemini revenue japan", "xyzzy", "help xyzzy",
    "マイクロソフトは日本にいくら投資する？", "生成AIの利用率", "日本有哪些投资？", "微軟在日本投資多少？",
)  # fmt: skip


def buttons(payload: dict[str, object]) -> list[dict[str, object]]:
    return [each for each in components(payload) if each["type"] == 2]


def texts(payload: dict[str, object]) -> list[str]:
    return [each["content"] for each in components(payload) if each["type"] == 10]


def presses(payload: dict[str, object]) -> list[Press | None]:
    return [read_press(str(button["custom_id"])) for button in buttons(payload)]


@pytest.mark.parametrize("tag", ["en", "ja", "zh", "zh-tw"])
@pytest.mark.parametrize("line", LINES)
def test_real_answers_are_taken(ready: Compiled, line: str, tag: str) -> None:
    response = answered(ready, line, tag)

    for payload in messages(response) + plain_messages(response):
        assert problems("create", payload) == []
    for payload in messages(response):
        assert problems("edit", payload) == problems("followup", payload) == []
        assert problems("followup edit", payload) == []
    for payload in callbacks(response):
        assert problems("callback", payload) == []


@given(card=cards())
def test_any_card_is_taken(card: Card) -> None:
    for key in (KEY, ""):
        response = response_of(card, key=key)
        for payload in messages(response) + plain_messages(response):
            assert problems("create", payload) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_card_is_taken(text: str) -> None:
    table = Table((text,) * 3, ((Plain(text), Strong(text), Plain("")),) * 2)
    blocks = (Quote(text, "zh", text), Notice("error", text), table)
    card = Card(text, (*blocks, Buttons((Button(text, text),) * 3)), "en")

    for payload in messages(response_of(card)) + plain_messages(response_of(card)):
        assert problems("create", payload) == []


@needs_document
def test_the_document_is_used_for_answers(ready: Compiled) -> None:
    payload = messages(answered(ready, "help"))[0]
    payload["components"][0]["accent_color"] = 0x1000000

    assert problems("create", payload)


def test_every_button_has_the_number_of_its_action() -> None:
    blocks = [Paragraph((Plain("word " * 300),)), Buttons((Button("a", "x"), Button("b", "x")))] * 4
    response = response_of(Card("t", tuple(blocks), "en"))
    payloads = messages(response)
    numbers = [
        press.number
        for payload in payloads
        for button, press in zip(buttons(payload), presses(payload))
        if press and press.what == "action" and button.get("label") in ("a", "b")
    ]

    assert len(payloads) > 1
    assert numbers == list(range(8))


def test_pages_are_turned_by_buttons(ready: Compiled) -> None:
    response = answered(ready, "investments")
    turns = [
        [press.number for press in presses(payload) if press and press.what == "page"]
        for payload in messages(response)
    ]

    assert turns == [[2], [1, 3], [2]]
    assert shown(texts(messages(response)[1])[-1]).words == "Page 2 of 3"


def test_offers_stand_on_every_page_with_their_numbers(ready: Compiled) -> None:
    response = answered(ready, "tips")
    offers = [Press(KEY, "action", number) for number, _ in response.offers()]

    assert all(presses(payload)[-len(offers) :] == offers for payload in messages(response))


def test_a_page_that_is_not_there_is_the_nearest_one(ready: Compiled) -> None:
    response = answered(ready, "tips")
    last = page_count(response)

    assert layout(response, page=99).to_components() == layout(response, page=last).to_components()
    assert layout(response, page=0).to_components() == layout(response).to_components()
    assert plain(response, page=99) == plain(response, page=plain_count(response))


def test_no_state_means_no_buttons_but_their_lines(ready: Compiled) -> None:
    response = response_of(answered(ready, "gemini revenue japan").reply, key="")
    payload = messages(response)[0]

    assert buttons(payload) == []
    assert "→ ask Gemini" in shown("\n".join(texts(payload))).words


def test_plain_text_says_what_a_button_stands_for() -> None:
    card = Card("", (Buttons((Button("Hiring", "tips hiring"), Button("help", "help"))),), "en")

    assert shown(plain(response_of(card))).words.split("\n") == ["→ Hiring: tips hiring", "→ help"]


def test_a_page_has_no_more_than_forty_components() -> None:
    many = tuple(Button(str(n), f"ask {n}") for n in range(99))
    card = Card("t", (*every_block() * 5, Buttons(many)), "en")
    payloads = messages(response_of(card))

    assert all(problems("create", payload) == [] for payload in payloads)
    labels = [button.get("label") for payload in payloads for button in buttons(payload)]
    assert [label for label in labels if str(label).isdigit()] == [str(n) for n in range(99)]


def test_a_heading_stands_on_the_page_of_what_it_heads() -> None:
    section = (Paragraph((Strong("Heading"),)), Bullets(((Plain("word " * 180),),)))
    response = response_of(Card("t", section * 9, "en"))

    for payload in messages(response):
        assert shown(texts(payload)[-2]).words.strip() != "Heading"


def test_a_quote_is_never_parted_between_pages(ready: Compiled) -> None:
    quotes = [
        f"{n}月9日，微软宣布就云计算和AI领域，未来两年内在日本投资29亿美元。" * 6 for n in range(20)
    ]
    card = Card("t", tuple(Quote(quote, "zh", "who") for quote in quotes), "en")
    pages = [shown("\n".join(texts(p))).words for p in messages(response_of(card))]

    assert len(pages) > 1
    assert all(sum(quote in page for page in pages) == 1 for quote in quotes)


def test_a_long_question_is_told_once() -> None:
    card = Card("why " * 250, (Bullets(((Plain("word " * 40),),) * 40),), "en")
    first, *others = messages(response_of(card))

    assert shown("\n".join(texts(first))).words.count("why") == 250
    assert others
    assert not any("why" in text for payload in others for text in texts(payload))


def test_a_row_of_a_table_keeps_the_places_of_its_cells() -> None:
    table = Table(
        ("Who", "What", "Amount", "Empty", "When"),
        (
            (Plain("A"), Plain("did something that takes many words"), Plain("1"), Plain(""), Plain("2024")),
            (Plain("B"), Plain("did nothing"), Plain(""), Plain(""), Plain("2025")),
        ),
    )  # fmt: skip
    drawn = shown(plain(response_of(Card("", (table,), "en")))).words.split("\n")

    assert drawn == [
        "Who · Amount · When · What", "A — 1 · 2024", "did something that takes many words", "",
        "B — – · 2025", "did nothing",
    ]  # fmt: skip


def test_every_topic_has_a_colour_of_its_own(ready: Compiled) -> None:
    response = answered(ready, "microsoft investment")
    colours = {layout(response, topic=topic).to_components()[0]["accent_color"] for topic in TOPICS}
    others = (
        Reply(Card("t", (), "en"), {}, misuse=True),
        Reply(Card("t", (), "en"), {"outcome": "unknown"}),
    )
    colours |= {layout(response_of(reply)).to_components()[0]["accent_color"] for reply in others}

    assert len(colours) == len(TOPICS) + 2


def test_an_excuse_is_red() -> None:
    reply = misuse("en", "no such command", ("help",))
    colour = discord.Colour(layout(response_of(reply)).to_components()[0]["accent_color"])

    assert colour.r > 2 * max(colour.g, colour.b)


def test_the_follow_up_button_has_one_id_for_all_messages() -> None:
    row = discord.ui.ActionRow(follow_up_button("Ask more"))
    view = discord.ui.LayoutView(timeout=None).add_item(row)
    sent = interaction_message_response_params(
        type=4, view=view, allowed_mentions=discord.AllowedMentions.none()
    ).payload

    assert sent
    assert problems("callback", sent) == []
    assert buttons(sent["data"])[0]["custom_id"] == FOLLOW_UP_ID


def test_labels_of_offers_stay_short(ready: Compiled) -> None:
    for tag in ("en", "ja", "zh", "zh-tw"):
        for line in ("tips", "gemini revenue japan"):
            found = [
                b for payload in messages(answered(ready, line, tag)) for b in buttons(payload)
            ]
            assert found
            assert all(len(str(button.get("label") or "")) <= 38 for button in found)


def test_source_lines_are_links_without_a_preview(ready: Compiled) -> None:
    pages = messages(answered(ready, "microsoft investment"))
    drawn = "\n".join("\n".join(texts(page)) for page in pages)

    assert re.search(r"<https://mp\.weixin\.qq\.com/[^>\s]+>", drawn)
