"""Corrects the bot's own messages in Slack where they stand."""

import asyncio

from adapters.slack.digests import ClientOf
from adapters.slack.post import Poster, quiet
from adapters.slack.render import message
from adapters.slack.trouble import (
    BusyError,
    ChannelError,
    MessageError,
    SlackError,
    TokenError,
    UnsureError,
)
from bot.desk import Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.ports import Paces
from bot.review.item import PostedFact

PER_SECOND = 0.8  # edits in a workspace; limits row "rates": tier 3 has at least 50 a minute
# Slack's own trouble, told with status 200; anything else that it says it means for ever.
_PASSING = frozenset({
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "no_connection",
})  # fmt: skip


class SlackEditor:
    """Edits messages; `client_of` gives the client of a workspace, None where it is gone."""

    platform = "slack"

    def __init__(self, poster: Poster, client_of: ClientOf, paces: Paces) -> None:
        self._poster, self._client_of, self._paces = poster, client_of, paces

    async def turn(self, post: PostedFact) -> None:
        """Wait for the workspace's next turn."""
        key = f"slack.edit/{post.workspace}"
        await asyncio.sleep(await self._paces.take(key, PER_SECOND))

    async def edit(self, post: PostedFact, response: Response) -> None:
        """Show the response in the place of what the message shows."""
        client = await self._client_of(post.workspace)
        if client is None:
            raise RefusedError("the bot is not installed there any more", gone=True)
        payload = message(response)
        where = {"channel": post.channel, "ts": post.message}
        try:
            await self._poster.once(client, "chat.update", {**where, **quiet(payload)})
        except MessageError:  # once more, and then as plain text: a wrong number must not stay
            await self._poster.update(client, post.channel, post.message, payload)
        except BusyError as error:
            raise LimitedError(error.seconds) from error
        except (UnsureError, TokenError) as error:  # a bad token may be replaced by a good one
            raise LostError(error.error) from error
        except ChannelError as error:
            raise RefusedError(f"Slack: {error.error}", gone=True) from error
        except SlackError as error:
            if error.error in _PASSING:
                raise LostError(error.error) from error
            raise RefusedError(f"Slack: {error.error}") from error
