import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.ingest.robots import read_robots

RULES = """\
User-agent: otherbot
Disallow: /

User-Agent: *
Disallow: /private # not for robots
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a*b/c
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/private", False), ("/private/x", False), ("/private/open/x", True),
        ("/x.pdf", False), ("/x.pdf?a=1", True), ("/a1b/c", False), ("/ab/c/d", False),
        ("/b/c", True),
    ],
)  # fmt: skip
def test_the_longest_rule_decides(path: str, *, allowed: bool) -> None:
    assert read_robots(RULES).allows(path) is allowed


def test_rules_that_name_us_go_before_those_for_everybody() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Japan-AI-Briefing-Bot\nUser-agent: x\nDisallow: /no"
    assert read_robots(text).allows("/yes")
    assert not read_robots(text).allows("/no")


def test_no_rules_allow_everything() -> None:
    assert read_robots("").allows("/")
    assert read_robots("<html>not found</html>").allows("/x")


@given(st.text(), st.text())
def test_any_file_is_read(text: str, path: str) -> None:
    assert read_robots(f"User-agent: *\nDisallow: {text}").allows(path) in (True, False)


def test_many_stars_take_no_longer_than_one() -> None:
    rules = read_robots("User-agent: *\nDisallow: /" + "*a" * 2000 + "*b$")
    assert rules.allows("/" + "a" * 2000)
