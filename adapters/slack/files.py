"""Files of an answer: uploaded where all may see it, else to the asker's direct messages, because
Slack has no file that only one person of a channel sees.
"""

import logging
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from adapters.pictures.attach import Attached, attached
from adapters.pictures.drawer import Draw
from adapters.slack.blocks import escaped
from adapters.slack.charts import to_upload
from adapters.slack.checks import Json
from adapters.slack.payload import Payload
from adapters.slack.post import Poster
from adapters.slack.rich import rich, section, words
from adapters.slack.trouble import SlackError
from bot.card import Notice
from bot.desk import Response
from bot.traditional import say_in

ALT = 1000  # characters (files.getUploadURLExternal: alt_txt_too_large)
_log = logging.getLogger(__name__)


class Files:
    """Sends files; `draw` draws the pictures that Slack can't show itself."""

    def __init__(self, poster: Poster, draw: Draw) -> None:
        self._poster = poster
        self._draw = draw

    def any(self, response: Response, *, native: bool) -> bool:
        """Whether files go along with a response; `native`: Slack's own charts are shown."""
        return bool(response.reply.files or to_upload(response.reply.card, native=native))

    async def send(
        self,
        client: AsyncWebClient,
        channel: str,
        response: Response,
        *,
        thread: str = "",
        native: bool = True,
    ) -> None:
        """Upload the files to a channel or a thread; what goes wrong is said there."""
        if not self.any(response, native=native):
            return
        pictures = to_upload(response.reply.card, native=native)
        made = await attached(response.reply.files, pictures, self._draw)
        tag = response.reply.tag
        said = [say_in(tag, "file.not_drawn", reason=made.why_not)] if made.why_not else []
        try:
            await self._upload(client, channel, made, thread)
        except SlackError:  # counted and logged where it happened
            said.append(say_in(tag, "file.failed", names=made.names()))
        if said:
            blocks = [block for text in said for block in rich(section(words(text)))]
            payload: Payload = {"text": escaped("\n".join(said)), "blocks": blocks}
            await self._poster.post(client, channel, payload, thread=thread)

    async def to_person(self, client: AsyncWebClient, user: str, response: Response) -> None:
        """The same to somebody's direct messages, for an answer that only they saw."""
        try:
            opened = await self._poster.call(client, "conversations.open", {"users": user})
            await self.send(client, str(opened["channel"]["id"]), response, native=False)
        except SlackError:
            _log.warning("files of a private answer could not be sent")

    async def _upload(
        self, client: AsyncWebClient, channel: str, made: Attached, thread: str
    ) -> None:
        done: list[Json] = []
        for file in made.files:
            wanted: Json = {"filename": file.name, "length": len(file.content)}
            wanted |= {"alt_txt": file.alt[:ALT]} if file.alt else {}
            place = await self._poster.call(client, "files.getUploadURLExternal", wanted)
            await self._poster.put(str(place["upload_url"]), file.content)
            done.append({"id": place["file_id"], "title": file.name})
        if done:
            where: Json = {"channel_id": channel} | ({"thread_ts": thread} if thread else {})
            finish = {"files": done, **where}
            await self._poster.call(client, "files.completeUploadExternal", finish)


def announced(response: Response) -> Response:
    """The response with a word on where its files go."""
    names = [file.name for file in response.reply.files]
    names += [
        f"chart-{n}.png" for n, _ in enumerate(to_upload(response.reply.card, native=False), 1)
    ]
    said = Notice("info", say_in(response.reply.tag, "file.direct", names=", ".join(names)))
    card = replace(response.reply.card, blocks=(said, *response.reply.card.blocks))
    return replace(response, reply=replace(response.reply, card=card))
