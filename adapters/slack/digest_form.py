"""The form of a channel's digest: what it shows, and what was filled in."""

from typing import Any

from adapters.slack.blocks import label
from adapters.slack.checks import Json
from adapters.slack.read import Body
from adapters.slack.rich import plain
from adapters.slack.views import TITLE
from bot.digest.form import DAYS, Form
from bot.digest.subscription import MAX_COUNT
from bot.present import LANGUAGE_NAMES
from bot.request import language_of
from bot.traditional import say_in
from facts.fact import TOPICS

DIGEST_FORM, DIGEST_CHANNEL = "digest_form", "digest_channel"
CHANNEL = "channel"  # the block of the channel, where an error about it stands
NAME = 100  # characters of a zone or a name; the longest of both have less than half of it
# Digests go to channels; in direct messages the form is about these alone.
_CHANNELS = {"include": ["public", "private"], "exclude_bot_users": True}


def digest_form(form: Form, tag: str, channel: str, *, anew: bool = False) -> Json:
    """The form in the language of a tag, filled in. `channel` is chosen in it: "" for none, and
    direct messages can't be exchanged for others. `anew` fills in a form that is open already:
    Slack keeps what stands in a field unless its block has another id.
    """
    direct = channel.startswith("D")
    said = _Words(tag, f":{channel}" if anew else "")
    blocks = [] if direct else [_channel_block(said, channel)]
    blocks += [
        said.input("time", {"type": "timepicker", "initial_time": form.at}),
        said.input("zone", _text(form.zone), hint="zone_hint"),
        said.input("days", _days(form, tag)),
        said.input("topics", _topics(form, tag), hint="topics_hint", optional=True),
        said.input("about", _text(form.about or ""), hint="about_hint", optional=True),
        said.input("count", _count(form)),
        said.input("language", _languages(form.tag or tag)),
    ]
    return {
        "type": "modal", "callback_id": DIGEST_FORM, "blocks": blocks,
        "title": said.plain("digest.form"), "submit": said.plain("digest.save"),
        "close": said.plain("home.close"), "private_metadata": channel if direct else "",
    }  # fmt: skip


def read_form(body: Body) -> tuple[str, Form]:
    """The channel that was chosen and the fields, of a form that was sent."""
    view = body["view"]
    state: dict[str, Any] = view["state"]["values"]
    given = {block.partition(":")[0]: next(iter(e.values())) for block, e in state.items()}
    channel = given.get("channel", {}).get("selected_conversation") or view["private_metadata"]
    form = Form(
        str(given["time"]["selected_time"]), str(given["zone"]["value"]), _values(given["days"]),
        _values(given["topics"]), str(given["about"].get("value") or ""),
        str(given["count"]["value"]), str(given["language"]["selected_option"]["value"]),
    )  # fmt: skip
    return str(channel), form


def _values(element: Json) -> tuple[str, ...]:
    return tuple(str(each["value"]) for each in element.get("selected_options") or ())


class _Words:
    """Labelled fields in the language of a tag."""

    def __init__(self, tag: str, mark: str = "") -> None:
        self._tag, self._mark = tag, mark

    def plain(self, key: str) -> Json:
        return plain(say_in(self._tag, key)[:TITLE])

    def input(self, name: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
        block = {
            "type": "input", "block_id": name + self._mark, "label": plain(say_in(self._tag, f"digest.{name}")),
            "element": {"action_id": name, **element}, "optional": optional,
        }  # fmt: skip
        return block | ({"hint": plain(say_in(self._tag, f"digest.{hint}"))} if hint else {})


def _channel_block(said: _Words, channel: str) -> Json:
    """The channel, whose choice is told at once: its own settings are shown then."""
    block = said.input(CHANNEL, {**_channels(channel), "action_id": DIGEST_CHANNEL})
    return block | {"block_id": CHANNEL, "dispatch_action": True}


def _channels(channel: str) -> Json:
    chosen = {"initial_conversation": channel} if channel else {}
    return {"type": "conversations_select", "filter": _CHANNELS, **chosen}


def _text(text: str) -> Json:
    given = {"initial_value": text[:NAME]} if text else {}
    return {"type": "plain_text_input", "max_length": NAME, **given}


def _days(form: Form, tag: str) -> Json:
    from babel import Locale  # 40 ms, only for forms

    names = Locale(language_of(tag).language).days["format"]["wide"]
    options = [_option(day, names[number]) for number, day in enumerate(DAYS)]
    return {"type": "checkboxes", "options": options, **_chosen(options, form.days)}


def _topics(form: Form, tag: str) -> Json:
    options = [_option(topic, say_in(tag, f"topic.{topic}")) for topic in TOPICS]
    return {"type": "multi_static_select", "options": options, **_chosen(options, form.topics)}


def _count(form: Form) -> Json:
    return {
        "type": "number_input", "is_decimal_allowed": False, "initial_value": form.count,
        "min_value": "1", "max_value": str(MAX_COUNT),
    }  # fmt: skip


def _languages(tag: str) -> Json:
    options = {key: _option(key, name) for key, name in LANGUAGE_NAMES.items()}
    chosen = options.get(tag, options["en"])
    return {"type": "static_select", "options": list(options.values()), "initial_option": chosen}


def _option(value: str, name: str) -> Json:
    return {"text": plain(label(name)), "value": value}


def _chosen(options: list[Json], values: tuple[str, ...]) -> Json:
    """What is chosen at first; Slack takes no empty list."""
    chosen = [each for each in options if each["value"] in values]
    return {"initial_options": chosen} if chosen else {}
