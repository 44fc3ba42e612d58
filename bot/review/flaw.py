"""What is wrong with what a curator filled in, to be said in their language."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from bot.review.form import Field


@dataclass(frozen=True)
class Flaw:
    """One thing to mend: the field of the form, and a message of the catalogues with its values."""

    field: Field
    key: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


class FlawError(Exception):
    """A form can't be made a fact of; `flaws` say why, one at least."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(", ".join(f"{flaw.field}: {flaw.key}" for flaw in flaws))
        self.flaws = flaws
