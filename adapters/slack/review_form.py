"""The forms of review as modals: what they show, and what was filled in."""

import json
from dataclasses import replace
from typing import Any

from adapters.slack.blocks import label
from adapters.slack.checks import Json
from adapters.slack.read import Body
from adapters.slack.rich import plain, quote, rich, section, words
from adapters.slack.views import TITLE
from bot.review.chat import FormField, filled_in, form_fields
from bot.review.form import EditForm, Shown, Wanted
from bot.traditional import say_in

EDIT_FORM, REJECT_FORM = "review_edit", "review_reject"
TYPED = 3000  # characters of a field; platform-limits, row "blocks"
_APPROVE = "approve"


def edit_form(shown: Shown, tag: str, *, approve: bool = False) -> Json:
    """The form of a draft or a published fact; `approve` proposes to publish it at once."""
    credit = words(f"— {shown.source}", "italic")
    blocks = rich(quote([*words(shown.quote), *words("\n"), *credit])) if shown.quote else []
    blocks += [block for note in shown.notes for block in rich(section(words(note)))]
    blocks += [_input(field) for field in form_fields(shown, tag).values()]
    blocks += [] if shown.change else [_approving(tag, chosen=approve)]
    about = {"item": shown.item, "turn": shown.turn}
    return _modal(EDIT_FORM, shown.title, tag, "form.save", blocks, about)


def reject_form(wanted: Wanted, turn: int, tag: str) -> Json:
    """The form that asks why an item is rejected."""
    reason = FormField("reason", say_in(tag, "form.reason"), "", most=300, lines=False)
    about = {"item": wanted.item, "turn": turn}
    blocks = [_input(reason, needed=True)]
    return _modal(REJECT_FORM, say_in(tag, "form.reject_title"), tag, "form.reject", blocks, about)


def read_edit(body: Body) -> tuple[str, int, EditForm]:
    """The item, its turn, and the fields of a form that was sent."""
    item, turn, given = _read(body)
    form = filled_in({name: _value(element) for name, element in given.items()})
    chosen = given.get(_APPROVE, {}).get("selected_options") or []
    return item, turn, replace(form, approve=bool(chosen))


def read_reject(body: Body) -> tuple[str, int, str]:
    """The item, its turn, and the reason."""
    item, turn, given = _read(body)
    return item, turn, _value(given["reason"])


def first_field(body: Body) -> str:
    """Where an error stands that is about no field."""
    return "reason" if body["view"]["callback_id"] == REJECT_FORM else "en"


def field_names(body: Body) -> set[str]:
    """The fields that a sent form had."""
    return set(body["view"]["state"]["values"])


def _read(body: Body) -> tuple[str, int, dict[str, Any]]:
    view = body["view"]
    about = json.loads(view["private_metadata"])
    state: dict[str, Any] = view["state"]["values"]
    given = {block: next(iter(elements.values())) for block, elements in state.items()}
    return str(about["item"]), int(about["turn"]), given


def _value(element: Any) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or chosen.get("value") or "")


def _modal(
    id_: str, title: str, tag: str, submit: str, blocks: list[Json], about: dict[str, Any]
) -> Json:
    return {
        "type": "modal", "callback_id": id_, "title": plain(title[:TITLE]), "blocks": blocks,
        "submit": plain(say_in(tag, submit)[:TITLE]), "close": plain(say_in(tag, "home.keep")[:TITLE]),
        "private_metadata": json.dumps(about),
    }  # fmt: skip


def _input(field: FormField, *, needed: bool = False) -> Json:
    element = _select(field) if field.choices else _text(field)
    block = {
        "type": "input", "block_id": field.name, "label": plain(field.label),
        "element": {"action_id": field.name, **element}, "optional": not (needed or field.choices),
    }  # fmt: skip
    return block | ({"hint": plain(field.hint)} if field.hint else {})


def _text(field: FormField) -> Json:
    most = min(max(field.most, 1), TYPED)
    given = {"initial_value": field.value[:most]} if field.value else {}
    return {"type": "plain_text_input", "multiline": field.lines, "max_length": most, **given}


def _select(field: FormField) -> Json:
    options = {value: _option(value, name) for value, name in field.choices}
    chosen = options.get(field.value) or next(iter(options.values()))
    return {"type": "static_select", "options": list(options.values()), "initial_option": chosen}


def _approving(tag: str, *, chosen: bool) -> Json:
    option = _option(_APPROVE, say_in(tag, "form.approve_now"))
    initial = {"initial_options": [option]} if chosen else {}
    element = {"type": "checkboxes", "action_id": _APPROVE, "options": [option], **initial}
    return {
        "type": "input", "block_id": _APPROVE, "label": plain(say_in(tag, "form.approve")),
        "element": element, "optional": True,
    }  # fmt: skip


def _option(value: str, name: str) -> Json:
    return {"text": plain(label(name)), "value": value}
