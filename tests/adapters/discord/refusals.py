"""Why Discord would refuse a request, by the kind of payload that its path takes."""

import json
import re
from functools import cache
from typing import Any

from tests.adapters.discord.payload import Kind, problems

_KINDS: list[tuple[str, str, Kind]] = [
    ("POST", r"/channels/\d+/messages", "create"),
    ("PATCH", r"/channels/\d+/messages/\d+", "edit"),
    ("POST", r"/interactions/\d+/\w+/callback", "callback"),
    ("POST", r"/webhooks/\d+/\w+", "followup"),
    ("PATCH", r"/webhooks/\d+/\w+/messages/@original", "followup edit"),
    ("PUT", r"/applications/\d+(/guilds/\d+)?/commands", "commands"),
]


def refusals(method: str, path: str, body: Any) -> list[str]:
    """The problems of a request's payload, [] for a good one or a path that takes none."""
    if body and "message_reference" in body:  # discord.py writes ids as numbers here, which
        reference = {k: str(v) for k, v in body["message_reference"].items() if "id" in k}
        body = {**body, "message_reference": reference}  # Discord takes and its document lacks
    kinds = [k for wanted, pattern, k in _KINDS if method == wanted and re.fullmatch(pattern, path)]
    return [f"{path}: {p}" for kind in kinds for p in _problems(kind, json.dumps(body))]


@cache
def _problems(kind: Kind, text: str) -> list[str]:
    """The problems of a payload; most tests send the same commands."""
    return problems(kind, json.loads(text))
