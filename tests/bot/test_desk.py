"""The desk as a chat platform uses it: messages, what is kept of them, and presses of buttons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.card import Notice
from bot.desk import Asked, Desk, Response
from bot.ports import MEMORY_HOURS, ROW_DAYS, Person, Place, Ports
from bot.press import Press
from bot.traditional import say_in
from bot.words import say
from facts.compiled import Compiled
from facts.language import LANGUAGES, Language
from tests.fakes import FailingPorts, FakePorts, fake_ports
from tests.helpers import NOW, blocks, shown

MINA = Person("slack", "T1", "U1")
KEN = Person("slack", "T1", "U2")
THREAD = Place("slack", "T1", "C1", "100.1")
MICROSOFT = "microsoft-2024-cloud-ai"
NOMURA = "nomura-2025-generative-ai-use-9-percent"
LINE = "ask microsoft investment"


@pytest.fixture
def ports() -> FakePorts:
    return fake_ports()


@pytest.fixture
def desk(ready: Compiled, ports: FakePorts) -> Desk:
    return Desk(lambda: ready, ports)


def asked(text: str, place: Place | None = THREAD, person: Person = MINA) -> Asked:
    return Asked(text, person, NOW, place)


def button(response: Response, kind: str) -> Press:
    """The first button of a kind."""
    found = next(n for n, action in enumerate(response.actions) if action.kind == kind)
    return Press(response.key, "action", found)


def kinds(response: Response) -> list[str]:
    return [action.kind for _, action in response.offers()]


# Whose language


@pytest.mark.parametrize(
    ("text", "chosen", "locale", "tag"),
    [
        ("ask microsoft lang:ja", "zh", "en-US", "ja"),
        ("マイクロソフトの投資", "zh-tw", "ja-JP", "zh-tw"),
        ("マイクロソフトの投資", None, "en-US", "ja"),
        ("微软投资", None, "en-US", "zh"),
        ("微軟投資", None, "en-US", "zh-tw"),
        ("ask microsoft", None, "ja-JP", "ja"),
        ("2024?", None, None, "en"),
    ],
)
async def test_the_option_goes_before_the_choice_the_script_and_the_locale(
    desk: Desk, ports: FakePorts, text: str, chosen: str | None, locale: str | None, tag: str
) -> None:
    await ports.preferences.choose_language(MINA, chosen)

    response = await desk.respond(Asked(text, MINA, NOW, locale=locale))

    assert response.reply.tag == tag


async def test_labels_are_in_traditional_characters_for_who_reads_them(
    desk: Desk, ports: FakePorts
) -> None:
    await ports.preferences.choose_language(MINA, "zh-tw")
    response = await desk.respond(Asked(LINE, MINA, NOW, private=True))

    labels = [action.label for _, action in response.offers()]
    assert labels == [say_in("zh-tw", f"action.{kind}") for kind in kinds(response)]
    assert say_in("zh-tw", "action.good") != say("zh", "action.good")


async def test_a_message_that_goes_on_is_answered_in_its_own_language(desk: Desk) -> None:
    await desk.respond(asked(LINE))
    response = await desk.respond(asked("オラクルは？"))

    assert (response.reply.tag, response.reply.line) == ("ja", "ask オラクル investment")


# What is remembered


async def test_a_message_goes_on_from_the_last_one_and_says_so(desk: Desk) -> None:
    await desk.respond(asked(LINE))
    response = await desk.respond(asked("and Oracle?", person=KEN))
    notice = next(blocks(response.reply.card, Notice))

    assert notice.text == say("en", "answer.follow_up", line="ask Oracle investment")
    assert response.reply.facts[0] == "oracle-2024-cloud-ai"

    again = await desk.respond(asked("in yen?"))
    assert again.reply.line == "ask Oracle investment currency:JPY"


async def test_the_first_message_and_one_that_stands_for_itself_carry_no_notice(desk: Desk) -> None:
    for text in ("and Oracle?", "what is DeepL's valuation"):
        response = await desk.respond(asked(text))
        assert response.reply.line == f"ask {text}"
        assert "Read with your last" not in shown(response.reply)


@pytest.mark.parametrize(
    "place", [None, replace(THREAD, thread="200.2"), replace(THREAD, platform="discord")]
)
async def test_another_conversation_does_not_know_of_it(desk: Desk, place: Place | None) -> None:
    await desk.respond(asked(LINE))
    response = await desk.respond(asked("and Oracle?", place))

    assert response.reply.line == "ask and Oracle?"


async def test_a_subject_is_forgotten_after_a_day(desk: Desk) -> None:
    await desk.respond(asked(LINE))
    day = timedelta(hours=MEMORY_HOURS)

    just = await desk.respond(replace(asked("in yen?"), now=NOW + day))
    late = await desk.respond(replace(asked("in yen?"), now=NOW + 2 * day + timedelta(seconds=1)))

    assert just.reply.line == f"{LINE} currency:JPY"
    assert late.reply.line == "ask in yen?"


@pytest.mark.parametrize(
    "line", ["help", f"source {MICROSOFT}", "ask limit:0", "ask", "digest status", "why"]
)
async def test_what_is_no_subject_leaves_the_last_one(
    desk: Desk, ports: FakePorts, line: str
) -> None:
    await desk.respond(asked(LINE))
    await desk.respond(asked(line))

    assert await ports.memory.last(THREAD, NOW) == LINE


async def test_an_earlier_answer_can_be_taken_up_again(desk: Desk, ports: FakePorts) -> None:
    first = await desk.respond(asked(LINE))
    other = await desk.respond(asked("tips hiring"))

    await desk.take_up(first.key, THREAD, KEN, NOW)
    assert await ports.memory.last(THREAD, NOW) == LINE
    await desk.take_up("z" * 16, THREAD, KEN, NOW)
    assert await ports.memory.last(THREAD, NOW) == LINE
    await desk.take_up(other.key, THREAD, KEN, NOW)
    assert await ports.memory.last(THREAD, NOW) == "tips hiring"


# What may be done with an answer


async def test_a_fact_can_be_traced_and_rated_and_shared_where_one_alone_sees_it(
    desk: Desk,
) -> None:
    public = await desk.respond(asked(LINE))
    private = await desk.respond(replace(asked(LINE), private=True))

    assert kinds(public) == ["source", "good", "bad"]
    assert kinds(private) == ["source", "share", "good", "bad"]
    lines = {action.kind: action.line for action in private.actions}
    assert (lines["source"], lines["share"]) == (f"source {MICROSOFT}", LINE)


async def test_a_fact_that_others_contradict_offers_them_all_beside_it(
    desk: Desk, ready: Compiled
) -> None:
    response = await desk.respond(asked("ask nomura generative ai use"))
    (line,) = (action.line for action in response.actions if action.kind == "compare")

    others = ready.library.facts[NOMURA].conflicts_with
    assert line.split() == ["compare", NOMURA, *others]
    compared = await desk.press(button(response, "compare"), MINA, NOW)
    assert compared.response
    assert compared.response.reply.facts == (NOMURA, *others)
    assert "compare" not in kinds(compared.response)


@pytest.mark.parametrize("text", ["what is the weather", "DeepLの従業員数は？"])
async def test_a_question_without_an_answer_can_be_asked_for(desk: Desk, text: str) -> None:
    response = await desk.respond(asked(text))

    assert response.reply.outcome == "unknown"
    assert kinds(response) == ["request"]
    assert [action.line for _, action in response.offers()] == [text]


async def test_a_misused_command_offers_only_what_stands_in_its_card(desk: Desk) -> None:
    response = await desk.respond(asked("ask"))

    assert response.reply.misuse
    assert kinds(response) == []
    assert [action.line for action in response.actions] == ["investments", "tips", "help"]
    assert response.number("tips") == 1


# Presses


async def test_a_button_of_the_card_runs_its_line(desk: Desk) -> None:
    response = await desk.respond(asked("help"))
    pressed = await desk.press(Press(response.key, "action", response.number("tips")), KEN, NOW)

    assert pressed.kind == "run"
    assert pressed.response
    assert (pressed.response.reply.line, pressed.text) == ("tips", "")


async def test_the_source_of_a_fact(desk: Desk) -> None:
    response = await desk.respond(asked(LINE))
    pressed = await desk.press(button(response, "source"), KEN, NOW)

    assert pressed.kind == "source"
    assert pressed.response
    assert say("en", "source.citation") in shown(pressed.response.reply)


async def test_what_is_shared_can_be_seen_by_all_and_is_not_shared_again(desk: Desk) -> None:
    response = await desk.respond(replace(asked(LINE), private=True))
    pressed = await desk.press(button(response, "share"), MINA, NOW)

    assert pressed.kind == "share"
    assert pressed.response
    assert pressed.response.reply.line == LINE
    assert "share" not in kinds(pressed.response)


@pytest.mark.parametrize("private", [True, False])
async def test_what_a_press_shows_can_be_shared_where_one_alone_sees_it(
    desk: Desk, *, private: bool
) -> None:
    response = await desk.respond(asked("investments"))
    pressed = await desk.press(button(response, "run"), MINA, NOW, private=private)

    assert pressed.response
    assert ("share" in kinds(pressed.response)) is private


@pytest.mark.parametrize("private", [True, False])
async def test_a_page_is_of_the_same_answer(desk: Desk, *, private: bool) -> None:
    response = await desk.respond(replace(asked("investments"), private=private))
    pressed = await desk.press(Press(response.key, "page", 2), MINA, NOW)

    assert (pressed.kind, pressed.page) == ("page", 2)
    assert pressed.response == response
    first = await desk.press(Press(response.key, "page", 0), MINA, NOW)
    assert first.page == 1


@pytest.mark.parametrize("verdict", ["good", "bad"])
async def test_a_verdict_is_kept_with_the_line_and_its_facts(
    desk: Desk, ports: FakePorts, verdict: str
) -> None:
    response = await desk.respond(asked(LINE))
    pressed = await desk.press(button(response, verdict), KEN, NOW)

    assert (pressed.kind, pressed.response) == (verdict, None)
    assert pressed.text == say("en", "action.thanks")
    assert ports.feedback.verdicts == [(LINE, response.reply.facts[:3], verdict)]


async def test_a_wish_is_counted_in_the_language_of_the_question(
    desk: Desk, ports: FakePorts
) -> None:
    response = await desk.respond(asked("DeepLの従業員数は？"))
    for person in (MINA, KEN):
        await ports.preferences.choose_language(person, "en")
        pressed = await desk.press(button(response, "request"), person, NOW)
        assert pressed.text == say("en", "action.requested")

    assert ports.requests.wishes == {("DeepLの従業員数は？", "ja"): 2}


async def test_a_press_is_answered_in_the_language_of_who_pressed(
    desk: Desk, ports: FakePorts
) -> None:
    response = await desk.respond(asked("オラクルの投資"))
    await ports.preferences.choose_language(KEN, "zh-tw")

    source = await desk.press(button(response, "source"), KEN, NOW)
    same = await desk.press(button(response, "source"), MINA, NOW)
    thanks = await desk.press(button(response, "good"), KEN, NOW)

    assert source.response
    assert source.response.reply.tag == "zh-tw"
    assert same.response
    assert same.response.reply.tag == "ja"
    assert thanks.text == say_in("zh-tw", "action.thanks")


@pytest.mark.parametrize(("locale", "language"), [("ja-JP", "ja"), (None, "en"), ("zh-CN", "zh")])
async def test_a_button_that_is_not_known_any_more_is_answered_kindly(
    desk: Desk, locale: str | None, language: Language
) -> None:
    response = await desk.respond(asked(LINE))
    unknown = Press("a" * 16, "action", 0)
    beyond = Press(response.key, "action", len(response.actions))
    late = NOW + timedelta(days=ROW_DAYS, seconds=1)

    for press, now in ((unknown, NOW), (beyond, NOW), (button(response, "source"), late)):
        pressed = await desk.press(press, KEN, now, locale)
        assert (pressed.kind, pressed.response) == ("unknown", None)
        assert pressed.text == say(language, "action.expired")


async def test_a_button_in_use_does_not_grow_old(desk: Desk) -> None:
    response = await desk.respond(asked(LINE))
    for days in (ROW_DAYS, 2 * ROW_DAYS):
        pressed = await desk.press(button(response, "good"), KEN, NOW + timedelta(days=days))
        assert pressed.kind == "good"


# A store that fails


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_failing_store_costs_the_buttons_and_not_the_answer(
    ready: Compiled, language: Language
) -> None:
    desk = Desk(lambda: ready, FailingPorts())
    response = await desk.respond(replace(asked(f"{LINE} lang:{language}"), private=True))

    assert response.reply.facts[0] == MICROSOFT
    assert (response.key, response.actions, response.offers()) == ("", (), [])
    await desk.take_up("a" * 16, THREAD, MINA, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_press_says_that_the_store_fails(ready: Compiled, language: Language) -> None:
    desk = Desk(lambda: ready, FailingPorts())
    pressed = await desk.press(Press("a" * 16, "action", 0), MINA, NOW, language)

    assert (pressed.kind, pressed.response) == ("unknown", None)
    assert pressed.text == say(language, "action.unreachable")


@pytest.mark.parametrize(("text", "kind"), [(LINE, "bad"), ("what is the weather", "request")])
async def test_a_verdict_or_wish_that_was_not_kept_is_no_thanks(
    ready: Compiled, ports: FakePorts, text: str, kind: str
) -> None:
    broken = FailingPorts()
    half: Ports = Ports(
        ports.preferences, ports.memory, ports.privacy, ports.rows, ports.seen,
        broken.feedback, broken.requests,
    )  # fmt: skip
    desk = Desk(lambda: ready, half)
    response = await desk.respond(asked(text))
    pressed = await desk.press(button(response, kind), MINA, NOW)

    assert pressed.text == say("en", "action.not_kept")
