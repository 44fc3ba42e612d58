"""The validator itself: at each limit good, one past it bad."""

from typing import Any

import pytest

from tests.adapters.discord.payload import (
    COMPONENTS_V2,
    DOCUMENT,
    Kind,
    document_problems,
    needs_document,
    own_problems,
    problems,
)

QUIET = {"allowed_mentions": {"parse": []}}
Payload = dict[str, Any]


def button(n: int = 0, **changes: Any) -> Payload:
    return {"type": 2, "style": 2, "label": "ok", "custom_id": f"id{n}"} | changes


def link(url: str) -> Payload:
    return {"type": 2, "style": 5, "label": "ok", "url": url}


def row(*buttons: Payload) -> Payload:
    return {"type": 1, "components": list(buttons)}


def text(words: str) -> Payload:
    return {"type": 10, "content": words}


def content(words: str, **changes: Any) -> Payload:
    return {"content": words, **QUIET, **changes}


def second(*components: Payload, **changes: Any) -> Payload:
    return {"flags": COMPONENTS_V2, "components": list(components), **QUIET, **changes}


def boxed(*components: Payload) -> Payload:
    return second({"type": 17, "components": list(components)})


def choices(count: int, name: str = "n") -> Payload:
    return {
        "type": 8,
        "data": {"choices": [{"name": f"{name}{n:02}", "value": str(n)} for n in range(count)]},
    }


def modal(title: str = "t", parts: int = 1) -> Payload:
    fields = [
        {"type": 18, "label": "l", "component": {"type": 4, "custom_id": f"c{n}", "style": 1}}
        for n in range(parts)
    ]
    return {"type": 9, "data": {"custom_id": "m", "title": title, "components": fields}}


def command(**changes: Any) -> list[Payload]:
    return [{"name": "ask", "description": "d", "type": 1} | changes]


def option(n: int = 0, **changes: Any) -> Payload:
    return {"type": 3, "name": f"o{n}", "description": "d"} | changes


