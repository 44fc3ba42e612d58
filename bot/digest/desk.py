"""The digest's commands for chat: on, off, status, preview, now, who; and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.card import Block, Bullets, Button, Buttons, Fields, Notice, Paragraph, Plain, Span, Strong
from bot.command import Call, Context, Reply, card_reply, misuse
from bot.commands.digest import DIGEST, DRAW, WHY, digest_reply
from bot.digest.choose import Chooser
from bot.digest.delivery import Delivery
from bot.digest.ports import Deliveries, Subscriptions
from bot.digest.schedule import Due, next_due
from bot.digest.subscription import EVERY_DAY, RIGHTS, Channel, Right, Subscription, Where
from bot.digest.wish import Wish, WishError, changed, read_verb
from bot.ports import KeyValue
from bot.present import date_text
from bot.router import Prepared
from facts.when import parse_edtf

_USUAL: dict[str, Right] = {"slack": "member", "discord": "manager"}


class DigestDesk:
    """Answers `digest` and `why` in a channel."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        deliveries: Deliveries,
        rules: KeyValue,
        chooser: Callable[[], Chooser],
    ) -> None:
        self._subscriptions, self._deliveries = subscriptions, deliveries
        self._rules, self._chooser = rules, chooser

    async def answer(self, prepared: Prepared, where: Where) -> Reply:
        """Answer `digest` or `why`; StoreError when nothing can be read or kept now."""
        context, call = prepared.context, prepared.parsed.call
        if prepared.parsed.command is WHY:
            return await self._why(context, call, where)
        if call.text.partition(" ")[0] == DRAW:
            return DIGEST.run(context, call)
        return await self._digest(context, call, where, prepared.chosen.tag)

    async def _digest(self, context: Context, call: Call, where: Where, tag: str) -> Reply:
        now = context.request.now
        known = await self._subscriptions.find(where.channel)
        base = known or _first(where, tag)
        try:
            wish = read_verb(call.text)
            wanted = (
                base if wish.verb in ("off", "who") else changed(base, wish, call, context.ready)
            )
        except WishError as error:
            return misuse(context.language, context.say(error.key, **error.values), DIGEST.examples)
        if wish.verb in ("on", "off", "now", "who") and (
            refusal := await self._refusal(context, where, wish)
        ):
            return misuse(context.language, context.say(refusal[0], **refusal[1]))
        match wish.verb:
            case "status":
                return await self._status(context, known, where)
            case "preview":
                return await self._preview(context, wanted, now)
            case "now":
                return await self._now(context, wanted, now)
            case "off":
                await self._subscriptions.put(replace(base, active=False), now)
                return _said(context, "digest.is_off")
            case "who":
                return await self._who(context, where, wish)
            case "on":
                await self._subscriptions.put(replace(wanted, by=where.by), now)
                return await self._status(context, wanted, where)

    async def _why(self, context: Context, call: Call, where: Where) -> Reply:
        """What was chosen for a day and why, and what became of it; the newest days without one."""
        day: date | None = None
        if call.text:
            try:
                day = parse_edtf(call.text.strip()).first
            except ValueError:
                day = None
            if day is None:
                return misuse(context.language, context.say("misuse.date", value=call.text))
        found = await self._deliveries.history(where.channel, day, 1 if day else 7)
        blocks: list[Block] = [b for delivery in found for b in _told(context, delivery, where)]
        subscription = await self._subscriptions.find(where.channel)
        if not found:
            blocks.append(Paragraph((Plain(context.say("digest.nothing_sent")),)))
        if subscription and subscription.paused:
            text = context.say("digest.paused", reason=subscription.paused)
            blocks.append(Notice("caution", text))
        due = await self._subscriptions.next_due(where.channel)
        if due and subscription:
            text = context.say("digest.next", at=_local(context, due, subscription.zone))
            blocks.append(Notice("info", text))
        data = {"deliveries": [_data(delivery) for delivery in found]}
        return card_reply(context, context.say("command.why"), blocks, data)

    async def _refusal(
        self, context: Context, where: Where, wish: Wish
    ) -> tuple[str, dict[str, str]] | None:
        """Why the person may not, or the channel can't."""
        if where.refused and wish.verb == "on":
            return where.refused, {}
        if where.personal:
            return None
        rule = await self._rules.get(_rule(where.channel), context.request.now)
        needed = rule or _USUAL.get(where.channel.platform, "member")
        if wish.verb == "who":
            needed = "admin"
        if needed in RIGHTS and RIGHTS.index(where.right) >= RIGHTS.index(needed):
            return None
        return None if needed in where.roles else ("digest.may_not", {})

    async def _who(self, context: Context, where: Where, wish: Wish) -> Reply:
        """Note who may change digests from now on: a right, or a role that was mentioned."""
        word = " ".join(wish.words).strip("<@&>").removesuffix("s")
        if word not in RIGHTS and not word.isdigit():
            text = context.say("digest.bad_who", value=word, known=", ".join(RIGHTS))
            return misuse(context.language, text)
        await self._rules.put(_rule(where.channel), word)
        return _said(context, "digest.who_is", who=word)

    async def _preview(self, context: Context, wanted: Subscription, now: datetime) -> Reply:
        """The next digest as it will be if nothing changes."""
        due = await self._due(wanted, now)
        return await self._drawn(context, wanted, due.day if due else now.date())

    async def _now(self, context: Context, wanted: Subscription, now: datetime) -> Reply:
        """A digest at once, beside the day's own; what it shows counts as shown."""
        day = now.astimezone(ZoneInfo(wanted.zone)).date()
        reply = await self._drawn(context, wanted, day)
        facts = context.ready.library.facts
        versions = {id_: facts[id_].version for id_ in reply.facts}
        await self._deliveries.note_shown(wanted.channel, versions, day)
        return replace(reply, public=True)

    async def _drawn(self, context: Context, wanted: Subscription, day: date) -> Reply:
        shown = await self._deliveries.shown(wanted.channel)
        return digest_reply(context, day, self._chooser().choose(wanted, day, shown))

    async def _due(self, wanted: Subscription, now: datetime) -> Due | None:
        newest = await self._deliveries.history(wanted.channel, None, 1)
        last = Due(newest[0].due, newest[0].day) if newest else None
        return next_due(wanted, now, last)

    async def _status(self, context: Context, known: Subscription | None, where: Where) -> Reply:
        if known is None or not known.active:
            return _said(context, "digest.is_off", "digest on", "digest preview")
        due = await self._subscriptions.next_due(where.channel)
        blocks: list[Block] = []
        if known.paused:
            blocks.append(Notice("caution", context.say("digest.paused", reason=known.paused)))
        blocks.append(Fields(tuple(_settings(context, known, due))))
        lines = ("digest preview", "digest now", "why", "digest off")
        blocks.append(Buttons(tuple(Button(line, line) for line in lines)))
        data = {"next": due.isoformat() if due else None}
        return card_reply(context, context.say("digest.is_on"), blocks, data)


