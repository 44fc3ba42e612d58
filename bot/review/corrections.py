"""Mends the bot's own messages when a fact that they show is corrected: each in place, once.

An edit that is repeated shows the same, so a crash at any moment costs an edit, never a message.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.card import Card, Notice
from bot.command import Reply
from bot.desk import Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.ports import Leases, StoreError
from bot.present import date_text
from bot.request import language_of
from bot.review.item import PostedFact
from bot.review.ports import Posts
from bot.traditional import say_in
from bot.turns import Turns
from facts.fact import Fact, Version

LEASE_SECONDS = 60.0  # for which one process mends the messages of a platform
EDIT_SECONDS = 20.0  # for one edit; well within the lease
AT_ONCE = 20  # workspaces; the messages of one are mended one after the other
AGAIN = timedelta(seconds=60)  # before a workspace is tried again that did not answer

Workspace = tuple[str, str]
_log = logging.getLogger(__name__)


class Editor(Protocol):
    """One platform whose messages can be changed."""

    platform: str

    async def turn(self, post: PostedFact) -> None:
        """Wait for as long as the platform's rates ask for, whatever other processes send."""

    async def edit(self, post: PostedFact, response: Response) -> None:
        """Show a response in the place of what a message shows. RefusedError when that is never
        possible (the message, its channel or the permission is gone), LimitedError or LostError.
        """


class Drawing(Protocol):
    """What draws a message again, such as the desk."""

    async def __call__(self, post: PostedFact, now: datetime) -> Response:
        """The response to the line of a message, as it is now."""


@dataclass(frozen=True)
class Correcting:
    """What corrections are made with. `libraries` gives the facts of every library as they are
    now, and `read` those that are read where a message stands: a circle's library may be a moment
    behind everybody's. `editors` are those of this process by platform.
    """

    posts: Posts
    leases: Leases
    editors: Mapping[str, Editor]
    libraries: Callable[[], Iterable[Mapping[str, Fact]]]
    read: Callable[[PostedFact], Mapping[str, Fact]]
    draw: Drawing


class Corrections(Turns):
    """One process's worker; `owner` names the process in leases."""

    def __init__(self, with_: Correcting, clock: Callable[[], datetime], owner: str) -> None:
        super().__init__()
        self._with, self._clock, self._owner = with_, clock, owner
        self._quiet: dict[Workspace, datetime] = {}  # until when nothing may be edited there

    async def turn(self) -> int:
        """Mend what can be mended now; how many messages were dealt with."""
        platforms = [name for name in self._with.editors if await self._holds(name)]
        if not platforms:
            return 0
        found: defaultdict[Workspace, dict[PostKey, PostedFact]] = defaultdict(dict)
        for fact, right in self._corrected().items():
            for post in await self._with.posts.showing(fact, right, self._clock()):
                if post.platform in platforms:
                    found[post.platform, post.workspace][_key(post)] = post
        gate = asyncio.Semaphore(AT_ONCE)
        mended = await asyncio.gather(
            *(self._of_one(where, list(posts.values()), gate) for where, posts in found.items())
        )
        return sum(mended)

    def _corrected(self) -> dict[str, int]:
        """The facts that were ever corrected, with the version that is right."""
        found: dict[str, int] = {}
        for facts in self._with.libraries():
            for fact in facts.values():
                if fact.history and (right := first_right(fact)):
                    found[fact.id] = max(right, found.get(fact.id, 0))
        return found

    async def _holds(self, platform: str) -> bool:
        """Whether this process mends the messages of a platform; the lease goes on."""
        name = f"review/corrections/{platform}"
        return await self._with.leases.hold(name, self._owner, LEASE_SECONDS)

    async def _of_one(
        self, where: Workspace, posts: list[PostedFact], gate: asyncio.Semaphore
    ) -> int:
        """Mend the messages of one workspace until it wants a pause."""
        done = 0
        async with gate:
            for post in posts:
                try:
                    if not await self._may(where):
                        break
                    done += await self._mend(post)
                except Exception:  # noqa: BLE001  # one message must not hold up other workspaces
                    _log.exception("a message could not be corrected for now")
                    self._pause(where, AGAIN)
                    break
        return done

    async def _may(self, where: Workspace) -> bool:
        quiet = self._quiet.get(where, self._clock()) > self._clock()
        return not (quiet or self._stopped.is_set()) and await self._holds(where[0])

    def _pause(self, where: Workspace, time: timedelta) -> None:
        self._quiet[where] = self._clock() + time

    async def _mend(self, post: PostedFact) -> bool:
        """Edit one message and note that; False when it is not its time."""
        editor, where = self._with.editors[post.platform], (post.platform, post.workspace)
        facts = self._with.read(post)
        shown = [facts[id_] for id_ in post.versions if id_ in facts]
        wrong = [fact for fact in shown if correction(fact, post.versions[fact.id])]
        if not wrong:  # the library there does not know of the correction yet
            return False
        response = await self._drawn(post, [*notices(post, shown)])
        try:
            async with asyncio.timeout(EDIT_SECONDS):
                await editor.turn(post)
                await editor.edit(post, response)
        except RefusedError as error:
            _log.info("a message can't be corrected, and is left: %s", error)
        except LimitedError as error:
            self._pause(where, timedelta(seconds=error.seconds))
            return False
        except (LostError, TimeoutError) as error:
            _log.warning("a correction was lost and is tried again: %r", error)
            self._pause(where, AGAIN)
            return False
        for fact in wrong:
            await self._with.posts.mended(post, fact.id, fact.version, self._clock())
        return True

    async def _drawn(self, post: PostedFact, wrong: list[Notice]) -> Response:
        """The message as it is now, with what was wrong on top; where it can't be drawn any more,
        that alone.
        """
        response = await _calmly(self._with.draw(post, self._clock()))
        if response is None or response.reply.misuse or not response.reply.facts:
            return _alone(post, wrong)
        card = response.reply.card
        card = replace(card, blocks=(*wrong, *card.blocks))
        return replace(response, reply=replace(response.reply, card=card))


