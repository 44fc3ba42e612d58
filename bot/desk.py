"""The desk that every chat platform brings its messages to: a message in, a response out.

It knows the asker's choices and the conversation, keeps the state behind buttons, and answers
presses of them. A store that fails costs these comforts, never the answer.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from bot.card import Buttons
from bot.command import Reply, misuse
from bot.commands.preferences import forgets, preferences_reply
from bot.digest.subscription import Channel, Subscription, Where
from bot.follow_up import SUBJECTS, follow_up
from bot.ports import Person, Place, Ports, StoreError
from bot.press import Press
from bot.request import Request, language_of
from bot.review.curators import Asker
from bot.router import Prepared, finished, prepare, run, with_notice
from bot.shown import versions_shown
from bot.traditional import say_in
from bot.words import say
from facts.compiled import Compiled

ActionKind = Literal["run", "source", "compare", "request", "good", "bad", "share"]

_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A message to the bot. `place` is where its conversation goes on, None where there is none;
    `private` says that only the asker will see the answer; `where` is the channel whose digest
    can be set.
    """

    text: str
    person: Person
    now: datetime
    place: Place | None = None
    locale: str | None = None
    private: bool = False
    where: Where | None = None


@dataclass(frozen=True)
class Action:
    """Something that a reader may do with an answer: a label, and the line that it stands for."""

    kind: ActionKind
    label: str
    line: str = ""


@dataclass(frozen=True)
class Response:
    """A reply with what its readers may do next.

    `key` finds the state of its buttons again; it is "" when the state could not be kept, and no
    button would work. `actions` are numbered from 0: first those of the card's own buttons.
    `versions` are those of the facts that are shown, by their ids.
    """

    reply: Reply
    key: str = ""
    actions: tuple[Action, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)

    def offers(self) -> list[tuple[int, Action]]:
        """The actions that don't stand in the card, with their numbers."""
        return [(n, action) for n, action in enumerate(self.actions) if action.kind != "run"]

    def number(self, line: str) -> int:
        """The number of the card's button that stands for this line."""
        return next(n for n, a in enumerate(self.actions) if (a.kind, a.line) == ("run", line))


@dataclass(frozen=True)
class Pressed:
    """What a press leads to: a response to show, or a short text alone (thanks, or an excuse).

    `page` is the page of the response to show, from 1.
    """

    kind: ActionKind | Literal["page", "unknown"]
    response: Response | None = None
    text: str = ""
    page: int = 1


class Digests(Protocol):
    """Answers the commands about a channel's digest."""

    async def answer(self, prepared: Prepared, where: Where) -> Reply:
        """The reply to `digest` or `why`; StoreError where the store can't be reached."""

    async def subscription(self, channel: Channel) -> Subscription | None:
        """The settings of a channel, None for one that never had a digest; or StoreError."""


class Reviews(Protocol):
    """Answers `suggest` and `review`."""

    async def answer(self, prepared: Prepared, asker: Asker) -> Reply:
        """The reply to a line of theirs; StoreError where the store can't be reached."""


@dataclass(frozen=True)
class _Scene:
    """Who asks where, as far as that tells what they read and may do; nobody for the bot itself."""

    platform: str = ""
    workspace: str = ""
    person: Person | None = None
    where: Where | None = None


def _scene(person: Person, where: Where | None, place: Place | None = None) -> _Scene:
    """A Discord user is one everywhere: the channel or the thread tells the server."""
    workspace = person.workspace or (where.channel.workspace if where else "")
    workspace = workspace or (place.workspace if place else "")
    return _Scene(person.platform, workspace, person, where)


