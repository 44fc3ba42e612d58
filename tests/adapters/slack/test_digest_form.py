"""A channel's digest, set in a form: opened by a command or from the Home tab, and submitted."""

from datetime import time
from typing import Any

import pytest

from adapters.slack.app import Wiring
from adapters.slack.payload import view_problems
from bot.desk import Desk
from bot.digest.choose import Chooser
from bot.digest.desk import DigestDesk
from bot.digest.subscription import Channel, Subscription
from bot.request import language_of
from facts.compiled import Compiled
from tests import digest_fakes
from tests.adapters.slack.conftest import Bench, Clock, Sleeper, recorded
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.sdk_models import sdk_view_problem
from tests.adapters.slack.visible import visible
from tests.digest_fakes import FakeStore
from tests.fakes import FakeInstallations, FakeKeyValue, FakePorts
from tests.helpers import NOW

SALES = Channel("slack", "T0ACME", "C0SALES")
MEMBER = {"channel": {"id": "C0SALES", "is_member": True}}
STRANGER = {"channel": {"id": "C0SALES", "is_member": False}}


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(digest_fakes.Clock(NOW))


@pytest.fixture
def wiring(
    ready: Compiled, ports: FakePorts, clock: Clock, sleeper: Sleeper, store: FakeStore,
    installations: FakeInstallations, notes: FakeKeyValue,
) -> Wiring:  # fmt: skip
    digests = DigestDesk(store, store, FakeKeyValue(), lambda now: Chooser(now.library))
    desk = Desk(lambda: ready, ports, digests)
    return Wiring(desk, ports, installations, notes, lambda: ready, clock, sleeper)


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The elements of a form by name."""
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def chosen(element: dict[str, Any]) -> list[str]:
    return [option["value"] for option in element.get("initial_options", [])]


async def edited(bench: Bench, text: str = "digest edit", **more: Any) -> dict[str, Any]:
    """The form that a command opens."""
    response = await bench.send("slash_command", text=text, **more)
    assert (response.status_code, response.content) == (200, b"")
    await bench.settled()
    (opened,) = bench.api.of("views.open")
    view: dict[str, Any] = opened["view"]
    return view


async def submitted(bench: Bench, **state: Any) -> dict[str, Any]:
    """The view that takes the place of a submitted form; `state` changes its fields."""
    body = recorded("view_submission_digest")
    values = body["view"]["state"]["values"]
    for name, value in state.items():
        values[name][name] |= value
    response = await bench.send("view_submission_digest", view=body["view"])
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    assert answer["response_action"] == "update"
    assert view_problems(answer["view"]) == []
    assert sdk_view_problem(answer["view"]) is None
    view: dict[str, Any] = answer["view"]
    return view


async def test_a_command_opens_the_form_for_its_channel(bench: Bench) -> None:
    bench.api.profiles["U0ALICE"] = {"tz": "Europe/Berlin"}
    found = fields(await edited(bench, channel_id="C0SALES"))
    assert found["channel"]["initial_conversation"] == "C0SALES"
    assert found["zone"]["initial_value"] == "Europe/Berlin"
    assert found["time"]["initial_time"] == "09:00"
    assert len(chosen(found["days"])) == 7
    assert chosen(found["topics"]) == []
    assert found["count"]["initial_value"] == "3"
    assert found["language"]["initial_option"]["value"] == "en"


async def test_the_form_shows_what_is_set(bench: Bench, store: FakeStore) -> None:
    known = Subscription(
        SALES, time(7, 5), "America/New_York", (0, 2), ("tip",), "microsoft", 7, "zh-tw"
    )
    await store.put(known, NOW)
    found = fields(await edited(bench, "ダイジェスト 編集", channel_id="C0SALES"))
    assert found["time"]["initial_time"] == "07:05"
    assert found["zone"]["initial_value"] == "America/New_York"
    assert chosen(found["days"]) == ["mon", "wed"]
    assert chosen(found["topics"]) == ["tip"]
    assert found["about"]["initial_value"] == "マイクロソフト"
    assert found["count"]["initial_value"] == "7"
    assert found["language"]["initial_option"]["value"] == "zh-tw"


async def test_in_direct_messages_the_form_is_about_these(bench: Bench) -> None:
    view = await edited(bench, channel_id="D0ALICE")
    assert "channel" not in fields(view)
    assert view["private_metadata"] == "D0ALICE"


@pytest.mark.parametrize(("locale", "monday"), [("en-US", "Monday"), ("ja-JP", "月曜日"), ("zh-CN", "星期一"), ("zh-TW", "星期一")])  # fmt: skip
async def test_the_home_tab_opens_the_form_in_the_readers_language(
    bench: Bench, locale: str, monday: str
) -> None:
    bench.api.locales["U0ALICE"] = locale
    await bench.send("block_actions_home", action="home_digest")
    await bench.settled()
    view = bench.api.of("views.open")[0]["view"]
    found = fields(view)
    assert "initial_conversation" not in found["channel"]
    assert found["days"]["options"][0]["text"]["text"] == monday
    assert found["language"]["initial_option"]["value"] == language_of(locale).tag


async def test_a_submitted_form_sets_the_digest_of_the_chosen_channel(
    bench: Bench, store: FakeStore
) -> None:
    bench.api.answers["conversations.info"] = MEMBER
    view = await submitted(bench)
    wish = store.wishes[SALES]
    assert (wish.at, wish.zone, wish.days) == (time(8, 30), "America/New_York", (0, 3))
    assert (wish.topics, wish.about, wish.count) == (("investment", "tip"), None, 5)
    assert (wish.tag, wish.by, wish.active) == ("ja", "U0ALICE", True)
    assert "08:30 (America/New_York)" in visible(view["blocks"])


async def test_what_is_emptied_in_the_form_is_taken_back(bench: Bench, store: FakeStore) -> None:
    await store.put(Subscription(SALES, topics=("tip",), about="microsoft", days=(0,)), NOW)
    every = [{"value": day} for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    await submitted(bench, topics={"selected_options": []}, days={"selected_options": every})
    wish = store.wishes[SALES]
    assert (wish.topics, wish.about, wish.days) == ((), None, (0, 1, 2, 3, 4, 5, 6))


async def test_a_name_of_several_words_is_one_name(bench: Bench, store: FakeStore) -> None:
    await submitted(bench, about={"value": 'Microsoft "Japan" lang:zh'})
    wish = store.wishes[SALES]
    assert (wish.about, wish.tag) == ("microsoft", "ja")


@pytest.mark.parametrize(("changes", "said"), [
    ({"zone": {"value": "Xyzzy"}}, "Xyzzy"),
    ({"about": {"value": "Blub Ltd"}}, "Blub Ltd"),
])  # fmt: skip
async def test_what_can_not_be_understood_is_said_in_place_of_the_form(
    bench: Bench, store: FakeStore, changes: dict[str, Any], said: str
) -> None:
    view = await submitted(bench, **changes)
    assert said in visible(view["blocks"])
    assert store.wishes == {}


async def test_a_store_that_fails_is_said_too(bench: Bench, store: FakeStore) -> None:
    store.failing["put"] = 1
    view = await submitted(bench, language={"selected_option": {"value": "en"}})
    assert "just now" in visible(view["blocks"])


async def test_a_channel_without_the_bot_has_no_digest(bench: Bench, store: FakeStore) -> None:
    bench.api.answers["conversations.info"] = STRANGER
    said = await bench.slash("digest on 08:00", channel_id="C0SALES")
    assert "/invite @japan-ai" in visible(said["blocks"])
    assert store.wishes == {}
    await bench.slash("digest status", channel_id="C0SALES")
    await bench.slash("investments microsoft", channel_id="C0SALES")
    assert len(bench.api.of("conversations.info")) == 1


@pytest.mark.parametrize("error", ["missing_scope", "channel_not_found"])
async def test_where_slack_does_not_tell_the_digest_is_switched_on(
    bench: Bench, store: FakeStore, error: str
) -> None:
    bench.api.trouble("conversations.info", Trouble(error))
    await bench.slash("digest on", channel_id="C0SALES")
    assert store.wishes[SALES].active


async def test_direct_messages_are_not_asked_about(bench: Bench, store: FakeStore) -> None:
    bench.api.answers["conversations.info"] = STRANGER
    await bench.slash("digest on", channel_id="D0ALICE")
    assert store.wishes[Channel("slack", "T0ACME", "D0ALICE")].personal


async def test_a_form_that_slack_would_refuse_is_found_out(bench: Bench) -> None:
    view = await edited(bench)
    for name, broken in (
        ("time", {"initial_time": "25:00"}), ("zone", {"max_length": 3001}),
        ("days", {"options": []}), ("topics", {"initial_options": [{"value": "x"}]}),
        ("count", {"initial_value": 3}), ("language", {"placeholder": {"type": "mrkdwn"}}),
        ("channel", {"filter": {"include": ["all"]}}), ("about", {"action_id": ""}),
        ("zone", {"type": "users_select"}),
    ):  # fmt: skip
        blocks = [
            b | {"element": b["element"] | broken} if b["block_id"] == name else b
            for b in view["blocks"]
        ]
        assert view_problems(view) == []
        assert view_problems(view | {"blocks": blocks}), name
    long = view["blocks"][0] | {"label": {"type": "plain_text", "text": "x" * 2001}}
    assert view_problems(view | {"blocks": [long]})
    assert view_problems({key: view[key] for key in view if key != "submit"})
