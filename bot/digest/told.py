"""What a channel is told of its digest: its settings, what is due next, and what became of each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from bot.card import Block, Bullets, Button, Buttons, Fields, Notice, Paragraph, Plain, Span, Strong
from bot.command import Context
from bot.digest.delivery import Delivery, OwnReason
from bot.digest.subscription import EVERY_DAY, Subscription
from bot.present import LANGUAGE_NAMES, date_text
from bot.words import count


@dataclass(frozen=True)
class Next:
    """When the next digest is due. `usual` is the earlier time at which it would be if there had
    been none before, and `last` when that one was due; None where it is not put off.
    """

    at: datetime
    usual: datetime | None = None
    last: datetime | None = None


def settings_blocks(context: Context, known: Subscription, due: Next | None) -> list[Block]:
    """The settings of a channel, and why nothing is sent or not earlier."""
    blocks: list[Block] = [Fields(tuple(_settings(context, known, due)))]
    if due and due.usual:
        blocks.append(_put_off(context, due, known.zone))
    return blocks


def next_blocks(context: Context, known: Subscription | None, due: Next | None) -> list[Block]:
    """What is due next, or why nothing is."""
    if known is None or not known.active:
        return [Notice("info", context.say("digest.is_off")), lines_block("digest on")]
    if known.paused:
        return [paused_block(context, known.paused), lines_block("digest on")]
    if due is None:
        return []
    at = _moment(context, due.at, known.zone)
    blocks: list[Block] = [Notice("info", context.say("digest.next", at=at))]
    return [*blocks, _put_off(context, due, known.zone)] if due.usual else blocks


def paused_block(context: Context, reason: str) -> Notice:
    """That nothing is sent though nobody switched it off."""
    return Notice("caution", context.say("digest.paused", reason=reason))


def lines_block(*lines: str) -> Buttons:
    """Buttons that are named as the lines that they stand for."""
    return Buttons(tuple(Button(line, line) for line in lines))


def delivery_blocks(context: Context, delivery: Delivery, zone: str) -> list[Block]:
    """One day: its state, its times in the channel's zone, and what was chosen and why."""
    blocks: list[Block] = [Paragraph((Strong(_state(context, delivery)),))]
    blocks.append(Fields(tuple(_times(context, delivery, zone))))
    if delivery.choice:
        chosen: list[tuple[str, ...]] = [(id_,) for id_ in delivery.choice.corrected]
        whys = ["corrected"] * len(chosen) + [item.why for item in delivery.choice.items]
        chosen += [item.facts for item in delivery.choice.items]
        blocks.append(Bullets(tuple(
            (Plain(_statements(context, ids)), Plain(_note(context, f"digest.why_{why}")))
            for ids, why in zip(chosen, whys)
        )))  # fmt: skip
    return blocks


def earlier_blocks(context: Context, deliveries: Sequence[Delivery]) -> list[Block]:
    """Days before, a line each, and buttons to ask about each."""
    if not deliveries:
        return []
    lines = []
    for delivery in deliveries:
        reason = "" if delivery.state == "sent" else _reason(context, delivery)
        more = context.say("digest.note", text=reason) if reason else _late(context, delivery)
        lines.append((Plain(_state(context, delivery) + more),))
    blocks: list[Block] = [Paragraph((Strong(context.say("digest.earlier")),))]
    asked = [f"why {delivery.day.isoformat()}" for delivery in deliveries]
    return [*blocks, Bullets(tuple(lines)), lines_block(*asked)]


def _settings(
    context: Context, known: Subscription, due: Next | None
) -> list[tuple[str, Span]]:  # fmt: skip
    say, library = context.say, context.ready.library
    days = say("digest.every_day")
    if known.days != EVERY_DAY:
        days = ", ".join(_weekday(context, day) for day in known.days)
    topics = ", ".join(say(f"topic.{topic}") for topic in known.topics) or say("digest.all_topics")
    about = library.entities.get(known.about or "")
    pairs = [
        ("time", f"{known.at:%H:%M} ({known.zone})"), ("days", days), ("topics", topics),
        ("about", about.name(context.language) if about else known.about or ""),
        ("count", str(known.count)), ("language", LANGUAGE_NAMES.get(known.tag, known.tag)),
        ("next_due", _moment(context, due.at, known.zone) if due else say("fact.none")),
    ]  # fmt: skip
    return [(say(f"digest.{key}"), Plain(text)) for key, text in pairs if text]


def _weekday(context: Context, day: int) -> str:
    from babel import Locale  # 40 ms, only for cards

    return str(Locale(context.language).days["format"]["abbreviated"][day])


def _put_off(context: Context, due: Next, zone: str) -> Notice:
    """That it would be due earlier, but for the last one."""
    usual, last = (_moment(context, at, zone) if at else "" for at in (due.usual, due.last))
    return Notice("info", context.say("digest.put_off", usual=usual, last=last))


def _moment(context: Context, at: datetime, zone: str) -> str:
    """A local day and time, with the zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{date_text(local.date().isoformat(), context.language)} {local:%H:%M} ({zone})"


def _state(context: Context, delivery: Delivery) -> str:
    day = date_text(delivery.day.isoformat(), context.language)
    return context.say(
        "digest.day", date=day, state=context.say(f"digest.state_{delivery.state}")
    )  # fmt: skip


def _times(context: Context, delivery: Delivery, zone: str) -> list[tuple[str, Span]]:
    pairs = [("due", _time(context, delivery, delivery.due, zone))]
    late = _late(context, delivery)
    if delivery.ended:
        key = "sent_at" if delivery.state == "sent" else "ended"
        pairs.append((key, _time(context, delivery, delivery.ended, zone) + late))
    if late or delivery.state != "sent":
        pairs.append(("reason", _reason(context, delivery)))
    return [(context.say(f"digest.{key}"), Plain(text)) for key, text in pairs if text]


def _late(context: Context, delivery: Delivery) -> str:
    """By how many minutes it was sent late; "" when it was in time, or not sent."""
    if delivery.state != "sent" or not delivery.ended:
        return ""
    minutes = (delivery.ended - delivery.due) // timedelta(minutes=1)
    return count(context.language, "digest.late", minutes) if minutes > 0 else ""


def _time(context: Context, delivery: Delivery, at: datetime, zone: str) -> str:
    """A time of the delivery's day, with its date where it is another day's."""
    local = at.astimezone(ZoneInfo(zone))
    if local.date() != delivery.day:
        return _moment(context, at, zone)
    return f"{local:%H:%M} ({zone})"


def _reason(context: Context, delivery: Delivery) -> str:
    """Why, where the state does not say it: our own words, or the platform's."""
    reason = delivery.reason or ""
    if delivery.state == "missed":
        return ""
    return context.say(f"digest.reason_{reason}") if reason in get_args(OwnReason) else reason


def _note(context: Context, key: str) -> str:
    return context.say("digest.note", text=context.say(key))


def _statements(context: Context, ids: Sequence[str]) -> str:
    """What facts say; the id of one that left the library."""
    facts = context.ready.library.facts
    return " / ".join(facts[id_].text(context.language) if id_ in facts else id_ for id_ in ids)
