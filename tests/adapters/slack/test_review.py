"""Review in Slack: the queue for curators, its forms, and messages that somebody suggests."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.app import Wiring
from adapters.slack.groups import SlackGroups
from adapters.slack.payload import view_problems
from bot.desk import Desk
from bot.ports import Person, StoreError
from bot.review.curators import Entry
from bot.review.desk import ReviewDesk
from bot.review.item import Item
from facts.compiled import Compiled
from tests.adapters.review_world import STATEMENT, review_desk, with_draft
from tests.adapters.slack.conftest import Bench, Clock, Sleeper, recorded
from tests.adapters.slack.fake_slack import Trouble
from tests.adapters.slack.sdk_models import sdk_view_problem
from tests.adapters.slack.test_slash import buttons
from tests.adapters.slack.visible import visible
from tests.fakes import FakeInstallations, FakeKeyValue, FakePorts
from tests.review_fakes import FakeQueue, FakeReviewPorts

CIRCLE = "slack:T0ACME"
ALICE = Entry("slack", "T0ACME", "user", "U0ALICE")


@pytest.fixture
def review() -> FakeReviewPorts:
    return FakeReviewPorts()


@pytest.fixture
def desk(ready: Compiled, review: FakeReviewPorts) -> ReviewDesk:
    return review_desk(ready, review, ALICE)


@pytest.fixture
def wiring(
    ready: Compiled, ports: FakePorts, clock: Clock, sleeper: Sleeper, desk: ReviewDesk,
    installations: FakeInstallations, notes: FakeKeyValue,
) -> Wiring:  # fmt: skip
    return Wiring(
        Desk(lambda: ready, ports, reviews=desk), ports, installations, notes, lambda: ready, clock,
        sleeper, review=desk,
    )  # fmt: skip


@pytest.fixture
async def item(ready: Compiled, review: FakeReviewPorts) -> Item:
    return await with_draft(ready, review, CIRCLE)


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The elements of a form by name."""
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


async def press(bench: Bench, surface: str, action: str, **more: Any) -> None:
    await bench.send(f"block_actions_{surface}", action=action, **more)
    await bench.settled()


async def opened(bench: Bench, label: str = "Edit") -> dict[str, Any]:
    """The form that a button of the draft's card opens."""
    card = await bench.slash("review show abcd1234")
    await press(bench, "ephemeral", buttons(card)[label])
    view: dict[str, Any] = bench.api.of("views.open")[-1]["view"]
    return view


async def submitted(bench: Bench, view: dict[str, Any], **typed: str) -> dict[str, Any]:
    """The answer to a form that is sent as it was opened, but for what was typed."""
    values: dict[str, Any] = {}
    for name, element in fields(view).items():
        chosen = {k.removeprefix("initial_").replace("option", "selected_option"): v
                  for k, v in element.items() if k.startswith("initial_")}  # fmt: skip
        chosen = {"value": None, **chosen} if element["type"] == "plain_text_input" else chosen
        values[name] = {name: {"type": element["type"], **chosen}}
        if name in typed and "options" in element:
            option = next(o for o in element["options"] if o["value"] == typed[name])
            key = "selected_options" if element["type"] == "checkboxes" else "selected_option"
            values[name][name][key] = [option] if key.endswith("s") else option
        elif name in typed:
            values[name][name]["value"] = typed[name]
    body = recorded("view_submission_review")["view"]
    body |= {"callback_id": view["callback_id"], "private_metadata": view["private_metadata"]}
    body["state"] = {"values": values}
    response = await bench.send("view_submission_review", view=body)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    if "view" in answer:
        assert view_problems(answer["view"]) == []
        assert sdk_view_problem(answer["view"]) is None
    else:
        assert set(answer["errors"]) <= set(values)
    return answer


async def test_a_suggested_message_gives_its_links_and_is_answered_alone(
    bench: Bench, review: FakeReviewPorts
) -> None:
    await bench.send("message_shortcut_suggest")
    await bench.settled()
    kept = [(s.circle, s.link) for s in review.suggestions.waiting.values()]
    assert kept == [
        (CIRCLE, "https://example.com/a?x=1&y=2"), (CIRCLE, "https://example.com/b"),
    ]  # fmt: skip
    (said,) = bench.api.of("response_url")
    assert said["response_type"] == "ephemeral"
    assert "https://example.com/b" in visible(said["blocks"])


