from datetime import timedelta

from adapters.store.store import Store
from bot.review.item import PostedFact
from bot.review.ports import POST_DAYS
from tests.adapters.store.review import NOW

DAY = timedelta(days=1)
POST = PostedFact("slack", "T1", "C1", "1.2", "investments acme", "ja", NOW, {"a": 1, "b": 2})
OTHER = PostedFact("discord", "G1", "7", "99", "ask acme", "en", NOW + DAY, {"a": 1})


async def test_messages_that_show_an_older_version_are_found(store: Store) -> None:
    for post in (POST, OTHER):
        await store.posts.note(post)
    assert await store.posts.showing("a", 2, NOW + DAY) == [OTHER, POST]
    assert await store.posts.showing("a", 1, NOW + DAY) == []
    assert await store.posts.showing("b", 3, NOW + DAY) == [POST]
    assert await store.posts.showing("c", 3, NOW + DAY) == []


async def test_a_message_is_mended_once(store: Store) -> None:
    for post in (POST, OTHER):
        await store.posts.note(post)
    await store.posts.mended(POST, "a", 2, NOW + DAY)
    assert await store.posts.showing("a", 2, NOW + DAY) == [OTHER]
    (later,) = [p for p in await store.posts.showing("a", 3, NOW + DAY) if p.message == "1.2"]
    assert later.versions == {"a": 2, "b": 2}


async def test_after_thirty_days_a_message_stays_as_it_is(store: Store) -> None:
    await store.posts.note(POST)
    assert await store.posts.showing("a", 2, NOW + POST_DAYS * DAY) == [POST]
    assert await store.posts.showing("a", 2, NOW + POST_DAYS * DAY + DAY) == []


async def test_a_message_that_is_drawn_anew_shows_what_was_noted_last(store: Store) -> None:
    await store.posts.note(POST)
    anew = PostedFact("slack", "T1", "C1", "1.2", "adoption", "ja", NOW + DAY, {"c": 1})
    await store.posts.note(anew)
    assert await store.posts.showing("a", 2, NOW + DAY) == []
    assert await store.posts.showing("c", 2, NOW + DAY) == [anew]
