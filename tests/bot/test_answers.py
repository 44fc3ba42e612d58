"""What the commands answer: side by side only what is alike, and everything with its caution."""

from datetime import date

import pytest

from bot.card import Fields, Notice, Quote, Table
from bot.words import say
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.helpers import ask, blocks, found, shown

NOMURA = "nomura-2025-generative-ai-use-9-percent"
MINISTRY = "white-paper-2024-generative-ai-use-9-1-percent"
MICROSOFT = "microsoft-2024-cloud-ai"


@pytest.mark.parametrize("language", LANGUAGES)
def test_like_measures_stand_side_by_side_each_with_whom_it_counted(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "compare japan us generative ai use", preference=language)
    (table,) = blocks(reply.card, Table)
    facts = ready.library.facts

    assert {NOMURA, MINISTRY} <= set(found(reply))
    for id_ in found(reply):
        metrics = {value.metric for value in facts[id_].values}
        assert reply.data["metric"] in metrics
    for id_ in (NOMURA, MINISTRY):
        (value,) = (v for v in facts[id_].values if v.metric == reply.data["metric"])
        assert value.population
        population = value.population.best(language)
        assert [row for row in table.rows if row[3].text == population]
    assert say(language, "compare.differs") in shown(reply)


def test_unlike_measures_are_refused_with_the_reason(ready: Compiled) -> None:
    reply = ask(ready, "compare microsoft investment vs chatgpt users")

    assert reply.data["outcome"] == "unknown"
    assert reply.data["facts"] == []
    assert not list(blocks(reply.card, Table))
    assert "can't be set side by side" in reply.data["reason"]
    assert (
        0 < reply.data["reason"].index("Microsoft is ") < reply.data["reason"].index("ChatGPT is ")
    )
    assert reply.data["reason"] in shown(reply)


@pytest.mark.parametrize(
    "words", ["microsoft oracle investment", "マイクロソフトとオラクルの投資", "微软 甲骨文 投资"]
)
def test_commitments_of_companies_are_set_side_by_side(ready: Compiled, words: str) -> None:
    reply = ask(ready, f"compare {words} currency:EUR", preference="en")
    (table,) = blocks(reply.card, Table)

    assert reply.data["metric"] == "commitment"
    assert found(reply) == ["oracle-2024-cloud-ai", MICROSOFT]
    assert [row[0].text for row in table.rows] == ["Oracle", "Microsoft"]
    assert say("en", "list.converted", currency="EUR") in table.header
    assert say("en", "compare.sums") in shown(reply)


def test_money_in_two_currencies_is_ordered_by_its_worth(ready: Compiled) -> None:
    reply = ask(ready, "compare softbank vs oracle investment")

    assert found(reply) == ["softbank-2024-up-to-10-trillion-yen", "oracle-2024-cloud-ai"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["", "zxqv", "the weather"])
def test_nothing_to_compare_is_said(ready: Compiled, words: str, language: Language) -> None:
    reply = ask(ready, f"compare {words}", preference=language)

    assert reply.data["outcome"] == "unknown"
    assert reply.data["reason"] == say(language, "compare.nothing")
    assert say(language, "compare.how") in shown(reply)


@pytest.mark.parametrize("language", LANGUAGES)
def test_adoption_shows_both_shares_with_their_populations(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "adoption", preference=language)
    rows = [row for table in blocks(reply.card, Table) for row in table.rows]
    cells = {row[2].text: row[3].text for row in rows}
    facts = ready.library.facts

    for id_, written in ((NOMURA, "9 percent"), (MINISTRY, "9.1%")):
        populations = {v.population.best(language) for v in facts[id_].values if v.population}
        assert cells[written] in populations
    assert cells["9 percent"] != cells["9.1%"]
    assert say(language, "compare.differs") in shown(reply)


def card_of(ready: Compiled, id_: str, language: Language = "en") -> str:
    """The full card of a fact, found by one of its aliases."""
    for alias in ready.library.facts[id_].aliases:
        reply = ask(ready, f"ask {alias}", preference=language)
        if found(reply)[:1] == [id_] and reply.data["outcome"] == "found":
            return shown(reply)
    raise AssertionError(f"no alias of {id_} finds it")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("id_", "other"), [(NOMURA, MINISTRY), (MINISTRY, NOMURA)])
def test_conflicting_numbers_stand_on_the_card_of_either(
    ready: Compiled, id_: str, other: str, language: Language
) -> None:
    card, conflicting = card_of(ready, id_, language), ready.library.facts[other]
    (line,) = (part for part in card.splitlines()
               if part.startswith("! ") and conflicting.text(language) in part)  # fmt: skip

    assert say(language, "fact.conflict", statement="", details="").strip("： :（）()")[:6] in line
    for value in conflicting.values:
        if value.population:
            assert value.population.best(language) in line


