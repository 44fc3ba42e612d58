"""Events and tasks that one of several processes takes: leases by the database's clock."""

from sqlalchemy import delete, or_, update

from adapters.store.clock import clock
from adapters.store.engine import Database
from adapters.store.schema import LEASES, SEEN_EVENTS
from bot.ports import Leases, Seen

CLAIM_SECONDS = 60.0  # after it, whoever claimed an event is taken to have died


class StoredSeen(Seen):
    """Each claim is one statement, so that exactly one of those who race for it wins."""

    def __init__(self, database: Database, seconds: float = CLAIM_SECONDS) -> None:
        self._database = database
        self._seconds = seconds

    async def claim(self, event: str) -> bool:
        """Insert the event, or take it over where its claim ran out before it was answered."""
        events = SEEN_EVENTS.c
        lapsed = events.claimed_at <= clock() - self._seconds
        claim = self._database.insert(SEEN_EVENTS).values(event=event, claimed_at=clock())
        claim = claim.on_conflict_do_update(
            index_elements=SEEN_EVENTS.primary_key, set_={"claimed_at": clock()},
            where=events.done_at.is_(None) & lapsed,
        )  # fmt: skip
        return bool(await self._database.write(claim.returning(events.event)))

    async def done(self, event: str) -> None:
        """An event that nobody claimed is left alone."""
        done = update(SEEN_EVENTS).where(SEEN_EVENTS.c.event == event).values(done_at=clock())
        await self._database.write(done)


class StoredLeases(Leases):
    """One row a lease."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        """The holder prolongs it by calling again in time."""
        leases = LEASES.c
        taken = {"owner": owner, "until": clock() + seconds}
        hold = self._database.insert(LEASES).values(name=name, **taken).on_conflict_do_update(
            index_elements=LEASES.primary_key, set_=taken,
            where=or_(leases.owner == owner, leases.until <= clock()),
        )  # fmt: skip
        return bool(await self._database.write(hold.returning(leases.name)))

    async def release(self, name: str, owner: str) -> None:
        """Others need not wait until it runs out."""
        mine = (LEASES.c.name == name) & (LEASES.c.owner == owner)
        await self._database.write(delete(LEASES).where(mine))
