"""Digests as Slack gets them: posted once, told apart by metadata, looked up where that is allowed."""

from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checks import Json
from adapters.slack.post import Poster, quiet
from adapters.slack.render import message
from adapters.slack.trouble import BusyError, ChannelError, SlackError, TokenError, UnsureError
from bot.desk import Response
from bot.digest.ports import LimitedError, LostError, RefusedError
from bot.digest.subscription import Channel

EVENT = "japan_ai_digest"  # the type of the metadata that a digest carries
LOOKED_AT = 15  # messages: all that Slack gives to an app outside its directory (limits "history")

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]


class SlackDigests:
    """Posts digests; `client_of` gives the client of a workspace, None where it is gone."""

    platform = "slack"
    again_seconds = 0.0  # Slack has no key that would make a second post safe

    def __init__(self, poster: Poster, client_of: ClientOf) -> None:
        self._poster, self._client_of = poster, client_of

    async def turn(self, channel: Channel) -> None:
        """Nothing to wait for: a channel gets one a day, and a workspace says when it is too much."""

    async def post(self, channel: Channel, response: Response, delivery: str) -> str:
        """Post with the delivery's id as metadata, without the SDK's retries."""
        payload = {"delivery": delivery, "facts": list(response.reply.facts[:10])}
        body: Json = {"channel": channel.channel, **quiet(message(response))}
        body["metadata"] = {"event_type": EVENT, "event_payload": payload}
        return str((await self._called(channel, "chat.postMessage", body))["ts"])

    async def find(self, channel: Channel, delivery: str) -> str | None:
        """Look among the channel's newest messages for the delivery's metadata."""
        asked = {"channel": channel.channel, "limit": LOOKED_AT, "include_all_metadata": True}
        found = await self._called(channel, "conversations.history", asked)
        messages = found.get("messages", [])
        for each in messages:
            if each.get("metadata", {}).get("event_payload", {}).get("delivery") == delivery:
                return str(each["ts"])
        if len(messages) >= LOOKED_AT:
            raise RefusedError("too much was said since to look it up")
        return None

    async def _called(self, channel: Channel, method: str, payload: Json) -> Json:
        client = await self._client_of(channel.workspace)
        if client is None:
            raise RefusedError("the bot is not installed there any more", gone=True)
        try:
            return await self._poster.once(client, method, payload)
        except BusyError as error:
            raise LimitedError(error.seconds) from error
        except UnsureError as error:
            raise LostError(error.error) from error
        except (ChannelError, TokenError) as error:
            raise RefusedError(f"Slack: {error.error}", gone=True) from error
        except SlackError as error:
            raise _refusal(error) from error


def _refusal(error: SlackError) -> Exception:
    """A connection that was never made is worth another try; anything else was said for sure."""
    if error.error == "no_connection":
        return LimitedError(15.0)
    return RefusedError(f"Slack: {error.error}")
