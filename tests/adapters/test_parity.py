"""The same 50 questions have the same facts in Slack, in Discord and in the terminal."""

import re
from typing import Any

import pytest

from adapters.slack.render import message, pages_of
from bot.command import Reply
from bot.desk import Asked, Desk, Response
from bot.plain_text import plain_text
from bot.ports import Person
from bot.request import Request
from bot.router import answer
from facts.compiled import Compiled
from tests.adapters.discord.responses import messages
from tests.adapters.discord.shown import shown
from tests.adapters.slack.visible import visible
from tests.fakes import fake_ports
from tests.helpers import NOW

QUESTIONS = (
    "microsoft investment", "investments microsoft", "investments oracle currency:JPY",
    "how much did oracle promise for japan?", "softbank 10 trillion yen", "investments",
    "investments since:2024-04 sort:date", "sakana ai valuation", "sakana ai funding june 2024",
    "preferred networks unicorn", "tsmc factory kumamoto", "tsmc second plant",
    "chip subsidies japan", "generative ai usage rate japan", "adoption", "adoption trust",
    "compare japan us generative ai use", "compare foundation models", "tips", "tips hiring",
    "how do i build trust with a japanese client", "why are ai companies going to japan",
    "source microsoft-2024-cloud-ai", "source", "who founded sakana ai", "nestle coffee robots",
    "number of offices of microsoft in japan", "micorsoft investmnet", "help", "digest preview",
    "オラクルの日本投資は？", "マイクロソフトはいくら投資する", "サカナAI 評価額", "ソフトバンク 10兆円",
    "生成AIの利用率", "日本とアメリカの生成AI利用率の違い", "TSMC 熊本 工場", "営業のコツ",
    "日本企業との信頼関係", "トヨタの売上は？", "半導体 補助金 いくら", "理研の論文",
    "软银准备投多少", "微软 日本 投资", "甲骨文 80亿美元", "日本生成式AI使用率", "在日本做销售的建议",
    "sakana ai 估值", "日本AI公司排名", "华为在日本的投资",
)  # fmt: skip
SPACE = re.compile(r"\s+")
WHO = Person("any", "", "U1")


def squeezed(text: str) -> str:
    """The text without white space, which every platform sets in its own way."""
    return SPACE.sub("", text)


def slack_shows(response: Response) -> str:
    pages = range(1, pages_of(response) + 1)
    return squeezed("".join(visible(message(response, page=n)["blocks"]) for n in pages))


def discord_shows(response: Response) -> str:
    return squeezed("".join(words(sent["components"]) for sent in messages(response)))


def words(components: list[dict[str, Any]]) -> str:
    """What a reader sees of Discord's components."""
    found = []
    for each in components:
        if "content" in each:
            found.append(shown(each["content"]).words)
        found.append(words(each.get("components", [])))
    return "".join(found)


@pytest.fixture
def desk(ready: Compiled) -> Desk:
    return Desk(lambda: ready, fake_ports())


def test_there_are_fifty() -> None:
    assert len(set(QUESTIONS)) == 50


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_has_the_same_facts_everywhere(
    desk: Desk, ready: Compiled, question: str
) -> None:
    terminal: Reply = answer(ready, Request(question, NOW))
    response = await desk.respond(Asked(question, WHO, NOW))

    assert response.reply.facts == terminal.facts
    assert response.reply.outcome == terminal.outcome
    statements = [squeezed(ready.library.facts[id_].text(terminal.card.language))
                  for id_ in terminal.facts]  # fmt: skip
    screens = {
        "terminal": squeezed(plain_text(terminal.card)), "slack": slack_shows(response),
        "discord": discord_shows(response),
    }  # fmt: skip
    told = [statement for statement in statements if statement in screens["terminal"]]
    for name, screen in screens.items():
        assert [s for s in told if s not in screen] == [], name


async def test_an_answer_that_is_drawn_says_its_facts(desk: Desk, ready: Compiled) -> None:
    response = await desk.respond(Asked("microsoft investment", WHO, NOW))
    statement = squeezed(ready.library.facts["microsoft-2024-cloud-ai"].statement.best("en"))

    assert response.reply.facts[0] == "microsoft-2024-cloud-ai"
    for screen in (slack_shows(response), discord_shows(response)):
        assert statement in screen
        assert squeezed("未来两年内在日本投资29亿美元") in screen
