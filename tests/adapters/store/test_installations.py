import asyncio

from adapters.store.store import Store
from tests.adapters.store.helpers import HOUR, MINUTE, NOW


async def test_installations_are_kept_replaced_listed_and_deleted(store: Store) -> None:
    kept = store.installations
    await kept.save("slack", "T1", b"\x00one")
    await kept.save("slack", "T2", b"two")
    await kept.save("slack", "T1", b"three")
    await kept.save("other", "T1", b"four")
    assert await kept.find("slack", "T1") == b"three"
    assert await kept.find("slack", "T3") is None
    assert await kept.all("slack") == {"T1": b"three", "T2": b"two"}
    await kept.delete("slack", "T1")
    await kept.delete("slack", "T3")
    assert await kept.all("slack") == {"T2": b"two"}


async def test_a_state_is_good_once_and_for_ten_minutes(store: Store) -> None:
    first, second = [await store.installations.issue_state(NOW) for _ in range(2)]
    assert first != second
    assert not await store.installations.consume_state("guessed", NOW)
    assert await store.installations.consume_state(first, NOW + 10 * MINUTE)
    assert not await store.installations.consume_state(first, NOW)
    assert not await store.installations.consume_state(second, NOW + 11 * MINUTE)


async def test_of_two_processes_one_may_use_a_state(store: Store, address: str) -> None:
    state = await store.installations.issue_state(NOW)
    async with Store.open(address) as other:
        uses = [each.installations.consume_state(state, NOW) for each in [store, other] * 5]
        assert sum(await asyncio.gather(*uses)) == 1


async def test_texts_are_found_until_they_expire(store: Store) -> None:
    await store.key_value.put("commands", "hash")
    await store.key_value.put("locale", "ja-JP", NOW + HOUR)
    assert await store.key_value.get("commands", NOW + 9999 * HOUR) == "hash"
    assert await store.key_value.get("locale", NOW + 59 * MINUTE) == "ja-JP"
    assert await store.key_value.get("locale", NOW + HOUR) is None
    assert await store.key_value.get("nothing", NOW) is None
    await store.key_value.put("locale", "en-US")
    assert await store.key_value.get("locale", NOW + HOUR) == "en-US"
