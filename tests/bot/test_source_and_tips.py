"""`source` says where a fact comes from; `tips` groups the advice."""

from typing import get_args

import pytest

from bot.card import Bullets, Buttons, Exact, Paragraph, Quote
from bot.commands.source import citation
from bot.words import say
from facts.compiled import Compiled
from facts.fact import TipGroup
from facts.language import LANGUAGES, Language
from tests.helpers import ask, blocks, found, shown

MICROSOFT = "microsoft-2024-cloud-ai"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", ["source {}", "source [{}]", "source  {} ", "出典 {}"])
def test_the_source_of_a_fact(ready: Compiled, line: str, language: Language) -> None:
    reply = ask(ready, line.format(MICROSOFT), preference=language)
    fact, library = ready.library.facts[MICROSOFT], ready.library
    quotes = [block.text for block in blocks(reply.card, Quote)]

    assert reply.data["fact"]["id"] == MICROSOFT
    assert [source["id"] for source in reply.data["sources"]] == list(fact.sources())
    assert quotes == [quote.exact for quote in fact.quotes]
    assert say(language, "source.checked") in shown(reply)
    for id_ in fact.sources():
        assert citation(library.sources[id_], fact) in shown(reply)


@pytest.mark.parametrize("id_", ["founder-park-2024", "afp-gestion-2024", "indigo-talk-2025"])
def test_a_source_by_its_id(ready: Compiled, id_: str) -> None:
    reply, source = ask(ready, f"source {id_.upper()}"), ready.library.sources[id_]

    assert reply.data["id"] == id_
    assert reply.data["published"] == source.published
    assert reply.data["citation"] in shown(reply)
    assert source.publisher.best("en") in shown(reply)
    assert source.date_note.best("en") in shown(reply)
    assert (source.url or say("en", "source.no_address")) in shown(reply)


def test_the_source_of_nothing_is_all_sources(ready: Compiled) -> None:
    reply = ask(ready, "source")

    assert [source["id"] for source in reply.data["sources"]] == list(ready.library.sources)
    for source in ready.library.sources.values():
        assert source.id in shown(reply)


@pytest.mark.parametrize("words", ["zxqv-1999-nothing", "斑馬", "../../etc/passwd", "[]"])
def test_the_source_of_nonsense_is_unknown_or_all(ready: Compiled, words: str) -> None:
    reply = ask(ready, f"source {words}", preference="en")

    assert not reply.misuse
    if words == "[]":
        assert "sources" in reply.data
    else:
        assert reply.data["outcome"] == "unknown"
        assert say("en", "answer.unknown") in shown(reply)


def test_the_source_of_words_is_that_of_the_fact_they_find(ready: Compiled) -> None:
    reply = ask(ready, "source microsoft investment in japan")

    assert reply.data["fact"]["id"] == MICROSOFT


def groups_of(ready: Compiled) -> dict[str | None, set[str]]:
    tips: dict[str | None, set[str]] = {}
    for fact in ready.library.of_topics(["tip"]):
        tips.setdefault(fact.group, set()).add(fact.id)
    return tips


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_has_some_tips_of_every_group(ready: Compiled, language: Language) -> None:
    reply, tips = ask(ready, "tips", preference=language), groups_of(ready)
    headings = ["".join(s.text for s in block.spans) for block in blocks(reply.card, Paragraph)]
    (buttons,) = blocks(reply.card, Buttons)

    assert len(tips) > 5
    for group, ids in tips.items():
        assert f"{say(language, f'group.{group}')} ({len(ids)})" in headings
        assert ids & set(found(reply))
    assert {button.command for button in buttons.buttons} == {f"tips {group}" for group in tips}


@pytest.mark.parametrize("group", get_args(TipGroup))
def test_a_group_of_tips_is_whole(ready: Compiled, group: str) -> None:
    ids = groups_of(ready).get(group, set())
    names = [group, *(say(language, f"group.{group}") for language in LANGUAGES)]
    for name in names:
        reply = ask(ready, f"tips {name}", preference=names_language(name, group))
        assert set(found(reply)) == ids, name
        assert reply.data["outcome"] == ("found" if ids else "unknown")


def names_language(name: str, group: str) -> Language:
    """The language in which a group has this name."""
    return next((x for x in LANGUAGES if say(x, f"group.{group}") == name), "en")


def test_every_tip_stands_with_the_words_of_its_source(ready: Compiled) -> None:
    (bullets,) = blocks(ask(ready, "tips hiring").card, Bullets)
    exact = {span.text.strip("“”") for item in bullets.items for span in item
             if isinstance(span, Exact)}  # fmt: skip
    quotes = {
        q.exact for id_ in groups_of(ready)["hiring"] for q in ready.library.facts[id_].quotes
    }

    assert exact <= quotes
    assert len(exact) == len(bullets.items)


def test_a_question_within_tips_finds_advice(ready: Compiled) -> None:
    ids = found(ask(ready, "tips how do I hire people"))

    assert ready.library.facts[ids[0]].topic == "tip"
