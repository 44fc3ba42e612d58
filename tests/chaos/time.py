"""A clock that runs many times as fast as the real one, the same for all processes and for the
database: an hour of leases, waits and nonces in a minute.
"""

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.compiler import compiles

from adapters.store import clock as store_clock


@dataclass(frozen=True)
class FakeTime:
    """At the real time `began`, it was `start`; since then `scale` seconds pass in each one."""

    began: float
    start: float
    scale: float

    @classmethod
    def from_now(cls, start: datetime, scale: float) -> "FakeTime":
        return cls(time.time(), start.timestamp(), scale)

    @classmethod
    def read(cls, text: str) -> "FakeTime":
        return cls(**json.loads(text))

    def text(self) -> str:
        return json.dumps(asdict(self))

    def seconds(self) -> float:
        return self.start + (time.time() - self.began) * self.scale

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def real(self, seconds: float) -> float:
        """How long so many seconds of the fake clock really take."""
        return seconds / self.scale

    def rule_the_database(self) -> None:
        """From now on, the SQL function `clock` of this process's statements tells this time."""
        for dialect, real in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
            fake = f"({self.start!r} + ({real} - {self.began!r}) * {self.scale!r})"
            compiles(store_clock.clock, dialect)(lambda *_, fake=fake, **__: fake)


_SQLITE = "(julianday('now') - 2440587.5) * 86400.0"
_POSTGRESQL = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
