"""How the digest does, for those who operate the bot: read from the store when it is asked for, so
that every process says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from adapters.store.engine import Database
from adapters.store.schema import DELIVERIES, IS_OPEN

PERIOD = timedelta(days=1)
_LOOKED_AT = 10_000  # deliveries whose lateness is worked out


@dataclass(frozen=True)
class Measures:
    """Deliveries that ended within PERIOD, or are open, by state, the lateness of those sent (seconds, mean
    and most), and for how many seconds the oldest open one has been due.
    """

    states: Mapping[str, int]
    late_mean: float
    late_most: float
    queue_age: float


async def measured(database: Database, now: datetime) -> Measures:
    """The measures; StoreError where the store can't be read."""
    rows = DELIVERIES.c
    recent = rows.ended >= now - PERIOD
    counted = select(rows.state, func.count()).group_by(rows.state)
    states = [
        *await database.read(counted.where(recent)),
        *await database.read(counted.where(IS_OPEN)),
    ]
    sent = await database.read(
        select(rows.due, rows.ended).where(recent, rows.state == "sent").limit(_LOOKED_AT)
    )
    oldest = await database.read(select(func.min(rows.due)).where(IS_OPEN, rows.due <= now))
    late = [(ended - due).total_seconds() for due, ended in sent if ended is not None]
    due = oldest[0][0] if oldest else None
    return Measures(
        dict(map(tuple, states)),
        sum(late) / len(late) if late else 0.0,
        max(late, default=0.0),
        (now - due).total_seconds() if due else 0.0,
    )
