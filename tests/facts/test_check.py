"""Every rule: one pack that breaks it and nothing else, and what a clean pack may do."""

from pathlib import Path
from typing import Any

import pytest

from facts.check import check, quotes_of
from facts.pack import read_pack
from facts.problem import Problem
from tests.facts.packs import (
    ACME,
    JAPAN,
    PLAN,
    PROMISED,
    RIVAL,
    SOURCE,
    TIP,
    change,
    clean_pack,
    money,
    plan,
    put,
    quote,
    text,
    tip,
)


def problems(root: Path) -> list[Problem]:
    return check(read_pack(root))


def only(root: Path, file: str, key: str) -> str:
    """The message of the one problem that a pack has, in this file at this key."""
    found = problems(root)
    assert [(problem.file, problem.key) for problem in found] == [(file, key)]
    return found[0].message


def test_a_clean_pack_has_no_problem(root: Path) -> None:
    assert problems(root) == []


@pytest.mark.parametrize(
    ("name", "changes", "key"),
    [
        (PLAN, {"statement": {"en": "A", "zh": "A"}}, "statement.ja"),
        (PLAN, {"statement": {"ja": "A", "zh": "A"}}, "statement.en"),
        (TIP, {"caveat": {"en": "A", "ja": "A", "zh": ""}}, "caveat.zh"),
        (PLAN, {"values": [money(population={"en": "A", "zh": "A"})]}, "values.0.population.ja"),
        (RIVAL, {"names": {"en": "Rival", "ja": "ライバル"}}, "names.zh"),
    ],
)
def test_a_missing_translation(root: Path, name: str, changes: dict[str, Any], key: str) -> None:
    change(root, name, **changes)

    assert only(root, name, key) == "missing translation"


def test_an_alias_that_two_facts_share_names_the_other_file(root: Path) -> None:
    change(root, PLAN, aliases=["Acme Japan", "アクメ"])
    change(root, TIP, aliases=["ACME japan"])

    assert PLAN in only(root, TIP, "aliases")


def test_different_aliases_are_fine(root: Path) -> None:
    change(root, PLAN, aliases=["Acme Japan", "Acme Japan"])
    change(root, TIP, aliases=["Acme in Japan"])

    assert problems(root) == []


@pytest.mark.parametrize(
    "rival",
    [
        {"aliases": ["ACME"]},
        {"aliases": ["ａｃｍｅ"]},
        {"tickers": ["acme"]},
        {"names": {"en": "Rival", "ja": "ライバル", "zh": "Acme（中文）"}},
        {"names": {"en": "Rival", "ja": "ライバル", "zh": "Acme(中文)"}},
    ],
)
def test_a_name_that_two_entities_share_names_the_other_file(
    root: Path, rival: dict[str, Any]
) -> None:
    change(root, RIVAL, **rival)

    assert ACME in only(root, RIVAL, "aliases")


def test_one_entity_may_have_one_name_in_two_languages(root: Path) -> None:
    change(root, RIVAL, names={"en": "Rival", "ja": "Rival", "zh": "RIVAL"}, aliases=["rival"])

    assert problems(root) == []


@pytest.mark.parametrize(
    ("name", "changes", "key"),
    [
        (PLAN, {"roles": [{"entity": "acme", "role": "payer"},
                          {"entity": "nobody", "role": "partner"}]}, "roles.1.entity"),
        (PLAN, {"values": [money(subject="nobody")]}, "values.0.subject"),
        (PLAN, {"values": [money(), money(geography="nobody")]}, "values.1.geography"),
        (TIP, {"quotes": [quote(PROMISED, speaker="nobody")]}, "quotes.0.speaker"),
        (TIP, {"quotes": [quote(PROMISED, credited_to="nobody")]}, "quotes.0.credited_to"),
        (TIP, {"quotes": [quote(PROMISED, according_to={"who": "nobody"})]},
         "quotes.0.according_to.who"),
        (RIVAL, {"country": "nobody"}, "country"),
        (RIVAL, {"parent": "nobody"}, "parent"),
    ],
)  # fmt: skip
def test_an_unknown_entity(root: Path, name: str, changes: dict[str, Any], key: str) -> None:
    change(root, name, **changes)

    assert only(root, name, key) == "unknown entity 'nobody'"


def test_an_unknown_source(root: Path) -> None:
    change(root, TIP, quotes=[quote(PROMISED), quote(PROMISED, source="nowhere")])

    assert "nowhere" in only(root, TIP, "quotes.1.source")


def test_an_unknown_metric(root: Path) -> None:
    change(root, PLAN, values=[money(metric="hopes")])

    message = only(root, PLAN, "values.0.metric")
    assert "hopes" in message
    assert "metrics.toml" in message


@pytest.mark.parametrize("other", ["nothing", "keep-promises"])
@pytest.mark.parametrize("key", ["conflicts_with", "see_also", "supersedes"])
def test_a_link_to_an_unknown_fact_or_to_itself(root: Path, key: str, other: str) -> None:
    change(root, TIP, **{key: other if key == "supersedes" else [other]})
    found = problems(root)

    assert [problem.file for problem in found] == [TIP]
    assert other in found[0].message