async def test_a_message_without_a_link_gives_its_text(
    bench: Bench, review: FakeReviewPorts
) -> None:
    text = "Oracle said in April that it would invest eight billion dollars in Japan &amp; Asia."
    message = {"type": "message", "user": "U0BOB", "text": text, "ts": "1795337000.000090"}
    await bench.send("message_shortcut_suggest", message=message)
    await bench.settled()
    (kept,) = review.suggestions.waiting.values()
    assert (kept.link, kept.text) == (None, text.replace("&amp;", "&"))


async def test_a_message_of_a_few_words_is_too_little(
    bench: Bench, review: FakeReviewPorts
) -> None:
    message = {"type": "message", "user": "U0BOB", "text": "hi <@U0BOB>", "ts": "1.0"}
    await bench.send("message_shortcut_suggest", message=message)
    await bench.settled()
    assert review.suggestions.waiting == {}
    assert len(bench.api.of("response_url")) == 1


async def test_a_curator_edits_a_draft_in_a_form(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench)
    found = fields(view)
    assert "Oracle said it would invest up to $8 billion" in visible(view["blocks"])
    assert found["topic"]["initial_option"]["value"] == "investment"
    assert found["quote"]["initial_value"].endswith("Japan over ten years")
    answer = await submitted(bench, view, en=STATEMENT)
    assert answer["response_action"] == "update", answer
    assert STATEMENT in visible(answer["view"]["blocks"])
    edited = review.queue.items[item.id]
    assert (edited.state, edited.turn) == ("waiting", 1)
    assert edited.edited is not None
    assert edited.edited.text("en") == STATEMENT


async def test_approving_publishes_what_the_form_has(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench, "Approve")
    assert fields(view)["approve"]["initial_options"][0]["value"] == "approve"
    answer = await submitted(bench, view, en=STATEMENT, approve="approve")
    assert answer["response_action"] == "update", answer
    assert review.queue.items[item.id].state == "published"
    ((_, facts),) = review.published.rows.items()
    assert facts[0].text("en") == STATEMENT


async def test_what_fails_the_checks_is_said_in_the_form(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench, "Approve")
    quote = "Oracle might invest up to $8 billion in Japan over ten years"
    answer = await submitted(bench, view, en=STATEMENT, quote=quote, approve="approve")
    assert answer["response_action"] == "errors"
    assert answer["errors"].keys() == {"quote"}
    assert review.queue.items[item.id].turn == 0
    assert "en" in (await submitted(bench, view, en="", approve="approve"))["errors"]


async def test_of_two_curators_the_second_is_told(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench)
    await submitted(bench, view, en=STATEMENT)
    late = await submitted(bench, view, en="Another statement.")
    assert "Somebody was first" in visible(late["view"]["blocks"])
    edited = review.queue.items[item.id].edited
    assert edited is not None
    assert edited.text("en") == STATEMENT


async def test_a_rejection_asks_for_its_reason(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench, "Reject")
    assert list(fields(view)) == ["reason"]
    answer = await submitted(bench, view, reason="old news")
    assert answer["response_action"] == "update", answer
    assert review.queue.items[item.id].state == "rejected"
    assert review.queue.entries[-1][1].reason == "old news"


async def test_a_line_opens_the_form_too(bench: Bench, item: Item) -> None:
    response = await bench.send("slash_command", text="review edit abcd1234")
    assert (response.status_code, response.content) == (200, b"")
    await bench.settled()
    assert bench.api.of("views.open")[0]["view"]["callback_id"] == "review_edit"


async def test_a_line_about_nothing_is_answered_alone(bench: Bench) -> None:
    await bench.send("slash_command", text="review edit nothing")
    await bench.settled()
    (said,) = bench.api.of("response_url")
    assert said["response_type"] == "ephemeral"
    assert bench.api.of("views.open") == []