def big(characters: int) -> list[Payload]:
    """A command of so many characters."""
    options = [option(choices=[{"name": "n" * 100, "value": "v" * 100}] * 0)]
    for n in range(20):
        chosen = [{"name": f"{m:02}" + "n" * 98, "value": f"{m:02}"} for m in range(3)]
        options.append(option(n + 1, description="d" * 90, choices=chosen))
    made = command(options=options)
    left = characters - _length_of(made[0])
    made[0]["options"][0]["choices"] = []
    for m in range(left // 102):
        made[0]["options"][0]["choices"].append({"name": f"{m:02}" + "n" * 98, "value": f"{m:02}"})
    made[0]["options"][0]["description"] += "d" * (left % 102)
    return made


def _length_of(command: Payload) -> int:
    inner = sum(_length_of(each) for each in command.get("options", []))
    inner += sum(len(c["name"]) + len(c["value"]) for c in command.get("choices", []))
    return len(command["name"]) + len(command["description"]) + inner


FORTY = [text("a")] * 39
GOOD: list[tuple[str, Kind, Any]] = [
    ("content of 2000", "create", content("x" * 2000)),
    ("embeds of 6000", "create", {"embeds": [{"description": "x" * 3000}] * 2}),
    ("components only", "create", second(text("a"))),
    ("40 components", "create", boxed(*FORTY)),
    ("texts of 4000", "create", boxed(text("x" * 2000), text("y" * 2000))),
    ("label of 80", "create", boxed(row(button(label="x" * 80)))),
    ("label by a sign", "create", boxed(row(button(label=None, emoji={"name": "👍"})))),
    ("custom id of 100", "create", boxed(row(button(custom_id="x" * 100)))),
    ("address of 512", "create", boxed(row(link("https://a.example/" + "x" * 494)))),
    ("five buttons", "create", content("x", components=[row(*map(button, range(5)))])),
    ("an edit of the components", "edit", second(text("a"))),
    ("a new answer", "callback", {"type": 4, "data": content("x", flags=64)}),
    ("an edit in place", "callback", {"type": 7, "data": second(text("a"))}),
    ("put off", "callback", {"type": 5, "data": {"flags": 64}}),
    ("25 choices", "callback", choices(25)),
    ("a choice of 100", "callback", choices(1, "n" * 98)),
    ("a form", "callback", modal("t" * 45, 5)),
    ("a further answer", "followup", content("x")),
    ("name of 32", "commands", command(name="x" * 32)),
    ("a Japanese name", "commands", command(name_localizations={"en-US": "ask", "ja": "質問"})),
    ("description of 100", "commands", command(description="x" * 100)),
    ("25 options", "commands", command(options=[option(n) for n in range(25)])),
    ("8000 characters", "commands", big(8000)),
    ("menu with capitals", "commands", [{"name": "Look this up", "type": 3}]),
    ("100 commands", "commands", [command(name=f"c{n}")[0] for n in range(100)]),
]
BAD: list[tuple[str, Kind, Any]] = [
    ("content of 2001", "create", content("x" * 2001)),
    ("nothing", "create", dict(QUIET)),
    ("nothing in a further answer", "followup", {"content": ""}),
    ("nothing in an answer", "callback", {"type": 4, "data": {"flags": 64}}),
    ("mentions by default", "create", {"content": "x"}),
    ("mentions of everyone", "create", content("x") | {"allowed_mentions": {"parse": ["everyone"]}}),
    ("a ping of the asker", "create", content("x") | {"allowed_mentions": {"parse": [], "replied_user": True}}),
    ("embeds of 6001", "create", {"embeds": [{"description": "x" * 3000}] * 2 + [{"title": "x"}]}),
    ("both kinds", "create", second(text("a"), content="x")),
    ("no flag", "create", second(text("a")) | {"flags": 0}),
    ("41 components", "create", boxed(*FORTY, text("a"))),
    ("texts of 4001", "create", boxed(text("x" * 2000), text("y" * 2001))),
    ("a blank text", "create", boxed(text(" \n"))),
    ("an empty box", "create", boxed()),
    ("label of 81", "create", boxed(row(button(label="x" * 81)))),
    ("no label", "create", boxed(row(button(label="")))),
    ("custom id of 101", "create", boxed(row(button(custom_id="x" * 101)))),
    ("no custom id", "create", boxed(row({"type": 2, "style": 1, "label": "x"}))),
    ("the same custom id", "create", boxed(row(button()), row(button()))),
    ("address of 513", "create", boxed(row(link("https://a.example/" + "x" * 495)))),
    ("address of a script", "create", boxed(row(link("javascript:alert(1)")))),
    ("six buttons", "create", content("x", components=[row(*map(button, range(6)))])),
    ("an empty row", "create", content("x", components=[row()])),
    ("a bare button", "create", content("x", components=[button()])),
    ("content over 2000 in an edit", "edit", content("x" * 2001)),
    ("both kinds in an edit in place", "callback", {"type": 7, "data": second(text("a"), content="x")}),
    ("unknown type", "callback", {"type": 99}),
    ("26 choices", "callback", choices(26)),
    ("a choice of 101", "callback", choices(1, "n" * 99)),
    ("a form of 46", "callback", modal("t" * 46)),
    ("a form of six", "callback", modal(parts=6)),
    ("name of 33", "commands", command(name="x" * 33)),
    ("name with a capital", "commands", command(name="Ask")),
    ("name with a space", "commands", command(name="a b")),
    ("option with a capital", "commands", command(options=[option(name="What")])),
    ("localised name with a space", "commands", command(name_localizations={"en-US": "ask", "ja": "質 問"})),
    ("no en-US", "commands", command(name_localizations={"ja": "質問"})),
    ("description of 101", "commands", command(description="x" * 101)),
    ("no description", "commands", [{"name": "x", "type": 1}]),
    ("26 options", "commands", command(options=[option(n) for n in range(26)])),
    ("the same option", "commands", command(options=[option(), option()])),
    ("required last", "commands", command(options=[option(), option(1, required=True)])),
    ("8001 characters", "commands", big(8001)),
    ("the same command", "commands", command() * 2),
    ("101 commands", "commands", [command(name=f"c{n}")[0] for n in range(101)]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "payload"), [s[1:] for s in GOOD], ids=[s[0] for s in GOOD])
def test_a_good_payload_has_no_problem(kind: Kind, payload: Any) -> None:
    assert problems(kind, payload) == []


@pytest.mark.parametrize(("kind", "payload"), [s[1:] for s in BAD], ids=[s[0] for s in BAD])
def test_a_bad_payload_has_a_problem(kind: Kind, payload: Any) -> None:
    if not own_problems(kind, payload) and not DOCUMENT.exists():
        pytest.skip("only ../shared/specs/discord-openapi.json knows of this one")
    assert problems(kind, payload)


@needs_document
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("create", {"content": 1}),
        ("create", second({"type": 17, "components": []})),
        ("create", second({"type": 10})),
        ("callback", {"type": 99}),
        ("commands", [{"name": "x", "options": [{"type": 77, "name": "o", "description": "d"}]}]),
    ],
)
def test_the_document_finds_what_our_checks_do_not_know(kind: Kind, payload: Any) -> None:
    assert document_problems(kind, payload)
