"""When a digest is due: a local time on a local day, at most once a day and 20 hours apart."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.subscription import Subscription

APART = timedelta(hours=20)  # between the due times of two digests of a channel, whatever changes
LATEST = timedelta(hours=6)  # after the due time; a digest later than that is missed
_SEARCHED = 16  # days; a week of wanted days, and what APART and a changed zone may cost


@dataclass(frozen=True)
class Due:
    """An instant (UTC) and the local day whose digest it is."""

    at: datetime
    day: date


def local_instant(day: date, subscription: Subscription) -> datetime:
    """The UTC instant of the subscription's time on a local day. An hour that a clock change
    skips is as much later as the clock jumps; of one that comes twice, the first counts.
    """
    wall = datetime.combine(day, subscription.at.replace(fold=0), ZoneInfo(subscription.zone))
    return wall.astimezone(UTC)


def next_due(
    subscription: Subscription,
    after: datetime,
    last: Due | None = None,
) -> Due | None:
    """The first due time later than `after`, None when no day is wanted. `last` is that of the
    newest digest of the channel, sent or not: the next is APART from it and of a later day.
    """
    first = after.astimezone(ZoneInfo(subscription.zone)).date() - timedelta(days=1)
    for number in range(_SEARCHED):
        day = first + timedelta(days=number)
        at = local_instant(day, subscription)
        wanted = day.weekday() in subscription.days and at > after
        if wanted and (last is None or (day > last.day and at >= last.at + APART)):
            return Due(at, day)
    return None
