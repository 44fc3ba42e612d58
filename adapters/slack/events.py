"""Mentions and direct messages: each answered once, whatever Slack delivers twice."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.service import UnderWay
from adapters.slack.parts import Parts, metadata, short
from adapters.slack.post import Sleep
from adapters.slack.read import Body, Typed, read_direct, read_mention
from adapters.slack.render import message
from adapters.slack.trouble import SlackError
from bot.ports import StoreError
from bot.traditional import say_in

ACK_SECONDS = 2.0  # of the 3 that Slack waits (limits "ack")
LAPSE_SECONDS = 61.0  # a claim whose process died can be had again after a minute
STATUS_SECONDS = 0.7  # an answer that takes no longer needs no "is looking it up"

_log = logging.getLogger(__name__)


class Events:
    """Listeners of messages. `sleep` waits for a claim to lapse and for a status to be due."""

    def __init__(self, parts: Parts, sleep: Sleep = asyncio.sleep) -> None:
        self._parts = parts
        self._sleep = sleep
        self._second_looks = UnderWay()

    def register(self, app: AsyncApp) -> None:
        """Listen to mentions and messages."""
        app.event("app_mention")(self.mention)
        app.event("message")(self.direct)

    def register_rest(self, app: AsyncApp) -> None:
        """Take every other event, so that it is neither delivered again nor logged."""
        app.event(re.compile(".*"))(self.other)

    async def stop(self) -> None:
        """Give up waiting for claims to lapse."""
        await self._second_looks.drain(0)

    async def mention(self, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Answer in the thread."""
        if typed := read_mention(body, context.bot_user_id):
            await self._once(str(body["event_id"]), lambda: self._reply(client, typed))

    async def direct(self, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Answer where the message stands: below it, or in its thread."""
        if typed := read_direct(body, context.bot_user_id):
            await self._once(str(body["event_id"]), lambda: self._in_person(client, typed))

    async def other(self) -> None:
        """Nothing to do."""

    async def _once(self, event: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work of an event that nobody has answered, and return as soon as it is done or
        Slack must be told that the event arrived.

        An event that another delivery has claimed gets a second look when that claim has lapsed:
        its process may have died in the middle.
        """
        if not await self._claim(event):
            self._second_looks.start(self._second_look(event, work))
            return
        task = self._parts.under_way.start(self._do(event, work))
        await asyncio.wait({task}, timeout=ACK_SECONDS)

    async def _claim(self, event: str) -> bool:
        try:
            return await self._parts.ports.seen.claim(f"slack:{event}")
        except StoreError:
            _log.exception("an event could not be claimed; it is answered")
            return True

    async def _second_look(self, event: str, work: Callable[[], Awaitable[None]]) -> None:
        await self._sleep(LAPSE_SECONDS)
        if await self._claim(event):
            await self._parts.under_way.start(self._do(event, work))

    async def _do(self, event: str, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except SlackError:
            pass  # counted and logged where it happened
        except Exception:  # noqa: BLE001  # the loop's task would swallow it
            _log.exception("an event could not be answered")
        try:
            await self._parts.ports.seen.done(f"slack:{event}")
        except StoreError:
            _log.exception("an answered event could not be marked")

    async def _reply(self, client: AsyncWebClient, typed: Typed) -> None:
        parts = self._parts
        if typed.forgets:
            said = short(await parts.forget(client, typed.person, typed.text))
            await parts.poster.post(client, typed.channel, said, thread=typed.thread)
            return
        response = await parts.answer(client, typed, talk=True)
        ts = await parts.poster.post(
            client, typed.channel, message(response), thread=typed.thread,
            metadata=metadata(response),
        )  # fmt: skip
        await parts.note(typed.team, typed.channel, ts, response)
        await parts.files.send(client, typed.channel, response, thread=typed.thread)

    async def _in_person(self, client: AsyncWebClient, typed: Typed) -> None:
        """Reply, with a status where that takes a moment."""
        work = asyncio.ensure_future(self._reply(client, typed))
        due = asyncio.ensure_future(self._sleep(STATUS_SECONDS))
        try:
            await asyncio.wait({work, due}, return_when=asyncio.FIRST_COMPLETED)
            shown = not work.done()
            if shown:
                tag = await self._parts.language(client, typed.person, typed.text)
                await self._status(client, typed, say_in(tag, "slack.looking"))
            await work
            if shown and not typed.thread:  # an answer in the thread itself takes the status away
                await self._status(client, typed, "")
        finally:
            due.cancel()
            work.cancel()

    async def _status(self, client: AsyncWebClient, typed: Typed, status: str) -> None:
        where = {"channel_id": typed.channel, "thread_ts": typed.thread or typed.ts}
        with contextlib.suppress(SlackError):  # a workspace without agent view
            await self._parts.poster.call(
                client, "assistant.threads.setStatus", {**where, "status": status}
            )
