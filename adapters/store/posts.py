"""The bot's own messages that show facts, one row for each fact that one shows."""

from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.sql.elements import ColumnElement

from adapters.store.engine import Database
from adapters.store.review_rows import posted_of
from adapters.store.review_schema import POSTED
from adapters.store.texts import storable
from bot.review.item import PostedFact
from bot.review.ports import POST_DAYS, Posts

_P = POSTED.c
LINE = 4000  # characters; a digest names the facts that it shows, twenty or more
_WHERE = ("platform", "workspace", "channel", "message")


class StoredPosts(Posts):
    """A message that is noted again shows what was noted last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, post: PostedFact) -> None:
        """Keeps the first LINE characters of the line; a message without facts is not kept."""
        about = {
            "line": storable(post.line, LINE), "tag": post.tag, "posted_at": post.at,
        }  # fmt: skip
        at = {name: getattr(post, name) for name in _WHERE}
        rows = [{**at, **about, "fact": f, "version": v} for f, v in post.versions.items()]
        async with self._database.writing() as connection:
            await connection.execute(delete(POSTED).where(_at(post)))
            if rows:
                await connection.execute(self._database.insert(POSTED), rows)

    async def showing(self, fact: str, before: int, now: datetime) -> list[PostedFact]:
        """The newest first."""
        since = now - timedelta(days=POST_DAYS)
        older = POSTED.alias("older")
        same = and_(*(older.c[name] == _P[name] for name in _WHERE))
        shown = exists().where(
            same, older.c.fact == fact, older.c.version < before, older.c.posted_at >= since
        )
        order = (_P.posted_at.desc(), *(_P[name] for name in _WHERE))
        rows = await self._database.read(select(*_P).where(shown).order_by(*order, _P.fact))
        groups = groupby(rows, key=lambda row: [row._mapping[name] for name in _WHERE])
        return [posted_of(list(group)) for _, group in groups]

    async def mended(
        self,
        post: PostedFact,
        fact: str,
        version: int,
        now: datetime,  # noqa: ARG002  # the port has it; no column needs it
    ) -> None:
        """The message is not `showing` that version's predecessors any more."""
        mended = update(POSTED).where(_at(post), _P.fact == fact).values(version=version)
        await self._database.write(mended)


def _at(post: PostedFact) -> ColumnElement[bool]:
    return and_(*(_P[name] == getattr(post, name) for name in _WHERE))
