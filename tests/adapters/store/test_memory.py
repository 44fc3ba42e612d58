from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from adapters.store.memory import LINE_CHARACTERS
from adapters.store.store import Store
from tests.adapters.store.helpers import ANN, BOB, DAY, MINUTE, NOW, THREAD


async def test_each_place_remembers_its_last_line(store: Store) -> None:
    other = replace(THREAD, thread="")
    await store.memory.remember(THREAD, ANN, "investments openai", NOW)
    await store.memory.remember(other, ANN, "tips", NOW)
    await store.memory.remember(THREAD, BOB, "investments 微软 日本", NOW + MINUTE)
    assert await store.memory.last(THREAD, NOW + MINUTE) == "investments 微软 日本"
    assert await store.memory.last(other, NOW) == "tips"
    assert await store.memory.last(replace(THREAD, channel="C9"), NOW) is None


async def test_a_line_is_remembered_for_a_day(store: Store) -> None:
    await store.memory.remember(THREAD, ANN, "tips", NOW)
    assert await store.memory.last(THREAD, NOW + DAY) == "tips"
    assert await store.memory.last(THREAD, NOW + DAY + MINUTE) is None


async def test_times_of_any_zone_are_compared_as_the_moments_they_are(store: Store) -> None:
    tokyo = timezone(timedelta(hours=9))
    await store.memory.remember(THREAD, ANN, "tips", NOW.astimezone(tokyo))
    assert await store.memory.last(THREAD, NOW + DAY) == "tips"
    assert await store.memory.last(THREAD, (NOW + DAY + MINUTE).astimezone(tokyo)) is None


@pytest.mark.parametrize("line", ["x" * (LINE_CHARACTERS + 1), "tips \0", "tips \ud800"])
async def test_a_line_that_cannot_be_kept_leaves_no_wrong_subject(store: Store, line: str) -> None:
    await store.memory.remember(THREAD, ANN, "adoption", NOW)
    await store.memory.remember(THREAD, ANN, line, NOW)
    assert await store.memory.last(THREAD, NOW) is None


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"):
        await store.memory.remember(THREAD, ANN, "tips", NOW.replace(tzinfo=None))
