"""The digest's commands for chat: on, off, status, preview, now, who; and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.card import Block, Paragraph, Plain
from bot.command import Call, Context, Reply, card_reply, misuse
from bot.commands.digest import DIGEST, DRAW, WHY, digest_reply
from bot.digest.choose import Chooser
from bot.digest.delivery import Delivery
from bot.digest.ports import Deliveries, Subscriptions
from bot.digest.rights import Rights
from bot.digest.schedule import Due, next_due
from bot.digest.subscription import Channel, Subscription, Where
from bot.digest.told import (
    Next,
    delivery_blocks,
    earlier_blocks,
    lines_block,
    next_blocks,
    paused_block,
    settings_blocks,
)
from bot.digest.wish import WishError, changed, read_verb
from bot.ports import KeyValue
from bot.present import date_text
from bot.router import Prepared
from facts.compiled import Compiled

DAYS_TOLD = 7  # of which `why` tells without a date
_TODAY = {"today": 0, "今日": 0, "今天": 0, "yesterday": 1, "昨日": 1, "昨天": 1}


class DigestDesk:
    """Answers `digest` and `why` in a channel."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        deliveries: Deliveries,
        rules: KeyValue,
        chooser: Callable[[Compiled], Chooser],
    ) -> None:
        self._subscriptions, self._deliveries = subscriptions, deliveries
        self._rights, self._chooser = Rights(rules), chooser

    async def answer(self, prepared: Prepared, where: Where) -> Reply:
        """Answer `digest` or `why`; StoreError when nothing can be read or kept now."""
        context, call = prepared.context, prepared.parsed.call
        if prepared.parsed.command is WHY:
            return await self._why(context, call, where)
        if call.text.partition(" ")[0] == DRAW:
            return DIGEST.run(context, call)
        try:
            return await self._digest(context, call, where, prepared.chosen.tag)
        except WishError as error:
            text = context.say(error.key, **error.values)
            return misuse(context.language, text, DIGEST.examples)

    async def subscription(self, channel: Channel) -> Subscription | None:
        """The settings of a channel, None for one that never had a digest; or StoreError."""
        return await self._subscriptions.find(channel)

    async def _digest(self, context: Context, call: Call, where: Where, tag: str) -> Reply:
        wish, now = read_verb(call.text), context.request.now
        if wish.verb == "who":
            return await self._rights.answer(context, where, wish)
        known = await self._subscriptions.find(where.channel)
        if wish.verb == "status":
            return await self._status(context, known)
        if wish.verb != "preview" and (refusal := await self._refusal(context, where, wish.verb)):
            return misuse(context.language, context.say(refusal))
        if wish.verb == "off":
            return await self._off(context, known)
        wanted = changed(known or _first(where, tag), wish, call, context.ready)
        if wish.verb == "preview":
            return await self._preview(context, wanted)
        if wish.verb == "now":
            return await self._now(context, wanted)
        wanted = replace(wanted, by=where.by)
        await self._subscriptions.put(wanted, now)
        return await self._status(context, wanted)

    async def _refusal(self, context: Context, where: Where, verb: str) -> str | None:
        """Why the channel can't, or the person may not, as a key of the catalogues."""
        if where.refused and verb == "on":
            return where.refused
        may = await self._rights.may_change(where, context.request.now)
        return None if may else "digest.may_not"

    async def _off(self, context: Context, known: Subscription | None) -> Reply:
        if known:
            off = replace(known, active=False, paused=None)
            await self._subscriptions.put(off, context.request.now)
        return await self._status(context, None)

    async def _status(self, context: Context, known: Subscription | None) -> Reply:
        if known is None or not known.active:
            blocks: list[Block] = [Paragraph((Plain(context.say("digest.is_off")),))]
            blocks.append(lines_block("digest on", "digest preview"))
            return card_reply(context, context.say("command.digest"), blocks, {"next": None})
        due = await self._next(context, known)
        if known.paused:
            title, first = "digest.is_paused", "digest on"
            blocks = [paused_block(context, known.paused)]
        else:
            title, first, blocks = "digest.is_on", "digest now", list[Block]()
        blocks += settings_blocks(context, known, due)
        blocks.append(lines_block("digest preview", first, "why", "digest off"))
        data = {"next": due.at.isoformat() if due else None}
        return card_reply(context, context.say(title), blocks, data)

    async def _next(self, context: Context, known: Subscription) -> Next | None:
        """When the next digest is due, and whether the last one puts it off."""
        at = await self._subscriptions.next_due(known.channel)
        last = await self._last(known)
        usual = next_due(known, context.request.now)
        if at and last and usual and usual.at < at:
            return Next(at, usual.at, last.at)
        return Next(at) if at else None

    async def _last(self, wanted: Subscription) -> Due | None:
        """When the newest digest was due, whatever became of it."""
        newest = await self._deliveries.history(wanted.channel, None, 1)
        return Due(newest[0].due, newest[0].day) if newest else None

    async def _preview(self, context: Context, wanted: Subscription) -> Reply:
        """The next digest as it will be if nothing changes."""
        now = context.request.now
        due = next_due(wanted, now, await self._last(wanted))
        reply = await self._drawn(context, wanted, due.day if due else _today(wanted, now))
        return replace(reply, audience="asker")

    async def _now(self, context: Context, wanted: Subscription) -> Reply:
        """A digest at once, beside the day's own; what it shows counts as shown."""
        day = _today(wanted, context.request.now)
        reply = await self._drawn(context, wanted, day)
        facts = context.ready.library.facts
        versions = {id_: facts[id_].version for id_ in reply.facts}
        await self._deliveries.note_shown(wanted.channel, versions, day)
        return replace(reply, audience="channel")

    async def _drawn(self, context: Context, wanted: Subscription, day: date) -> Reply:
        shown = await self._deliveries.shown(wanted.channel)
        chooser = self._chooser(context.ready)
        return digest_reply(context, day, chooser.choose(wanted, day, shown))

    async def _why(self, context: Context, call: Call, where: Where) -> Reply:
        """What was chosen for a day and why, and what became of it; the newest days without one."""
        known = await self._subscriptions.find(where.channel)
        base = known or _first(where, context.language)
        try:
            day = _day(call.text, _today(base, context.request.now)) if call.text else None
        except ValueError:
            return misuse(
                context.language, context.say("digest.bad_day", value=call.text), WHY.examples
            )
        found = await self._deliveries.history(where.channel, day, 1 if day else DAYS_TOLD)
        blocks: list[Block] = [_nothing(context, day)]
        if found:
            blocks = delivery_blocks(context, found[0], base.zone)
        blocks += earlier_blocks(context, found[1:])
        due = await self._next(context, known) if known else None
        blocks += next_blocks(context, known, due)
        data = {"deliveries": [_data(delivery) for delivery in found]}
        return card_reply(context, context.say("command.why"), blocks, data)


def _first(where: Where, tag: str) -> Subscription:
    """What a channel gets that says nothing else."""
    zone = where.zone or "Asia/Tokyo"
    return Subscription(where.channel, zone=zone, tag=tag, by=where.by, personal=where.personal)


def _today(wanted: Subscription, now: datetime) -> date:
    return now.astimezone(ZoneInfo(wanted.zone)).date()


def _day(text: str, today: date) -> date:
    """A day as people name it; ValueError for one that is none."""
    word = text.strip().casefold()
    return today - timedelta(_TODAY[word]) if word in _TODAY else date.fromisoformat(word)


def _nothing(context: Context, day: date | None) -> Block:
    if day is None:
        return Paragraph((Plain(context.say("digest.nothing_sent")),))
    text = date_text(day.isoformat(), context.language)
    return Paragraph((Plain(context.say("digest.nothing_sent_on", date=text)),))


def _data(delivery: Delivery) -> dict[str, object]:
    choice = delivery.choice
    return {
        "day": delivery.day.isoformat(), "state": delivery.state, "due": delivery.due.isoformat(),
        "reason": delivery.reason, "facts": list(choice.facts()) if choice else [],
    }  # fmt: skip