@pytest.mark.parametrize("key", ["conflicts_with", "see_also", "supersedes"])
def test_a_link_to_another_fact_is_fine(root: Path, key: str) -> None:
    change(root, TIP, **{key: "acme-plan" if key == "supersedes" else ["acme-plan"]})

    assert problems(root) == []


def test_a_quote_of_more_than_240_characters(root: Path) -> None:
    change(root, TIP, quotes=[quote("亿" * 241)])

    assert "241" in only(root, TIP, "quotes.0")


def test_a_quote_of_240_characters_is_fine(root: Path) -> None:
    change(root, TIP, quotes=[quote("亿" * 240)])

    assert problems(root) == []


@pytest.mark.parametrize("key", ["announced", "happened", "as_of", "published"])
def test_a_date_after_the_source_was_published(root: Path, key: str) -> None:
    change(root, PLAN, when={key: "2024-09-01"})

    message = only(root, PLAN, f"when.{key}")
    assert "2024-09-01" in message
    assert "report" in message
    assert "2024-08-31" in message


@pytest.mark.parametrize(
    "when",
    [
        {"announced": "2024-08-31", "happened": "2024-08~"},
        {"as_of": "2024"},
        {"published": "198X"},
        {"period": "2025/2030"},
        {"announced": "../2030"},
    ],
)
def test_a_date_that_may_be_before_the_publication_is_fine(
    root: Path, when: dict[str, str]
) -> None:
    change(root, PLAN, when=when)

    assert problems(root) == []


def test_the_date_of_a_fact_is_compared_with_every_source(root: Path) -> None:
    put(root, "sources/early.toml", (root / SOURCE).read_text().replace("2024-08?", "2024-03"))
    change(root, PLAN, quotes=[quote(as_written=["29亿美元"]), quote(source="early")])

    assert "early" in only(root, PLAN, "when.announced")


def test_an_entity_that_a_fact_names_is_covered(root: Path) -> None:
    change(root, JAPAN, covered=False)

    assert only(root, JAPAN, "covered") == "a fact names it"


def test_an_entity_that_no_fact_names_is_not_covered(root: Path) -> None:
    change(root, RIVAL, covered=True)

    assert only(root, RIVAL, "covered") == "no fact names it"


@pytest.mark.parametrize(
    "mention", [{"speaker": "rival"}, {"credited_to": "rival"}, {"according_to": {"who": "rival"}}]
)
def test_who_is_quoted_is_covered(root: Path, mention: dict[str, Any]) -> None:
    change(root, TIP, quotes=[quote(PROMISED, **mention)])
    assert only(root, RIVAL, "covered") == "a fact names it"

    change(root, RIVAL, covered=True)
    assert problems(root) == []


@pytest.mark.parametrize("key", ["group", "audience"])
def test_a_tip_has_a_group_and_an_audience(root: Path, key: str) -> None:
    change(root, TIP, **{key: None})

    assert only(root, TIP, key) == "a tip needs it"


def test_other_facts_need_neither_group_nor_audience(root: Path) -> None:
    put(root, "facts/talent/a.toml", tip(group=None, audience=None))

    assert problems(root) == []


def test_problems_of_reading_and_of_rules_stand_together_in_order(root: Path) -> None:
    change(root, PLAN, statement={"en": "A"}, aliases=["Promise"])
    change(root, TIP, group=None, aliases=["promise"])
    change(root, SOURCE, colour="red")
    put(root, "facts/gossip/a.toml", plan())
    found = [(problem.file, problem.key) for problem in problems(root)]

    assert found == sorted(found)
    assert {
        (PLAN, "statement.ja"), (PLAN, "statement.zh"), (PLAN, "quotes.0.source"),
        (TIP, "group"), (TIP, "aliases"), (TIP, "quotes.0.source"),
        (SOURCE, "colour"), ("facts/gossip/a.toml", ""),
    } == set(found)  # fmt: skip


def test_a_problem_that_two_rules_find_is_told_once(root: Path) -> None:
    change(root, TIP, see_also=["nothing"], conflicts_with=["nothing"])

    assert len(problems(root)) == 1


def test_every_quote_comes_with_its_fact(tmp_path: Path) -> None:
    root = clean_pack(tmp_path)
    change(root, TIP, quotes=[quote(PROMISED), quote("promise"), quote("you")])
    found = [(fact.id, q.exact) for fact, q in quotes_of(read_pack(root))]

    assert [exact for id_, exact in found if id_ == "keep-promises"] == [PROMISED, "promise", "you"]
    assert len(found) == 4


def test_texts_of_a_clean_fact_may_leave_out_the_caveat(root: Path) -> None:
    change(root, TIP, caveat=text("Only a proverb."))

    assert problems(root) == []
