"""The links with which a server or a user installs the bot."""

from urllib.parse import urlencode

from adapters.discord.api import REFUSED, Api
from adapters.service import BadTokenError

AUTHORIZE = "https://discord.com/oauth2/authorize"
# The least that an answer to a mention needs; bits of Discord's permission number.
PERMISSIONS = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Read Message History": 1 << 16,  # a reply needs it
    "Send Messages in Threads": 1 << 38,
}
_SERVER, _USER = 0, 1  # kinds of installation


def server_link(application: int) -> str:
    """Where a server installs the bot."""
    return _link(application, "bot applications.commands", _SERVER, sum(PERMISSIONS.values()))


def user_link(application: int) -> str:
    """Where a user installs the bot for themselves, to use it anywhere."""
    return _link(application, "applications.commands", _USER, None)


def _link(application: int, scope: str, kind: int, permissions: int | None) -> str:
    query = {"client_id": application, "scope": scope, "integration_type": kind}
    if permissions is not None:
        query["permissions"] = permissions
    return f"{AUTHORIZE}?{urlencode(query)}"


async def application_id(token: str, api: str | None = None) -> int:
    """The id of the application that a token is of; BadTokenError, UnreachableError."""
    answer = await Api(token, api).get("/applications/@me")
    if answer.status != 200:
        raise BadTokenError(REFUSED)
    return int(answer.data["id"])
