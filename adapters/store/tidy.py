"""What has served its time is deleted; docs/privacy.md promises these times."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, tuple_

from adapters.store.engine import Database
from adapters.store.records import same_channel
from adapters.store.review_schema import DOCUMENTS, ITEMS, POSTED, REVIEW_LOG, SUGGESTIONS
from adapters.store.schema import (
    BUTTON_ROWS,
    CONVERSATIONS,
    DELIVERIES,
    FEEDBACK,
    HOLDS,
    KEY_VALUES,
    OAUTH_STATES,
    PACES,
    REQUESTS,
    SEEN_EVENTS,
    SHOWN,
    SUBSCRIPTIONS,
)
from bot.ports import MEMORY_HOURS, ROW_DAYS, STATE_MINUTES
from bot.review.ports import POST_DAYS

SEEN_DAYS = 2  # a platform delivers an event again for a day at most (platform-limits, "ack")
VOICES_DAYS = 365  # feedback and requests, after the last time
DIGEST_DAYS = 400  # a year, so that `why` can tell of the same day last year, and some to spare
FAILED_DAYS = 30  # a suggestion that could not be read
REVIEW_DAYS = 400  # an item that nobody wanted; what was published stays, with its log and archive
BATCH = 2_000  # rows a transaction: others write in between


async def tidy(database: Database, now: datetime) -> int:
    """Delete what is expired, batch by batch; how many rows that were."""
    deleted = 0
    for table, expired in _expired(now):
        key = tuple_(*table.primary_key)
        batch = select(*table.primary_key).where(expired).limit(BATCH)
        while True:
            async with database.writing() as connection:
                found = await connection.execute(delete(table).where(key.in_(batch)))
            deleted += found.rowcount
            if found.rowcount < BATCH:
                break
    return deleted


def _expired(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    voices = now - timedelta(days=VOICES_DAYS)
    seen = (now - timedelta(days=SEEN_DAYS)).timestamp()
    return [
        (CONVERSATIONS, CONVERSATIONS.c.said_at < now - timedelta(hours=MEMORY_HOURS)),
        (BUTTON_ROWS, BUTTON_ROWS.c.used_at < now - timedelta(days=ROW_DAYS)),
        (SEEN_EVENTS, SEEN_EVENTS.c.claimed_at < seen),
        (OAUTH_STATES, OAUTH_STATES.c.issued_at < now - timedelta(minutes=STATE_MINUTES)),
        (KEY_VALUES, KEY_VALUES.c.expires_at <= now),
        (FEEDBACK, FEEDBACK.c.given_at < voices),
        (REQUESTS, REQUESTS.c.last_at < voices),
        *_expired_digests(now),
        *_expired_review(now),
    ]


def _expired_digests(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    then = now - timedelta(days=DIGEST_DAYS)
    day_ago = (now - timedelta(days=1)).timestamp()
    wishes, shown = SUBSCRIPTIONS.c, SHOWN.c
    unused = or_(wishes.active.is_(False), wishes.paused.is_not(None))
    subscribed = exists().where(same_channel(wishes, shown))
    return [
        (SUBSCRIPTIONS, unused & (wishes.changed_at < then.timestamp())),
        (DELIVERIES, DELIVERIES.c.ended < then),
        (SHOWN, (shown.last < then.date()) & ~subscribed),
        (HOLDS, HOLDS.c.until < day_ago),
        (PACES, PACES.c.next < day_ago),
    ]


def _expired_review(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    then = now - timedelta(days=REVIEW_DAYS)
    items, documents, log = ITEMS.c, DOCUMENTS.c, REVIEW_LOG.c
    unwanted = items.state.in_(("waiting", "rejected")) & (items.touched_at < then)
    drafted = exists().where(items.circle == documents.circle, items.archive == documents.archive)
    return [
        (SUGGESTIONS, SUGGESTIONS.c.failed_at < now - timedelta(days=FAILED_DAYS)),
        (POSTED, POSTED.c.posted_at < now - timedelta(days=POST_DAYS)),
        (ITEMS, unwanted),
        (DOCUMENTS, (documents.kept_at < then) & ~drafted),
        (REVIEW_LOG, (log.decided_at < then) & ~exists().where(items.id == log.item)),
    ]
