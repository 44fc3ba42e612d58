"""Review in Slack: forms that open from buttons and lines, and what comes of them; suggestions
from messages.
"""

import contextlib
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.home import text_modal
from adapters.slack.manifest import SUGGEST
from adapters.slack.parts import Parts, short
from adapters.slack.payload import view_problems
from adapters.slack.read import Body, links_in, read_shortcut
from adapters.slack.render import message
from adapters.slack.review_form import (
    EDIT_FORM,
    REJECT_FORM,
    edit_form,
    field_names,
    first_field,
    read_edit,
    read_reject,
    reject_form,
)
from adapters.slack.trouble import SlackError
from adapters.slack.views import answer_modal
from bot.desk import Response
from bot.ports import Person, StoreError
from bot.review.chat import suggest_message
from bot.review.curators import Asker
from bot.review.desk import Outcome, ReviewDesk
from bot.review.form import Shown, Wanted
from bot.traditional import say_in

_log = logging.getLogger(__name__)


class Review:
    """Listeners of the forms and of the shortcut; nothing where there is no review."""

    def __init__(self, parts: Parts, desk: ReviewDesk) -> None:
        self._parts, self._desk = parts, desk

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.shortcut(SUGGEST)(self.suggest)
        app.view(EDIT_FORM)(self.edited)
        app.view(REJECT_FORM)(self.rejected)

    async def suggest(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Suggest what a message links to, else its text; told to whoever did."""
        await ack()
        self._parts.under_way.start(self._suggest(body, client))

    async def _suggest(self, body: Body, client: AsyncWebClient) -> None:
        parts, typed = self._parts, read_shortcut(body)
        asker = await parts.asker(client, typed.person)
        try:
            links = links_in(body["message"])
            reply = await suggest_message(self._desk, asker, links, typed.text)
            response = await parts.desk.complete(reply, asker.now, private=True)
            said = message(response, ephemeral=True)
        except StoreError:
            _log.exception("a suggestion could not be kept")
            said = short(say_in(asker.tag, "action.not_kept"))
        with contextlib.suppress(SlackError):  # counted and logged where it happened
            await parts.poster.respond(str(body["response_url"]), said, response_type="ephemeral")

    async def edited(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Keep what was filled in; what is wrong is said in the form."""
        item, turn, form = read_edit(body)

        async def save(asker: Asker) -> Outcome:
            return await self._desk.save(asker, item, turn, form)

        await ack(**await self._sent(body, client, save))

    async def rejected(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Reject an item with its reason."""
        item, turn, reason = read_reject(body)

        async def reject(asker: Asker) -> Outcome:
            return await self._desk.reject(asker, item, turn, reason)

        await ack(**await self._sent(body, client, reject))

    async def _sent(self, body: Body, client: AsyncWebClient, do: Any) -> Mapping[str, Any]:
        """What Slack is answered to a form: its errors, or what takes its place."""
        team = (body.get("team") or {}).get("id") or body["user"].get("team_id") or ""
        person = Person("slack", str(team), str(body["user"]["id"]))
        asker = await self._parts.asker(client, person)
        try:
            outcome: Outcome = await do(asker)
            if outcome.troubles:
                return {"response_action": "errors", "errors": _errors(body, outcome)}
            response = await self._parts.desk.complete(outcome.reply, asker.now, private=True)
            return {"response_action": "update", "view": self._view(response, asker.tag)}
        except StoreError:
            _log.exception("a form of review could not be carried out")
            key = "action.unreachable"
        except Exception:  # noqa: BLE001  # the form would close, and what was typed be lost
            _log.exception("a form of review failed")
            key = "slack.failed"
        said = say_in(asker.tag, key)
        return {"response_action": "errors", "errors": {first_field(body): said}}

    def _view(self, response: Response, tag: str) -> dict[str, Any]:
        view = answer_modal(response)
        if found := view_problems(view):
            _log.error("the answer to a form failed its checks: %s", "; ".join(found))
            return text_modal(say_in(tag, "slack.failed"), tag)
        return view


async def open_review(
    parts: Parts,
    desk: ReviewDesk,
    client: AsyncWebClient,
    person: Person,
    wanted: Wanted,
    trigger: str,
    *,
    view: str = "",
) -> Response | None:
    """Open the form that a line or a button asks for, on top of a modal where it stood in one; a
    response instead where there is none to open. SlackError where Slack doesn't open it.
    """
    asker = await parts.asker(client, person)
    found = await desk.form(asker, wanted.item, wanted.turn)
    if not isinstance(found, Shown):
        return await parts.desk.complete(found, asker.now, private=True)
    if wanted.verb == "reject":
        shown = reject_form(wanted, found.turn, asker.tag)
    else:
        shown = edit_form(found, asker.tag, approve=wanted.approve)
    method = "views.push" if view else "views.open"
    await parts.poster.view(client, method, shown, trigger_id=trigger)
    return None


def _errors(body: Body, outcome: Outcome) -> dict[str, str]:
    """Errors by field; those of the whole form, or of a field that it has not, stand first."""
    names, found = field_names(body), dict[str, list[str]]()
    for trouble in outcome.troubles:
        name = trouble.field if trouble.field in names else first_field(body)
        found.setdefault(name, []).append(trouble.text)
    return {name: "\n".join(texts) for name, texts in found.items()}