class Desk:
    """Answers messages and presses; `library` gives what everybody reads now, and `own` what a
    workspace of a platform does, where some have facts of their own. `public_url` is the address
    of the website, if there is one.
    """

    def __init__(
        self,
        library: Callable[[], Compiled],
        ports: Ports,
        digests: Digests | None = None,
        public_url: str | None = None,
        *,
        own: Callable[[str, str], Compiled] | None = None,
        reviews: Reviews | None = None,
    ) -> None:
        self._library = own or (lambda _, __: library())
        self._reviews = reviews
        self._public_url = public_url
        self._ports = ports
        self._digests = digests

    async def respond(self, asked: Asked) -> Response:
        """Answer a message: a command line, a question, or one that goes on from the last."""
        scene = _scene(asked.person, asked.where, asked.place)
        ports, ready = self._ports, self._library(scene.platform, scene.workspace)
        tag = await _calmly(ports.preferences.language(asked.person), None)
        text = "preferences forget" if forgets(asked.text) else asked.text
        request = Request(text, asked.now, tag, asked.locale, said=asked.text)
        line = await self._follow_up(ready, asked)
        if line:
            request = replace(request, text=line)
        reply = await self._reply(ready, request, scene)
        if line:
            reply = with_notice(reply, say_in(reply.tag, "answer.follow_up", line=line))
        if asked.place and not reply.misuse:
            await self._remember(asked.place, asked.person, reply.line, asked.now)
        private = asked.private and reply.audience != "channel"
        return await self._with_actions(ready, reply, asked.now, private=private)

    async def _reply(self, ready: Compiled, request: Request, scene: _Scene) -> Reply:
        """The reply to a request; some commands are about the person or the channel, and need the
        store.
        """
        request = replace(request, public_url=self._public_url)
        prepared = prepare(ready, request)
        if isinstance(prepared, Reply):
            return prepared
        try:
            reply = await self._kept_reply(prepared, scene)
            return finished(prepared, reply) if reply else run(prepared)
        except StoreError:
            _log.exception("a command could not be carried out")
            language = prepared.chosen.language
            return finished(prepared, misuse(language, say(language, "action.unreachable")))

    async def _kept_reply(self, prepared: Prepared, scene: _Scene) -> Reply | None:
        """The reply of a command that needs the store; None for the others, and for all where
        nobody asks.
        """
        name, person = prepared.parsed.command.name, scene.person
        if name in ("digest", "why") and scene.where and self._digests:
            return await self._digests.answer(prepared, scene.where)
        if name == "preferences" and person:
            call = prepared.parsed.call
            return await preferences_reply(prepared.context, call, person, self._ports)
        if name in ("suggest", "review") and person and self._reviews:
            now, roles = prepared.context.request.now, scene.where.roles if scene.where else ()
            asker = Asker(person, scene.workspace, now, prepared.chosen.tag, roles)
            return await self._reviews.answer(prepared, asker)
        return None

    async def _follow_up(self, ready: Compiled, asked: Asked) -> str | None:
        """The line that a message means after the last one of its conversation."""
        if asked.place is None:
            return None
        last = await _calmly(self._ports.memory.last(asked.place, asked.now), None)
        return follow_up(ready, last, asked.text, asked.now.date()) if last else None

    async def take_up(self, key: str, place: Place, person: Person, now: datetime) -> None:
        """Make what an earlier response was about the subject of a place again, for a message
        that replies to it; an unknown key changes nothing.
        """
        state = await _calmly(self._ports.rows.find(key, now), None)
        if state:
            await self._remember(place, person, state["line"], now)

    async def _remember(self, place: Place, person: Person, line: str, now: datetime) -> None:
        """Keep a line as the subject of its place; help, sources and digests are none."""
        if line.partition(" ")[0] in SUBJECTS:
            await _calmly(self._ports.memory.remember(place, person, line, now), None)

    async def press(
        self,
        press: Press,
        person: Person,
        now: datetime,
        locale: str | None = None,
        *,
        private: bool = True,
        where: Where | None = None,
    ) -> Pressed:
        """What a pressed button leads to, in the language of the one who pressed it; `private`
        says that only they will see it.
        """
        tag = await _calmly(self._ports.preferences.language(person), None)
        try:
            state = await self._ports.rows.find(press.key, now)
        except StoreError:
            _log.exception("the state of a button could not be read")
            return Pressed("unknown", text=say_in(tag or locale, "action.unreachable"))
        actions = state["actions"] if state else []
        if state is None or (press.what == "action" and press.number >= len(actions)):
            return Pressed("unknown", text=say_in(tag or locale, "action.expired"))
        tag, scene = tag or state["tag"], _scene(person, where)
        if press.what == "page":
            request = Request(state["line"], now, tag)
            response = await self._again(request, scene, private=state["private"])
            return Pressed("page", response, page=max(1, press.number))
        kind, line = actions[press.number]
        if kind in ("request", "good", "bad"):
            return Pressed(kind, text=await self._note(kind, line, state, tag, now))
        alone = private and kind != "share"
        return Pressed(kind, await self._again(Request(line, now, tag), scene, private=alone))

    async def line_of(self, press: Press, now: datetime) -> str | None:
        """The command line that a button stands for, where it opens a form instead; None for a
        button of another kind, and where that can't be known.
        """
        state = await _calmly(self._ports.rows.find(press.key, now), None)
        actions = state["actions"] if state and press.what == "action" else []
        kind, line = actions[press.number] if press.number < len(actions) else ("", "")
        return str(line) if kind == "run" else None

    async def complete(self, reply: Reply, now: datetime, *, private: bool) -> Response:
        """A reply that was made elsewhere, such as of a form, with what may be done next."""
        return await self._with_actions(self._library("", ""), reply, now, private=private)

    async def _note(
        self, kind: str, line: str, state: dict[str, Any], tag: str, now: datetime
    ) -> str:
        """Keep a wish or a verdict; what to say to the one who gave it."""
        ports = self._ports
        try:
            if kind == "request":
                await ports.requests.want(line, language_of(state["tag"]).language, now)
                return say_in(tag, "action.requested")
            verdict: Literal["good", "bad"] = "good" if kind == "good" else "bad"
            await ports.feedback.rate(state["line"], state["facts"], verdict, now)
        except StoreError:
            _log.exception("a %s could not be kept", kind)
            return say_in(tag, "action.not_kept")
        return say_in(tag, "action.thanks")

    async def subscription(self, channel: Channel) -> Subscription | None:
        """The digest's settings of a channel, for a form; None where none are known."""
        return await _calmly(self._digests.subscription(channel), None) if self._digests else None

    async def draw(
        self, line: str, tag: str, now: datetime, to: Channel | None = None
    ) -> Response:  # fmt: skip
        """The response to a line that the bot made itself, such as a digest, for all who read a
        channel; for everybody without one.
        """
        scene = _Scene(to.platform, to.workspace) if to else _Scene()
        return await self._again(Request(line, now, tag), scene, private=False)

    async def _again(self, request: Request, scene: _Scene, *, private: bool) -> Response:
        ready = self._library(scene.platform, scene.workspace)
        reply = await self._reply(ready, request, scene)
        return await self._with_actions(ready, reply, request.now, private=private)

    async def _with_actions(
        self, ready: Compiled, reply: Reply, now: datetime, *, private: bool
    ) -> Response:
        """`ready` is the library that the reply was made from, whatever is published meanwhile."""
        actions = [
            Action("run", button.label, button.command)
            for block in reply.card.blocks if isinstance(block, Buttons)
            for button in block.buttons
        ]  # fmt: skip
        actions += self._offers(ready, reply, private=private)
        state: dict[str, Any] = {
            "line": reply.line,
            "tag": reply.tag,
            "private": private,
            "facts": list(reply.facts[:3]),
            "actions": [[action.kind, action.line] for action in actions],
        }
        versions = versions_shown(ready.library, reply)
        key = await _calmly(self._ports.rows.keep(state, now), "")
        return Response(reply, key, tuple(actions) if key else (), versions)

    def _offers(self, ready: Compiled, reply: Reply, *, private: bool) -> list[Action]:
        def offer(kind: ActionKind, line: str = "") -> Action:
            return Action(kind, say_in(reply.tag, f"action.{kind}"), line)

        if reply.misuse:
            return []
        if reply.outcome == "unknown":
            question = reply.data.get("question", "")
            return [offer("request", question)] if question else []
        if not reply.facts:
            return []
        main = ready.library.facts[reply.facts[0]]
        offers = [offer("source", f"source {main.id}")]
        if others := [other for other in main.conflicts_with if other not in reply.facts]:
            offers.append(offer("compare", " ".join(("compare", main.id, *others))))
        offers += [offer("share", reply.line)] if private else []
        return [*offers, offer("good"), offer("bad")]


async def _calmly(kept: Awaitable[T], default: T) -> T:
    """What the store says; the default where it can't be reached, for the answer to go on."""
    try:
        return await kept
    except StoreError:
        _log.exception("the store failed; answering without it")
        return default
