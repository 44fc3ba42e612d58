"""Opens the form of a digest, and sets the digest as it was filled in."""

import logging
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.metrics import INVALID
from adapters.slack.checks import Json
from adapters.slack.digest_form import DIGEST_FORM, digest_form, read_form
from adapters.slack.home import text_modal
from adapters.slack.parts import Parts
from adapters.slack.payload import view_problems
from adapters.slack.read import Body, Typed, read_click
from adapters.slack.trouble import SlackError
from adapters.slack.views import HOME_DIGEST, answer_modal
from bot.digest.form import Form, form_of
from bot.digest.subscription import Channel
from bot.ports import Person
from bot.request import language_of
from bot.traditional import say_in

_log = logging.getLogger(__name__)


class DigestEdit:
    """Listeners of the form and of the button on the Home tab that opens it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.action(HOME_DIGEST)(self.open_from_home)
        app.view(DIGEST_FORM)(self.filled)

    async def open_from_home(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Open the form with no channel chosen."""
        await ack()
        click = read_click(body)
        typed = Typed("", click.person.workspace, "", click.person.user)
        self._parts.under_way.start(open_form(self._parts, client, typed, click.trigger))

    async def filled(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Set the digest; what came of it takes the place of the form."""
        team = (body.get("team") or {}).get("id") or body["user"].get("team_id") or ""
        channel, form = read_form(body)
        typed = Typed(form.line(), str(team), channel, str(body["user"]["id"]))
        view = await self._answered(client, typed)
        await ack(response_action="update", view=view)

    async def _answered(self, client: AsyncWebClient, typed: Typed) -> Json:
        try:
            response = await self._parts.answer(client, typed, private=True)
        except Exception:  # noqa: BLE001  # the form would stay open and say nothing of use
            _log.exception("a digest could not be set")
            return await self._failed(client, typed.person)
        # Buttons of a modal don't know its channel: without them the answer promises nothing.
        view = answer_modal(replace(response, key="", actions=()))
        if found := view_problems(view):
            INVALID.labels("slack").inc()
            _log.error("the answer to a form failed its checks: %s", "; ".join(found))
            return await self._failed(client, typed.person)
        return view

    async def _failed(self, client: AsyncWebClient, person: Person) -> Json:
        tag = await self._parts.language(client, person)
        return text_modal(say_in(tag, "slack.failed"), tag)


async def open_form(parts: Parts, client: AsyncWebClient, typed: Typed, trigger: str) -> None:
    """Open the form for the channel that something was typed in, "" for none; whatever goes wrong
    is logged.
    """
    try:
        tag = await parts.language(client, typed.person, typed.text)
        view = digest_form(await _form(parts, client, typed, tag), tag, typed.channel)
        await parts.poster.view(client, "views.open", view, trigger_id=trigger)
    except SlackError:
        pass  # counted and logged where it happened
    except Exception:  # noqa: BLE001  # the loop's task would swallow it
        _log.exception("the form of a digest could not be opened")


async def _form(parts: Parts, client: AsyncWebClient, typed: Typed, tag: str) -> Form:
    """The channel's own settings, else the usual ones in the person's time zone."""
    place = Channel("slack", typed.team, typed.channel)
    known = await parts.desk.subscription(place) if typed.channel else None
    if known is None:
        zone = (await parts.profiles.of(client, typed.person)).zone
        return Form(zone=zone or Form.zone, tag=tag)
    entity = parts.reads(typed.team).library.entities.get(known.about or "")
    return form_of(known, entity.name(language_of(tag).language) if entity else "")
