"""What leaves for Slack, checked before it does: Slack answers a payload that breaks one of its
rules with `invalid_blocks` or `msg_blocks_too_long`, and the reader would see nothing.
"""

import logging
from collections.abc import Callable
from typing import TypedDict

from adapters.metrics import INVALID
from adapters.slack.checks import (
    CHARTS,
    MENTION,
    Found,
    Json,
    block_problems,
    keys,
    kind,
    letters,
    text_object,
)
from adapters.slack.input_checks import view_block_problems

BLOCKS = 50  # limits row "blocks"
VIEW_BLOCKS = 100
CHARACTERS = 13_000  # in all blocks; limits row "markdown block": it dies at about 13.2k
TEXT = 40_000  # limits row "text"
_ONLY_IN_MESSAGES = ("table", "data_table", "data_visualization", "context_actions")

_log = logging.getLogger(__name__)


class Payload(TypedDict):
    """A message: blocks, and the same answer as text for notifications and screen readers."""

    text: str
    blocks: list[Json]


def problems(payload: Payload) -> list[str]:
    """Everything that Slack would refuse, and every mention; [] for a good message. Names lengths
    and kinds, never words.
    """
    text, blocks = payload["text"], payload["blocks"]
    found = [] if text.strip() else ["no text"]
    if len(text) > TEXT:
        found.append(f"text of {len(text)} characters, at most {TEXT}")
    if MENTION.search(text):
        found.append("a mention in the text")
    found += _all_blocks(blocks, BLOCKS)
    if (n := letters(blocks)) > CHARACTERS:
        found.append(f"{n} characters in all blocks, at most {CHARACTERS}")
    kinds = list(map(kind, blocks))
    if kinds.count("table") + kinds.count("data_table") > 1:
        found.append("more than one table")
    if kinds.count("data_visualization") > CHARTS:
        found.append(f"more than {CHARTS} charts")
    return found


def view_problems(view: Json) -> list[str]:
    """Everything that Slack would refuse in a modal or a Home tab; [] for a good one."""
    modal = view.get("type") == "modal"
    ids = ("callback_id", "private_metadata", "external_id")
    optional = (*ids, "close", "submit", "clear_on_close", "notify_on_close") if modal else ids
    found = [] if modal or view.get("type") == "home" else ["neither a modal nor a Home tab"]
    found += keys(view, {"type", "blocks", "title"} if modal else {"type", "blocks"}, optional)
    for key in ("title", "close", "submit"):
        if key in view:
            found += (f"{key}: {p}" for p in text_object(view[key], 24))
    for key, most in zip(ids, (255, 3000, 255)):
        if len(view.get(key, "")) > most:
            found.append(f"{key} of more than {most} characters")
    blocks = view.get("blocks", [])
    found += _all_blocks(blocks, VIEW_BLOCKS, view_block_problems)
    if any(kind(block) == "input" for block in blocks) and "submit" not in view:
        found.append("an input without a way to submit it")
    if any(kind(block) in _ONLY_IN_MESSAGES for block in blocks):
        found.append("a block that only messages have")
    return found


def safe(payload: Payload) -> Payload:
    """The payload as it is when it is good; else its text alone in plain words, and it is counted."""
    found = problems(payload)
    if not found:
        return payload
    INVALID.labels("slack").inc()
    _log.error("a payload failed its checks and goes out as plain text: %s", "; ".join(found))
    # `text` is escaped for Slack, rich text is not: as it is, it can neither mention nor link.
    words = payload["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    words = words.strip()[: CHARACTERS // 2] or "…"
    said = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    text = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "blocks": [{"type": "rich_text", "elements": [said]}]}


def _all_blocks(
    blocks: list[Json], most: int, check: Callable[[Json], Found] = block_problems
) -> Found:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks, at most {most}"
    ids: set[str] = set()
    for n, block in enumerate(blocks):
        if not kind(block):
            yield f"block {n}: no object with a type"
            continue
        yield from (f"block {n}: {p}" for p in check(block))
        if "block_id" in block:
            if str(block["block_id"]) in ids:
                yield f"block {n}: a block_id that another block has"
            ids.add(str(block["block_id"]))
