"""`compare` with the ids of facts: each whole, one under the other, nothing merged."""

import pytest

from bot.card import Quote, Sources, Strong
from bot.fact_card import Reader, conflict_text
from bot.words import say
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.helpers import NOW, ask, blocks, found, shown

CONFLICTS = [
    ("nomura-2025-generative-ai-use-9-percent", "white-paper-2024-generative-ai-use-9-1-percent"),
    ("japan-2024-population-125-million", "japan-population-127-million-li"),
    ("chinese-b2b-revenue-scale-japan", "chinese-b2b-japan-revenue-100m-potential"),
]
FIRST, SECOND = CONFLICTS[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ids", CONFLICTS)
def test_conflicting_facts_are_shown_whole_with_both_numbers(
    ready: Compiled, ids: tuple[str, str], language: Language
) -> None:
    reply = ask(ready, f"compare {' '.join(ids)}", preference=language)
    facts = [ready.library.facts[id_] for id_ in ids]
    text = shown(reply)

    assert all(other.id in fact.conflicts_with for fact, other in zip(facts, facts[::-1]))
    assert reply.facts == ids
    assert found(reply) == list(ids)
    for fact in facts:
        assert fact.text(language) in text
        assert {quote.exact for quote in fact.quotes} <= {
            quote.text for quote in blocks(reply.card, Quote)
        }
        for written in (w for quote in fact.quotes for w in quote.as_written):
            assert written in text
        assert fact.caveat is None or fact.caveat.best(language) in text
    assert say(language, "compare.differs") in text


def test_every_statement_and_every_source_stands_there_once(ready: Compiled) -> None:
    reply = ask(ready, f"compare {FIRST} {SECOND} {FIRST}")
    statements = [ready.library.facts[id_].text("en") for id_ in (FIRST, SECOND)]
    strong = [
        span.text
        for block in reply.card.blocks
        for span in getattr(block, "spans", ())
        if isinstance(span, Strong)
    ]

    assert strong == statements
    (sources,) = blocks(reply.card, Sources)
    used = {s for id_ in (FIRST, SECOND) for s in ready.library.facts[id_].sources()}
    assert len(sources.items) == len(used)


def test_only_a_conflict_with_a_fact_that_is_not_there_is_warned_of(ready: Compiled) -> None:
    """What stands there whole needs no notice; a third number that contradicts both does."""
    reader = Reader(ready.library, ready.rates, "en", NOW.date())
    fact = ready.library.facts[FIRST]
    third = next(id_ for id_ in fact.conflicts_with if id_ != SECOND)
    texts = {id_: conflict_text(reader, ready.library.facts[id_]) for id_ in (SECOND, third)}

    two = shown(ask(ready, f"compare {FIRST} {SECOND}"))
    three = shown(ask(ready, f"compare {FIRST} {SECOND} {third}"))

    assert texts[SECOND] not in two
    assert texts[third] in two
    assert texts[third] not in three


def test_ids_are_read_in_any_case(ready: Compiled) -> None:
    assert ask(ready, f"compare {FIRST.upper()} {SECOND}").facts == (FIRST, SECOND)


@pytest.mark.parametrize("words", [FIRST, f"{FIRST} {FIRST}", f"{FIRST} no-such-fact"])
def test_one_fact_is_no_comparison(ready: Compiled, words: str) -> None:
    reply = ask(ready, f"compare {words}")

    assert reply.facts != (FIRST,)
    assert say("en", "compare.title", metric=FIRST) != reply.card.title
