"""Review in Discord: forms that open from buttons and lines, and what comes of them; suggestions
from messages.
"""

import logging
from dataclasses import replace

from discord.ui import ActionRow

from adapters.discord import read
from adapters.discord.buttons import PressButton, labelled_button
from adapters.discord.door import Shown as Message
from adapters.discord.door import again, note, show
from adapters.discord.markdown import escape_line
from adapters.discord.parts import MOST_COMPONENTS, Parts
from adapters.discord.read import Interaction
from adapters.discord.review_form import (
    Filling,
    edit_form,
    filling_of,
    form_id,
    form_key,
    page_name,
    read_review,
    reject_form,
)
from adapters.discord.where import where_of
from bot.command import Reply
from bot.ports import StoreError
from bot.review.chat import filled_in, pages_of, suggest_message
from bot.review.curators import Asker
from bot.review.desk import Outcome, ReviewDesk
from bot.review.form import Shown, Wanted
from bot.traditional import say_in

_log = logging.getLogger(__name__)


class Review:
    """What the bot does for curators and for those who suggest."""

    def __init__(self, parts: Parts, desk: ReviewDesk) -> None:
        self._parts, self._desk = parts, desk

    async def suggest(self, interaction: Interaction) -> Message:
        """Suggest what a message links to, else its text; told to whoever did."""
        asker, data = await self._asker(interaction), interaction.data
        links, text = read.message_links(data), read.message_text(data)
        try:
            return await self._alone(
                asker, await suggest_message(self._desk, asker, links, text)
            )  # fmt: skip
        except StoreError:
            _log.exception("a suggestion could not be kept")
            return Message(note(say_in(asker.tag, "action.not_kept")), "private")

    async def open(self, interaction: Interaction, wanted: Wanted) -> None:
        """Open the form that a line or a button asks for, or say why there is none."""
        reject = wanted.verb == "reject"
        filling = Filling(wanted.item, wanted.turn, approve=wanted.approve, reject=reject)
        await self._open(interaction, filling)

    async def open_again(self, interaction: Interaction, key: str) -> None:
        """Open a page of a form with what was typed into it."""
        state = await self._parts.ports.rows.find(key, self._parts.clock())
        if filling := filling_of(state):
            await self._open(interaction, filling)
        else:
            await show(interaction, self._expired(interaction))

    async def filled(self, interaction: Interaction) -> Message:
        """Do what a form that was sent asks for; what is wrong is said beside a button that opens
        it again as it was.
        """
        parts, asker = self._parts, await self._asker(interaction)
        try:
            key = form_key(interaction.custom_id) or ""
            filling = filling_of(await parts.ports.rows.find(key, asker.now))
            if filling is None:
                return await self._expired(interaction)
            typed = {**filling.typed, **read_review(interaction.data)}
            filling = replace(filling, typed=typed)
            outcome = await self._done(asker, filling)
            if outcome.troubles:
                return await self._troubled(asker, filling, [t.text for t in outcome.troubles])
            return await self._told(asker, filling, outcome.reply)
        except StoreError:
            _log.exception("a form of review could not be carried out")
            return Message(note(say_in(asker.tag, "action.unreachable")), "private")

    async def _done(self, asker: Asker, filling: Filling) -> Outcome:
        turn = filling.turn or 0
        if filling.reject:
            return await self._desk.reject(asker, filling.item, turn, filling.typed["reason"])
        form = replace(filled_in(filling.typed), approve=filling.approve)
        return await self._desk.save(asker, filling.item, turn, form)

    async def _open(self, interaction: Interaction, filling: Filling) -> None:
        parts, asker = self._parts, await self._asker(interaction)
        try:
            found = await self._desk.form(asker, filling.item, filling.turn)
            if not isinstance(found, Shown):
                await show(interaction, self._alone(asker, found))
                return
            filling = replace(filling, turn=found.turn)
            key = await parts.ports.rows.keep(filling.state(), asker.now)
        except StoreError:
            _log.exception("a form of review could not be opened")
            await show(interaction, self._unreachable(asker))
            return
        made = reject_form(asker.tag, key) if filling.reject else edit_form(found, filling, asker.tag, key)  # fmt: skip
        await again(lambda: interaction.response.send_modal(made))

    async def _troubled(self, asker: Asker, filling: Filling, troubles: list[str]) -> Message:
        lines = [say_in(asker.tag, "form.trouble"), *(f"- {escape_line(t)}" for t in troubles)]
        buttons = [await self._button(asker, filling, say_in(asker.tag, "form.again"))]
        buttons += await self._other_pages(asker, filling)
        return Message(note("\n".join(lines), *buttons), "private")

    async def _told(self, asker: Asker, filling: Filling, reply: Reply) -> Message:
        """What was done; a draft that is not published yet has more to be filled in."""
        message = await self._alone(asker, reply)
        if filling.reject or filling.approve or reply.misuse:
            return message
        buttons = await self._other_pages(asker, replace(filling, turn=None, typed={}))
        if buttons and message.view.total_children_count + 1 + len(buttons) <= MOST_COMPONENTS:
            message.view.add_item(ActionRow(*buttons))
        return message

    async def _other_pages(self, asker: Asker, filling: Filling) -> list[PressButton]:
        """Buttons to the pages of the form but this one."""
        found = await self._desk.form(asker, filling.item)
        if not isinstance(found, Shown) or filling.reject:
            return []
        return [
            await self._button(
                asker, replace(filling, page=page), page_name(found, page, asker.tag)
            )
            for page in range(len(pages_of(found))) if page != filling.page
        ]  # fmt: skip

    async def _button(self, asker: Asker, filling: Filling, label: str) -> PressButton:
        key = await self._parts.ports.rows.keep(filling.state(), asker.now)
        return labelled_button(form_id(key), label)

    async def _alone(self, asker: Asker, reply: Reply) -> Message:
        response = await self._parts.desk.complete(reply, asker.now, private=True)
        return await self._parts.shown(response, "private")

    async def _asker(self, interaction: Interaction) -> Asker:
        parts, person = self._parts, read.person(interaction.user)
        tag = await parts.tag(person, interaction.locale.value)
        where = where_of(interaction)
        workspace, roles = (where.channel.workspace, where.roles) if where else ("", ())
        return Asker(person, workspace, parts.clock(), tag, roles)

    async def _expired(self, interaction: Interaction) -> Message:
        return Message(note(say_in(interaction.locale.value, "action.expired")), "private")

    async def _unreachable(self, asker: Asker) -> Message:
        return Message(note(say_in(asker.tag, "action.unreachable")), "private")
