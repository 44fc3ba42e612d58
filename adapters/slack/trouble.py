"""What Slack answers when it does not do what it was asked, and what each means for the caller."""

import json
from typing import Any

from slack_sdk.errors import SlackApiError

# The channel does not take it: the caller says it elsewhere, or nowhere.
CHANNEL_ERRORS = frozenset({
    "channel_not_found", "not_in_channel", "is_archived", "restricted_action", "no_permission",
    "user_not_in_channel", "messages_tab_disabled", "cannot_reply_to_message", "thread_not_found",
    "used_url", "expired_url",
})  # fmt: skip
# The token is no good any more: nothing more is sent with it.
TOKEN_ERRORS = frozenset({
    "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed",
    "team_access_not_granted",
})  # fmt: skip
# The message is at fault: it goes out once more as plain text.
MESSAGE_ERRORS = frozenset({
    "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format",
})  # fmt: skip
# A lost connection or a 5xx on one of these changes nothing when it is called again.
REPEATABLE = frozenset({
    "auth.test", "apps.connections.open", "users.info", "conversations.info", "chat.update", "views.publish",
    "usergroups.users.list",
    "views.update", "conversations.open", "assistant.threads.setStatus",
    "assistant.threads.setSuggestedPrompts",
})  # fmt: skip


class SlackError(Exception):
    """Slack did not do what it was asked; `error` is its word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class ChannelError(SlackError):
    """The channel does not take the message: gone, archived, or the bot is no member."""


class TokenError(SlackError):
    """The token was revoked, expired or never good; `team` is the workspace, "" if unknown."""

    def __init__(self, error: str, team: str = "") -> None:
        super().__init__(error)
        self.team = team


class MessageError(SlackError):
    """Slack can't show the message."""


class BusyError(SlackError):
    """Slack asked to wait, for so many `seconds`, which is longer than is worth it."""

    def __init__(self, error: str, wait: float) -> None:
        super().__init__(error)
        self.seconds = wait


class UnsureError(SlackError):
    """The message may have been accepted or not; it must not be sent again blindly."""


class FailedTryError(Exception):
    """One try that failed: Slack's word, the HTTP status, the seconds of Retry-After."""

    def __init__(self, error: str, status: int, wait: float = 0.0) -> None:
        super().__init__(error)
        self.error, self.status, self.wait = error, status, wait

    def told(self) -> SlackError:
        """The error for the caller."""
        kinds = ((TOKEN_ERRORS, TokenError), (CHANNEL_ERRORS, ChannelError),
                 (MESSAGE_ERRORS, MessageError))  # fmt: skip
        if self.status == 429:
            return BusyError(self.error, self.wait)
        if self.status >= 500:
            return UnsureError(self.error)
        return next((kind for words, kind in kinds if self.error in words), SlackError)(self.error)


def failed_call(error: SlackApiError) -> FailedTryError:
    """What went wrong with a call of the Web API."""
    response: Any = error.response  # an AsyncSlackResponse, or aiohttp's where it was no JSON
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    status = 429 if word in ("ratelimited", "rate_limited") else status
    return FailedTryError(str(word or f"http_{status}"), status, seconds(response.headers))


def seconds(headers: Any) -> float:
    """Retry-After; a second where it is missing or no number."""
    given = str(headers.get("Retry-After", ""))
    return float(given) if given.isdigit() else 1.0


def refusal(text: str) -> str:
    """The error that the answer of a response URL names, "" for none."""
    if text.strip() in ("", "ok"):
        return ""
    try:
        answer = json.loads(text)
    except ValueError:
        return text.strip()[:40]
    refused = isinstance(answer, dict) and not answer.get("ok", True)
    return str(answer.get("error") or "refused") if refused else ""
