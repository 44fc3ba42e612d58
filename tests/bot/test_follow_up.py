"""Messages that go on from the last one, and those that stand for themselves."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.phrases
from bot.command import CURRENCY, LANG, MAX_LIMIT, SORT
from bot.commands import COMMANDS
from bot.follow_up import MAX_MESSAGE, follow_up
from bot.parse import parse_line
from bot.phrases import own_concepts
from bot.router import command_line
from facts.compiled import Compiled

ROOT = Path(bot.phrases.__file__).parent.parent
TODAY = date(2026, 11, 22)
MICROSOFT = "ask microsoft investment"
ORACLE = "ask オラクルの日本投資は？"
SOFTBANK = "ask 微软投资"
BOTH = "compare japan us generative ai use"

NAMES = [
    (MICROSOFT, "and Oracle?", "ask Oracle investment"),
    (MICROSOFT, "what about Sony", "ask Sony investment"),
    (MICROSOFT, "Oracle?", "ask Oracle investment"),
    (MICROSOFT, "How about Sakana AI please?", "ask Sakana AI investment"),
    (MICROSOFT, "Micorsoft?", "ask Micorsoft investment"),
    (MICROSOFT, "オラクルは？", "ask オラクル investment"),
    (MICROSOFT, "ではソニーは", "ask ソニー investment"),
    (MICROSOFT, "ソニーはどう？", "ask ソニー investment"),
    (MICROSOFT, "那软银呢", "ask 软银 investment"),
    (MICROSOFT, "那軟銀呢", "ask 軟銀 investment"),
    (MICROSOFT, "and Oracle in yen?", "ask Oracle investment currency:JPY"),
    (MICROSOFT, "and Oracle in 2024?", "ask Oracle investment 2024"),
    (f"{MICROSOFT} currency:JPY limit:3", "and Oracle?", "ask Oracle investment currency:JPY limit:3"),
    ("investments microsoft", "and Oracle?", "investments Oracle"),
    ("investments", "and Oracle?", "investments Oracle"),
    ("ask how much did Microsoft invest in 2024", "and Oracle?", "ask how much did Oracle invest in 2024"),
    ("ask Microsoft's investment", "and Oracle?", "ask Oracle's investment"),
    ("ask Microsoft and Oracle investment", "and Sony?", "ask Sony investment"),
    (ORACLE, "ソニーは？", "ask ソニーの日本投資は？"),
    (SOFTBANK, "那软银呢", "ask 软银投资"),
    (SOFTBANK, "和软银呢？", "ask 软银投资"),
]  # fmt: skip
COUNTRIES = [
    (BOTH, "and China?", "compare japan us China generative ai use"),
    (BOTH, "中国は？", "compare japan us 中国 generative ai use"),
    ("ask Japan generative AI use", "and China?", "ask China generative AI use"),
    ("ask China generative AI use", "and Japan?", "ask Japan generative AI use"),
    ("adoption", "and China?", "adoption China"),
    ("adoption", "アメリカは？", "adoption アメリカ"),
    ("adoption 生成AIの利用率", "アメリカは？", "adoption アメリカ 生成AIの利用率"),
    ("ask 中国生成AI使用率", "那美国呢", "ask 美国生成AI使用率"),
]
QUESTIONS = [
    (MICROSOFT, "when?", "ask microsoft investment when"),
    (MICROSOFT, "いつ？", "ask microsoft investment いつ"),
    (MICROSOFT, "多少钱？", "ask microsoft investment 多少钱"),
    (MICROSOFT, "何年？", "ask microsoft investment 何年"),
    (MICROSOFT, "それはいくら？", "ask microsoft investment いくら"),
    (MICROSOFT, "when was that?", "ask microsoft investment when"),
    (MICROSOFT, "how much in yen?", "ask microsoft investment how much currency:JPY"),
    (MICROSOFT, "多少美元？", "ask microsoft investment 多少 currency:USD"),
    (MICROSOFT, "how many employees?", "ask microsoft how many employees"),
    (MICROSOFT, "who invested?", "ask microsoft who invested"),
    (MICROSOFT, "and their valuation?", "ask microsoft valuation"),
    (MICROSOFT, "and revenue?", "ask microsoft revenue"),
    (MICROSOFT, "売上は？", "ask microsoft 売上"),
    (MICROSOFT, "従業員数は？", "ask microsoft 従業員数"),
    (SOFTBANK, "什么时候？", "ask 微软 投资 什么时候"),
    (SOFTBANK, "收入呢？", "ask 微软 收入"),
    ("investments microsoft", "how many employees?", "ask microsoft how many employees"),
    ("investments microsoft", "when?", "investments microsoft when"),
    ("investments microsoft sort:date topic:funding", "and revenue?", "ask microsoft revenue"),
    ("tips hiring", "and marketing?", "tips marketing"),
    ("adoption", "and trust?", "adoption trust"),
]
PERIODS = [
    (MICROSOFT, "in 2023?", "ask microsoft investment 2023"),
    (MICROSOFT, "2025年は？", "ask microsoft investment 2025年"),
    (MICROSOFT, "2024年呢", "ask microsoft investment 2024年"),
    (MICROSOFT, "last year?", "ask microsoft investment last year"),
    (MICROSOFT, "since 2024", "ask microsoft investment since:2024"),
    (MICROSOFT, "2024年4月以降は？", "ask microsoft investment since:2024-04"),
    (MICROSOFT, "before 2025", "ask microsoft investment until:2025"),
    (ORACLE, "2025年は？", "ask オラクルの日本投資 2025年"),
    ("ask microsoft investment in 2024", "in 2023?", "ask microsoft investment in 2023"),
    ("ask オラクルの2024年の投資", "2025年は？", "ask オラクルの2025年の投資"),
    ("investments", "in 2023?", "investments since:2023 until:2023"),
    ("investments", "and April 2024?", "investments since:2024-04 until:2024-04"),
    ("investments microsoft since:2020", "in 2023?", "investments microsoft since:2023 until:2023"),
]
OPTIONS = [
    (MICROSOFT, "in yen?", "ask microsoft investment currency:JPY"),
    (MICROSOFT, "円で", "ask microsoft investment currency:JPY"),
    (MICROSOFT, "in dollars", "ask microsoft investment currency:USD"),
    (MICROSOFT, "in Hong Kong dollars", "ask microsoft investment currency:HKD"),
    (MICROSOFT, "ユーロで表示して", "ask microsoft investment currency:EUR"),
    (MICROSOFT, "用人民币呢", "ask microsoft investment currency:CNY"),
    (MICROSOFT, "換成日圓", "ask microsoft investment currency:JPY"),
    (MICROSOFT, "please show it in euros", "ask microsoft investment currency:EUR"),
    (MICROSOFT, "currency:jpy", "ask microsoft investment currency:JPY"),
    (f"{MICROSOFT} currency:JPY", "in yen?", "ask microsoft investment currency:JPY"),
    (f"{MICROSOFT} currency:JPY", "in dollars?", "ask microsoft investment currency:USD"),
    (MICROSOFT, "日本語で", "ask microsoft investment lang:ja"),
    (MICROSOFT, "top 5", "ask microsoft investment limit:5"),
    (MICROSOFT, "トップ3", "ask microsoft investment limit:3"),
    (MICROSOFT, "前五", "ask microsoft investment limit:5"),
    (BOTH, "in yen?", f"{BOTH} currency:JPY"),
    ("investments", "sort by date", "investments sort:date"),
    ("investments", "金額順で", "investments sort:amount"),
    ("investments", "按日期排序", "investments sort:date"),
    ("investments", "limit:5 sort:date", "investments limit:5 sort:date"),
    (MICROSOFT, "more", "ask microsoft investment limit:10"),
    (MICROSOFT, "もっと", "ask microsoft investment limit:10"),
    (MICROSOFT, "还有吗", "ask microsoft investment limit:10"),
    ("investments", "Show more!", "investments limit:80"),
    ("investments limit:80", "more", f"investments limit:{MAX_LIMIT}"),
    ("adoption", "more", "adoption limit:24"),
]
FOR_THEMSELVES = [
    # greetings and small talk
    (MICROSOFT, "hello"), (MICROSOFT, "thanks"), (MICROSOFT, "ありがとう"), (MICROSOFT, "谢谢"),
    (MICROSOFT, "yes"), (MICROSOFT, "really?"), (MICROSOFT, ""), (MICROSOFT, "…"),
    (MICROSOFT, "what do you think"),
    # whole questions and names alone
    (MICROSOFT, "how much did Sony invest?"), (MICROSOFT, "what is DeepL's valuation"),
    (MICROSOFT, "what about NVIDIA's valuation?"), (MICROSOFT, "Oracle"), (MICROSOFT, "is Oracle good?"),
    (MICROSOFT, "How big is Japan's AI market?"), (MICROSOFT, "How many startups are there?"),
    (MICROSOFT, "ソニーの売上は？"), (MICROSOFT, "软银准备投多少？"), (MICROSOFT, "labor shortage?"),
    (MICROSOFT, "what about the weak yen?"), (MICROSOFT, "日本のAI市場規模は？"),
    (MICROSOFT, "and Sony and Oracle"), (MICROSOFT, "and China?"), (MICROSOFT, "and hiring?"),
    ("ask China generative AI use", "and Microsoft?"),
    # commands of their own
    (MICROSOFT, "help"), (MICROSOFT, "investments sony"), (MICROSOFT, "tips"), (MICROSOFT, "source?"),
    (MICROSOFT, "compare with China"), (MICROSOFT, "投資"), (MICROSOFT, "/ask and Oracle?"),
    # what the last command can't do
    (MICROSOFT, "sort by date"), ("tips hiring", "in yen"), ("adoption", "in yen"),
    (BOTH, "more"), (BOTH, "when?"), ("tips hiring", "more"), (f"investments limit:{MAX_LIMIT}", "more"),
    (MICROSOFT, "top 500"), (MICROSOFT, "ドル円は？"), (MICROSOFT, "人民币汇率呢"), (MICROSOFT, "円安は？"), (MICROSOFT, "currency:XXX"), ("investments", "4月は？"), ("tips", "in 2023?"),
    ("investments", "when?"), ("investments since:2024", "until 2020"), ("investments", "in April 2024 and in 2020?"),
    # a last line that was no subject
    ("help", "and Oracle?"), ("source microsoft-2024-cloud-ai", "in yen?"), ("", "and Oracle?"),
    ("investments limit:0", "and Oracle?"),
    ("compare microsoft-2024-cloud-ai oracle-2024-cloud-ai", "and Sony?"),
    (MICROSOFT, "and " * MAX_MESSAGE + "Oracle?"), ("ask microsoft " + "x " * 400, "and Oracle?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "said", "line"), [*NAMES, *COUNTRIES, *QUESTIONS, *PERIODS, *OPTIONS]
)
def test_what_a_message_means_after_the_last_line(
    ready: Compiled, last: str, said: str, line: str
) -> None:
    assert follow_up(ready, last, said, TODAY) == line


@pytest.mark.parametrize(("last", "said"), FOR_THEMSELVES)
def test_a_message_that_stands_for_itself(ready: Compiled, last: str, said: str) -> None:
    assert follow_up(ready, last, said, TODAY) is None


@pytest.mark.parametrize("last", [MICROSOFT, BOTH, "adoption"])
def test_whole_questions_stand_for_themselves(ready: Compiled, last: str) -> None:
    """Those that the lookup was fitted with; none of them goes on from another."""
    text = (ROOT / "bench" / "questions" / "fit.toml").read_text(encoding="utf-8")
    questions = [case["q"] for case in tomllib.loads(text)["question"]]

    assert len(questions) > 200
    merged = {said: follow_up(ready, last, said, TODAY) for said in questions}
    assert {said: line for said, line in merged.items() if line} == {}


LASTS = st.sampled_from(
    [MICROSOFT, ORACLE, SOFTBANK, BOTH, "investments", "adoption", "tips hiring", "help"]
)
WORDS = st.sampled_from([
    "and", "what about", "Oracle", "ソニー", "软银", "は", "では", "那", "呢", "in", "yen", "円", "2023", "4月",
    "since", "以降", "top", "5", "前", "五", "more", "when", "いつ", "revenue", "their", "currency:JPY",
    "limit:0", "until:2020", "lang:xx", "?", "？", "*", "\x00", "İ", "²", "٣", "US", "compare",
])  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=2000),
    st.lists(WORDS, max_size=8).map(" ".join),
    st.lists(WORDS, max_size=12).map("".join),
)


@given(last=st.one_of(LASTS, MESSAGES, MESSAGES.map("ask {}".format)), said=MESSAGES)
def test_any_text_is_read_and_any_line_reads_the_same_again(
    ready: Compiled, last: str, said: str
) -> None:
    line = follow_up(ready, last, said, TODAY)
    assert line is None or command_line(parse_line(line, COMMANDS, "en")) == line


@given(last=LASTS, said=MESSAGES)
def test_options_that_nobody_mentioned_stay(ready: Compiled, last: str, said: str) -> None:
    if last == "help":
        return
    line = follow_up(ready, f"{last} lang:ja", said, TODAY)
    assert line is None or "lang:" in line


def words() -> dict[str, dict[str, list[str]]]:
    file = ROOT / "bot" / "words" / "follow_up.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("option", [CURRENCY, SORT, LANG], ids=lambda option: option.key)
def test_every_value_of_an_option_can_be_said_in_words(ready: Compiled, option: object) -> None:
    assert isinstance(option, type(CURRENCY))
    assert sorted(words()[option.key]) == sorted(option.choices)
    for value, phrases in words()[option.key].items():
        for phrase in phrases:
            line = follow_up(ready, "investments", phrase, TODAY)
            assert line == f"investments {option.key}:{value}", phrase


def test_what_a_company_has_are_concepts_of_the_lexicon(ready: Compiled) -> None:
    assert own_concepts() - set(ready.index.concepts) == set()
