"""What Slack knows of a person that answers depend on: the language and time zone that they set,
and whether they are an administrator. Asked once a day.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checks import Json
from adapters.slack.post import Poster
from adapters.slack.trouble import SlackError
from bot.ports import KeyValue, Person, StoreError

KEPT = timedelta(days=1)
PATIENCE = 1.0  # seconds; an answer must be there within three, with or without a profile
MOST = 10_000  # people in this process's own cache

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Profile:
    """`locale` such as "ja-JP" and `zone` such as "Asia/Tokyo" are None where Slack tells none."""

    locale: str | None = None
    zone: str | None = None
    admin: bool = False


_UNKNOWN = Profile()


class Profiles:
    """Profiles by person: in this process, else in the store, else from Slack."""

    def __init__(self, notes: KeyValue, poster: Poster, now: Callable[[], datetime]) -> None:
        self._notes = notes
        self._poster = poster
        self._now = now
        self._near: dict[Person, tuple[Profile, datetime]] = {}

    async def of(self, client: AsyncWebClient, person: Person) -> Profile:
        """The profile; an empty one where Slack does not tell, or not in time."""
        now = self._now()
        profile, until = self._near.get(person, (_UNKNOWN, now))
        if until > now:
            return profile
        kept = await self._kept(person, now) or await self._asked(client, person, now)
        if kept is None:
            return _UNKNOWN
        if len(self._near) >= MOST:
            self._near.clear()
        self._near[person] = (kept, now + KEPT)
        return kept

    def forget(self, person: Person) -> None:
        """Drop what this process knows; the store forgets by Privacy."""
        self._near.pop(person, None)

    async def _kept(self, person: Person, now: datetime) -> Profile | None:
        try:
            kept = await self._notes.get(_key(person), now)
        except StoreError:
            _log.exception("a profile could not be read")
            return None
        return Profile(**json.loads(kept)) if kept else None

    async def _asked(
        self, client: AsyncWebClient, person: Person, now: datetime
    ) -> Profile | None:  # fmt: skip
        """What Slack says; an empty profile where it may not (no scope), None without an answer."""
        call = self._poster.call(client, "users.info", {"user": person.user, "include_locale": True})  # fmt: skip
        try:
            profile = _read(await asyncio.wait_for(call, PATIENCE))
        except TimeoutError:
            return None
        except SlackError as error:
            if error.error != "missing_scope":
                return None
            profile = _UNKNOWN
        try:
            text = json.dumps(asdict(profile))
            await self._notes.put(_key(person), text, now + KEPT, about=person)
        except StoreError:
            _log.exception("a profile could not be kept")
        return profile


def _read(answer: Json) -> Profile:
    user = answer.get("user") or {}
    admin = any(user.get(key) for key in ("is_admin", "is_owner", "is_primary_owner"))
    return Profile(user.get("locale") or None, user.get("tz") or None, bool(admin))


def _key(person: Person) -> str:
    return f"slack.profile.{person.workspace}.{person.user}"
