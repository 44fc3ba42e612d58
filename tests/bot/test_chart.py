"""Charts: like with like, each with its period, and no number that its record doesn't have."""

import pytest

from bot.card import Chart, Picture
from bot.charts import style_of
from bot.fact_card import Reader
from bot.measures import Row, in_currency
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.helpers import NOW, ask, blocks, shown

LINES = ("chart investments", "chart funding", "chart policy", "chart adoption", "chart ranking",
         "chart timeline", "chart foundation models", "chart AI companies")  # fmt: skip


def charts(ready: Compiled, line: str) -> list[Chart]:
    return [picture.chart for picture in blocks(ask(ready, line).card, Picture)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", LINES)
def test_every_chart_names_its_sources_and_says_itself_in_words(
    ready: Compiled, line: str, language: Language
) -> None:
    reply = ask(ready, f"{line} lang:{language}")

    assert reply.outcome == "found"
    for picture in blocks(reply.card, Picture):
        chart = picture.chart
        assert len(chart.bars) > 1
        assert any("-20" in note and "[" in note for note in chart.footnotes)
        assert len(picture.alt) <= 1000
        assert chart.title in picture.alt
        for bar in chart.bars:
            assert bar.text
            assert bar.label
        assert chart.language == language
    for id_ in reply.facts:
        assert id_ in ready.library.facts


def test_bars_are_the_numbers_of_the_records(ready: Compiled) -> None:
    (chart,) = charts(ready, "chart investments lang:en")
    reader = Reader(ready.library, ready.rates, "en", NOW.date())
    known = {
        in_currency(reader, Row(fact, value), "USD")
        for fact in ready.library.facts.values() for value in fact.values
        if value.metric == "commitment"
    }  # fmt: skip

    assert {bar.value for bar in chart.bars} == known
    assert [bar.value for bar in chart.bars] == sorted(known, reverse=True)


def test_commitments_carry_their_period_and_up_to_is_hollow(ready: Compiled) -> None:
    (chart,) = charts(ready, "chart investments lang:en")
    bars = {bar.label: bar for bar in chart.bars}

    assert "period: April 2024 to about April 2034" in bars["Oracle"].note
    assert bars["SoftBank Group"].style == "hollow"
    assert bars["SoftBank Group"].text.startswith("up to ¥10 trillion ≈ up to US$")
    assert any("ECB reference rate of 30 April 2024" in note for note in chart.footnotes)
    assert any(note.startswith("Hollow") for note in chart.footnotes)


def test_what_may_only_come_is_hatched(ready: Compiled) -> None:
    for fact in ready.library.facts.values():
        for value in fact.values:
            if fact.claim in ("potential", "forecast") and value.bound not in (
                "up_to",
                "less_than",
            ):
                assert style_of(Row(fact, value)) == "hatched"


def test_another_currency_changes_lengths_and_says_the_rates(ready: Compiled) -> None:
    (chart,) = charts(ready, "chart investments currency:JPY lang:en")

    assert max(bar.value for bar in chart.bars) == 10_000_000_000_000
    assert sum("ECB reference rate" in note for note in chart.footnotes) == 4


def test_only_one_measure_stands_in_a_group(ready: Compiled) -> None:
    (chart,) = charts(ready, "chart adoption lang:en")
    metric = {ready.library.metric(m).names.best("en") for m in ready.library.metrics}

    assert chart.kind == "grouped"
    assert len({bar.group for bar in chart.bars}) > 1
    assert {bar.group for bar in chart.bars} <= metric


def test_a_timeline_is_in_order(ready: Compiled) -> None:
    (chart,) = charts(ready, "chart timeline")
    days = [bar.value for bar in chart.bars]

    assert days == sorted(days)
    assert len({(bar.label, bar.value) for bar in chart.bars}) == len(chart.bars)


def test_filters_leave_facts_out(ready: Compiled) -> None:
    assert all(
        "2024" in bar.text for bar in charts(ready, "chart timeline since:2024 lang:en")[0].bars
    )


@pytest.mark.parametrize("line", ["chart microsoft vs chatgpt users", "chart zxqv",
                                  "chart investments since:2026"])  # fmt: skip
def test_unlike_things_are_no_chart(ready: Compiled, line: str) -> None:
    reply = ask(ready, line)

    assert reply.outcome == "unknown"
    assert not list(blocks(reply.card, Picture))


@pytest.mark.parametrize(("alias", "name"), [("チャート 投資", "investments"), ("图表 融资", "funding"),
                                             ("グラフ ランキング", "ranking")])  # fmt: skip
def test_views_have_names_in_every_language(ready: Compiled, alias: str, name: str) -> None:
    assert ask(ready, alias).facts == ask(ready, f"chart {name}").facts


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_can_be_taken_along(ready: Compiled, form: str) -> None:
    (file,) = ask(ready, f"chart investments export:{form}").files

    assert file.name == f"japan-ai-chart-1-2026-11-22.{form}"
    assert isinstance(file.content, Chart) or file.content().startswith(b"<svg")


def test_traditional_characters_reach_the_picture(ready: Compiled) -> None:
    text = shown(ask(ready, "chart investments lang:zh-tw"))

    assert "來源" in text
    assert "美元" in text
