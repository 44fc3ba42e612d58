from datetime import UTC, datetime, timedelta

from bot.ports import Person, Place

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ANN = Person("slack", "T1", "U1")
BOB = Person("slack", "T1", "U2")
THREAD = Place("slack", "T1", "C1", "1.2")
