"""Every page in headless Chromium: whole at any width, light and dark, and good for everybody."""

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.adapters.cards import HOSTILE
from tests.servers.web.conftest import Look

pytestmark = pytest.mark.servers

PAGES = (
    "/", "/?q=microsoft+investment", "/?q=investments", "/?q=chart+investments", "/?q=chart+timeline", "/?q=brief+microsoft",
    "/?q=adoption", "/?q=help",
    "/?q=nintendo+ai+spending", "/topics/tip", "/facts/microsoft-2024-cloud-ai",
    "/facts/white-paper-2024-generative-ai-use-9-1-percent", "/sources", "/sources/afp-gestion-2024",
    "/library", "/facts/nothing", "/?q=" + "x" * 1001,
)  # fmt: skip
LANGUAGES = {"en": "en", "ja": "ja", "zh": "zh-Hans", "zh-tw": "zh-Hant"}


def in_language(path: str, tag: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={tag}"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_pages_are_whole_and_accessible(look: Look, tag: str) -> None:
    """No error, nothing from elsewhere, no sideways scrolling, nothing that axe minds."""
    wide = [(1200, False)] if tag in ("en", "ja") else []  # short words and long ones
    seen = look([
        {"path": in_language(path, tag), "width": width, "dark": dark}
        for path in PAGES for width, dark in ((400, True), *wide)
    ])  # fmt: skip

    assert len(seen) >= len(PAGES)
    assert [page for page in seen if page["errors"] or page["foreign"]] == []
    assert [(p["path"], p["width"], p["overflow"]) for p in seen if p["overflow"] > 0] == []
    assert [(p["path"], p["violations"]) for p in seen if p["violations"]] == []
    assert {page["language"] for page in seen} == {LANGUAGES[tag]}


def test_the_widths_between_and_the_other_colours(look: Look) -> None:
    seen = look([
        {"path": path, "width": width, "dark": width == 1200}
        for path in ("/?q=investments", "/facts/microsoft-2024-cloud-ai", "/library")
        for width in (320, 400, 700, 860, 870, 1200)
    ])  # fmt: skip

    assert [(p["path"], p["width"]) for p in seen if p["overflow"] > 0 or p["violations"]] == []


def test_dark_is_dark_and_light_is_light(look: Look) -> None:
    dark, light = look([{"path": "/", "width": 800, "dark": dark} for dark in (True, False)])

    def shade(colour: str) -> int:
        return sum(int(part) for part in colour.strip("rgb()").split(","))

    assert shade(dark["background"]) < 150 < 600 < shade(light["background"])


def test_without_scripts_everything_is_there(look: Look) -> None:
    with_script, without = look([
        {"path": "/facts/microsoft-2024-cloud-ai", "width": 800, "script": script}
        for script in (True, False)
    ])  # fmt: skip

    assert "29亿美元" in without["text"]
    assert "Copy" in with_script["text"]
    assert "Copy" not in without["text"]


def test_a_browser_speaks_for_its_reader(look: Look) -> None:
    seen = look([{"path": "/", "width": 800, "language": tag} for tag in ("ja-JP", "zh-TW", "fr")])

    assert [page["language"] for page in seen] == ["ja", "zh-Hant", "en"]


def test_hostile_questions_do_nothing_in_a_browser(look: Look) -> None:
    asked = [quote(text[:900].encode("utf-8", "replace")) for text in HOSTILE]
    seen = look([{"path": f"/?q={each}", "width": 400} for each in asked])

    assert [page for page in seen if page["errors"] or page["foreign"]] == []
    assert [(p["path"], p["overflow"]) for p in seen if p["overflow"] > 0] == []


def test_these_checks_find_what_is_wrong(look: Look) -> None:
    (poor,) = look([{"path": "/poor", "width": 400}])

    assert any("a bug" in error for error in poor["errors"])
    assert poor["foreign"] == ["http://127.0.0.1:9/x.png"]
    assert poor["overflow"] > 2000
    found = {violation.partition(":")[0] for violation in poor["violations"]}
    assert {"html-has-lang", "image-alt", "label", "color-contrast"} <= found


def test_a_picture_can_be_taken(look: Look, tmp_path: Path) -> None:
    look([{"path": "/", "width": 400, "picture": str(tmp_path / "page.png")}])

    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
