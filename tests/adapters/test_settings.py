"""Settings come from the environment, then from `.env` in the current folder."""

import os
from pathlib import Path

import pytest

from adapters.settings import Settings, read_settings
from facts.pack import BUILT_IN

NAMES = ("JAPAN_AI_PACKS", "JAPAN_AI_LANG", "JAPAN_AI_CACHE", "LC_ALL", "LC_MESSAGES", "LANG")
EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, with none of our variables set."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_is_needed(folder: Path) -> None:
    assert read_settings() == Settings((BUILT_IN,), None, None, None)


def test_packs_are_added_to_the_built_in_one_in_order() -> None:
    given = {"JAPAN_AI_PACKS": os.pathsep.join(["/packs/b", "/packs/a"])}

    assert read_settings(given).packs == (BUILT_IN, Path("/packs/b"), Path("/packs/a"))


@pytest.mark.parametrize("value", ["", os.pathsep, os.pathsep * 3])
def test_no_pack_is_only_the_built_in_one(value: str) -> None:
    assert read_settings({"JAPAN_AI_PACKS": value}).packs == (BUILT_IN,)


def test_the_language_and_the_cache_are_read() -> None:
    settings = read_settings({"JAPAN_AI_LANG": "ja", "JAPAN_AI_CACHE": "/somewhere"})

    assert (settings.preference, settings.cache) == ("ja", Path("/somewhere"))


@pytest.mark.parametrize(
    ("given", "locale"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja_JP.UTF-8"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh_CN"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "zh_CN", "LC_ALL": "C"}, "C"),
        ({"LANG": "", "LC_ALL": ""}, None),
    ],
)
def test_the_locale_is_found_as_programs_find_it(given: dict[str, str], locale: str | None) -> None:
    assert read_settings(given).locale == locale


def test_a_dotenv_file_is_read_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(
        "# ours\nJAPAN_AI_LANG=ja\nJAPAN_AI_CACHE='/from dotenv'\nJAPAN_AI_PACKS=\n",
        encoding="utf-8",
    )
    assert read_settings() == Settings((BUILT_IN,), "ja", None, Path("/from dotenv"))

    monkeypatch.setenv("JAPAN_AI_LANG", "zh")
    assert read_settings().preference == "zh"
    assert read_settings().cache == Path("/from dotenv")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"no equals sign", b"\xef\xbb\xbfJAPAN_AI_LANG=ja\n", b"=\n\x00\n"],
)
def test_a_broken_dotenv_file_stops_nothing(folder: Path, content: bytes) -> None:
    (folder / ".env").write_bytes(content)

    assert read_settings().preference == ("ja" if b"LANG" in content else None)


def test_a_folder_called_dotenv_is_no_file(folder: Path) -> None:
    (folder / ".env").mkdir()

    assert read_settings().packs == (BUILT_IN,)


def test_the_example_names_every_variable_of_ours_and_sets_none(folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    (folder / ".env").write_text(text, encoding="utf-8")

    assert read_settings() == Settings()
    for name in NAMES:
        assert (f"#{name}=" in text) == name.startswith("JAPAN_AI_")
