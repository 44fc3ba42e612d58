"""The ids of buttons: a version, the key of the stored state, and what of it was pressed; in a
digest also the delivery.
"""

import re
from dataclasses import dataclass
from typing import Literal

_ID = re.compile(r"v1:([a-z2-7]{16}):(p?)([0-9]{1,3})(?:~[a-z2-7]{1,25})?")


@dataclass(frozen=True)
class Press:
    """A pressed button: the action of this number in the state, or this page of its answer."""

    key: str
    what: Literal["action", "page"]
    number: int


def press_id(press: Press) -> str:
    """The id that a platform sends back when the button is pressed, at most 30 characters."""
    return f"v1:{press.key}:{'p' if press.what == 'page' else ''}{press.number}"


def marked(id_: str, delivery: str) -> str:
    """The id of a button that stands in a digest: it also tells the delivery, which is found by it
    in a channel's history.
    """
    return f"{id_}~{delivery}"


def read_press(text: str) -> Press | None:
    """The press of an id, None for one that no version of the bot has made."""
    found = _ID.fullmatch(text)
    if found is None:
        return None
    return Press(found[1], "page" if found[2] else "action", int(found[3]))
