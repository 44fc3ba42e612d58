"""Notes what the bot's own messages show, so that they can be corrected where they stand."""

import logging
from datetime import datetime

from bot.desk import Response
from bot.digest.subscription import Channel
from bot.ports import StoreError
from bot.review.item import PostedFact
from bot.review.ports import Posts

_log = logging.getLogger(__name__)


class Posted:
    """Keeps what messages show. A store that fails costs the correction, never the message."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def note(
        self,
        channel: Channel,
        message: str,
        response: Response,
        now: datetime,
        *,
        changed: bool = False,
    ) -> None:
        """Keep that a message shows a response now. A new one without a fact is not kept; one that
        was `changed` is, since it may have shown another response before.
        """
        if not (response.versions or changed):
            return
        try:
            await self._posts.note(posted_fact(channel, message, response, now))
        except StoreError:
            _log.exception("a post can't be corrected later: the store failed")


def posted_fact(channel: Channel, message: str, response: Response, now: datetime) -> PostedFact:
    """The note on a message that shows a response."""
    reply = response.reply
    return PostedFact(
        channel.platform, channel.workspace, channel.channel, message, reply.line, reply.tag, now,
        dict(response.versions),
    )  # fmt: skip