def _first(where: Where, tag: str) -> Subscription:
    """What a channel gets that says nothing else."""
    zone = where.zone or "Asia/Tokyo"
    return Subscription(where.channel, zone=zone, tag=tag, by=where.by, personal=where.personal)


def _rule(channel: Channel) -> str:
    return f"digest.who/{channel.platform}/{channel.workspace}"


def _said(context: Context, key: str, *lines: str, **values: object) -> Reply:
    blocks: list[Block] = [Paragraph((Plain(context.say(key, **values)),))]
    if lines:
        blocks.append(Buttons(tuple(Button(line, line) for line in lines)))
    return card_reply(context, context.say("command.digest"), blocks, {})


def _settings(
    context: Context, known: Subscription, due: datetime | None
) -> list[tuple[str, Span]]:
    say, library = context.say, context.ready.library
    days = say("digest.every_day")
    if known.days != EVERY_DAY:
        days = ", ".join(_weekday(context, day) for day in known.days)
    topics = ", ".join(say(f"topic.{topic}") for topic in known.topics) or say("digest.all_topics")
    pairs = [
        ("time", f"{known.at:%H:%M} · {known.zone}"), ("days", days), ("topics", topics),
        ("about", library.entities[known.about].name(context.language) if known.about else ""),
        ("count", str(known.count)), ("language", known.tag),
        ("next_due", _local(context, due, known.zone) if due else say("fact.none")),
    ]  # fmt: skip
    return [(say(f"digest.{key}"), Plain(text)) for key, text in pairs if text]


def _weekday(context: Context, day: int) -> str:
    from babel import Locale  # 40 ms, only for cards

    return str(Locale(context.language).days["format"]["abbreviated"][day])


def _local(context: Context, at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    day = date_text(local.date().isoformat(), context.language)
    return f"{day} {local:%H:%M} ({zone})"


def _told(context: Context, delivery: Delivery, where: Where) -> list[Block]:
    """One delivery: its state, its times, and what was chosen and why."""
    zone = where.zone or "Asia/Tokyo"
    late = ""
    if delivery.ended and delivery.state == "sent":
        minutes = max(0, round((delivery.ended - delivery.due).total_seconds() / 60))
        late = context.say("digest.late", n=minutes)
    day = date_text(delivery.day.isoformat(), context.language)
    state = context.say(f"digest.state_{delivery.state}")
    pairs = [
        ("due", _local(context, delivery.due, zone)),
        ("ended", _local(context, delivery.ended, zone) + late if delivery.ended else ""),
        ("reason", delivery.reason or ""),
    ]
    named = tuple((context.say(f"digest.{key}"), Plain(text)) for key, text in pairs if text)
    blocks: list[Block] = [Paragraph((Strong(f"{day}: {state}"),)), Fields(named)]
    if delivery.choice:
        items: list[tuple[Span, ...]] = [
            (Plain(f"{id_}: {context.say('digest.why_changed')}"),)
            for id_ in delivery.choice.corrected
        ]
        for item in delivery.choice.items:
            reason = context.say(f"digest.why_{item.why}")
            items.append((Plain(f"{', '.join(item.facts)}: {reason}"),))
        blocks.append(Bullets(tuple(items)))
    return blocks


def _data(delivery: Delivery) -> dict[str, object]:
    choice = delivery.choice
    return {
        "day": delivery.day.isoformat(), "state": delivery.state, "due": delivery.due.isoformat(),
        "reason": delivery.reason, "facts": list(choice.facts()) if choice else [],
    }  # fmt: skip
