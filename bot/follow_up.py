"""A message that goes on from the last one: "and Oracle?", "in yen?", "それで2025年は？"."""

from datetime import date

from facts.compiled import Compiled


def follow_up(ready: Compiled, last: str, text: str, today: date) -> str | None:
    """The whole command line that a message means after the last line that was answered in the
    same conversation, None where the message stands for itself.
    """
    raise NotImplementedError
