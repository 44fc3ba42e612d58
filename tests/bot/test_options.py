"""Options as they are typed in chat: what they do, and what a wrong one is answered with."""

import pytest

from bot.card import Paragraph, Table
from bot.command import FILTERS, MAX_LIMIT
from bot.commands import COMMANDS
from bot.parse import MisuseError, checked, parse_line
from bot.words import say
from facts.compiled import Compiled
from facts.fact import TOPICS
from facts.language import LANGUAGES, Language
from facts.money import CURRENCIES
from facts.when import parse_edtf
from tests.helpers import ask, blocks, found, shown

OPTIONS = {option.key: option for option in FILTERS}


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("since", "2024", "2024"), ("until", "2024-04-09", "2024-04-09"), ("currency", "jpy", "JPY"),
        ("sort", "Date", "date"), ("topic", "FUNDING", "funding"), ("lang", "zh-TW", "zh-tw"),
        ("limit", str(MAX_LIMIT), str(MAX_LIMIT)),
    ],
)  # fmt: skip
def test_an_option_is_read_in_its_usual_spelling(key: str, written: str, value: str) -> None:
    call = parse_line(f"investments acme {key}:{written} plans", COMMANDS, "en").call

    assert call.options == {key: value}
    assert call.text == "acme plans"


@pytest.mark.parametrize("colon", [":", "：", ": "])
def test_a_colon_may_be_wide_or_followed_by_a_space(colon: str) -> None:
    call = parse_line(f"investments since{colon}2024 acme", COMMANDS, "en").call

    assert (call.options, call.text) == ({"since": "2024"}, "acme")


def test_many_options_and_words_mix() -> None:
    line = "investments sort:date big limit:3 acme SINCE:2024 currency:EUR"
    call = parse_line(line, COMMANDS, "en").call

    assert call.text == "big acme"
    assert call.options == {"sort": "date", "limit": "3", "since": "2024", "currency": "EUR"}


@pytest.mark.parametrize(
    "line", ["ask when: 10:30", "ask https://example.org/a", "ask a:b c:d", "ask 29億円：オラクル"]
)
def test_other_words_with_a_colon_are_words(line: str) -> None:
    call = parse_line(line, COMMANDS, "en").call

    assert (call.options, call.text) == ({}, line.removeprefix("ask "))


BAD = [
    ("since", "yesterday", "date"), ("since", "2024-13", "date"), ("until", "2023-02-29", "date"),
    ("since", "04/2024", "date"), ("currency", "XYZ", "currency"), ("currency", "円", "currency"),
    ("sort", "name", "choice"), ("topic", "weather", "choice"), ("lang", "fr", "choice"),
    ("limit", "0", "number"), ("limit", "-1", "number"), ("limit", "many", "number"),
    ("limit", str(MAX_LIMIT + 1), "number"), ("limit", "１０", "number"), ("limit", "1" * 5000, "number"),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "value", "message"), BAD)
def test_a_bad_value_is_answered_in_the_askers_language(
    key: str, value: str, message: str, language: Language
) -> None:
    with pytest.raises(MisuseError) as caught:
        checked(OPTIONS[key], value, language)

    given = {
        "value": value, "name": key, "most": MAX_LIMIT, "known": ", ".join(OPTIONS[key].choices),
    }  # fmt: skip
    assert str(caught.value) == say(language, f"misuse.{message}", **given)


@pytest.mark.parametrize(
    ("line", "locale", "language"),
    [
        ("investments microsoft since:soon", None, "en"),
        ("投資 マイクロソフト since:soon", None, "ja"),
        ("投资 微软 since:soon", None, "zh"),
        ("investments since:soon", "ja_JP.UTF-8", "ja"),
        ("investments since:soon", "zh_CN.UTF-8", "zh"),
    ],
)
def test_misuse_is_a_card_in_the_askers_language(
    ready: Compiled, line: str, locale: str | None, language: Language
) -> None:
    reply = ask(ready, line, locale=locale)

    assert reply.misuse
    assert reply.card.language == language
    assert reply.data == {"error": say(language, "misuse.date", value="soon"), "suggestions": []}
    assert reply.data["error"] in shown(reply)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("since", "until"), [("2025", "2024"), ("2024-05", "2024-04"), ("2024-04-10", "2024-04-09")]
)
def test_a_time_that_ends_before_it_starts_is_misuse(
    ready: Compiled, since: str, until: str, language: Language
) -> None:
    for line in ("investments", "investments microsoft", "adoption", "ask sakana ai"):
        reply = ask(ready, f"{line} since:{since} until:{until}", preference=language)

        assert reply.misuse
        assert reply.data["error"] == say(language, "misuse.order", since=since, until=until)


