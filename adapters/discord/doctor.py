"""What is wrong with the installation on Discord's side, line by line."""

from typing import Any

from adapters.discord.api import REFUSED, Answer, Api, UnreachableError
from adapters.discord.declare import declared, of_guild

Line = tuple[bool, str]
_CONTENT = (1 << 18) | (1 << 19)  # the flags of the message content intent
_FEW_SESSIONS = 10  # starts of a session left for the day, below which it is worth a word


async def examine(token: str, api: str | None = None, guild: int | None = None) -> list[Line]:
    """Check the token, the application's settings, the commands and the gateway; each line says
    whether it is well. Nothing is changed.
    """
    asker = Api(token, api)
    try:
        me = await asker.get("/users/@me")
        if me.status == 401:
            return [(False, REFUSED)]
        lines: list[Line] = [_token(me)]
        application = await asker.get("/applications/@me")
        lines += _application(application)
        if application.status == 200:
            lines.append(await _commands(asker, int(application.data["id"]), guild))
        return [*lines, _gateway(await asker.get("/gateway/bot"))]
    except UnreachableError as error:
        return [(False, f"Discord can't be reached: {error}")]


def _token(me: Answer) -> Line:
    if me.status != 200:
        return False, f"the token could not be checked: Discord answered {me.status}"
    return True, f"the token is good: it is that of {me.data['username']}"


def _application(answer: Answer) -> list[Line]:
    if answer.status != 200:
        return [(False, f"the application could not be read: Discord answered {answer.status}")]
    data = answer.data
    lines: list[Line] = []
    if data.get("interactions_endpoint_url"):
        text = "an Interactions Endpoint URL is set: commands go there and never reach the bot"
        lines.append((False, text))
    kinds = data.get("integration_types_config") or {}
    missing = [n for k, n in (("0", "Guild Install"), ("1", "User Install")) if k not in kinds]
    if missing:
        lines.append((False, f"not switched on under Installation: {', '.join(missing)}"))
    else:
        lines.append((True, "servers and users can install it"))
    content = bool(int(data.get("flags") or 0) & _CONTENT)
    state = "on, though it is not needed" if content else "off, as it may be"
    lines.append((True, f"message content intent: {state}"))
    return lines


async def _commands(asker: Api, application: int, guild: int | None) -> Line:
    """The installed commands against the declared ones."""
    where = f"/applications/{application}" + (f"/guilds/{guild}" if guild else "")
    answer = await asker.get(f"{where}/commands?with_localizations=true")
    if answer.status != 200:
        return False, f"the commands could not be read: Discord answered {answer.status}"
    wanted = of_guild(declared()) if guild else declared()
    installed = {(c.get("type", 1), c["name"]): c for c in answer.data}
    differing = [
        str(c["name"]) for c in wanted if not _same(c, installed.get((c["type"], c["name"])))
    ]
    if differing:
        names = ", ".join(differing)
        return False, f"not installed as declared: {names}; the next start of the bot mends it"
    return True, f"{len(wanted)} commands are installed as declared"


def _same(wanted: Any, found: Any) -> bool:
    """Whether what was declared stands in what is installed; Discord adds defaults of its own."""
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return False
        return all(_same(value, found.get(key, _default(value))) for key, value in wanted.items())
    if isinstance(wanted, list):
        found = found or []
        return len(wanted) == len(found) and all(map(_same, wanted, found))
    return bool(wanted == found)


def _default(value: Any) -> Any:
    """What Discord leaves out: False is the default of every flag."""
    return False if value is False else None


def _gateway(answer: Answer) -> Line:
    if answer.status != 200:
        return False, f"the gateway can't be had: Discord answered {answer.status}"
    left = int(answer.data["session_start_limit"]["remaining"])
    text = f"the gateway can be had; {answer.data['shards']} shard(s), {left} starts left today"
    return left > _FEW_SESSIONS, text
