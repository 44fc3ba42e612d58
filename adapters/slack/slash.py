"""`/japan-ai`: answered in the HTTP response itself, for the asker alone; `share` posts it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.digest_edit import open_form
from adapters.slack.files import announced
from adapters.slack.manifest import COMMAND
from adapters.slack.parts import Parts, short
from adapters.slack.payload import Payload, safe
from adapters.slack.read import Body, Typed, read_command
from adapters.slack.render import message
from adapters.slack.review import open_review
from adapters.slack.trouble import ChannelError, SlackError
from bot.desk import Response
from bot.digest.form import asks_for_form
from bot.ports import StoreError
from bot.review.desk import ReviewDesk
from bot.review.form import Wanted
from bot.review.form import asks_for_form as wants_review
from bot.traditional import say_in


class Slash:
    """The listener of the slash command."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, app: AsyncApp) -> None:
        """Listen; an app may have renamed the command, so any name does."""
        app.command(COMMAND)(self.command)
        app.command(re.compile(".*"))(self.command)

    async def command(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answer at once; posting for all takes a call of the Web API and comes after the ack."""
        typed = read_command(body)
        if typed.share:
            await ack()
            self._parts.under_way.start(self._share(client, typed, str(body["response_url"])))
            return
        if typed.forgets:
            await ack(_alone(short(await self._parts.forget(client, typed.person, typed.text))))
            return
        if asks_for_form(typed.text):
            await ack()
            opened = open_form(self._parts, client, typed, str(body["trigger_id"]))
            self._parts.under_way.start(opened)
            return
        if self._parts.review and (wanted := wants_review(typed.text)):
            await ack()
            work = self._review(client, typed, self._parts.review, wanted, body)
            self._parts.under_way.start(work)
            return
        response = await self._parts.answer(client, typed, private=True)
        if response.reply.audience == "channel":
            await ack()
            reply_to = str(body["response_url"])
            self._parts.under_way.start(self._post(client, typed, response, reply_to))
        elif self._parts.files.any(response, native=False):
            await ack(_alone(message(announced(response), ephemeral=True)))
            sent = self._parts.files.to_person(client, typed.person.user, response)
            self._parts.under_way.start(sent)
        else:
            await ack(_alone(message(response, ephemeral=True)))

    async def _review(
        self,
        client: AsyncWebClient,
        typed: Typed,
        review: ReviewDesk,
        wanted: Wanted,
        body: Body,
    ) -> None:
        """Open a form of review, or say why there is none."""
        parts, trigger = self._parts, str(body["trigger_id"])
        try:
            instead = await open_review(parts, review, client, typed.person, wanted, trigger)
            said = message(instead, ephemeral=True) if instead else None
        except StoreError:
            tag = await parts.language(client, typed.person, typed.text)
            said = short(say_in(tag, "action.unreachable"))
        except SlackError:
            return  # counted and logged where it happened
        if said:
            reply_to = str(body["response_url"])
            await parts.poster.respond(reply_to, said, response_type="ephemeral")

    async def _share(self, client: AsyncWebClient, typed: Typed, reply_to: str) -> None:
        response = await self._parts.answer(client, typed)
        if response.reply.misuse:  # nothing that others should see
            said = message(response, ephemeral=True)
            await self._parts.poster.respond(reply_to, said, response_type="ephemeral")
        else:
            await self._post(client, typed, response, reply_to)

    async def _post(
        self, client: AsyncWebClient, typed: Typed, response: Response, reply_to: str
    ) -> None:
        parts = self._parts
        try:
            await parts.share(client, typed.channel, response, team=typed.team, reply_to=reply_to)
        except SlackError as error:
            key = "slack.not_shared" if isinstance(error, ChannelError) else "slack.failed"
            said = short(say_in(response.reply.tag, key))
            await parts.poster.respond(reply_to, said, response_type="ephemeral")


def _alone(payload: Payload) -> dict[str, Any]:
    """What only the asker sees."""
    return {"response_type": "ephemeral", **safe(payload)}
