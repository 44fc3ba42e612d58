"""The form of a channel's digest: what it shows, and what was filled in."""

from typing import Any

import discord

from bot.digest.form import DAYS, Form
from bot.request import language_of
from bot.traditional import say_in
from facts.fact import TOPICS

_ID = "v1:digest"
NAME = 100  # characters of a zone; the longest has less than half of it
TITLE = 45  # characters of the name of a form, and of a label in it


def digest_form(form: Form, locale: str) -> discord.ui.Modal:
    """The form in the language of a locale, filled in. A form has five fields at most: what the
    digest is about, and its language, stay as they are.
    """
    made = discord.ui.Modal(
        title=say_in(locale, "digest.form")[:TITLE], custom_id=_ID, timeout=None
    )
    fields: dict[str, discord.ui.Item[Any]] = {
        "time": _text("time", form.at, 20), "zone": _text("zone", form.zone, NAME),
        "days": _days(form, locale), "topics": _topics(form, locale),
        "count": _text("count", form.count, 2),
    }  # fmt: skip
    for name, field in fields.items():
        label = say_in(locale, f"digest.{name}")[:TITLE]
        hint = say_in(locale, f"digest.{name}_hint") if name in ("zone", "topics") else None
        made.add_item(discord.ui.Label(text=label, description=hint, component=field))
    made.stop()  # found again by its id, not by the library's store, so that it outlives a restart
    return made


def is_digest_form(custom_id: str | None) -> bool:
    """Whether a form that was sent is this one."""
    return custom_id == _ID


def read_digest_form(data: Any) -> Form:
    """The fields of a form that was sent."""
    given = {item["custom_id"]: item for item in map(_component, data["components"])}
    return Form(
        str(given["time"]["value"]), str(given["zone"]["value"]), tuple(given["days"]["values"]),
        tuple(given["topics"].get("values") or ()), count=str(given["count"]["value"]),
    )  # fmt: skip


def _component(label: Any) -> Any:
    return label["component"]


def _text(name: str, value: str, most: int) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(custom_id=name, default=value, max_length=most)


def _days(form: Form, locale: str) -> discord.ui.Select[Any]:
    from babel import Locale  # 40 ms, only for forms

    names = Locale(language_of(locale).language).days["format"]["wide"]
    options = [_option(day, names[n], form.days) for n, day in enumerate(DAYS)]
    return discord.ui.Select(custom_id="days", max_values=len(options), options=options)


def _topics(form: Form, locale: str) -> discord.ui.Select[Any]:
    options = [_option(t, say_in(locale, f"topic.{t}"), form.topics) for t in TOPICS]
    return discord.ui.Select(
        custom_id="topics", min_values=0, max_values=len(options), required=False, options=options
    )


def _option(value: str, label: str, chosen: tuple[str, ...]) -> discord.SelectOption:
    return discord.SelectOption(label=label, value=value, default=value in chosen)
