"""Slack's own models of blocks and views as a second judge of what the bot sends."""

from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def sdk_problem(blocks: list[dict[str, Any]]) -> str | None:
    """The first thing that the models refuse, None for blocks that they take."""
    known = [b for b in blocks if b.get("type") != "data_visualization"]  # newer than the models
    try:
        for block in Block.parse_all(known):
            if block is None or type(block) is Block:
                return "a block that the models don't know"
            _validate(block)
            block.to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        return str(error)
    return None


def sdk_view_problem(view: dict[str, Any]) -> str | None:
    """The same for a view."""
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        return str(error)
    return sdk_problem(view["blocks"])


def _validate(thing: Any) -> None:
    if isinstance(thing, JsonObject):
        thing.validate_json()
        for value in vars(thing).values():
            _validate(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            _validate(value)
