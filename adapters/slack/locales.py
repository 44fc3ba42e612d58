"""The language that a person set Slack to, asked once a day."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.post import Poster
from adapters.slack.trouble import SlackError
from bot.ports import KeyValue, Person, StoreError

KEPT = timedelta(days=1)
PATIENCE = 1.0  # seconds; an answer must be there within three, with or without a locale
MOST = 10_000  # people in this process's own cache

_log = logging.getLogger(__name__)


class Locales:
    """Locales by person: in this process, else in the store, else from Slack."""

    def __init__(self, notes: KeyValue, poster: Poster, now: Callable[[], datetime]) -> None:
        self._notes = notes
        self._poster = poster
        self._now = now
        self._near: dict[Person, tuple[str, datetime]] = {}

    async def of(self, client: AsyncWebClient, person: Person) -> str | None:
        """The locale, such as "ja-JP"; None where Slack does not tell, or not in time."""
        now = self._now()
        locale, until = self._near.get(person, ("", now))
        if until > now:
            return locale or None
        kept = await self._kept(person, now)
        if kept is None:
            kept = await self._asked(client, person, now)
        if kept is None:
            return None
        if len(self._near) >= MOST:
            self._near.clear()
        self._near[person] = (kept, now + KEPT)
        return kept or None

    def forget(self, person: Person) -> None:
        """Drop what this process knows; the store forgets by Privacy."""
        self._near.pop(person, None)

    async def _kept(self, person: Person, now: datetime) -> str | None:
        try:
            return await self._notes.get(_key(person), now)
        except StoreError:
            _log.exception("a locale could not be read")
            return None

    async def _asked(self, client: AsyncWebClient, person: Person, now: datetime) -> str | None:
        """What Slack says; "" where it may not say (no scope), None where it did not answer."""
        call = self._poster.call(client, "users.info", {"user": person.user, "include_locale": True})  # fmt: skip
        try:
            found = await asyncio.wait_for(call, PATIENCE)
        except TimeoutError:
            return None
        except SlackError as error:
            if error.error != "missing_scope":
                return None
            found = {}
        locale = str((found.get("user") or {}).get("locale") or "")
        try:
            await self._notes.put(_key(person), locale, now + KEPT, about=person)
        except StoreError:
            _log.exception("a locale could not be kept")
        return locale


def _key(person: Person) -> str:
    return f"slack.locale.{person.workspace}.{person.user}"
