"""Where there is a website, facts say which record they are and where it can be read again."""

from dataclasses import replace

import pytest

from bot.card import Link
from bot.desk import Asked, Desk
from bot.fact_card import Reader, fact_blocks, fact_link, receipt
from bot.plain_text import plain_text
from bot.ports import Person
from bot.request import Request
from bot.router import answer
from facts.compiled import Compiled
from tests.fakes import fake_ports
from tests.helpers import NOW

FACT = "microsoft-2024-cloud-ai"
SITE = "https://facts.example"
LINE = f"Receipt: {FACT}, version 1, archive 1095a7bd6e6c, 15f0a7948e46 · {SITE}/facts/{FACT}"


@pytest.mark.parametrize("url", [SITE, SITE + "/"])
def test_the_address_of_a_fact(url: str) -> None:
    assert fact_link(url, FACT) == f"{SITE}/facts/{FACT}"


@pytest.mark.parametrize(
    "line", ["microsoft investment", "investments microsoft", f"source {FACT}"]
)
def test_an_answer_carries_the_receipt_of_its_main_fact(ready: Compiled, line: str) -> None:
    reply = answer(ready, Request(line, NOW, "en", public_url=SITE))

    assert plain_text(reply.card).count(LINE) == 1


@pytest.mark.parametrize("line", ["microsoft investment", f"source {FACT}", "tips hiring"])
def test_without_a_website_nothing_is_said_of_one(ready: Compiled, line: str) -> None:
    text = plain_text(answer(ready, Request(line, NOW, "en")).card)

    assert "Receipt" not in text
    assert "/facts/" not in text


def test_the_receipt_of_a_traditional_reader_keeps_its_address(ready: Compiled) -> None:
    reply = answer(ready, Request("微軟投資日本", NOW, "zh-tw", public_url=SITE))

    assert f"憑據：{FACT}，第1版" in plain_text(reply.card)
    assert f"{SITE}/facts/{FACT}" in plain_text(reply.card)


def test_a_changed_fact_has_another_receipt(ready: Compiled) -> None:
    reader = Reader(ready.library, ready.rates, "en", NOW.date(), public_url=SITE)
    fact = replace(ready.library.facts[FACT], version=2)
    (line,) = receipt(reader, fact)

    assert line == fact_blocks(reader, fact)[-1]
    assert line.spans[0].text.startswith(f"Receipt: {FACT}, version 2, ")  # type: ignore[union-attr]  # a paragraph
    assert line.spans[1] == Link(f"{SITE}/facts/{FACT}", f"{SITE}/facts/{FACT}")  # type: ignore[union-attr]  # as above


async def test_the_desk_tells_every_request_where_the_website_is(ready: Compiled) -> None:
    asked = Asked("microsoft investment", Person("test", "", "u"), NOW)
    with_site = await Desk(lambda: ready, fake_ports(), public_url=SITE).respond(asked)
    without = await Desk(lambda: ready, fake_ports()).respond(asked)

    assert LINE in plain_text(with_site.reply.card)
    assert "/facts/" not in plain_text(without.reply.card)
