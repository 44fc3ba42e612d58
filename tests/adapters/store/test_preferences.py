from dataclasses import replace

from adapters.store.preferences import CACHE_SECONDS, StoredPreferences
from adapters.store.store import Store
from bot.digest.subscription import Channel
from bot.ports import Person, Place
from tests.adapters.store.digests import DAY, DUE, EVENING, GENERAL, OTHER, WISH
from tests.adapters.store.helpers import ANN, BOB, HOUR, NOW, THREAD


async def test_a_choice_is_kept_replaced_and_taken_back(store: Store) -> None:
    assert await store.preferences.language(ANN) is None
    await store.preferences.choose_language(ANN, "ja")
    await store.preferences.choose_language(BOB, "en")
    assert await store.preferences.language(ANN) == "ja"
    await store.preferences.choose_language(ANN, "zh-tw")
    assert await store.preferences.language(ANN) == "zh-tw"
    await store.preferences.choose_language(ANN, None)
    assert await store.preferences.language(ANN) is None
    assert await store.preferences.language(BOB) == "en"


async def test_a_choice_outlives_the_process(store: Store, address: str) -> None:
    await store.preferences.choose_language(ANN, "ja")
    async with Store.open(address) as later:
        assert await later.preferences.language(ANN) == "ja"


async def test_people_of_other_workspaces_and_platforms_are_others(store: Store) -> None:
    await store.preferences.choose_language(ANN, "ja")
    assert await store.preferences.language(Person("slack", "T2", "U1")) is None
    assert await store.preferences.language(Person("discord", "T1", "U1")) is None


async def test_another_process_learns_of_a_choice_when_its_cache_ran_out(
    store: Store, address: str
) -> None:
    time = 0.0
    async with Store.open(address) as other:
        cached = StoredPreferences(other.database, clock=lambda: time)
        assert await cached.language(ANN) is None
        await store.preferences.choose_language(ANN, "ja")
        time = CACHE_SECONDS - 1
        assert await cached.language(ANN) is None
        time = CACHE_SECONDS + 1
        assert await cached.language(ANN) == "ja"


async def test_forget_deletes_everything_about_the_person_and_nothing_about_others(
    store: Store,
) -> None:
    elsewhere = Place("slack", "T1", "C2")
    await store.preferences.choose_language(ANN, "ja")
    await store.preferences.choose_language(BOB, "zh")
    await store.memory.remember(THREAD, ANN, "investments openai", NOW)
    await store.memory.remember(elsewhere, BOB, "adoption", NOW)
    await store.key_value.put("locale:U1", "ja-JP", NOW + HOUR, about=ANN)
    await store.key_value.put("locale:U2", "zh-CN", NOW + HOUR, about=BOB)

    await store.privacy.forget(ANN)

    assert await store.preferences.language(ANN) is None
    assert await store.memory.last(THREAD, NOW) is None
    assert await store.key_value.get("locale:U1", NOW) is None
    assert await store.preferences.language(BOB) == "zh"
    assert await store.memory.last(elsewhere, NOW) == "adoption"
    assert await store.key_value.get("locale:U2", NOW) == "zh-CN"


async def test_forget_finds_what_somebody_said_in_any_server_of_discord(store: Store) -> None:
    person, place = Person("discord", "", "42"), Place("discord", "guild", "7")
    await store.memory.remember(place, person, "tips", NOW)
    await store.privacy.forget(person)
    assert await store.memory.last(place, NOW) is None


async def test_forget_ends_ones_own_digest_and_takes_ones_id_off_the_channels(
    store: Store,
) -> None:
    own, bobs = Channel("slack", "T1", "D1"), Channel("slack", "T1", "D2")
    wishes = (
        replace(WISH, channel=own, by="U1", personal=True),
        replace(WISH, channel=bobs, by="U2", personal=True),
        replace(WISH, channel=GENERAL, by="U1"),
        replace(WISH, channel=OTHER, by="U2"),
    )
    for wish in wishes:
        await store.subscriptions.put(wish, EVENING)
        await store.deliveries.note_shown(wish.channel, {"a": 1}, DAY)
    assert await store.deliveries.plan(DUE) == 4

    await store.privacy.forget(ANN)

    assert await store.subscriptions.find(own) is None
    assert await store.deliveries.shown(own) == {}
    assert await store.deliveries.history(own, None) == []
    kept = [await store.subscriptions.find(channel) for channel in (bobs, GENERAL, OTHER)]
    assert [wish and wish.by for wish in kept] == ["U2", "", "U2"]
    for channel in (bobs, GENERAL, OTHER):
        assert await store.deliveries.shown(channel)
        assert len(await store.deliveries.history(channel, None)) == 1


async def test_forget_finds_digests_in_any_server_of_discord_but_one_workspace_of_slack(
    store: Store,
) -> None:
    guild, workspace = Channel("discord", "G1", "7"), Channel("slack", "T2", "C1")
    for channel in (guild, workspace):
        await store.subscriptions.put(replace(WISH, channel=channel, by="U1"), EVENING)
    await store.privacy.forget(Person("discord", "", "U1"))
    await store.privacy.forget(ANN)
    found = [await store.subscriptions.find(channel) for channel in (guild, workspace)]
    assert [wish and wish.by for wish in found] == ["", "U1"]
