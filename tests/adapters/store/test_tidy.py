from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from adapters.store.schema import METADATA
from adapters.store.store import Store
from adapters.store.tidy import BATCH, FAILED_DAYS, REVIEW_DAYS
from bot.review.item import EVERYBODY, Decision
from bot.review.ports import POST_DAYS
from tests.adapters.store.digests import GENERAL, OTHER, WISH
from tests.adapters.store.helpers import ANN, DAY, HOUR, MINUTE, THREAD
from tests.adapters.store.review import another, approve, fact, item, lined_up
from tests.adapters.store.test_posts import POST


async def _counts(store: Store) -> dict[str, int]:
    counts = {}
    async with store.database.reading() as connection:
        for table in METADATA.sorted_tables:
            found = await connection.execute(select(func.count()).select_from(table))
            counts[table.name] = found.scalar_one()
    return {name: count for name, count in counts.items() if count}


async def fill(store: Store, now: datetime) -> None:
    await store.memory.remember(THREAD, ANN, "tips", now)
    await store.rows.keep({"line": "tips"}, now)
    await store.seen.claim("Ev1")
    await store.seen.done("Ev1")
    await store.installations.issue_state(now)
    await store.key_value.put("locale", "ja-JP", now + HOUR)
    await store.feedback.rate("tips", [], "good", now)
    await store.requests.want("what?", "en", now)
    await store.preferences.choose_language(ANN, "ja")
    await store.key_value.put("commands", "hash")
    await store.installations.save("slack", "T1", b"data")
    await store.leases.hold("gateway", "a", 60)


async def _fill_digests(store: Store, now: datetime) -> None:
    """A wish that is off with what was shown there, and one that is on."""
    for channel, active in ((GENERAL, True), (OTHER, False)):
        wish = replace(WISH, channel=channel, active=active)
        await store.subscriptions.put(replace(wish, active=True), now - DAY)
        await store.deliveries.note_shown(channel, {"a": 1}, now.date())
    while await store.deliveries.plan(now):
        pass
    for claimed in await store.deliveries.claim("a", ["slack"], 10):
        await store.deliveries.end(claimed, "failed", "no", now)
    await store.subscriptions.put(replace(WISH, channel=OTHER, active=False), now)
    await store.deliveries.wait("slack", "T1", None, 60)
    await store.paces.take("bot", 50)


FOR_EVER = {"preferences": 1, "key_values": 1, "installations": 1, "leases": 1}


async def test_everything_is_deleted_when_the_privacy_page_says_and_not_before(
    store: Store,
) -> None:
    now = datetime.now().astimezone()  # claims run by the database's clock
    await fill(store, now)
    everything = await _counts(store)

    async def gone(after: datetime) -> set[str]:
        await store.tidy(after)
        left = await _counts(store)
        return {name for name in everything if left.get(name, 0) < everything[name]}

    assert await gone(now + 9 * MINUTE) == set()
    assert await gone(now + 11 * MINUTE) == {"oauth_states"}
    assert await gone(now + 23 * HOUR) == {"oauth_states", "key_values"}
    assert await gone(now + 25 * HOUR) == {"oauth_states", "key_values", "conversations"}
    assert "seen_events" in await gone(now + 2 * DAY + HOUR)
    assert "button_rows" not in await gone(now + 89 * DAY)
    assert "button_rows" in await gone(now + 91 * DAY)
    assert {"feedback", "requests"} & await gone(now + 364 * DAY) == set()
    await store.tidy(now + 366 * DAY)
    assert await _counts(store) == FOR_EVER


async def test_digests_are_deleted_when_the_privacy_page_says_and_not_before(
    store: Store,
) -> None:
    now = datetime.now().astimezone()
    await _fill_digests(store, now)
    filled = await _counts(store)
    assert filled == {"subscriptions": 2, "deliveries": 2, "shown": 2, "holds": 1, "paces": 1}
    await store.tidy(now + 23 * HOUR)
    assert await _counts(store) == filled
    await store.tidy(now + DAY + HOUR)
    assert await _counts(store) == {"subscriptions": 2, "deliveries": 2, "shown": 2}
    await store.tidy(now + 399 * DAY)
    assert await _counts(store) == {"subscriptions": 2, "deliveries": 2, "shown": 2}
    await store.tidy(now + 401 * DAY + HOUR)
    assert await _counts(store) == {"subscriptions": 1, "shown": 1}
    assert await store.subscriptions.find(GENERAL)
    assert await store.deliveries.shown(GENERAL)


async def test_review_forgets_what_nobody_wanted_and_keeps_what_was_published(
    store: Store,
) -> None:
    then = item().at
    for link in ("a", "b"):
        await store.suggestions.suggest(EVERYBODY, link, None, then)
    (claimed,) = await store.suggestions.claim("p", 1)
    await store.suggestions.fail(claimed.id, "no", None, then)
    await store.posts.note(POST)
    await lined_up(store, item(), item("i2"))
    await another(store, item("i3"), item("i4"))
    await store.queue.decide(approve(item(), fact()), then)
    await store.queue.decide(Decision("i3", 0, "reject", ANN, "rejected"), then)
    await store.queue.decide(Decision("i4", 0, "edit", ANN, "waiting"), then + HOUR)
    filled = await _counts(store)

    async def gone(after: datetime) -> dict[str, int]:
        await store.tidy(after)
        left = await _counts(store)
        return {name: n - left.get(name, 0) for name, n in filled.items() if n != left.get(name, 0)}

    assert await gone(then + 29 * DAY) == {}
    assert FAILED_DAYS == POST_DAYS == 30
    assert await gone(then + 30 * DAY + HOUR) == {"suggestions": 1, "posted_facts": 2}
    assert set(await gone(then + REVIEW_DAYS * DAY)) == {"suggestions", "posted_facts"}
    assert await gone(then + REVIEW_DAYS * DAY + MINUTE) == {
        "suggestions": 1, "posted_facts": 2, "review_items": 2, "review_log": 1,
    }  # fmt: skip
    assert await gone(then + REVIEW_DAYS * DAY + 2 * HOUR) == {
        "suggestions": 1, "posted_facts": 2, "review_items": 3, "review_log": 2,
        "review_documents": 1,
    }  # fmt: skip


async def test_many_rows_are_deleted_batch_by_batch(store: Store) -> None:
    now = datetime.now().astimezone()
    async with store.database.writing() as connection:
        events = METADATA.tables["seen_events"]
        rows = [{"event": f"Ev{n}", "claimed_at": 0.0} for n in range(BATCH + 5)]
        await connection.execute(events.insert(), rows)
    assert await store.tidy(now) == BATCH + 5
    assert await _counts(store) == {}
