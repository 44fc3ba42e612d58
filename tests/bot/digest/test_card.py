"""The digest as a card, with every fact of the library in every language."""

from dataclasses import replace
from datetime import date

import pytest

from bot.card import Buttons, Card, Notice, Paragraph, Quote, Strong
from bot.digest.card import digest_card
from bot.digest.choose import Choice, Chooser, Item
from bot.digest.subscription import MAX_COUNT, Channel, Subscription
from bot.fact_card import Reader
from bot.plain_text import plain_text
from bot.words import say
from facts.compiled import Compiled
from facts.fact import Version
from facts.language import LANGUAGES, Language, Text
from tests.helpers import blocks

DAY = date(2026, 11, 23)
MICROSOFT = "microsoft-2024-cloud-ai"
PAIR = ("mic-2024-generative-ai-use-9-1-percent", "nomura-2025-generative-ai-use-9-percent")
MAX_BUTTONS = 25  # in a row of actions (platform-limits, "blocks"), and in five of Discord's


def reader(ready: Compiled, language: Language = "en") -> Reader:
    return Reader(ready.library, ready.rates, language, DAY)


def items(*facts: str) -> Choice:
    return Choice((), tuple(Item((id_,), "not_shown") for id_ in facts))


def all_blocks(ready: Compiled, language: Language, *facts: str) -> Card:
    return digest_card(reader(ready, language), DAY, items(*facts))


@pytest.mark.parametrize(
    ("language", "date_"),
    [
        ("en", "Monday, 23 November 2026"),
        ("ja", "2026年11月23日月曜日"),
        ("zh", "2026年11月23日星期一"),
    ],
)
def test_the_title_has_the_local_date_as_its_reader_writes_it(
    ready: Compiled, language: Language, date_: str
) -> None:
    card = all_blocks(ready, language, MICROSOFT)

    assert card.title == say(language, "digest.title", date=date_)
    assert card.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_its_statement_its_words_its_source_its_date_and_its_age(
    ready: Compiled, language: Language
) -> None:
    library = ready.library
    for id_, fact in library.facts.items():
        card = all_blocks(ready, language, id_)
        first, quote = card.blocks[:2]
        assert first == Paragraph((Strong(fact.text(language)),))
        assert isinstance(quote, Quote)
        source = library.sources[fact.quotes[0].source]
        assert (quote.text, quote.language) == (fact.quotes[0].exact, source.language)
        assert source.publisher.best(language) in quote.source
        assert str(source.published)[:4] in quote.source
        assert quote.source.count(" · ") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_says_what_to_be_careful_about(ready: Compiled, language: Language) -> None:
    for id_, fact in ready.library.facts.items():
        notices = [n.text for n in blocks(all_blocks(ready, language, id_), Notice)]
        others = ready.library.conflicts(fact)
        assert len(notices) == len(others) + bool(fact.caveat)
        if fact.caveat:
            assert fact.caveat.best(language) in notices[0]
        for other, notice in zip(others, notices[-len(others) :]):
            assert other.text(language) in notice


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_has_buttons_for_its_source_and_for_more(
    ready: Compiled, language: Language
) -> None:
    for id_ in ready.library.facts:
        (row,) = blocks(all_blocks(ready, language, id_), Buttons)
        assert row.buttons[0].command == f"source {id_}"
        assert row.buttons[0].label == say(language, "action.source")
        for button in row.buttons[1:]:
            assert button.command.startswith("ask ")
            assert button.label == say(language, "digest.more", name=button.command[4:])


def test_a_fact_about_a_country_alone_offers_no_more_on_the_country(ready: Compiled) -> None:
    (row,) = blocks(all_blocks(ready, "en", "japan-chip-subsidies-25-billion-three-years"), Buttons)

    assert [button.command for button in row.buttons] == [
        "source japan-chip-subsidies-25-billion-three-years"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_stands_together_and_says_so_once(ready: Compiled, language: Language) -> None:
    library = ready.library
    pairs = [
        (id_, other)
        for id_, fact in library.facts.items()
        for other in fact.conflicts_with
        if id_ < other
    ]
    assert pairs
    for pair in pairs:
        card = digest_card(reader(ready, language), DAY, Choice((), (Item(pair, "not_shown"),)))
        assert card.blocks[0] == Notice("caution", say(language, "digest.pair"))
        statements = [p.spans[0] for p in blocks(card, Paragraph)]
        assert statements == [Strong(library.facts[id_].text(language)) for id_ in pair]
        beside = {other for id_ in pair for other in library.facts[id_].conflicts_with} - set(pair)
        said = " ".join(notice.text for notice in blocks(card, Notice))
        for other in beside:
            assert library.facts[other].text(language) in said
        assert len(list(blocks(card, Buttons))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_comes_first_with_old_new_and_reason(
    ready: Compiled, language: Language
) -> None:
    fact = ready.library.facts[MICROSOFT]
    versions = (
        Version(1, date(2026, 1, 1), "correction", Text(en="first", ja="初", zh="初"), "misread"),
        Version(
            2, date(2026, 2, 1), "correction", Text(en="US$9 bn", ja="90億", zh="90亿"), "a typo"
        ),
        Version(3, date(2026, 3, 1), "wording", Text(en="third", ja="三", zh="三"), "shorter"),
    )
    changed = replace(fact, version=4, history=versions)
    library = replace(ready.library, facts=ready.library.facts | {MICROSOFT: changed})
    choice = Choice((MICROSOFT,), items("oracle-2024-cloud-ai").items)
    card = digest_card(replace(reader(ready, language), library=library), DAY, choice)

    assert card.blocks[0] == Notice("caution", say(
        language, "digest.corrected", old=versions[1].statement.best(language),
        new=changed.text(language), reason="a typo",
    ))  # fmt: skip
    assert "oracle" in plain_text(card).lower()


@pytest.mark.parametrize("choice", [Choice((), ()), Choice((MICROSOFT,), ())])
def test_a_digest_with_nothing_to_say_says_so(ready: Compiled, choice: Choice) -> None:
    """The second is a line that somebody typed: the fact never was corrected."""
    card = digest_card(reader(ready), DAY, choice)

    assert card.blocks == (Notice("info", say("en", "digest.empty")),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_digest_has_no_more_buttons_than_a_message_may(
    ready: Compiled, language: Language
) -> None:
    chooser = Chooser(ready.library)
    for number in range(50):
        wish = Subscription(Channel("slack", "T1", f"C{number}"), count=MAX_COUNT)
        choice = chooser.choose(wish, DAY, {})
        card = digest_card(reader(ready, language), DAY, choice)
        assert len(choice.items) == MAX_COUNT
        assert sum(len(row.buttons) for row in blocks(card, Buttons)) <= MAX_BUTTONS
        assert len(list(blocks(card, Quote))) == len(choice.facts())
