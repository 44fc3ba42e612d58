import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.read import read_click, read_command, read_direct, read_mention, words
from tests.adapters.slack.conftest import recorded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0JAPANAI> investments", "investments"),
        ("how much,<@U0JAPANAI>?", "how much, ?"),
        ("ask <@U2|bob> in <#C1|general>", "ask bob in general"),
        ("<@U2> and <#C1>", "and"),
        ("<!channel> <!here|here> <!subteam^S1|@sales> <!subteam^S2>", "channel here sales"),
        ("<!date^1392734382^{date}|2014>", "2014"),
        ("<https://microsoft.com|Microsoft> <http://x.org/a?b=1&amp;c>", "Microsoft x.org/a?b=1&c"),
        ("<mailto:a@b.example|a@b.example> <tel:+81>", "a@b.example +81"),
        ("R&amp;D &lt;b&gt; &amp;lt;", "R&D <b> &lt;"),
        ("two\n lines\t here", "two lines here"),
        ("a < b > c", "a < b > c"),
        ("", ""),
    ],
)
def test_markup_is_read_as_words(written: str, read: str) -> None:
    assert words(written, "U0JAPANAI") == read


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    assert "  " not in words(text)


@given(st.text(st.characters(exclude_characters="<>&|", exclude_categories=["Cs"])))
def test_what_is_escaped_comes_back(text: str) -> None:
    shown = f"{text} &amp; &lt;x&gt;"
    assert words(shown) == " ".join(f"{text} & <x>".split())


@pytest.mark.parametrize(
    ("text", "left", "share"),
    [
        ("investments microsoft share", "investments microsoft", True),
        ("投資 共有", "投資", True),
        ("投资 分享", "投资", True),
        ("Share", "", True),
        ("chatgpt usage share", "chatgpt usage share", False),
        ("what is the market share", "what is the market share", False),
        ("openai's share", "openai's share", False),
        ("share buyback", "share buyback", False),
        ("timeshare", "timeshare", False),
    ],
)
def test_share_is_the_last_word(text: str, left: str, share: bool) -> None:  # noqa: FBT001  # a parameter of the test
    typed = read_command(recorded("slash_command", text=text))
    assert (typed.text, typed.share) == (left, share)


def test_a_mention_starts_a_thread_and_goes_on_in_one() -> None:
    first = read_mention(recorded("app_mention"), "U0JAPANAI")
    second = read_mention(recorded("app_mention_in_thread"), "U0JAPANAI")
    assert first is not None
    assert second is not None
    assert first.thread == second.thread == "1795338000.000100"
    assert second.text == "and Oracle?"


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ({}, True), ({"subtype": "file_share"}, True), ({"subtype": "message_deleted"}, False),
        ({"subtype": "bot_message"}, False), ({"bot_id": "B1"}, False),
        ({"channel_type": "group"}, False), ({"text": None}, True),
    ],
)  # fmt: skip
def test_only_people_in_direct_messages_are_read(change: dict[str, str], read: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert (read_direct(recorded("message_im", **change), "U0JAPANAI") is not None) == read


def test_a_click_says_where_it_was() -> None:
    click = read_click(recorded("block_actions_thread", action="x"))
    assert (click.id, click.channel, click.thread, click.message) == (
        "x", "C0GENERAL", "1795338000.000100", "1795338002.000120",
    )  # fmt: skip
    assert not click.direct
    assert not click.ephemeral
    assert read_click(recorded("block_actions_feedback")).direct
    assert read_click(recorded("block_actions_home")).home
    assert read_click(recorded("block_actions_home_language")).value == "ja"
