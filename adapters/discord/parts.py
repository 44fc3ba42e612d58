"""What every handler works with, and a response as the messages that show it."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from discord.ui import ActionRow, LayoutView, TextDisplay

from adapters.discord.buttons import follow_up_button
from adapters.discord.door import How, Keep, Shown
from adapters.discord.markdown import escape_line
from adapters.discord.render import layout, page_count, pictures_of, plain
from adapters.metrics import REQUESTS, SECONDS
from adapters.pictures.attach import Attached, attached
from adapters.pictures.drawer import Draw, no_picture
from bot.complete import Completer
from bot.desk import Asked, Desk, Response
from bot.digest.subscription import Channel
from bot.ports import KeyValue, Person, Ports, StoreError
from bot.request import Request, reply_language
from bot.review.desk import ReviewDesk
from bot.review.posted import Posted
from bot.traditional import say_in
from facts.compiled import Compiled

MOST_COMPONENTS = 40  # of one message (platform-limits, row "Components V2")

Gone = Callable[[int, int | None], Awaitable[None]]


@dataclass(frozen=True)
class Parts:
    """What the bot on Discord is made of. `guild` is a server to develop in, which alone gets the
    commands then. `gone` is told the id of a server that removed the bot, or of a server and a
    channel in it that was deleted. `posted` keeps what messages show for later corrections, where
    there are any; `review` is for curators. `own` gives what a server reads, where some have facts
    of their own.
    """

    desk: Desk
    ports: Ports
    notes: KeyValue
    library: Callable[[], Compiled]
    clock: Callable[[], datetime]
    guild: int | None = None
    gone: Gone | None = None
    draw: Draw = no_picture
    posted: Posted | None = None
    review: ReviewDesk | None = None
    own: Callable[[str, str], Compiled] | None = None
    completer: Completer = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "completer", Completer(self.library))

    def reads(self, guild: int | None) -> Compiled:
        """What is read in a server, or outside of all."""
        return self.own("discord", str(guild or "")) if self.own else self.library()

    async def respond(self, asked: Asked) -> Response:
        """The desk's response; it is counted and timed."""
        begun = time.perf_counter()
        response = await self.desk.respond(asked)
        SECONDS.labels("discord").observe(time.perf_counter() - begun)
        reply = response.reply
        command = reply.line.split()[0] if reply.line else "none"
        outcome = "misuse" if reply.misuse else reply.outcome or "shown"
        REQUESTS.labels("discord", command, outcome).inc()
        return response

    async def tag(self, person: Person, locale: str) -> str:
        """The tag of the language to speak to a person in who says nothing themselves."""
        try:
            chosen = await self.ports.preferences.language(person)
        except StoreError:
            chosen = None
        request = Request("", self.clock(), chosen, locale)
        return reply_language(request, None, self.library().index.folder.variants).tag

    def keeping(self, to: Channel | None, response: Response, *, changed: bool = False) -> Keep:
        """What to do once a response is there as a message of a server: keep what it shows."""

        async def keep(message: int) -> None:
            if self.posted and to and to.workspace:
                now = self.clock()
                await self.posted.note(to, str(message), response, now, changed=changed)

        return keep

    async def shown(
        self, response: Response, how: How, *, page: int = 1, follow_up: bool = False
    ) -> Shown:
        """A response as it is shown: a page of it, or all of them where no button could turn
        them; with the Follow-up button where it is wanted and fits, and with its files.
        """
        main, known = response.reply.facts[:1], self.library().library.facts
        topic = known[main[0]].topic if main and main[0] in known else None
        made = await self._made(response, page)
        first = layout(response, page=page, topic=topic, files=made.files)
        if made.why_not:
            reason = say_in(response.reply.tag, "file.not_drawn", reason=made.why_not)
            _add_note(first, f"-# {escape_line(reason)}")
        if follow_up:
            add_follow_up(first, response.reply.tag)
        rest = range(2, page_count(response) + 1) if not response.key else ()
        more = tuple(layout(response, page=n, topic=topic) for n in rest)
        return Shown(first, how, more, partial(plain, response), made.files)

    async def _made(self, response: Response, page: int) -> Attached:
        """The pictures of a page, and on the first one the files of the reply."""
        files = response.reply.files if page == 1 else ()
        pictures = pictures_of(response, page)
        return await attached(files, pictures, self.draw) if files or pictures else Attached()


def _add_note(view: LayoutView, text: str) -> None:
    if view.total_children_count < MOST_COMPONENTS:
        view.add_item(TextDisplay(text))


def add_follow_up(view: LayoutView, tag: str) -> None:
    """Add the Follow-up button where it fits."""
    if view.total_children_count + 2 <= MOST_COMPONENTS:
        view.add_item(ActionRow(follow_up_button(say_in(tag, "discord.follow_up"))))
