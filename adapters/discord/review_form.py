"""The forms of review as Discord has them: five fields at most, so that a long one has pages."""

from dataclasses import asdict, dataclass, field
from typing import Any

import discord

from adapters.discord.digest_form import TITLE
from bot.review.chat import FormField, form_fields, pages_of
from bot.review.form import MOST, Shown
from bot.traditional import say_in

_ID = "v1:review:"
HINT = 100  # characters under a label


@dataclass(frozen=True)
class Filling:
    """A form that somebody fills in: of what, which page, and what was typed so far. It is kept
    behind its key, so that nothing typed is lost. `turn` None is the item as it is now.
    """

    item: str
    turn: int | None
    page: int = 0
    approve: bool = False
    reject: bool = False
    typed: dict[str, str] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """As JSON, with what every state of a button has."""
        return {"review": asdict(self), "actions": [], "line": "help", "tag": "en", "private": True}


def filling_of(state: dict[str, Any] | None) -> Filling | None:
    """The form of a state, None for one of something else."""
    return Filling(**state["review"]) if state and "review" in state else None


def form_id(key: str) -> str:
    """The id of a form, and of a button that opens it again."""
    return _ID + key


def form_key(custom_id: str | None) -> str | None:
    """The key in such an id, None for another one."""
    return (custom_id or "").removeprefix(_ID) if (custom_id or "").startswith(_ID) else None


def edit_form(shown: Shown, filling: Filling, tag: str, key: str) -> discord.ui.Modal:
    """A page of the form, with what was typed before; over the first field stands the quote."""
    fields = form_fields(shown, tag)
    made = _modal(shown.title, key)
    for name in pages_of(shown)[filling.page]:
        hint = shown.quote if name == "en" else fields[name].hint
        value = filling.typed.get(name, fields[name].value)
        made.add_item(_label(fields[name], value, hint))
    return made


def reject_form(tag: str, key: str) -> discord.ui.Modal:
    """The form that asks why an item is rejected."""
    made = _modal(say_in(tag, "form.reject_title"), key)
    reason = FormField("reason", say_in(tag, "form.reason"), "", most=MOST["reason"], lines=False)
    made.add_item(_label(reason, "", "", needed=True))
    return made


def page_name(shown: Shown, page: int, tag: str) -> str:
    """What a page asks for, for the button that opens it."""
    fields = form_fields(shown, tag)
    return ", ".join(fields[name].label for name in pages_of(shown)[page])


def read_review(data: Any) -> dict[str, str]:
    """The fields of a form that was sent, by name."""
    return {item["custom_id"]: _value(item) for item in (row["component"] for row in data["components"])}  # fmt: skip


def _value(item: Any) -> str:
    chosen = item.get("values")
    return str(item.get("value") or (chosen[0] if chosen else ""))


def _modal(title: str, key: str) -> discord.ui.Modal:
    made = discord.ui.Modal(title=title[:TITLE], custom_id=form_id(key), timeout=None)
    made.stop()  # found again by its id, not by the library's store, so that it outlives a restart
    return made


def _label(
    shown: FormField, value: str, hint: str, *, needed: bool = False
) -> discord.ui.Label[Any]:
    component = _select(shown, value) if shown.choices else _text(shown, value, needed=needed)
    return discord.ui.Label(
        text=shown.label[:TITLE], description=hint[:HINT] or None, component=component
    )


def _text(shown: FormField, value: str, *, needed: bool) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.paragraph if shown.lines else discord.TextStyle.short
    return discord.ui.TextInput(
        custom_id=shown.name, style=style, default=value or None, required=needed,
        max_length=max(shown.most, len(value)),
    )  # fmt: skip


def _select(shown: FormField, value: str) -> discord.ui.Select[Any]:
    chosen = value if value in dict(shown.choices) else shown.choices[0][0]
    options = [
        discord.SelectOption(label=name, value=key, default=key == chosen)
        for key, name in shown.choices
    ]
    return discord.ui.Select(custom_id=shown.name, options=options)