PostKey = tuple[str, str]


def _key(post: PostedFact) -> PostKey:
    return post.channel, post.message


def first_right(fact: Fact) -> int | None:
    """The version that the newest correction of a fact made; None for one that was always right."""
    wrong = [version.version for version in fact.history if version.kind == "correction"]
    return max(wrong) + 1 if wrong else None


def correction(fact: Fact, shown: int) -> Version | None:
    """The newest correction of a fact since a version of it; None for none."""
    since = (v for v in fact.history if v.kind == "correction" and v.version >= shown)
    return max(since, key=lambda version: version.version, default=None)


def notices(post: PostedFact, facts: list[Fact]) -> Iterator[Notice]:
    """What a message said that was wrong, what is right, and the day of the correction."""
    language = language_of(post.tag).language
    for fact in facts:
        shown = _shown_first(post, fact)
        last = correction(fact, shown)
        if last is None:
            continue
        before = next((v for v in fact.history if v.version == shown), last)
        yield Notice("caution", say_in(
            post.tag, "correction.note", date=date_text(last.date.isoformat(), language),
            old=before.statement.best(language), new=fact.text(language),
        ))  # fmt: skip


def _shown_first(post: PostedFact, fact: Fact) -> int:
    """The version that a message showed when it was posted: what was mended since is told again,
    for the edit takes the place of the last one.
    """
    later = (v.version for v in fact.history if v.date > post.at.date())
    return min([post.versions[fact.id], *later])


def _alone(post: PostedFact, wrong: list[Notice]) -> Response:
    card = Card(say_in(post.tag, "help.title"), tuple(wrong), language_of(post.tag).language)
    return Response(Reply(card, {}, line=post.line, tag=post.tag))


async def _calmly(drawing: Awaitable[Response]) -> Response | None:
    """What is drawn; None where that fails, but for a store that may answer later."""
    try:
        return await drawing
    except StoreError:
        raise
    except Exception:  # noqa: BLE001  # a line of an older version must not keep a wrong number
        _log.exception("a corrected message could not be drawn again")
        return None
