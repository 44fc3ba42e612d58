"""What a curator's wish becomes: a decision that the queue carries out, or what is wrong with it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.review.flaw import Flaw, FlawError
from bot.review.form import EditForm
from bot.review.item import Circle, Decision, Item, ItemState, Verb, prefix
from bot.review.ports import ReviewPorts
from bot.review.prepare import By, Made, changed, made_of, merged, next_version
from bot.review.rules import flaws_of
from facts.compiled import Compiled
from facts.fact import Fact

RECHECK_DAYS = 365  # for which a fact that was looked at again is taken for right


class Decider:
    """Makes decisions; each method may raise FlawError, and StoreError."""

    def __init__(self, ports: ReviewPorts, library: Callable[[Circle], Compiled]) -> None:
        self._ports, self._library = ports, library

    async def edit(self, item: Item, form: EditForm, by: By) -> Decision:
        """Keep what was filled in; what still keeps it from being published is no flaw yet."""
        made = made_of(item, form, self._library(item.circle).library, by)
        return _decision(item, "edit", by, edited=made)

    async def approve(self, item: Item, by: By) -> Decision:
        """Publish an item; or, for a fact that came back, say that it is still right."""
        if item.draft is None:
            return await self._still_right(item, by)
        if item.edited is None:
            raise FlawError(Flaw("en", "review.needs_statement"))
        return await self._published(item, Made(item.edited, item.entities), by)

    async def edit_and_approve(self, item: Item, form: EditForm, by: By) -> Decision:
        """Publish an item as it was filled in."""
        made = made_of(item, form, self._library(item.circle).library, by)
        return await self._published(item, made, by)

    async def _published(self, item: Item, made: Made, by: By) -> Decision:
        await self._hold_to_rules(item, made)
        fact = replace(made.fact, review=by.review())
        if before := await self._newest(item.circle, fact.id):  # it was published and taken back
            fact = next_version(before, fact, "update", "published again", by.on)
        made = replace(made, fact=fact)
        return replace(
            _decision(item, "approve", by, edited=made, state="published", fact=fact.id),
            publishes=(fact,),
        )

    async def _hold_to_rules(self, item: Item, made: Made) -> None:
        """FlawError where a rule of `check` or `verify` is broken."""
        archive = await self._ports.queue.archive(item.circle, item.archive)
        library = self._library(item.circle).library
        # Off the loop: a quote that is not there is looked for in the whole text.
        if flaws := await asyncio.to_thread(flaws_of, made, item, archive, library):
            raise FlawError(*flaws)

    async def change(self, item: Item, form: EditForm, by: By) -> Decision:
        """The next version of the fact that an item was published as."""
        fact = await self._newest(item.circle, item.fact or "")
        if fact is None:
            raise FlawError(Flaw("", "review.no_fact", {"fact": item.fact or ""}))
        library = self._library(item.circle).library
        made = changed(Made(fact, item.entities), form, library, by)
        await self._hold_to_rules(item, made)
        decided = _decision(item, "edit", by, edited=made, state="published", fact=fact.id)
        reason = f"{form.kind}: {made.fact.history[-1].reason}"
        return replace(decided, publishes=(made.fact,), reason=reason)

    async def merge(self, item: Item, target: str, by: By) -> Decision:
        """Add the quote to a fact of the circle; of another one only note that it is told there."""
        decided = _decision(item, "merge", by, state="merged", fact=target)
        if target not in self._library(item.circle).library.facts:
            raise FlawError(Flaw("", "review.no_fact", {"fact": target}))
        own = target.startswith(prefix(item.circle))
        fact = await self._newest(item.circle, target) if own else None
        if fact is None:
            return decided
        wider = merged(fact, item, by)
        await self._hold_to_rules(item, Made(wider))
        return replace(decided, publishes=(wider,))

    async def reject(self, item: Item, reason: str, by: By) -> Decision:
        """Reject a draft; a published fact that came back is taken back."""
        if not reason.strip():
            raise FlawError(Flaw("reason", "review.needs_reason"))
        decided = _decision(item, "reject", by, state="rejected", fact=item.fact)
        own = item.fact if item.draft is None and item.fact else None
        if own and not own.startswith(prefix(item.circle)):
            raise FlawError(Flaw("", "review.not_ours", {"fact": own}))
        return replace(decided, reason=reason.strip(), withdraws=(own,) if own else ())

    async def undo(self, item: Item, by: By) -> Decision:
        """Take the item's last decision back."""
        back = _decision(item, "undo", by, fact=item.fact if item.draft is None else None)
        if item.state == "waiting":
            if item.edited is None:
                raise FlawError(Flaw("", "review.nothing_to_undo"))
            return replace(back, edited=None, entities=(), statement=None)
        if item.state == "published" and item.draft:
            return await self._unpublished(item, back, by)
        if item.state == "merged":
            return replace(back, publishes=await self._without_quote(item, by))
        if item.state == "rejected" and item.draft is None:
            return replace(back, publishes=await self._back_again(item, by))
        return back

    async def _back_again(self, item: Item, by: By) -> tuple[Fact, ...]:
        fact = await self._newest(item.circle, item.fact or "")
        if fact is None:
            return ()
        return (next_version(fact, fact, "wording", "published again", by.on),)

    async def _unpublished(self, item: Item, back: Decision, by: By) -> Decision:
        """Withdraw a fact, or give one that was changed the words that it had before."""
        versions = await self._ports.published.versions(item.circle, item.fact or "")
        if not versions or (item.edited and versions[-1].version > item.edited.version):
            raise FlawError(Flaw("", "review.changed_since", {"fact": item.fact or ""}))
        last = await self._ports.queue.log(item.circle, 1, item.id)
        if last and last[0].verb == "edit" and len(versions) > 1:
            before, now = versions[-2], versions[-1]
            kind = now.history[-1].kind
            fact = replace(before, history=now.history, version=now.version)
            fact = next_version(now, fact, kind, "the change was undone", by.on)
            return replace(
                back, state="published", fact=fact.id, edited=fact, publishes=(fact,)
            )  # fmt: skip
        return replace(back, withdraws=(item.fact,) if item.fact else ())

    async def _without_quote(self, item: Item, by: By) -> tuple[Fact, ...]:
        """The fact that a quote was added to, without it."""
        fact = await self._newest(item.circle, item.fact or "")
        if fact is None or item.draft is None:
            return ()
        ours = (item.draft.source, item.draft.quote.exact)
        left = tuple(q for q in fact.quotes if (q.source, q.exact) != ours)
        if not left or left == fact.quotes:
            return ()
        narrower = replace(fact, quotes=left)
        return (next_version(fact, narrower, "wording", "a source was taken back", by.on),)

    async def _still_right(self, item: Item, by: By) -> Decision:
        """A fact that came back and needs no change; one of the circle is good for another year."""
        decided = _decision(item, "approve", by, state="published", fact=item.fact)
        fact = await self._newest(item.circle, item.fact or "")
        if fact is None or item.kind != "recheck":
            return decided
        last = self._library(item.circle).library.period(fact).last or fact.added
        days = _days_since(last, by.on) + RECHECK_DAYS
        looked_at = replace(fact, recheck_days=days, review=by.review())
        again = next_version(fact, looked_at, "wording", "rechecked", by.on)
        return replace(decided, publishes=(again,))

    async def _newest(self, circle: Circle, fact: str) -> Fact | None:
        """The newest record of a fact of the circle, as the store has it now."""
        versions = await self._ports.published.versions(circle, fact)
        return versions[-1] if versions else None


def _days_since(day: date, today: date) -> int:
    return max(0, (today - day).days)


def _decision(
    item: Item, verb: Verb, by: By, *, edited: Made | None = None,
    state: ItemState = "waiting", fact: str | None = None,
) -> Decision:  # fmt: skip
    """A decision that keeps what the item has and nobody changed."""
    kept = edited or (Made(item.edited, item.entities) if item.edited else None)
    return Decision(
        item.id, item.turn, verb, by.person, state,
        statement=kept.fact.statement if kept else item.statement, fact=fact,
        edited=kept.fact if kept else None, entities=kept.entities if kept else (),
    )  # fmt: skip
