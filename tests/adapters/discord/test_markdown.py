"""Escapes: the same words are seen, and nothing is obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import address, escape, escape_line
from bot.plain_text import inert
from tests.adapters.cards import HOSTILE
from tests.adapters.discord.shown import shown

ACTIVE = (
    "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</ask:1>", "<id:home>", "<t:0>",
    "<t:1700000000:R>", ":smile:", "<:name:1>", "<a:name:1>", "[x](https://evil.example)",
    "[x](<https://evil.example>)", "https://evil.example", "<https://evil.example>",
    "steam://run/1", "discord.gg/abc", "<mailto:a@b.example>", "<tel:+1>", "<+15550100>",
    "||spoiler||", "**b**", "*i*", "_i_", "__u__", "~~s~~", "`c`", "``c``", "```py\nc\n```",
    "# h", "## h", "### h", "-# small", "> q", ">>> q", "- l", "* l", "+ l", "1. l", "12. l",
    "  - l", "a\n# h", "a\n- l\n1. l", "***", "\\*a*", "\\\\*a*", "a\\", "¯\\_(ツ)_/¯",
)  # fmt: skip
WORDS = st.text(st.sampled_from("*_~`|<>@#:[]()-+.!\\/ \nab1あ漢") | st.characters(), max_size=40)


@pytest.mark.parametrize("text", ACTIVE)
def test_what_discord_would_obey_is_shown_as_it_is_written(text: str) -> None:
    seen = shown(escape(text))

    assert (seen.words, seen.effects) == (text, [])


@pytest.mark.parametrize("text", [text for text in ACTIVE if text not in ("***", "a\\", "\\*a*")])
def test_the_model_of_discord_obeys_what_is_not_escaped(text: str) -> None:
    assert (shown(text).words, shown(text).effects) != (text, [])


@given(text=WORDS)
def test_any_text_is_shown_to_the_letter(text: str) -> None:
    seen = shown(escape(text))

    assert (seen.words, seen.effects) == (inert(text), [])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_has_all_words_and_no_break(text: str) -> None:
    line = escape_line(text)

    assert "\n" not in line
    assert shown(line).words.split() == inert(text).split()


def test_only_a_plain_web_address_is_a_link() -> None:
    good = "https://mp.weixin.qq.com/s/_m9l9K3NZO_9ZvrcIiJclA?a=*b*&c=~d~#e"

    assert shown(address(good)).effects == [("link", good)]
    assert shown(address("https://example.org/日本")).effects == [
        ("link", "https://example.org/日本")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "discord://-/channels/1", "https://", "https:///path", "file:///etc",
        "https://a.example/ b", "https://a.example/>@everyone", "https://a.example\\@evil.example",
        "https://a.example/\u202egro", "https://a.example/\u200b", "http:/a", "@everyone", "",
    ],
)  # fmt: skip
def test_other_addresses_are_words(url: str) -> None:
    seen = shown(address(url))

    assert (seen.words, seen.effects) == (inert(url), [])