def test_every_conflict_is_written_on_both_facts(ready: Compiled) -> None:
    facts = ready.library.facts
    pairs = {(a, b) for a, fact in facts.items() for b in fact.conflicts_with}

    assert (NOMURA, MINISTRY) in pairs
    assert {(b, a) for a, b in pairs} == pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_all_that_a_careful_reader_needs(ready: Compiled, language: Language) -> None:
    reply = ask(ready, "investments microsoft", preference=language)
    fact = ready.library.facts[MICROSOFT]
    fields = {name: span for block in blocks(reply.card, Fields) for name, span in block.pairs}
    quotes = [block.text for block in blocks(reply.card, Quote)]
    cautions = [block.text for block in blocks(reply.card, Notice) if block.level == "caution"]

    assert found(reply)[0] == MICROSOFT
    assert fact.text(language) in shown(reply)
    assert "29亿美元" in fields[say(language, "fact.amount")].text
    rate = ready.rates.convert(1, "USD", "JPY", date(2024, 4, 9))
    assert rate
    assert f"1 USD = {rate.rate:.4g} JPY" in fields[say(language, "fact.converted")].text
    assert "2024" in fields[say(language, "fact.when")].text
    assert "2024" in fields[say(language, "fact.age")].text
    assert fields[say(language, "fact.kind")].text == say(language, "claim.announced")
    assert quotes == [quote.exact for quote in fact.quotes]
    assert fact.caveat
    assert any(fact.caveat.best(language) in text for text in cautions)


@pytest.mark.parametrize(
    ("line", "id_", "language"),
    [
        ("microsoft investment in japan", MICROSOFT, "en"),
        ("オラクルの日本投資は？", "oracle-2024-cloud-ai", "ja"),
        ("软银准备投多少", "softbank-2024-up-to-10-trillion-yen", "zh"),
    ],
)
def test_the_first_questions_of_a_newcomer(
    ready: Compiled, line: str, id_: str, language: Language
) -> None:
    reply = ask(ready, line)

    assert reply.data["outcome"] == "found"
    assert found(reply)[0] == id_
    assert reply.card.language == language


def test_a_correction_is_shown(ready: Compiled) -> None:
    reply = ask(ready, "micorsoft investment in japan")

    assert found(reply)[0] == MICROSOFT
    assert reply.data["corrected"] == {"micorsoft": "Microsoft"}
    assert say("en", "answer.corrected", read="Microsoft", written="micorsoft") in shown(reply)


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_about_something_else_gets_what_the_bot_is_for(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "how do I cook ramen", preference=language)

    assert say(language, "help.intro") in shown(reply)
    assert say(language, "answer.nearest") not in shown(reply)
    assert reply.facts == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_in_the_library_is_said_and_the_nearest_labelled(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "samsung investment in japan", preference=language)
    name = ready.library.entities["samsung"].name(language)

    assert reply.data["outcome"] == "unknown"
    assert say(language, "answer.unknown") in shown(reply)
    assert say(language, "answer.missing_entity", name=name) in shown(reply)
    assert say(language, "answer.nearest") in shown(reply)
    assert reply.data["suggestions"]
    for line in reply.data["suggestions"]:
        assert not ask(ready, line, preference=language).misuse


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_first_fact_does_not_say_stands_above_it(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "microsoft investment and its stock price", preference=language)
    said = [block.text for block in reply.card.blocks if isinstance(block, Notice)]
    concept = ready.index.concepts["share-price"]
    words = {"en": concept.en, "ja": concept.ja, "zh": concept.zh}[language]

    assert reply.data["outcome"] == "found"
    assert say(language, "answer.half", what=words[0]) in said
    notice = shown(reply).index(say(language, "answer.half", what=words[0]))
    assert notice < shown(reply).index(ready.library.facts[found(reply)[0]].text(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", ["", "   ", "\n", "ask", "質問　"])
def test_no_question_is_misuse(ready: Compiled, line: str, language: Language) -> None:
    reply = ask(ready, line, preference=language)

    assert reply.misuse
    assert reply.data["error"] == say(language, "answer.empty")
    assert reply.data["suggestions"]


@pytest.mark.parametrize("line", ["a" * 10_000, "ask " + "投資" * 5_000, "🎌" * 1_001])
def test_a_question_that_is_too_long_is_refused_with_its_length(ready: Compiled, line: str) -> None:
    reply = ask(ready, line, preference="ja")

    assert reply.misuse
    assert reply.data["error"] == say("ja", "answer.too_long", n=len(line), most=1000)
