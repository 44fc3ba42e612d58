"""The bot's own messages that show facts, one row for each fact that one shows."""

from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import and_, delete, exists, select, true, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from adapters.store.batch import Batch
from adapters.store.engine import Database
from adapters.store.grouped import Grouped
from adapters.store.outbox import GATHER
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
        self._keys = Batch(database, *(_P[name] for name in _WHERE))
        self._rows = Batch(database, *_P)
        keys, rows = select(*self._keys.rows.c), select(*self._rows.rows.c).where(true())
        self._forget = delete(POSTED).where(tuple_(*(_P[name] for name in _WHERE)).in_(keys))
        kept = database.insert(POSTED).from_select([column.name for column in _P], rows)
        self._keep = kept.on_conflict_do_nothing()  # another process has noted it just now
        self._note = Grouped(self._all_noted, GATHER)

    async def note(self, post: PostedFact) -> None:
        """Keeps the first LINE characters of the line; a message without facts is not kept."""
        await self._note.do(post)

    async def _all_noted(self, posts: list[PostedFact]) -> list[None]:
        """The digests of a morning note hundreds at once."""
        last = {tuple(getattr(post, name) for name in _WHERE): post for post in posts}
        rows = [row for _, post in sorted(last.items()) for row in _rows_of(post)]
        async with self._database.writing() as connection:
            await connection.execute(self._forget, self._keys.values(last))
            if rows:
                await connection.execute(self._keep, self._rows.values(rows))
        return [None] * len(posts)

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


def _rows_of(post: PostedFact) -> list[tuple[object, ...]]:
    values = {
        **{name: getattr(post, name) for name in _WHERE},
        "line": storable(post.line, LINE), "tag": post.tag, "posted_at": post.at,
    }  # fmt: skip
    facts = ({**values, "fact": f, "version": v} for f, v in sorted(post.versions.items()))
    return [tuple(row[column.name] for column in _P) for row in facts]


def _at(post: PostedFact) -> ColumnElement[bool]:
    return and_(*(_P[name] == getattr(post, name) for name in _WHERE))
