"""What Slack would refuse in a form: blocks that ask for something stand in views alone.

Limits are the rows "blocks" of Slack in the platform limits, and the models of slack_sdk.
"""

from collections.abc import Callable, Iterable

from adapters.slack.checks import (
    ID,
    Found,
    Json,
    block_problems,
    count,
    items,
    keys,
    kind,
    length,
    option,
    select,
    text_object,
)

LABEL, PLACEHOLDER = 2000, 150
TYPED = 3000  # characters that somebody may type into a field
BOXES = 10


def view_block_problems(block: Json) -> Found:
    """Everything wrong with one block of a view; it is a dict with a type."""
    if block["type"] != "input":
        yield from block_problems(block)
        return
    for problem in (*length(block, "block_id", ID), *_input(block)):
        yield f"input: {problem}"


def _input(block: Json) -> Found:
    optional = ("block_id", "hint", "optional", "dispatch_action")
    yield from keys(block, {"type", "label", "element"}, optional)
    yield from text_object(block.get("label"), LABEL)
    if "hint" in block:
        yield from text_object(block["hint"], LABEL)
    element = block.get("element")
    check = _ELEMENTS.get(kind(element))
    if check is None or not isinstance(element, dict):
        yield "an element that this app does not send"
        return
    if not element.get("action_id"):
        yield "no action_id"
    yield from length(element, "action_id", ID)
    yield from check(element)
    if "placeholder" in element:
        yield from text_object(element["placeholder"], PLACEHOLDER)


def _conversations(element: Json) -> Found:
    optional = ("initial_conversation", "filter", "placeholder")
    yield from keys(element, {"type", "action_id"}, optional)
    chosen = element.get("filter", {"include": ["public"]})
    if not isinstance(chosen, dict) or not chosen:
        yield "filter is no object with something in it"
        return
    known = ("include", "exclude_bot_users", "exclude_external_shared_channels")
    yield from keys(chosen, set(), known)
    if set(chosen.get("include", ["public"])) - {"im", "mpim", "private", "public"}:
        yield "an unknown kind of conversation"


def _time(element: Json) -> Found:
    yield from keys(element, {"type", "action_id"}, ("initial_time", "placeholder", "timezone"))
    hour, _, minute = str(element.get("initial_time", "00:00")).partition(":")
    if not (_below(hour, 24) and _below(minute, 60)):
        yield "initial_time is no HH:mm"


def _below(text: str, most: int) -> bool:
    return len(text) == 2 and text.isascii() and text.isdigit() and int(text) < most


def _text(element: Json) -> Found:
    optional = ("initial_value", "multiline", "min_length", "max_length", "placeholder")
    yield from keys(element, {"type", "action_id"}, optional)
    most = element.get("max_length", TYPED)
    if most not in range(1, TYPED + 1):
        yield f"max_length is not 1 to {TYPED}"
    else:
        yield from length(element, "initial_value", most)


def _number(element: Json) -> Found:
    optional = ("initial_value", "min_value", "max_value", "placeholder")
    yield from keys(element, {"type", "action_id", "is_decimal_allowed"}, optional)
    for key in ("initial_value", "min_value", "max_value"):
        if not isinstance(element.get(key, ""), str):
            yield f"{key} is no string"


def _many(element: Json) -> Found:
    optional = ("initial_options", "max_selected_items", "placeholder")
    yield from _listed(element, 100, optional)


def _boxes(element: Json) -> Found:
    yield from _listed(element, BOXES, ("initial_options",))


def _listed(element: Json, most: int, optional: Iterable[str]) -> Found:
    yield from keys(element, {"type", "action_id", "options"}, optional)
    yield from count(element, "options", most)
    options = list(items(element, "options"))
    for each in options:
        yield from option(each)
    if "initial_options" in element:
        yield from count(element, "initial_options", most)
        if any(each not in options for each in items(element, "initial_options")):
            yield "an initial option that is none of the options"


_ELEMENTS: dict[str, Callable[[Json], Found]] = {
    "conversations_select": _conversations, "timepicker": _time, "plain_text_input": _text,
    "number_input": _number, "multi_static_select": _many, "checkboxes": _boxes,
    "static_select": select,
}  # fmt: skip
