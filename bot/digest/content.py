"""What the worker sends: the choice of the day, drawn in the channel's language."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.commands.digest import digest_line
from bot.desk import Response
from bot.digest.choose import Choice, Chooser, Shown
from bot.digest.ports import Claimed
from bot.digest.subscription import Channel
from facts.compiled import Compiled

Draw = Callable[[str, str, datetime, Channel], Awaitable[Response]]
Libraries = Callable[[Channel], Compiled]
_KEPT = 8  # choosers of libraries; each is larger than it takes to make


class Content:
    """Digests of what each channel reads now; `draw` answers a line in a language there, as the
    desk does.
    """

    def __init__(self, library: Libraries, draw: Draw) -> None:
        self._library, self._draw = library, draw
        self._choosers: list[tuple[Compiled, Chooser]] = []

    def chooser(self, ready: Compiled) -> Chooser:
        """The chooser of a library, made once for each of the last few."""
        for made_for, chooser in self._choosers:
            if made_for is ready:
                return chooser
        made = Chooser(ready.library)
        self._choosers = [(ready, made), *self._choosers[: _KEPT - 1]]
        return made

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        """What a delivery shows."""
        ready = self._library(claimed.subscription.channel)
        return self.chooser(ready).choose(claimed.subscription, claimed.delivery.day, shown)

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        """The digest with its buttons."""
        line = digest_line(claimed.delivery.day, choice)
        subscription = claimed.subscription
        return await self._draw(line, subscription.tag, now, subscription.channel)

    def versions(self, claimed: Claimed, choice: Choice) -> Mapping[str, int]:
        """The versions of the facts that are shown."""
        facts = self._library(claimed.subscription.channel).library.facts
        return {id_: facts[id_].version for id_ in choice.facts() if id_ in facts}
