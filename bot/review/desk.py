"""Review for every platform: suggestions, the queue, its items, and what is decided on them.

Adapters show the replies like any other, with their buttons; their forms call `form`, `save` and
`reject`. Every method may raise StoreError.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.card import Block, Notice
from bot.command import Reply
from bot.fact_card import Reader
from bot.request import language_of
from bot.review.card import item_blocks, made_blocks
from bot.review.curators import Asker, Curators, Groups
from bot.review.decide import Decider
from bot.review.flaw import FlawError
from bot.review.form import EditForm, Field, Shown
from bot.review.item import Circle, Decision, Item
from bot.review.lists import Lists, MostWanted
from bot.review.ports import ReviewPorts
from bot.review.prepare import By, Made, fields_of, fields_of_fact
from bot.review.suggested import suggested
from bot.review.told import card_of, form_reply, refused, troubles_reply
from bot.router import Prepared
from bot.traditional import in_traditional, say_in
from facts.compiled import Compiled


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a field, in the asker's language; `field` "" is the whole form."""

    field: Field
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of a form: nothing was done where there are `troubles`. Else the reply says what
    was done, or who was first.
    """

    reply: Reply
    troubles: tuple[Trouble, ...] = ()


class ReviewDesk:
    """Answers `suggest` and `review`, and forms. `library` gives what a circle reads now; `groups`
    are the platforms that have user groups.
    """

    def __init__(
        self,
        ports: ReviewPorts,
        curators: Curators,
        library: Callable[[Circle], Compiled],
        wanted: MostWanted,
        groups: Mapping[str, Groups] | None = None,
    ) -> None:
        self._ports, self._curators, self._library = ports, curators, library
        self._groups = {} if groups is None else groups
        self._decider = Decider(ports, library)
        self._lists = Lists(ports, library, wanted)

    def circle(self, asker: Asker) -> Circle:
        """The circle whose queue the asker sees."""
        own = self._curators.circles.of(asker.person.platform, asker.workspace)
        return asker.circle or own

    async def may(self, asker: Asker) -> bool:
        """Whether the asker decides for the circle that they speak in."""
        circle, person = self.circle(asker), asker.person
        if self._curators.may(person, circle, asker.roles):
            return True
        among, groups = self._curators.groups(person, circle), self._groups.get(person.platform)
        if not among or groups is None:
            return False
        return self._curators.may(person, circle, await groups.of(person, among))

    async def answer(self, prepared: Prepared, asker: Asker) -> Reply:
        """The reply to a line of `suggest` or `review`, with the item's buttons."""
        call = prepared.parsed.call
        if prepared.parsed.command.name == "suggest":
            return await suggested(self._ports, self.circle(asker), asker, None, call.text)
        if not await self.may(asker):
            return refused(asker, "review.may_not")
        verb, *words = call.text.split() or ["list"]
        act = self._acts().get(verb)
        if act is None:
            return await self.item(verb, asker)
        return await act(asker, words, call.options)

    def _acts(self) -> Mapping[str, "Act"]:
        return {
            "list": self._listed, "show": self._shown, "next": self._next, "log": self._listed_log,
            "wanted": self._wanted, "failed": self._failed, "translations": self._untranslated,
            "approve": self._approve, "merge": self._merge, "undo": self._undo,
            "edit": self._edit, "change": self._edit, "reject": self._reject,
        }  # fmt: skip

    async def suggest(self, asker: Asker, link: str | None, text: str | None) -> Reply:
        """Keep a link or a text as a suggestion, by anybody; what happens next, told kindly."""
        return self._said(
            asker, await suggested(self._ports, self.circle(asker), asker, link, text)
        )

    async def queue(self, circle: Circle, asker: Asker) -> Reply:
        """The queue of a circle as `review` shows it, for a channel of its curators; the asker
        tells the language and the time alone.
        """
        return self._said(asker, await self._lists.waiting(circle, asker, 1))

    async def item(self, item: str, asker: Asker) -> Reply:
        """One item as a card; a curator may see it, and a channel of its circle's curators."""
        found = await self._ports.queue.find(item)
        if found is None or found.circle != self.circle(asker):
            return self._said(asker, refused(asker, "review.no_item", item=item))
        return self._said(asker, await self._card(asker, found))

    async def form(self, asker: Asker, item: str, turn: int | None = None) -> Shown | Reply:
        """The form of an item, or of a published fact by its id; a reply says why there is none."""
        if not await self.may(asker):
            return self._said(asker, refused(asker, "review.may_not"))
        found = await self._found(asker, item)
        if found is None:
            return self._said(asker, refused(asker, "review.no_item", item=item))
        changes = found.state == "published" and found.draft is not None
        if not changes and (found.state != "waiting" or found.draft is None):
            return self._said(asker, await self._card(asker, found))
        if turn is not None and turn != found.turn:
            return self._said(asker, await self._too_late(asker, found))
        return await self._form(asker, found, change=changes)

    async def save(self, asker: Asker, item: str, turn: int, form: EditForm) -> Outcome:
        """Keep what was filled in, and publish it where `form.approve` says so. For an item that
        is published it makes a new version of its fact, at once.
        """
        if not await self.may(asker):
            return Outcome(self._said(asker, refused(asker, "review.may_not")))
        found = await self._found(asker, item)
        if found is None:
            return Outcome(self._said(asker, refused(asker, "review.no_item", item=item)))
        if found.state == "published" and found.draft:
            make = self._decider.change
        else:
            make = self._decider.edit_and_approve if form.approve else self._decider.edit
        return await self._decided(asker, found, turn, lambda by: make(found, form, by))

    async def reject(self, asker: Asker, item: str, turn: int, reason: str) -> Outcome:
        """Reject an item; a reason is needed."""
        if not await self.may(asker):
            return Outcome(self._said(asker, refused(asker, "review.may_not")))
        found = await self._found(asker, item)
        if found is None:
            return Outcome(self._said(asker, refused(asker, "review.no_item", item=item)))
        return await self._decided(
            asker, found, turn, lambda by: self._decider.reject(found, reason, by)
        )  # fmt: skip

    async def _found(self, asker: Asker, item: str) -> Item | None:
        """An item of the asker's circle by its id, or by the fact that it was published as."""
        circle = self.circle(asker)
        found = await self._ports.queue.find(item)
        found = found or await self._ports.queue.publisher(circle, item)
        return found if found and found.circle == circle else None

    async def _form(self, asker: Asker, item: Item, *, change: bool) -> Shown:
        library, draft = self._library(item.circle).library, item.draft
        shown = fields_of(item, library)
        if change:
            versions = await self._ports.published.versions(item.circle, item.fact or "")
            if versions:
                shown = fields_of_fact(Made(versions[-1], item.entities), library)
            shown = replace(shown, kind="wording", reason="")
        source = item.source.publisher if item.source else ""
        notes = []
        if draft and draft.names and item.edited is None:
            notes.append(say_in(asker.tag, "review.form_names", names=", ".join(draft.names)))
        title = say_in(asker.tag, "review.form_change" if change else "review.form_edit")
        quote = draft.quote.exact if draft else ""
        return Shown(item.id, item.turn, title, quote, source, shown, change, tuple(notes))

    async def _decided(
        self, asker: Asker, item: Item, turn: int, make: Callable[[By], Awaitable[Decision]]
    ) -> Outcome:
        """Carry a decision out, unless somebody was first or something is wrong."""
        if turn != item.turn:
            return Outcome(self._said(asker, await self._too_late(asker, item)))
        language = language_of(asker.tag).language
        by = By(asker.person, item.circle, asker.now.date(), language)
        try:
            decision = await make(by)
        except FlawError as error:
            said = [Trouble(f.field, say_in(asker.tag, f.key, **f.values)) for f in error.flaws]
            reply = troubles_reply(asker, item, [t.text for t in said])
            return Outcome(self._said(asker, reply), tuple(said))
        done = await self._ports.queue.decide(decision, asker.now)
        if done is None:
            now = await self._ports.queue.find(item.id)
            return Outcome(self._said(asker, await self._too_late(asker, now or item)))
        return Outcome(self._said(asker, await self._told(asker, done, decision)))

    async def _told(self, asker: Asker, item: Item, decision: Decision) -> Reply:
        """What was done, and the item as it is now."""
        reader = self._reader(asker, item.circle)
        key = f"review.done_{decision.verb}"
        if decision.verb == "edit" and decision.publishes:
            key = "review.done_change"
        blocks: list[Block] = [Notice("info", reader.say(key, fact=decision.fact or ""))]
        for fact in decision.publishes:
            blocks += made_blocks(reader, Made(fact, decision.entities))
        if decision.publishes or decision.withdraws:
            blocks.append(Notice("info", reader.say("review.seen_soon")))
        shown = [] if decision.publishes else item_blocks(reader, item)[:-1]
        blocks += [*shown, item_blocks(reader, item)[-1]]
        return card_of(asker, reader.say("review.title"), blocks, f"review show {item.id}")

    async def _too_late(self, asker: Asker, item: Item) -> Reply:
        """Somebody was first: who, and what they did."""
        reply = await self._card(asker, item)
        late = Notice("caution", say_in(asker.tag, "review.too_late"))
        return replace(
            reply, card=replace(reply.card, blocks=(late, *reply.card.blocks)), misuse=True
        )  # fmt: skip

    async def _card(self, asker: Asker, item: Item) -> Reply:
        reader = self._reader(asker, item.circle)
        last = await self._ports.queue.log(item.circle, 1, item.id)
        blocks = item_blocks(reader, item, last[0] if last else None)
        return card_of(asker, reader.say("review.title"), blocks, f"review show {item.id}")

    def _reader(self, asker: Asker, circle: Circle) -> Reader:
        ready, language = self._library(circle), language_of(asker.tag).language
        return Reader(ready.library, ready.rates, language, asker.now.date())

    def _said(self, asker: Asker, reply: Reply) -> Reply:
        """The reply in the asker's characters; the desk of all commands does it for `answer`."""
        traditional = language_of(asker.tag).traditional
        return replace(reply, card=in_traditional(reply.card)) if traditional else reply

    async def _listed(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        page = int(words[0]) if words and words[0].isdecimal() else 1
        return await self._lists.waiting(self.circle(asker), asker, max(1, page))

    async def _listed_log(self, asker: Asker, _: list[str], __: Mapping[str, str]) -> Reply:
        return await self._lists.log(self.circle(asker), asker)

    async def _wanted(self, asker: Asker, _: list[str], __: Mapping[str, str]) -> Reply:
        return await self._lists.wanted(self.circle(asker), asker)

    async def _failed(self, asker: Asker, _: list[str], __: Mapping[str, str]) -> Reply:
        return await self._lists.failed(self.circle(asker), asker)

    async def _untranslated(self, asker: Asker, _: list[str], __: Mapping[str, str]) -> Reply:
        return await self._lists.untranslated(self.circle(asker), asker)

    async def _shown(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        return await self.item(words[0] if words else "", asker)

    async def _next(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        found = await self._lists.after(self.circle(asker), words[0] if words else "")
        return await self._card(asker, found) if found else await self._listed(asker, [], {})

    async def _approve(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        return await self._on(asker, words, self._decider.approve)

    async def _undo(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        return await self._on(asker, words, self._decider.undo)

    async def _merge(self, asker: Asker, words: list[str], _: Mapping[str, str]) -> Reply:
        async def make(item: Item, by: By) -> Decision:
            told = item.draft.relation.fact if item.draft else None
            return await self._decider.merge(item, words[2] if len(words) > 2 else told or "", by)

        return await self._on(asker, words, make)

    async def _reject(self, asker: Asker, words: list[str], given: Mapping[str, str]) -> Reply:
        said = given.get("reason") or " ".join(words[2:])
        if not said:
            return form_reply(asker, "review reject", words, 'reason:"…"')

        async def make(item: Item, by: By) -> Decision:
            return await self._decider.reject(item, said, by)

        return await self._on(asker, words, make)

    async def _edit(self, asker: Asker, words: list[str], given: Mapping[str, str]) -> Reply:
        renamed = {"roles": "about", "dates": "when"}
        fields = {renamed.get(key, key): text for key, text in given.items() if key != "lang"}
        if not fields:
            return form_reply(asker, "review edit", words, 'en:"…" ja:"…" zh:"…"')
        found = await self._found(asker, words[0]) if words else None
        if found is None:
            return refused(asker, "review.no_item", item=" ".join(words[:1]))
        form = EditForm(**fields, approve="approve" in words[1:])
        turn = _turn(words, found)
        return (await self.save(asker, found.id, turn, form)).reply

    async def _on(
        self, asker: Asker, words: list[str], make: Callable[[Item, By], Awaitable[Decision]]
    ) -> Reply:
        """Decide on the item that a line names at a turn."""
        found = await self._found(asker, words[0]) if words else None
        if found is None:
            return refused(asker, "review.no_item", item=" ".join(words[:1]))
        turn = _turn(words, found)
        return (await self._decided(asker, found, turn, lambda by: make(found, by))).reply


Act = Callable[[Asker, list[str], Mapping[str, str]], Awaitable[Reply]]


def _turn(words: list[str], item: Item) -> int:
    """The turn that a line names: the item as it is now where it names none."""
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else item.turn