async def test_others_are_told_that_they_may_not(bench: Bench, item: Item) -> None:
    said = await bench.slash("review", user_id="U0BOB")
    assert "Oracle" not in visible(said["blocks"])
    card = await bench.slash("review show abcd1234")
    bob = {"id": "U0BOB", "username": "bob", "team_id": "T0ACME", "name": "bob"}
    await press(bench, "ephemeral", buttons(card)["Edit"], user=bob)
    assert bench.api.of("views.open") == []
    assert len(bench.api.of("response_url")) == 1


async def test_a_form_opens_on_top_of_a_modal(bench: Bench, item: Item) -> None:
    card = await bench.slash("review show abcd1234")
    await press(bench, "modal", buttons(card)["Edit"])
    (pushed,) = bench.api.of("views.push")
    assert pushed["view"]["callback_id"] == "review_edit"


async def test_the_home_tab_shows_the_queue_to_curators_alone(bench: Bench, item: Item) -> None:
    await bench.send("app_home_opened_home")
    await bench.settled()
    await bench.send("app_home_opened_home", user="U0BOB")
    await bench.settled()
    alice, bob = bench.api.of("views.publish")
    assert "Oracle said" in visible(alice["view"]["blocks"])
    assert "Oracle said" not in visible(bob["view"]["blocks"])
    await press(bench, "home", buttons(alice["view"])["1"])
    assert "$8 billion" in visible(bench.api.of("views.open")[0]["view"]["blocks"])


class BrokenQueue(FakeQueue):
    """A queue that stops working when a test says so."""

    broken = False

    async def find(self, item: str) -> Item | None:
        if self.broken:
            raise StoreError("away")
        return await super().find(item)


async def test_a_store_that_is_away_keeps_what_was_typed(
    bench: Bench, review: FakeReviewPorts, item: Item
) -> None:
    view = await opened(bench)
    broken = BrokenQueue(review.suggestions, review.published)
    broken.items, broken.broken = review.queue.items, True
    object.__setattr__(review, "queue", broken)  # the ports are frozen, as the store's are
    answer = await submitted(bench, view, en=STATEMENT)
    assert answer["errors"].keys() == {"en"}


class TestGroups:
    """A user group whose members curate."""

    @pytest.fixture
    def desk(self, ready: Compiled, review: FakeReviewPorts, groups: "Late") -> ReviewDesk:
        group = Entry("slack", "T0ACME", "group", "S0CURATORS")
        return review_desk(ready, review, group, groups={"slack": groups})

    @pytest.fixture
    def groups(self) -> "Late":
        return Late()

    async def test_its_members_are_curators_and_slack_is_asked_once_in_a_while(
        self, bench: Bench, item: Item, groups: "Late", clock: Clock
    ) -> None:
        groups.made(bench)
        bench.api.answers["usergroups.users.list"] = {"users": ["U0ALICE", "U0EVE"]}
        for user, may in (("U0ALICE", True), ("U0BOB", False), ("U0EVE", True)):
            said = visible((await bench.slash("review", user_id=user))["blocks"])
            assert ("Oracle" in said) is may, user
        assert bench.api.of("usergroups.users.list") == [{"usergroup": "S0CURATORS"}]

    async def test_without_an_answer_nobody_is_and_an_old_one_lasts_an_hour(
        self, bench: Bench, item: Item, groups: "Late", clock: Clock
    ) -> None:
        groups.made(bench)
        bench.api.trouble("usergroups.users.list", Trouble("missing_scope"))
        seen = [await bench.slash("review")]
        bench.api.answers["usergroups.users.list"] = {"users": ["U0ALICE"]}
        seen.append(await bench.slash("review"))
        for minutes in (6, 70):
            clock.passes(timedelta(minutes=minutes))
            bench.api.trouble("usergroups.users.list", Trouble("missing_scope"))
            seen.append(await bench.slash("review"))
        assert ["Oracle" in visible(s["blocks"]) for s in seen] == [False, True, True, False]


class Late:
    """The groups of a bot that is made after the desk."""

    groups: SlackGroups

    def made(self, bench: Bench) -> None:
        bot = bench.service.bot
        self.groups = SlackGroups(bot.poster, bot.client_of, bench.clock)

    async def of(self, person: Person, among: Collection[str]) -> Collection[str]:
        return await self.groups.of(person, among)
