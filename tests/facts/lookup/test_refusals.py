"""A figure of another kind than asked for is no answer; the question that it answers has it."""

from datetime import date

import pytest

from facts.compiled import Compiled
from facts.lookup.answer import look_up

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("valuation of Kumogata Intelligence KK", "nobody is known"),
        ("what is the valuation of kumogata inc", "nobody is known"),
        ("拉皮德斯北海道工厂投资额", "nobody is known"),
        ("softbanks investmnt in open ai how much bilion", "between the names"),
        ("软银孙正义给OpenAI投了多少", "between the names"),
        ("TSM kumamoto fab subsidy amount", "of another kind"),
        ("熊本のTSMC工場、補助金どれくらい出てる?", "of another kind"),
        ("2024年日本AI创业公司融资总额", "of another kind"),
        ("japan ai startup funding in 2024 total", "of another kind"),
        ("how many japanese companies use generative ai at work", "counts those"),
        ("企業で生成AIを導入している割合は?", "counts those"),
        ("日本のAI市場規模は今後どうなる見通しですか", "not of Japan"),
        ("2025年に発表された海外企業の日本向けデータセンター投資", "another time"),
    ],
)
def test_a_wrong_kind_of_figure_is_refused_and_shown_as_near(
    ready: Compiled, text: str, reason: str
) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "unknown"
    assert reason in answer.reason
    assert answer.hits


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("preferred networks valuation", "preferred-networks-valuation"),
        ("TSMC kumamoto fab investment amount", "tsmc-2024-first-japan-factory"),
        ("softbank AI investment how much", "softbank-2024-up-to-10-trillion-yen"),
        ("what share of individuals in Japan use generative AI",
         "white-paper-2024-generative-ai-use-9-1-percent"),
        ("AI market size forecast", "ai-forecast-trillion-dollar-market"),
        ("2024年に発表された海外企業の日本向けデータセンター投資", "oracle-2024-cloud-ai"),
    ],
)  # fmt: skip
def test_what_the_figure_does_answer_is_found(ready: Compiled, text: str, fact: str) -> None:
    answer = look_up(ready.index, text, today=TODAY)

    assert answer.outcome == "found"
    assert answer.hits[0].fact == fact
