"""What all listeners share: the desk and how an answer is asked of it, counted and sent."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient

from adapters.metrics import REQUESTS, SECONDS
from adapters.pictures.drawer import Draw, no_picture
from adapters.service import UnderWay
from adapters.slack.blocks import escaped
from adapters.slack.checks import Json
from adapters.slack.files import Files
from adapters.slack.payload import Payload
from adapters.slack.post import Poster
from adapters.slack.profiles import PATIENCE, Profile, Profiles
from adapters.slack.read import Typed
from adapters.slack.render import message
from adapters.slack.rich import rich, section, words
from adapters.slack.trouble import ChannelError, SlackError
from bot.desk import Desk, Response
from bot.digest.form import switches_on
from bot.digest.subscription import Channel, Where
from bot.ports import Person, Ports, StoreError
from bot.present import date_text
from bot.request import Request, language_of, reply_language
from bot.review.curators import Asker
from bot.review.desk import ReviewDesk
from bot.review.posted import Posted
from bot.traditional import say_in
from facts.compiled import Compiled

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """The bot's desk and ports with Slack's own means. `now` is the clock; `posted` keeps what
    messages show for later corrections, where there are any; `review` is for curators;
    `own` gives what a workspace reads, where some have facts of their own.
    """

    desk: Desk
    ports: Ports
    library: Callable[[], Compiled]
    now: Callable[[], datetime]
    poster: Poster
    profiles: Profiles
    under_way: UnderWay
    draw: Draw = no_picture
    posted: Posted | None = None
    review: ReviewDesk | None = None
    own: Callable[[str, str], Compiled] | None = None

    def reads(self, team: str) -> Compiled:
        """What is read in a workspace."""
        return self.own("slack", team) if self.own else self.library()

    @property
    def files(self) -> Files:
        """What sends the files of answers."""
        return Files(self.poster, self.draw)

    async def answer(
        self, client: AsyncWebClient, typed: Typed, *, talk: bool = False, private: bool = False
    ) -> Response:
        """The desk's response; `talk` and `private` as in Typed.asked."""
        started = perf_counter()
        profile = await self.profiles.of(client, typed.person)
        asked = typed.asked(self.now(), profile.locale, talk=talk, private=private)
        place = where(typed.channel, typed.person, profile)
        if switches_on(typed.text) and not place.personal:
            place = replace(place, refused=await self._refused(client, typed.channel))
        asked = replace(asked, where=place)
        response = await self.desk.respond(asked)
        command = response.reply.line.split(maxsplit=1)[:1] or ["misuse"]
        REQUESTS.labels("slack", command[0], response.reply.outcome or "shown").inc()
        SECONDS.labels("slack").observe(perf_counter() - started)
        return response

    async def _refused(self, client: AsyncWebClient, channel: str) -> str | None:
        """Why no digest can be sent to a channel: the bot is no member. Slack tells that only
        with an optional scope; where it does not, the digest is tried.
        """
        asked = self.poster.call(client, "conversations.info", {"channel": channel})
        try:
            found = await asyncio.wait_for(asked, PATIENCE)
        except (SlackError, TimeoutError):
            return None
        member = (found.get("channel") or {}).get("is_member", True)
        return None if member else "digest.no_member_slack"

    async def language(self, client: AsyncWebClient, person: Person, text: str = "") -> str:
        """The tag of the language to speak to a person in, who wrote the text."""
        try:
            chosen = await self.ports.preferences.language(person)
        except StoreError:
            chosen = None
        profile = await self.profiles.of(client, person)
        request = Request(text, self.now(), chosen, profile.locale)
        return reply_language(request, None, self.library().index.folder.variants).tag

    async def asker(self, client: AsyncWebClient, person: Person) -> Asker:
        """A person as review knows them, now."""
        tag = await self.language(client, person)
        return Asker(person, person.workspace, self.now(), tag)

    async def forget(self, client: AsyncWebClient, person: Person, text: str = "") -> str:
        """Forget a person; what to say about it."""
        tag = await self.language(client, person, text)
        self.profiles.forget(person)
        try:
            await self.ports.privacy.forget(person)
        except StoreError:
            _log.exception("somebody could not be forgotten")
            return say_in(tag, "action.not_forgotten")
        return say_in(tag, "action.forgotten")

    async def note(self, team: str, channel: str, ts: str, response: Response) -> None:
        """Keep what a message of the bot in a channel shows; direct messages are left alone."""
        if self.posted and not channel.startswith("D"):
            place = Channel("slack", team, channel)
            await self.posted.note(place, ts, response, self.now())

    async def share(
        self,
        client: AsyncWebClient,
        channel: str,
        response: Response,
        *,
        team: str,
        reply_to: str,
        thread: str = "",
    ) -> None:
        """Post an answer for all: as the bot where it may, else a copy by the response URL, which
        says of when it is: nobody can correct it later. A SlackError where neither works.
        """
        facts = metadata(response)
        try:
            ts = await self.poster.post(client, channel, message(response), thread=thread, metadata=facts)  # fmt: skip
            await self.note(team, channel, ts, response)
            await self.files.send(client, channel, response, thread=thread)
        except ChannelError:
            tag = response.reply.tag
            day = date_text(self.now().date().isoformat(), language_of(tag).language)
            copy = message(response, stamp=say_in(tag, "slack.copy", date=day))
            how = {"thread_ts": thread} if thread else {}
            await self.poster.respond(
                reply_to, copy, response_type="in_channel", replace_original=False, **how
            )


def where(channel: str, person: Person, profile: Profile) -> Where:
    """The channel whose digest can be set. Guests of other workspaces are members of a channel,
    too; who may set digests is decided by the bot's own rule.
    """
    return Where(
        Channel("slack", person.workspace, channel), person.user,
        right="admin" if profile.admin else "member", personal=channel.startswith("D"),
        zone=profile.zone,
    )  # fmt: skip


def metadata(response: Response) -> Json:
    """What a posted answer tells about itself, so that it can be found and corrected later."""
    payload = {"line": response.reply.line, "facts": list(response.reply.facts[:10])}
    return {"event_type": "japan_ai_answer", "event_payload": payload}


def short(text: str) -> Payload:
    """A message of one sentence."""
    return {"text": escaped(text), "blocks": rich(section(words(text)))}
