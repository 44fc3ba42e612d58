import dataclasses
from datetime import date
from typing import Any

import pytest

from facts.fact import MAX_QUOTE, AccordingTo, Fact, Participant, Quote, Review, When
from facts.language import Text
from facts.value import Value

REVIEW = Review("the tests", "person", date(2026, 1, 5))


def made(*quotes: Quote, **more: Any) -> Fact:
    return Fact(
        "id", "investment", date(2026, 1, 5), "announced", Text("A said B."),
        quotes or (Quote("report", "b"),), REVIEW, **more,
    )  # fmt: skip


def count(**more: Any) -> Value:
    return Value(metric="users", kind="count", amount=1, **more)


@pytest.mark.parametrize("length", [1, MAX_QUOTE])
def test_a_quote_of_an_allowed_length_is_made(length: int) -> None:
    assert len(Quote("report", "亿" * length).exact) == length


@pytest.mark.parametrize("length", [0, MAX_QUOTE + 1])
def test_an_empty_or_long_quote_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 240 characters, this has {length}"):
        Quote("report", "亿" * length)


def test_a_fact_without_a_quote_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one quote"):
        dataclasses.replace(made(), quotes=())


@pytest.mark.parametrize("wrong", [{"version": 0}, {"recheck_days": 0}, {"recheck_days": -1}])
def test_counters_start_at_one(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="start at 1"):
        made(**wrong)


def test_a_fact_is_rechecked_after_a_year_unless_it_says_otherwise() -> None:
    assert made().recheck_days == 365
    assert made(recheck_days=1).recheck_days == 1


@pytest.mark.parametrize("key", ["announced", "happened", "published", "as_of", "period"])
def test_every_date_is_checked(key: str) -> None:
    with pytest.raises(ValueError, match="yesterday"):
        When(**{key: "yesterday"})


def test_the_date_of_a_second_hand_figure_is_checked() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        AccordingTo("nri", date="yesterday")


def test_the_main_date_is_the_one_that_tells_how_old_the_number_is() -> None:
    keys = ("as_of", "announced", "happened", "published", "period")
    dates = {key: str(2020 + number) for number, key in enumerate(keys)}
    for key in keys:
        assert When(**dates).main() == dates.pop(key)
    assert When().main() is None


def test_entities_and_sources_stand_once_in_the_order_of_the_record() -> None:
    fact = made(
        Quote("second", "b"), Quote("first", "b"), Quote("second", "c"),
        roles=(Participant("sakana", "recipient"), Participant("nvidia", "lead"),
               Participant("sakana", "subject")),
        values=(count(subject="nvidia"), count(subject="toyota"), count(geography="japan")),
    )  # fmt: skip

    assert fact.entities() == ["sakana", "nvidia", "toyota"]
    assert fact.sources() == ["second", "first"]


def test_every_mention_of_an_entity_is_named_with_its_key() -> None:
    fact = made(
        Quote("report", "b", speaker="a", credited_to="b"),
        Quote("report", "c", according_to=AccordingTo("c")),
        roles=(Participant("d", "payer"),), values=(count(), count(subject="e", geography="f")),
    )  # fmt: skip

    assert dict(fact.named()) == {
        "quotes.0.speaker": "a", "quotes.0.credited_to": "b", "quotes.1.according_to.who": "c",
        "roles.0.entity": "d", "values.1.subject": "e", "values.1.geography": "f",
    }  # fmt: skip


def test_the_statement_falls_back_to_another_language() -> None:
    assert made().text("zh") == "A said B."
