"""Corrects the bot's own messages in Discord where they stand."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import aiohttp

from adapters.discord.parts import add_follow_up
from adapters.discord.render import layout, pictures_of
from adapters.discord.rest import COMPONENTS_V2, PER_SECOND, RefusedTokenError, Rest
from adapters.pictures.attach import Attached, Attachment, attached
from adapters.pictures.drawer import Draw, no_picture
from bot.desk import Response
from bot.digest.ports import LostError
from bot.ports import Paces
from bot.review.item import PostedFact
from facts.compiled import Compiled

ALT = 1024  # characters of a file's description (platform-limits, row "Components V2")


class DiscordEditor:
    """Edits messages with the bot's token; `draw` draws their pictures again."""

    platform = "discord"

    def __init__(
        self, rest: Rest, paces: Paces, library: Callable[[], Compiled], draw: Draw = no_picture
    ) -> None:
        self._rest, self._paces, self._library, self._draw = rest, paces, library, draw

    async def turn(self, post: PostedFact) -> None:
        """Wait for one of the turns that all processes share."""
        await asyncio.sleep(await self._paces.take(post.platform, PER_SECOND))

    async def edit(self, post: PostedFact, response: Response) -> None:
        """Show the response, its files and pictures in the place of what the message shows."""
        reply = response.reply
        pictures = pictures_of(response, 1)
        made = await attached(reply.files, pictures, self._draw) if reply.files or pictures else Attached()  # fmt: skip
        digest = post.line.startswith("digest ")  # an answer goes on with a button, a digest not
        body = {
            "flags": COMPONENTS_V2,
            "components": self._components(response, made.files, digest=digest),
            "allowed_mentions": {"parse": []},
            # Files that are not named here go: the old picture shows the old number.
            "attachments": [_described(n, file) for n, file in enumerate(made.files)],
        }  # fmt: skip
        path = f"/channels/{post.channel}/messages/{post.message}"
        try:
            await self._rest.asked("PATCH", path, **_sent(body, made.files))
        except RefusedTokenError as error:  # the message is as good as before
            raise LostError(str(error)) from error

    def _components(
        self, response: Response, files: tuple[Attachment, ...], *, digest: bool
    ) -> list[dict[str, Any]]:
        main, known = response.reply.facts[:1], self._library().library.facts
        topic = known[main[0]].topic if main and main[0] in known else None
        view = layout(response, topic=topic, files=files)
        if not digest:
            add_follow_up(view, response.reply.tag)
        components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it bare
        view.stop()
        return components


def _described(number: int, file: Attachment) -> dict[str, Any]:
    described = {"description": file.alt[:ALT]} if file.alt else {}
    return {"id": str(number), "filename": file.name, **described}


def _sent(body: dict[str, Any], files: tuple[Attachment, ...]) -> dict[str, Any]:
    """How a body is sent: as JSON, or as a form with its files."""
    if not files:
        return {"json": body}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", io.BytesIO(file.content), filename=file.name)
    return {"data": form}
