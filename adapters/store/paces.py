"""Rates that all processes together keep."""

from sqlalchemy import case

from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.schema import PACES
from bot.ports import Paces


class StoredPaces(Paces):
    """One row a rate: when its next turn is, by the database's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, key: str, per_second: float) -> float:
        """One statement; whoever takes a turn and dies wastes it."""
        each, coming = 1.0 / per_second, PACES.c.next
        turn = case((coming > clock(), coming), else_=clock())
        taken = self._database.insert(PACES).values(key=key, next=clock() + each)
        taken = taken.on_conflict_do_update(
            index_elements=PACES.primary_key, set_={"next": turn + each}
        )  # fmt: skip
        (row,) = await self._database.write(
            taken.returning((coming - each - clock()).label("wait"))
        )
        return max(0.0, float(row.wait))