@pytest.mark.parametrize(("since", "until"), [("2024", "2024-04"), ("2024-04", "2024"),
                                              ("2024-04-09", "2024-04-09")])  # fmt: skip
def test_times_that_overlap_are_fine(ready: Compiled, since: str, until: str) -> None:
    assert not ask(ready, f"investments since:{since} until:{until}").misuse


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_that_the_command_does_not_take_is_misuse(
    ready: Compiled, language: Language
) -> None:
    reply = ask(ready, "tips hiring since:2024", preference=language)
    message = say(
        language, "misuse.option", command="tips", name="since", known="lang, limit, export"
    )

    assert reply.misuse
    assert reply.data["error"] == message


def test_a_mistyped_option_is_answered_with_did_you_mean(ready: Compiled) -> None:
    reply = ask(ready, "investments microsoft sinse:2024")

    assert reply.misuse
    assert say("en", "misuse.did_you_mean", name="since:") in reply.data["error"]


@pytest.mark.parametrize("since", ["2024-04", "2024-08-17", "2025"])
def test_since_leaves_only_what_is_not_older(ready: Compiled, since: str) -> None:
    every, later = found(ask(ready, "investments limit:100")), found(
        ask(ready, f"investments limit:100 since:{since}")
    )  # fmt: skip
    start = parse_edtf(since).first
    periods = {id_: ready.library.period(ready.library.facts[id_]) for id_ in every}
    assert start

    assert set(later) == {id_ for id_, p in periods.items() if not p.last or p.last >= start}


def test_until_leaves_only_what_is_not_newer(ready: Compiled) -> None:
    every = found(ask(ready, "investments limit:100"))
    earlier = found(ask(ready, "investments limit:100 until:2023"))
    years = {id_: ready.library.period(ready.library.facts[id_]).first for id_ in every}

    assert set(earlier) == {id_ for id_, first in years.items() if not first or first.year <= 2023}
    assert set() < set(earlier) < set(every)


@pytest.mark.parametrize("topic", ["investment", "funding", "policy"])
def test_topic_leaves_only_facts_of_it(ready: Compiled, topic: str) -> None:
    ids = found(ask(ready, f"investments topic:{topic} limit:100"))

    assert ids
    assert {ready.library.facts[id_].topic for id_ in ids} == {topic}


def test_a_topic_narrows_a_question(ready: Compiled) -> None:
    for topic in TOPICS:
        ids = found(ask(ready, f"ask sakana ai topic:{topic}"))
        assert {ready.library.facts[id_].topic for id_ in ids} <= {topic}


def test_limit_shows_so_many_and_says_how_many_there_are(ready: Compiled) -> None:
    reply = ask(ready, "investments limit:3")
    rows = [row for table in blocks(reply.card, Table) for row in table.rows]
    every = [row for table in blocks(ask(ready, "investments limit:100").card, Table)
             for row in table.rows]  # fmt: skip

    assert len(rows) == 3
    assert say("en", "list.shown", shown=3, total=len(every)) in shown(reply)


def test_the_largest_commitment_comes_first(ready: Compiled) -> None:
    assert found(ask(ready, "investments"))[0] == "softbank-2024-up-to-10-trillion-yen"
    assert found(ask(ready, "investments sort:amount")) == found(ask(ready, "investments"))


def test_sort_by_date_puts_the_newest_of_each_measure_first(ready: Compiled) -> None:
    library = ready.library
    ids = found(ask(ready, "investments topic:investment limit:100 sort:date"))
    days = [library.period(library.facts[id_]).last for id_ in ids
            if any(v.metric == "commitment" for v in library.facts[id_].values)]  # fmt: skip

    assert len(set(days)) > 2
    assert days == sorted(days, key=str, reverse=True)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_amounts_are_converted_into_any_known_currency(ready: Compiled, currency: str) -> None:
    reply = ask(ready, f"investments currency:{currency.lower()}")
    headers = {name for table in blocks(reply.card, Table) for name in table.header}

    assert say("en", "list.converted", currency=currency) in headers


@pytest.mark.parametrize("lang", ["en", "ja", "zh"])
def test_lang_decides_the_language_of_the_card(ready: Compiled, lang: Language) -> None:
    reply = ask(ready, f"ask microsoft investment in japan lang:{lang}")
    statement = ready.library.facts["microsoft-2024-cloud-ai"].statement.get(lang)
    paragraphs = ["".join(s.text for s in block.spans) for block in blocks(reply.card, Paragraph)]

    assert reply.card.language == lang
    assert statement in paragraphs
