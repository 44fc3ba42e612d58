from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from adapters.store.schema import BUTTON_ROWS
from adapters.store.store import Store
from bot.ports import ROW_DAYS
from bot.press import Press, press_id, read_press
from tests.adapters.store.helpers import DAY, HOUR, MINUTE, NOW

STATE = {"line": "investments", "actions": [["run", "日本"]], "private": True, "n": 1}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


async def test_a_state_is_found_by_its_key_which_fits_into_a_button(store: Store) -> None:
    key = await store.rows.keep(STATE, NOW)
    assert await store.rows.find(key, NOW) == STATE
    press = Press(key, "action", 1)
    assert read_press(press_id(press)) == press
    assert await store.rows.find("a" * 16, NOW) is None


async def test_the_same_state_has_one_row_and_one_key_in_every_process(
    store: Store, address: str
) -> None:
    key = await store.rows.keep(STATE, NOW)
    async with Store.open(address) as other:
        assert await other.rows.keep(dict(reversed(STATE.items())), NOW) == key
        assert await other.rows.keep({**STATE, "n": 2}, NOW) != key
    async with store.database.reading() as connection:
        count = await connection.execute(select(func.count()).select_from(BUTTON_ROWS))
        assert count.scalar() == 2


async def test_a_row_works_for_its_days_after_its_last_use(store: Store) -> None:
    key = await store.rows.keep(STATE, NOW)
    used = NOW + (ROW_DAYS - 1) * DAY
    assert await store.rows.find(key, used) == STATE  # this use counts, too
    assert await store.rows.find(key, used + ROW_DAYS * DAY - HOUR) == STATE
    assert await store.rows.find(key, used + 3 * ROW_DAYS * DAY) is None


async def test_keeping_a_state_again_prolongs_it_and_brings_back_an_expired_one(
    store: Store,
) -> None:
    key = await store.rows.keep(STATE, NOW)
    await store.rows.keep(STATE, NOW + 80 * DAY)
    assert await store.rows.find(key, NOW + 100 * DAY) == STATE
    late = NOW + 400 * DAY
    assert await store.rows.find(key, late) is None
    await store.rows.keep(STATE, late)
    assert await store.rows.find(key, late) == STATE


async def test_a_state_kept_within_the_last_day_is_not_written_again(store: Store) -> None:
    key = await store.rows.keep(STATE, NOW)
    async with store.database.writing() as connection:
        await connection.execute(delete(BUTTON_ROWS))
    await store.rows.keep(STATE, NOW + DAY - MINUTE)
    assert await store.rows.find(key, NOW) is None  # so nothing was written
    await store.rows.keep(STATE, NOW + DAY)
    assert await store.rows.find(key, NOW) == STATE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(state=st.dictionaries(st.text(), JSON, max_size=4))
async def test_any_state_comes_back_as_it_was(store: Store, state: dict[str, Any]) -> None:
    assert await store.rows.find(await store.rows.keep(state, NOW), NOW) == state
