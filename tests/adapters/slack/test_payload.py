"""What Slack refuses is found before it leaves: each limit, at it and one beyond."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from adapters.slack.payload import Payload, problems, safe, view_problems
from tests.adapters.slack.sdk_models import sdk_problem
from tests.adapters.slack.visible import visible

Json = dict[str, Any]


def plain(n: int = 1) -> Json:
    return {"type": "plain_text", "text": "x" * n}


def mrkdwn(n: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * n}


def section(n: int = 1, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(n), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain(), "value": "1"} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def buttons(n: int) -> Json:
    return actions(*(button(action_id=f"a{i}") for i in range(n)))


def option(n: int = 0, text: int = 1, value: int = 1) -> Json:
    return {"text": plain(text), "value": str(n) * value}


def select(*options: Json, **more: Any) -> Json:
    return actions({"type": "static_select", "action_id": "s", "options": list(options), **more})


def confirm(**more: Json) -> Json:
    sides = {key: plain() for key in ("title", "text", "confirm", "deny")}
    return actions(button(confirm=sides | more))


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def feedback(text: int = 1, value: int = 1, **more: Any) -> Json:
    side = {"text": plain(text), "value": "v" * value}
    bar = {"type": "feedback_buttons", "action_id": "f", "positive_button": side}
    return {"type": "context_actions", "elements": [bar | {"negative_button": side} | more]}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: Json, **more: Any) -> Json:
    return {"type": "rich_text_section", "elements": list(elements), **more}


def word(n: int = 1, **more: Any) -> Json:
    return {"type": "text", "text": "x" * n, **more}


def link(url: str, **more: Any) -> Json:
    return rich(line({"type": "link", "url": url, **more}))


def items(*elements: Json, **more: Any) -> Json:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": list(elements)} | more)


def raw(n: int = 1) -> Json:
    return {"type": "raw_text", "text": "x" * n}


def table(rows: int = 2, columns: int = 2, cell: Json | None = None, **more: Any) -> Json:
    cells = [[cell or raw()] * columns for _ in range(rows)]
    return {"type": "table", "rows": cells, **more}


def data_table(rows: int = 2, **more: Any) -> Json:
    return table(rows) | {"type": "data_table", "caption": "c"} | more


DIVIDER: Json = {"type": "divider"}

GOOD: dict[str, list[Json]] = {
    "a message": [
        {"type": "header", "text": plain(150)}, section(10, accessory=button()),
        actions(button(), button(action_id="b", style="primary")), DIVIDER, context(mrkdwn()),
    ],
    "no blocks": [],
    "50 blocks": [DIVIDER] * 50,
    "section of 3,000": [section(3000)],
    "10 fields of 1,200": [{"type": "section", "fields": [mrkdwn(1200)] * 10}],
    "field of 2,000": [{"type": "section", "fields": [mrkdwn(2000)]}],
    "10 in a context": [context(*[mrkdwn()] * 10)],
    "context text of 3,000": [context(plain(3000))],
    "25 buttons": [buttons(25)],
    "button text of 75": [actions(button(text=plain(75)))],
    "value of 2,000": [actions(button(value="x" * 2000))],
    "action_id of 255": [actions(button(action_id="x" * 255))],
    "one action_id in two blocks": [actions(button()), actions(button())],
    "block_id of 255": [section(3, block_id="x" * 255)],
    "address of 3,000": [actions(button(url="https://e/" + "x" * 2990))],
    "select": [select(option(), placeholder=plain(150), initial_option=option())],
    "100 options": [select(*map(option, range(100)))],
    "option of 75 and 150": [select(option(text=75, value=150))],
    "confirm": [confirm(title=plain(100), text=plain(300), confirm=plain(30), deny=plain(30))],
    "feedback": [feedback(75, 2000)],
    "rich text": [rich(line(word(style={"bold": True}), {"type": "emoji", "name": "x"}))],
    "list": [items(line(word()), indent=8)],
    "quote": [rich({"type": "rich_text_quote", "elements": [word()]})],
    "link": [link("https://example.org/a?b=c", text="x")],
    "table of 100 by 20": [table(100, 20)],
    "table of 10,000": [table(10, 10, raw(100))],
    "table of rich text": [table(cell=rich(line(word())), column_settings=[{"is_wrapped": True}])],
    "data table of 101": [data_table(101, page_size=100)],
    "13,000 in all": [section(3000)] * 4 + [section(1000)],
}  # fmt: skip
BAD: dict[str, list[Json]] = {
    "51 blocks": [DIVIDER] * 51,
    "13,001 in all": [section(3000)] * 4 + [section(1001)],
    "section of 3,001": [section(3001)],
    "empty section": [{"type": "section"}],
    "empty text": [section(0)],
    "11 fields": [{"type": "section", "fields": [mrkdwn()] * 11}],
    "no fields": [{"type": "section", "fields": []}],
    "field of 2,001": [{"type": "section", "fields": [mrkdwn(2001)]}],
    "header of 151": [{"type": "header", "text": plain(151)}],
    "header of mrkdwn": [{"type": "header", "text": mrkdwn()}],
    "header without text": [{"type": "header"}],
    "11 in a context": [context(*[mrkdwn()] * 11)],
    "context text of 3,001": [context(plain(3001))],
    "button in a context": [context(button())],
    "26 buttons": [buttons(26)],
    "no buttons": [actions()],
    "button text of 76": [actions(button(text=plain(76)))],
    "empty button text": [actions(button(text=plain(0)))],
    "button text of mrkdwn": [actions(button(text=mrkdwn()))],
    "value of 2,001": [actions(button(value="x" * 2001))],
    "action_id of 256": [actions(button(action_id="x" * 256))],
    "action_id of a number": [actions(button(action_id=5))],
    "no action_id": [actions({"type": "button", "text": plain()})],
    "one action_id twice": [actions(button(), button())],
    "unknown style": [actions(button(style="blue"))],
    "address of 3,001": [actions(button(url="https://e/" + "x" * 2991))],
    "block_id of 256": [section(3, block_id="x" * 256)],
    "one block_id twice": [section(block_id="a"), section(block_id="a")],
    "unknown block": [{"type": "secton", "text": mrkdwn()}],
    "no type": [{"text": mrkdwn()}],
    "unknown key": [section(3, colour="red")],
    "101 options": [select(*map(option, range(101)))],
    "no options": [select()],
    "option text of 76": [select(option(text=76))],
    "option value of 151": [select(option(value=151))],
    "initial option that is none": [select(option(1), initial_option=option(2))],
    "confirm title of 101": [confirm(title=plain(101))],
    "confirm text of 301": [confirm(text=plain(301))],
    "confirm button of 31": [confirm(confirm=plain(31))],
    "feedback in actions": [actions(*feedback()["elements"])],
    "button in context actions": [{"type": "context_actions", "elements": [button()]}],
    "6 context actions": [{"type": "context_actions", "elements": [
        feedback(action_id=str(n))["elements"][0] for n in range(6)]}],
    "feedback text of 76": [feedback(76)],
    "feedback value of 2,001": [feedback(1, 2001)],
    "feedback of one side": [{"type": "context_actions", "elements": [
        {"type": "feedback_buttons", "action_id": "f", "positive_button": feedback()["elements"][0]["positive_button"]}]}],
    "no rich text": [rich()],
    "empty line": [rich(line())],
    "empty word": [rich(line(word(0)))],
    "unknown style of a word": [rich(line(word(style={"red": True})))],
    "text outside of a line": [rich(word())],
    "text in a list": [items(word())],
    "list without a style": [items(line(word()), style="dotted")],
    "indent of 9": [items(line(word()), indent=9)],
    "script": [link("javascript:alert(1)")],
    "link with an empty text": [link("https://example.org", text="")],
    "mention of a user": [rich(line({"type": "user", "user_id": "U1"}))],
    "mention of all": [rich(line({"type": "broadcast", "range": "here"}))],
    "mention in mrkdwn": [context({"type": "mrkdwn", "text": "<!channel>"})],
    "table of 101 rows": [table(101, 1)],
    "table of 21 columns": [table(1, 21)],
    "table of no rows": [table(0)],
    "table of 10,001": [table(10, 10, raw(100)) | {"rows": [[raw(100)] * 10] * 9 + [[raw(100)] * 9 + [raw(101)]]}],
    "ragged table": [{"type": "table", "rows": [[raw()], [raw(), raw()]]}],
    "empty cell": [table(cell=raw(0))],
    "unknown cell": [table(cell=plain())],
    "21 column settings": [table(column_settings=[{}] * 21)],
    "unknown align": [table(column_settings=[{"align": "middle"}])],
    "two tables": [table(), table()],
    "data table of 102": [data_table(102)],
    "data table of a header alone": [data_table(1)],
    "data table without a caption": [data_table(caption="")],
    "page size of 101": [data_table(page_size=101)],
    "rich text in a header": [data_table() | {"rows": [[rich(line(word()))], [raw()]]}],
}  # fmt: skip
NOT_IN_THE_MODELS = {"data table of 101"}


def payload(blocks: list[Json], text: str = "text") -> Payload:
    return {"text": text, "blocks": blocks}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_payload_has_no_problem(name: str) -> None:
    assert problems(payload(GOOD[name])) == []


@pytest.mark.parametrize("name", GOOD)
def test_slacks_own_models_take_what_is_good_here(name: str) -> None:
    if name not in NOT_IN_THE_MODELS:
        assert sdk_problem(GOOD[name]) is None


@pytest.mark.parametrize("name", BAD)
def test_a_bad_payload_has_one(name: str) -> None:
    assert problems(payload(BAD[name])) != []


@pytest.mark.parametrize(
    ("text", "good"),
    [("x" * 40_000, True), ("x" * 40_001, False), ("", False), (" \n", False),
     ("&lt;!channel&gt;", True), ("<!channel>", False), ("<@U1>", False), ("<#C1|x>", False)],
)  # fmt: skip
def test_the_text_beside_the_blocks(text: str, *, good: bool) -> None:
    assert (problems(payload([], text)) == []) is good


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(24), "blocks": [section()], **more}


@pytest.mark.parametrize(
    "view",
    [modal(), modal(close=plain(24), submit=plain(24)), modal(callback_id="x" * 255),
     modal(private_metadata="x" * 3000), modal(blocks=[DIVIDER] * 100), modal(external_id="x" * 255),
     {"type": "home", "blocks": [DIVIDER] * 100}, modal(blocks=[section(3000)] * 5)],
)  # fmt: skip
def test_a_good_view(view: Json) -> None:
    assert view_problems(view) == []


@pytest.mark.parametrize(
    "view",
    [modal(title=plain(25)), modal(title=plain(0)), modal(title=mrkdwn()),
     {"type": "modal", "blocks": [section()]}, modal(close=plain(25)), modal(submit=plain(25)),
     modal(callback_id="x" * 256), modal(private_metadata="x" * 3001), modal(external_id="x" * 256),
     modal(blocks=[DIVIDER] * 101), {"type": "home", "blocks": [DIVIDER] * 101},
     {"type": "home", "blocks": [], "title": plain()}, modal(blocks=[table()]),
     modal(blocks=[feedback()]), modal(type="drawer"), modal(colour="red"),
     modal(blocks=[section(block_id="a"), section(block_id="a")])],
)  # fmt: skip
def test_a_bad_view(view: Json) -> None:
    assert view_problems(view) != []


def counted() -> float:
    return REGISTRY.get_sample_value("japan_ai_invalid_payloads_total", {"platform": "slack"}) or 0


def test_a_good_payload_leaves_as_it_is() -> None:
    before, good = counted(), payload(GOOD["a message"])

    assert safe(good) is good
    assert counted() == before


@pytest.mark.parametrize("text", ["A &amp; B &lt;c&gt; &amp;lt;", "", "<!channel>", "w" * 41_000])
def test_a_bad_payload_leaves_as_its_text_alone_and_is_counted(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted()
    sent = safe(payload([section(0)], text))

    assert problems(sent) == []
    assert counted() == before + 1
    assert "empty text" in caplog.text
    assert text[:6] not in caplog.text or not text


def test_the_fallback_shows_what_the_text_said() -> None:
    sent = safe(payload([section(0)], "A &amp; B &lt;c&gt; &amp;lt;"))

    assert visible(sent["blocks"]) == "A & B <c> &lt;"
    assert sent["text"] == "A &amp; B &lt;c&gt; &amp;lt;"


KEYS = st.sampled_from([
    "type", "text", "elements", "rows", "style", "options", "fields", "accessory", "confirm", "url",
    "positive_button", "negative_button", "block_id", "action_id", "indent", "column_settings",
    "initial_option", "caption", "page_size", "title",
])  # fmt: skip
TYPES = st.sampled_from(["section", "context", "actions", "context_actions", "rich_text", "table",
    "data_table", "header", "button", "static_select", "feedback_buttons", "rich_text_section",
    "rich_text_list", "text", "link", "mrkdwn", "plain_text", "raw_text", "modal", "home"])  # fmt: skip


def _object(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda type_, rest: {"type": type_} | rest, TYPES, st.dictionaries(KEYS, inner, max_size=4)
    )


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3), TYPES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), _object(inner)),
)


@settings(max_examples=300)
@given(blocks=st.lists(JUNK, max_size=3))
def test_nothing_in_a_payload_stops_the_check(blocks: list[Json]) -> None:
    assert problems(safe(payload(blocks, "text"))) == []
    view_problems({"type": "modal", "blocks": blocks})


def test_problems_never_hold_words() -> None:
    secret = {"type": "secret-type", "secret-key": "secret-words"}
    blocks = [
        section(3001), secret, section(3) | {"secret-key": 1}, context(secret), rich(secret),
        actions(secret), actions(button(style="secret-words", url="secret-words")),
    ]  # fmt: skip
    found = problems(payload(blocks))

    assert len(found) >= len(blocks)
    assert "section: text of 3001 characters, at most 3000" in found[0]
    assert "secret" not in " ".join(found)
