"""Pressed buttons, wherever they stand, and the shortcut "Look this up" on a message.

A page is turned in place. What else an answer leads to is for the one who pressed: below the
message in direct messages, else a message that only they see; in a modal, on top of it.
"""

import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.files import announced
from adapters.slack.home import text_modal
from adapters.slack.manifest import SHORTCUT
from adapters.slack.parts import Parts, short, where
from adapters.slack.payload import Payload
from adapters.slack.read import Body, Clicked, read_click, read_shortcut
from adapters.slack.render import message
from adapters.slack.review import open_review
from adapters.slack.trouble import ChannelError, SlackError
from adapters.slack.views import answer_modal
from bot.desk import Pressed, Response
from bot.ports import StoreError
from bot.press import read_press
from bot.review.form import asks_for_form
from bot.traditional import say_in

_log = logging.getLogger(__name__)


class Presses:
    """Listeners of buttons and of the message shortcut."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, app: AsyncApp) -> None:
        """Listen to every action that no other listener took: an unknown one is answered too."""
        app.shortcut(SHORTCUT)(self.look_up)
        app.action(re.compile(".*", re.DOTALL))(self.press)
        for rest in (app.shortcut, app.view):
            rest(re.compile(".*", re.DOTALL))(self.nothing)

    async def nothing(self, ack: AsyncAck) -> None:
        """A submitted modal (none of ours asks for anything), or a shortcut of another version."""
        await ack()

    async def look_up(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Open a modal with the answer to a message, while the trigger is good (3 s)."""
        await ack()
        self._parts.under_way.start(self._calmly(self._look_up(body, client)))

    async def _look_up(self, body: Body, client: AsyncWebClient) -> None:
        typed, parts = read_shortcut(body), self._parts
        if typed.text:
            view = answer_modal(await parts.answer(client, typed))
        else:
            tag = await parts.language(client, typed.person)
            view = text_modal(say_in(tag, "slack.no_words"), tag)
        await parts.poster.view(client, "views.open", view, trigger_id=str(body["trigger_id"]))

    async def press(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Do what a button stands for."""
        await ack()
        self._parts.under_way.start(self._calmly(self._press(read_click(body), client)))

    async def _calmly(self, work: Any) -> None:
        try:
            await work
        except SlackError:
            pass  # counted and logged where it happened
        except Exception:  # noqa: BLE001  # the loop's task would swallow it
            _log.exception("a press could not be answered")

    async def _press(self, click: Clicked, client: AsyncWebClient) -> None:
        if await self._opens_form(click, client):
            return
        await self._show(click, await self._pressed(click, client), client)

    async def _show(self, click: Clicked, pressed: Pressed, client: AsyncWebClient) -> None:
        if click.view:
            await self._in_view(click, pressed, client)
        elif pressed.response is None:
            await self._whisper(click, short(pressed.text))
        elif pressed.kind == "page":
            await self._turn(click, pressed.response, pressed.page, client)
        elif pressed.kind == "share" or pressed.response.reply.audience == "channel":
            await self._share(click, pressed.response, client)
        elif click.direct:
            payload = message(pressed.response)
            await self._parts.poster.post(client, click.channel, payload, thread=click.thread)
            await self._parts.files.send(
                client, click.channel, pressed.response, thread=click.thread
            )
        elif self._parts.files.any(pressed.response, native=False):
            await self._whisper(click, message(announced(pressed.response), ephemeral=True))
            await self._parts.files.to_person(client, click.person.user, pressed.response)
        else:
            await self._whisper(click, message(pressed.response, ephemeral=True))

    async def _opens_form(self, click: Clicked, client: AsyncWebClient) -> bool:
        """Open the form of review that a button stands for; False for every other button."""
        parts, press = self._parts, read_press(click.value) or read_press(click.id)
        line = await parts.desk.line_of(press, parts.now()) if press and parts.review else None
        wanted = asks_for_form(line) if line else None
        if parts.review is None or wanted is None:
            return False
        view = "" if click.home else click.view
        try:
            instead = await open_review(
                parts, parts.review, client, click.person, wanted, click.trigger, view=view
            )
        except StoreError:
            tag = await parts.language(client, click.person)
            await self._show(click, Pressed("run", text=say_in(tag, "action.unreachable")), client)
            return True
        if instead:
            await self._show(click, Pressed("run", instead), client)
        return True

    async def _pressed(self, click: Clicked, client: AsyncWebClient) -> Pressed:
        press = read_press(click.value) or read_press(click.id)
        if press is None:
            tag = await self._parts.language(client, click.person)
            return Pressed("unknown", text=say_in(tag, "action.expired"))
        profile = await self._parts.profiles.of(client, click.person)
        alone = not (click.direct or click.view)  # where nobody else could see it, nothing to share
        return await self._parts.desk.press(
            press, click.person, self._parts.now(), profile.locale, private=alone,
            where=where(click.channel, click.person, profile) if click.channel else None,
        )  # fmt: skip

    async def _whisper(self, click: Clicked, payload: Payload) -> None:
        """Say something to the one who pressed."""
        how: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False}
        how |= {"thread_ts": click.thread} if click.thread else {}
        await self._parts.poster.respond(click.reply_to, payload, **how)

    async def _turn(
        self, click: Clicked, response: Response, page: int, client: AsyncWebClient
    ) -> None:
        poster, payload = self._parts.poster, message(response, page=page, ephemeral=click.ephemeral)  # fmt: skip
        try:
            await poster.respond(click.reply_to, payload, replace_original=True)
        except ChannelError:  # the URL is used up; a message of the bot's own has another way
            if click.ephemeral:
                raise
            await poster.update(client, click.channel, click.message, payload)

    async def _share(self, click: Clicked, response: Response, client: AsyncWebClient) -> None:
        try:
            await self._parts.share(
                client, click.channel, response, team=click.person.workspace,
                reply_to=click.reply_to, thread=click.thread,
            )  # fmt: skip
        except SlackError as error:
            key = "slack.not_shared" if isinstance(error, ChannelError) else "slack.failed"
            await self._whisper(click, short(say_in(response.reply.tag, key)))

    async def _in_view(self, click: Clicked, pressed: Pressed, client: AsyncWebClient) -> None:
        poster = self._parts.poster
        if pressed.response is None:
            tag = await self._parts.language(client, click.person)
            view = text_modal(pressed.text, tag)
        else:
            view = answer_modal(pressed.response, page=pressed.page)
        if pressed.kind == "page" and not click.home:
            await poster.view(client, "views.update", view, view_id=click.view)
        else:
            method = "views.open" if click.home else "views.push"
            await poster.view(client, method, view, trigger_id=click.trigger)
