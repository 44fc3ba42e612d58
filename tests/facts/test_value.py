from typing import Any

import pytest

from facts.value import Value

MONEY = {"metric": "commitment", "kind": "money", "currency": "USD"}
COUNT = {"metric": "users", "kind": "count"}


def made(*parts: dict[str, Any], **more: Any) -> Value:
    record: dict[str, Any] = {}
    for part in (*parts, more):
        record |= part
    return Value(**record)


@pytest.mark.parametrize(
    "value",
    [
        made(MONEY, amount=2_900_000_000),
        made(MONEY, amount=80, currency="unknown"),
        made(MONEY, low=1, high=2),
        made(MONEY, high=2, bound="up_to"),
        made(MONEY, bound="indefinite"),
        made(COUNT, amount=0),
        made(COUNT, low=3, high=3),
        made(kind="date", metric="opening", date="2025-04"),
        made(kind="superlative", metric="size", subject="japan"),
    ],
)
def test_a_value_that_holds_together_is_made(value: Value) -> None:
    assert value.metric


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({**MONEY}, "an amount"),
        ({**COUNT}, "an amount"),
        ({**COUNT, "amount": 1, "bound": "indefinite"}, "which have none"),
        ({**COUNT, "low": 1, "high": 2, "bound": "indefinite"}, "which have none"),
        ({"metric": "size", "kind": "superlative", "amount": 1}, "which have none"),
        ({"metric": "opening", "kind": "date", "date": "2025", "amount": 1}, "which have none"),
        ({**COUNT, "amount": 1, "low": 1}, "either amount"),
        ({**COUNT, "amount": 1, "high": 1}, "either amount"),
        ({**COUNT, "amount": 0, "low": 0, "high": 0}, "either amount"),
        ({**COUNT, "low": 2, "high": 1}, "low is above high"),
        ({**COUNT, "amount": 1, "currency": "USD"}, "currency goes with kind money"),
        ({"metric": "commitment", "kind": "money", "amount": 1}, "currency goes with kind money"),
        ({**COUNT, "amount": 1, "date": "2025"}, "date goes with kind date"),
        ({"metric": "opening", "kind": "date"}, "date goes with kind date"),
        ({**MONEY, "amount": 1, "currency": "usd"}, "ISO 4217"),
        ({**MONEY, "amount": 1, "currency": "DOLLAR"}, "ISO 4217"),
        ({**COUNT, "amount": 1, "period": "last year"}, "last year"),
        ({**COUNT, "amount": 1, "as_of": "2024-13"}, "2024-13"),
        ({"metric": "opening", "kind": "date", "date": "2025-02-30"}, "2025-02-30"),
    ],
)
def test_a_value_that_contradicts_itself_is_refused(record: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Value(**record)


def test_numbers_are_those_that_the_source_wrote() -> None:
    assert made(COUNT, amount=0).numbers() == [0]
    assert made(COUNT, low=10, high=30).numbers() == [10, 30]
    assert made(COUNT, high=30, bound="up_to").numbers() == [30]
    assert made(COUNT, bound="indefinite").numbers() == []
