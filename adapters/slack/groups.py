"""Who is in a user group, for groups whose members curate."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from adapters.slack.digests import ClientOf
from adapters.slack.post import Poster
from adapters.slack.profiles import PATIENCE
from adapters.slack.trouble import SlackError
from bot.ports import Person

KEPT = timedelta(minutes=5)
STALE = timedelta(hours=1)  # for which an answer stands in for one that can't be had

_log = logging.getLogger(__name__)


class SlackGroups:
    """Asks Slack and keeps the answer for some minutes; `client_of` gives a workspace's client."""

    def __init__(self, poster: Poster, client_of: ClientOf, now: Callable[[], datetime]) -> None:
        self._poster, self._client_of, self._now = poster, client_of, now
        self._known: dict[tuple[str, str], tuple[frozenset[str], datetime]] = {}

    async def of(self, person: Person, among: Collection[str]) -> Collection[str]:
        """Those of these groups that the person is in; none that Slack does not tell of in time,
        such as without the scope usergroups:read.
        """
        return [g for g in among if person.user in await self._members(person.workspace, g)]

    async def _members(self, team: str, group: str) -> frozenset[str]:
        now = self._now()
        members, until = self._known.get((team, group), (frozenset[str](), now))
        if until > now:
            return members
        asked = await self._asked(team, group)
        if asked is None:  # for a while who was in it is likelier to be than nobody
            return members if now < until + STALE else frozenset()
        self._known[team, group] = (asked, now + KEPT)
        return asked

    async def _asked(self, team: str, group: str) -> frozenset[str] | None:
        client = await self._client_of(team)
        if client is None:
            return None
        call = self._poster.call(client, "usergroups.users.list", {"usergroup": group})
        try:
            found = await asyncio.wait_for(call, PATIENCE)
        except (SlackError, TimeoutError):
            _log.warning("who is in a user group could not be asked")
            return None
        return frozenset(map(str, found.get("users") or ()))
