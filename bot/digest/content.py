"""What the worker sends: the choice of the day, drawn in the channel's language."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.commands.digest import digest_line
from bot.desk import Response
from bot.digest.choose import Choice, Chooser, Shown
from bot.digest.ports import Claimed
from facts.compiled import Compiled

Draw = Callable[[str, str, datetime], Awaitable[Response]]


class Content:
    """Digests of the library as it is now; `draw` answers a line in a language, as the desk does."""

    def __init__(self, library: Callable[[], Compiled], draw: Draw) -> None:
        self._library, self._draw = library, draw
        self._made_for: Compiled | None = None
        self._chooser: Chooser | None = None

    def chooser(self) -> Chooser:
        """The chooser of the library, made anew when the library is another."""
        ready = self._library()
        if self._chooser is None or self._made_for is not ready:
            self._made_for, self._chooser = ready, Chooser(ready.library)
        return self._chooser

    def choose(self, claimed: Claimed, shown: Mapping[str, Shown]) -> Choice:
        """What a delivery shows."""
        return self.chooser().choose(claimed.subscription, claimed.delivery.day, shown)

    async def compose(self, claimed: Claimed, choice: Choice, now: datetime) -> Response:
        """The digest with its buttons."""
        line = digest_line(claimed.delivery.day, choice)
        return await self._draw(line, claimed.subscription.tag, now)

    def versions(self, choice: Choice) -> Mapping[str, int]:
        """The versions of the facts that are shown."""
        facts = self._library().library.facts
        return {id_: facts[id_].version for id_ in choice.facts() if id_ in facts}
