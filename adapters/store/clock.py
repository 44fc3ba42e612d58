"""The database's own clock, by which leases run: processes on two machines may disagree on time."""

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class clock(FunctionElement[float]):  # noqa: N801  # written as the SQL function that it is
    """Seconds since 1970 when the row is written, not when the transaction began."""

    type = Double()
    inherit_cache = True


@compiles(clock, "sqlite")
def _sqlite(_: clock, __: SQLCompiler, **___: object) -> str:
    # unixepoch('subsec') needs SQLite 3.42, which Debian 12 does not have
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(clock, "postgresql")
def _postgresql(_: clock, __: SQLCompiler, **___: object) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
