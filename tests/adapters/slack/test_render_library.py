"""Answers of the real library in every language: each page is a payload that Slack takes."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.slack.payload import problems, view_problems
from adapters.slack.render import message, pages_of
from adapters.slack.views import (
    HOME_ANY,
    HOME_FORGET,
    HOME_LANGUAGE,
    HOME_RUN,
    answer_modal,
    home_view,
)
from bot.card import Quote, Sources
from bot.commands import COMMANDS
from bot.desk import Asked, Desk, Response
from bot.plain_text import span_text
from bot.ports import Person
from bot.press import read_press
from facts.compiled import Compiled
from tests.adapters.slack.sdk_models import sdk_problem, sdk_view_problem
from tests.adapters.slack.test_render import buttons, elements, kinds, payloads
from tests.adapters.slack.visible import visible
from tests.fakes import fake_ports
from tests.helpers import NOW, blocks

TAGS = ("en", "ja", "zh", "zh-tw")
LINES = sorted({
    *(example for command in COMMANDS for example in command.examples),
    *(f"help {command.name}" for command in COMMANDS),
    "adoption", "compare oracle microsoft", "generative ai use in japan", "help", "investments limit:100",
    "investments microsoft", "invesments", "nothing about xyzzy", "rakuten", "softbank", "source", "tips",
})  # fmt: skip


async def asked(ready: Compiled, line: str, *, private: bool = False) -> Response:
    ask = Asked(line, Person("slack", "T1", "U1"), NOW, private=private)
    return await Desk(lambda: ready, fake_ports()).respond(ask)


def every_payload(answer: Response) -> Iterator[Any]:
    for ephemeral in (False, True):
        yield from payloads(answer, ephemeral=ephemeral, stamp="as of 22 November 2026")


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("line", LINES)
async def test_every_answer_is_taken_by_slack(ready: Compiled, line: str, tag: str) -> None:
    answer = await asked(ready, f"{line} lang:{tag}", private=True)

    for payload in every_payload(answer):
        assert problems(payload) == []
        assert sdk_problem(payload["blocks"]) is None
        assert len(payload["text"]) < 3000
    modal = answer_modal(answer)
    assert view_problems(modal) == []
    assert sdk_view_problem(modal) is None


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "line", ["investments microsoft", "generative ai use in japan", "adoption"]
)
async def test_quotes_and_sources_are_all_there_to_the_letter(
    ready: Compiled, line: str, tag: str
) -> None:
    answer = await asked(ready, f"{line} lang:{tag}")
    card = answer.reply.card
    for ephemeral in (False, True):
        shown = "\n".join(visible(p["blocks"]) for p in payloads(answer, ephemeral=ephemeral))

        assert [quote.text for quote in blocks(card, Quote) if quote.text not in shown] == []
        lines = [span_text(item) for block in blocks(card, Sources) for item in block.items]
        assert [line for line in lines if line not in shown] == []


async def test_a_long_list_reads_in_pages_that_each_name_their_sources(ready: Compiled) -> None:
    answer = await asked(ready, "investments")

    assert pages_of(answer) > 1
    for payload in payloads(answer):
        assert len(visible(payload["blocks"])) < 4000
        assert "Founder Park" in visible(payload["blocks"])


async def test_a_card_is_one_page_with_native_feedback(ready: Compiled) -> None:
    answer = await asked(ready, "investments microsoft", private=True)

    assert pages_of(answer) == 1
    assert kinds(message(answer))[-2:] == ["actions", "context_actions"]
    labels = [b["text"]["text"] for b in buttons(message(answer))]
    assert labels == ["Source", "Share in channel"]


async def test_a_refusal_offers_to_request_the_fact(ready: Compiled) -> None:
    answer = await asked(ready, "how many people use rakuten")
    button = buttons(message(answer))[-1]
    press = read_press(button["action_id"])

    assert button["text"]["text"] == "Request this"
    assert press is not None
    assert answer.actions[press.number].kind == "request"


async def test_help_is_slacks_own_table_in_a_message(ready: Compiled) -> None:
    answer = await asked(ready, "help")

    assert "table" in kinds(message(answer))
    assert "table" not in kinds(message(answer, ephemeral=True))


@pytest.mark.parametrize("chosen", [None, "ja", "xx"])
@pytest.mark.parametrize("tag", TAGS)
def test_the_home_tab_is_taken_by_slack(ready: Compiled, tag: str, chosen: str | None) -> None:
    view = home_view(ready, tag, NOW, chosen=chosen)
    (select,) = (e for e in elements(view) if e.get("action_id") == HOME_LANGUAGE)

    assert view_problems(view) == []
    assert sdk_view_problem(view) is None
    assert select["initial_option"]["value"] == ("ja" if chosen == "ja" else HOME_ANY)
    assert str(len(ready.library.facts)) in visible(view["blocks"])


def test_the_home_tab_asks_before_it_forgets(ready: Compiled) -> None:
    view = home_view(ready, "en", NOW)
    (forget,) = (e for e in elements(view) if e.get("action_id") == HOME_FORGET)

    assert forget["confirm"]["confirm"]["text"] == "Forget me"


async def test_the_lines_of_the_home_tab_are_answered(ready: Compiled) -> None:
    found = buttons(home_view(ready, "en", NOW))
    lines = [b["value"] for b in found if b["action_id"].startswith(HOME_RUN)]

    assert len(lines) > 3
    for line in lines:
        assert (await asked(ready, line)).reply.facts


async def test_a_page_of_a_modal_is_that_page(ready: Compiled) -> None:
    answer = await asked(ready, "investments")

    assert visible(answer_modal(answer, page=2)["blocks"]) != visible(
        answer_modal(answer)["blocks"]
    )
