"""Whether Discord would take a payload: its official OpenAPI document as JSON Schema, and checks
of our own for what the document leaves out. `problems` is for every payload that a test emits.
"""

import functools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Kind = Literal["create", "edit", "callback", "followup", "followup edit", "commands"]
Payload = dict[str, Any]

DOCUMENT = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="needs ../shared/specs/discord-openapi.json, which isn't there"
)
_ENDPOINTS: dict[Kind, tuple[str, str]] = {
    "create": ("post", "/channels/{channel_id}/messages"),
    "edit": ("patch", "/channels/{channel_id}/messages/{message_id}"),
    "callback": ("post", "/interactions/{interaction_id}/{interaction_token}/callback"),
    "followup": ("post", "/webhooks/{webhook_id}/{webhook_token}"),
    "followup edit": ("patch", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    "commands": ("put", "/applications/{application_id}/commands"),
}  # fmt: skip

COMPONENTS_V2 = 1 << 15
V2_TYPES = {
    9,
    10,
    11,
    12,
    13,
    14,
    17,
}  # section, text, thumbnail, gallery, file, separator, container
ROW, BUTTON, TEXT, LINK = 1, 2, 10, 5
SHOWS = ("content", "embeds", "components", "attachments", "files", "sticker_ids", "poll")
NAME = re.compile(r"[-_'\w]{1,32}")


def problems(kind: Kind, payload: Any) -> list[str]:
    """Why Discord would refuse a payload, or do with it what the bot never means; [] for a good
    one. Without the document only our own checks are made.
    """
    found = own_problems(kind, payload)
    return found + document_problems(kind, payload) if DOCUMENT.exists() else found


def document_problems(kind: Kind, payload: Any) -> list[str]:
    """What the official document says against it."""
    if _quick(kind).is_valid(payload):
        return []
    error = best_match(_validator(kind).iter_errors(payload))  # the slow one says what is wrong
    return [] if error is None else [f"{error.json_path}: {error.message[:200]}"]


@functools.cache
def _contents() -> Any:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@functools.cache
def _registry() -> Registry[Any]:
    return Registry().with_resource(
        "urn:discord", Resource(contents=_contents(), specification=DRAFT202012)
    )


@functools.cache
def _validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(_schema(kind), registry=_registry())


@functools.cache
def _quick(kind: Kind) -> jsonschema_rs.Draft202012Validator:
    known = jsonschema_rs.Registry([("urn:discord", _contents())])
    return jsonschema_rs.Draft202012Validator(_schema(kind), registry=known)


def _schema(kind: Kind) -> dict[str, str]:
    method, path = _ENDPOINTS[kind]
    path = path.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    place = f"/paths/{path}/{method}/requestBody/content/application~1json/schema"
    return {"$ref": f"urn:discord#{place}"}


def own_problems(kind: Kind, payload: Any) -> list[str]:
    """What our own checks say against it."""
    if kind == "commands":
        return [*_commands(payload)]
    if kind != "callback":
        return [*_message(payload, whole=kind in ("create", "followup"))]
    data = payload.get("data") or {}
    match payload["type"]:
        case 4 | 7:
            return [*_message(data, whole=payload["type"] == 4)]
        case 8:
            return [*_choices(data.get("choices", []))]
        case 9:
            return [*_modal(data)]
    return []


def _message(message: Payload, *, whole: bool) -> Iterator[str]:
    """A message, `whole` when it isn't a change of one."""
    content = message.get("content") or ""
    if len(content) > 2000:
        yield f"content of {len(content)} characters, over 2000"
    if whole and not any(message.get(key) for key in SHOWS):
        yield "an empty message"
    allowed = message.get("allowed_mentions")
    if (content or message.get("components")) and (allowed is None or allowed.get("parse") != []):
        yield "mentions are not switched off"
    if allowed and any(allowed.get(key) for key in ("users", "roles", "replied_user")):
        yield "mentions are allowed"
    yield from _embeds(message.get("embeds") or [])
    every = [*_every(message.get("components") or [])]
    second = bool((message.get("flags") or 0) & COMPONENTS_V2)
    if second and any(message.get(key) for key in ("content", "embeds", "sticker_ids", "poll")):
        yield "components V2 together with content, embeds, stickers or a poll"
    if not second and any(each["type"] in V2_TYPES for each in every):
        yield "components V2 without the flag"
    if not second and any(each["type"] != ROW for each in message.get("components") or []):
        yield "a component outside a row"
    yield from _components(every)


def _every(components: list[Payload]) -> Iterator[Payload]:
    for component in components:
        yield component
        inside = [*component.get("components", [])]
        inside += [component[key] for key in ("accessory", "component") if component.get(key)]
        yield from _every(inside)


def _components(every: list[Payload]) -> Iterator[str]:
    if len(every) > 40:
        yield f"{len(every)} components, over 40"
    texts = [each["content"] for each in every if each["type"] == TEXT]
    if sum(map(len, texts)) > 4000:
        yield f"texts of {sum(map(len, texts))} characters, over 4000"
    if not all(text.strip() for text in texts):
        yield "a text without words"
    ids = Counter(each["custom_id"] for each in every if each.get("custom_id"))
    yield from (f"custom id {id_!r} {count} times" for id_, count in ids.items() if count > 1)
    yield from (f"custom id of {len(id_)} characters, over 100" for id_ in ids if len(id_) > 100)
    for each in every:
        if each["type"] == ROW and not 1 <= len(each["components"]) <= 5:
            yield f"a row of {len(each['components'])}"
        if each["type"] == BUTTON:
            yield from _button(each)
        if len(each.get("options") or []) > 25:
            yield f"a select of {len(each['options'])} options, over 25"


def _button(button: Payload) -> Iterator[str]:
    label, url = button.get("label") or "", button.get("url") or ""
    if not label.strip() and not button.get("emoji"):
        yield "a button that shows nothing"
    if len(label) > 80:
        yield f"a label of {len(label)} characters, over 80"
    if len(url) > 512:
        yield f"an address of {len(url)} characters, over 512"
    if (button["style"] == LINK) != bool(url) or bool(url) == bool(button.get("custom_id")):
        yield "a button needs an address if it is a link, else a custom id"
    if url and not re.match(r"https?://|discord://", url):
        yield f"a link to {url[:20]!r}"


def _embeds(embeds: list[Payload]) -> Iterator[str]:
    texts = [
        text or ""
        for embed in embeds
        for text in (
            embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text"),
            (embed.get("author") or {}).get("name"),
            *(text for each in embed.get("fields") or [] for text in (each["name"], each["value"])),
        )
    ]  # fmt: skip
    if sum(map(len, texts)) > 6000:
        yield f"embeds of {sum(map(len, texts))} characters, over 6000"


def _choices(choices: list[Payload]) -> Iterator[str]:
    if len(choices) > 25:
        yield f"{len(choices)} choices, over 25"
    for choice in choices:
        for key in ("name", "value"):
            if isinstance(choice[key], str) and not 1 <= len(choice[key]) <= 100:
                yield f"a choice's {key} of {len(choice[key])} characters"
    names = Counter(choice["name"] for choice in choices)
    yield from (f"choice {name!r} {count} times" for name, count in names.items() if count > 1)


def _modal(modal: Payload) -> Iterator[str]:
    if not 1 <= len(modal["title"]) <= 45:
        yield f"a title of {len(modal['title'])} characters"
    if not 1 <= len(modal["components"]) <= 5:
        yield f"a form of {len(modal['components'])} parts"
    yield from _components([*_every(modal["components"])])


def _commands(commands: list[Payload]) -> Iterator[str]:
    kinds = Counter(command.get("type", 1) for command in commands)
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        if kinds[kind] > most:
            yield f"{kinds[kind]} commands of type {kind}, over {most}"
    names = Counter((command.get("type", 1), command["name"]) for command in commands)
    yield from (
        f"command {name!r} {count} times" for (_, name), count in names.items() if count > 1
    )
    for command in commands:
        if command.get("type", 1) == 1:
            yield from _command(command)
            if _length(command) > 8000:
                yield f"command {command['name']} of {_length(command)} characters, over 8000"


def _command(command: Payload) -> Iterator[str]:
    """A command, sub-command or option."""
    for name in (command["name"], *(command.get("name_localizations") or {}).values()):
        if not NAME.fullmatch(name) or name != name.lower():
            yield f"the name {name!r}"
    for text in (
        command.get("description", ""),
        *(command.get("description_localizations") or {}).values(),
    ):
        if not 1 <= len(text) <= 100:
            yield f"a description of {len(text)} characters for {command['name']}"
    for key in ("name_localizations", "description_localizations"):
        if command.get(key) and "en-US" not in command[key]:
            yield f"{key} of {command['name']} without en-US: its people would get en-GB"
    yield from _choices(command.get("choices") or [])
    yield from _options(command)


def _options(command: Payload) -> Iterator[str]:
    options = command.get("options") or []
    if len(options) > 25:
        yield f"{len(options)} options of {command['name']}, over 25"
    names = Counter(option["name"] for option in options)
    yield from (f"option {name!r} {count} times" for name, count in names.items() if count > 1)
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"an option of {command['name']} that is required stands after one that isn't"
    for option in options:
        yield from _command(option)


def _length(command: Payload) -> int:
    """The characters that count towards 8000: the longest of each text's localisations."""
    own = sum(
        max(
            map(
                len, (command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values())
            )
        )
        for key in ("name", "description")
    )
    own += sum(len(c["name"]) + len(str(c["value"])) for c in command.get("choices") or [])
    return own + sum(_length(option) for option in command.get("options") or [])
