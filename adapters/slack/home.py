"""The Home tab: lines to try, the language of answers, being forgotten; and what the agent view
shows when somebody opens it.
"""

import contextlib
import logging
import re
from collections.abc import Awaitable

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checks import Json
from adapters.slack.manifest import prompts
from adapters.slack.parts import Parts
from adapters.slack.read import Body, Clicked, Typed, read_click
from adapters.slack.render import message
from adapters.slack.rich import plain, rich, section, words
from adapters.slack.trouble import SlackError
from adapters.slack.views import (
    HOME_ANY,
    HOME_FORGET,
    HOME_LANGUAGE,
    HOME_RUN,
    TITLE,
    answer_modal,
    home_view,
)
from bot.ports import Person, StoreError
from bot.traditional import say_in

_log = logging.getLogger(__name__)


class Home:
    """Listeners of the Home tab and of the opened agent view."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.event("app_home_opened")(self.opened)
        app.action(HOME_LANGUAGE)(self.choose)
        app.action(HOME_FORGET)(self.forget)
        app.action(re.compile(f"{HOME_RUN}:"))(self.run)

    def _start(self, work: Awaitable[None]) -> None:
        self._parts.under_way.start(_calmly(work))

    async def opened(self, body: Body, client: AsyncWebClient) -> None:
        """Draw the Home tab, or offer questions in the direct messages (agent view)."""
        event = body["event"]
        person = Person("slack", str(body["team_id"]), str(event["user"]))
        if event.get("tab") == "messages":
            self._start(self._prompt(client, person, str(event["channel"])))
        else:
            self._start(self._publish(client, person))

    async def _prompt(self, client: AsyncWebClient, person: Person, channel: str) -> None:
        title = say_in(await self._parts.language(client, person), "slack.prompts")
        await self._parts.poster.call(
            client, "assistant.threads.setSuggestedPrompts",
            {"channel_id": channel, "title": title, "prompts": prompts()},
        )  # fmt: skip

    async def _publish(self, client: AsyncWebClient, person: Person) -> None:
        parts = self._parts
        try:
            chosen = await parts.ports.preferences.language(person)
        except StoreError:
            chosen = None
        tag = await parts.language(client, person)
        review = await self._review(client, person)
        view = home_view(
            parts.reads(person.workspace), tag, parts.now(), chosen=chosen, review=review
        )
        await parts.poster.view(client, "views.publish", view, user_id=person.user)

    async def _review(self, client: AsyncWebClient, person: Person) -> list[Json]:
        """The queue, for a curator; [] for everybody else, and where it can't be read now."""
        parts = self._parts
        if parts.review is None:
            return []
        asker = await parts.asker(client, person)
        try:
            if not await parts.review.may(asker):
                return []
            reply = await parts.review.queue(parts.review.circle(asker), asker)
        except StoreError:
            _log.exception("the queue could not be shown on a Home tab")
            return []
        response = await parts.desk.complete(reply, asker.now, private=True)
        return list(message(response, ephemeral=True)["blocks"])

    async def choose(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Keep the chosen language and draw the tab in it."""
        await ack()
        self._start(self._choose(read_click(body), client))

    async def _choose(self, click: Clicked, client: AsyncWebClient) -> None:
        chosen = None if click.value == HOME_ANY else click.value
        await self._parts.ports.preferences.choose_language(click.person, chosen)
        await self._publish(client, click.person)

    async def forget(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Forget the person, say so, and draw the tab anew."""
        await ack()
        self._start(self._forget(read_click(body), client))

    async def _forget(self, click: Clicked, client: AsyncWebClient) -> None:
        tag = await self._parts.language(client, click.person)
        view = text_modal(await self._parts.forget(client, click.person), tag)
        await self._parts.poster.view(client, "views.open", view, trigger_id=click.trigger)
        await self._publish(client, click.person)

    async def run(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Answer one of the lines to try, in a modal."""
        await ack()
        self._start(self._run(read_click(body), client))

    async def _run(self, click: Clicked, client: AsyncWebClient) -> None:
        person = click.person
        typed = Typed(click.value, person.workspace, click.channel, person.user)
        view = answer_modal(await self._parts.answer(client, typed))
        await self._parts.poster.view(client, "views.open", view, trigger_id=click.trigger)


async def _calmly(work: Awaitable[None]) -> None:
    """Await work of which nobody waits for the outcome."""
    try:
        with contextlib.suppress(SlackError):  # counted and logged where it happened
            await work
    except Exception:  # noqa: BLE001  # the loop's task would swallow it
        _log.exception("something on the Home tab could not be done")


def text_modal(text: str, tag: str) -> Json:
    """A modal that says one thing."""
    return {
        "type": "modal",
        "title": plain(say_in(tag, "help.title")[:TITLE]),
        "close": plain(say_in(tag, "home.close")[:TITLE]),
        "blocks": rich(section(words(text))),
    }
