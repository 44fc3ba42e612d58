"""Links and texts that wait to be read, leased by the database's clock."""

import hashlib
from datetime import datetime

from sqlalchemy import select, update

from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.review_rows import suggestion_of
from adapters.store.review_schema import SUGGESTIONS
from adapters.store.texts import storable
from bot.review.item import Circle, Suggestion
from bot.review.ports import Suggestions

LEASE_SECONDS = 180.0  # a fetch, reading it and drafting take 60 at most
TEXT_CHARACTERS = 100_000
LINK_CHARACTERS = 2048  # as long as an address that is fetched may be
REASON_CHARACTERS = 300
_S = SUGGESTIONS.c


class StoredSuggestions(Suggestions):
    """One row a suggestion until it was read."""

    def __init__(self, database: Database, seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._seconds = seconds

    async def suggest(
        self, circle: Circle, link: str | None, text: str | None, now: datetime
    ) -> Suggestion | None:
        """One that failed before is tried anew. Keeps the first 100,000 characters of a text."""
        link = storable(link, LINK_CHARACTERS) if link else None
        text = storable(text, TEXT_CHARACTERS) if text else None
        fresh = {
            "suggested_at": now, "tries": 0, "owner": None, "lease_until": 0.0, "not_before": 0.0,
            "failed_at": None, "reason": None,
        }  # fmt: skip
        kept = self._database.insert(SUGGESTIONS).values(
            id=_id(circle, link, text), circle=circle, link=link, text=text, **fresh
        )
        kept = kept.on_conflict_do_update(
            index_elements=SUGGESTIONS.primary_key, set_=fresh, where=_S.failed_at.is_not(None)
        )
        rows = await self._database.write(kept.returning(*_S))
        return suggestion_of(rows[0]) if rows else None

    async def claim(self, owner: str, most: int) -> list[Suggestion]:
        """The oldest first."""
        free = (
            select(_S.id)
            .where(_S.failed_at.is_(None), _S.lease_until <= clock(), _S.not_before <= clock())
            .order_by(_S.suggested_at).limit(most).with_for_update(skip_locked=True).cte("free")
        )  # fmt: skip
        leased = update(SUGGESTIONS).where(_S.id.in_(select(free.c.id)))
        leased = leased.values(owner=owner, lease_until=clock() + self._seconds)
        rows = await self._database.write(leased.returning(*_S))
        return sorted(map(suggestion_of, rows), key=lambda s: (s.at, s.id))

    async def fail(self, suggestion: str, reason: str, again: float | None, now: datetime) -> None:
        """What has ended or failed already stays as it is."""
        failed = update(SUGGESTIONS).where(_S.id == suggestion, _S.failed_at.is_(None)).values(
            tries=_S.tries + 1, owner=None, lease_until=0.0,
            not_before=clock() + (again or 0.0), failed_at=now if again is None else None,
            reason=storable(reason, REASON_CHARACTERS),
        )  # fmt: skip
        await self._database.write(failed)

    async def failed(self, circle: Circle, most: int) -> list[tuple[Suggestion, str]]:
        """Until they are tidied away."""
        query = select(*_S).where(_S.circle == circle, _S.failed_at.is_not(None))
        rows = await self._database.read(query.order_by(_S.failed_at.desc(), _S.id).limit(most))
        return [(suggestion_of(row), row.reason) for row in rows]


def _id(circle: Circle, link: str | None, text: str | None) -> str:
    """The same for the same suggestion, whoever makes it."""
    return hashlib.sha256("\0".join((circle, link or "", text or "")).encode()).hexdigest()[:16]
