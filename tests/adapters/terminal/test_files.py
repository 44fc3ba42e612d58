"""Files in the terminal: written to the current folder, named, never over another one."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from facts.compiled import Compiled
from tests.adapters.terminal.runner import run


def test_a_file_is_written_and_named_and_nothing_is_overwritten(
    ready: Compiled, folder: Path
) -> None:
    first = run(ready, "tips", "hiring", "--export", "csv")
    second = run(ready, "tips", "hiring", "--export", "csv")
    names = sorted(path.name for path in folder.iterdir())

    assert len(names) == 2
    assert names[0].endswith("-2.csv")
    assert f"Written: {names[1]}" in first.err
    assert f"Written: {names[0]}" in second.err
    assert (folder / names[0]).read_bytes() == (folder / names[1]).read_bytes()


def test_json_stays_json(ready: Compiled, folder: Path) -> None:
    ran = run(ready, "brief", "microsoft", "--json")

    assert ran.data()["outcome"] == "found"
    assert {path.suffix for path in folder.iterdir()} == {".md", ".html"}


def test_a_picture_is_drawn(ready: Compiled, folder: Path) -> None:
    run(ready, "chart", "investments", "--export", "png")

    (path,) = folder.iterdir()
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_written_to_is_said(
    ready: Compiled, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = run(ready, "tips", "hiring", "--export", "md")

    assert ran.status == 0
    assert "Could not be written" in ran.err


def test_export_filters(ready: Compiled, folder: Path) -> None:
    ran = run(ready, "export", "--topic", "investment", "--since", "2024", "--until", "2024",
              "--entity", "Microsoft")  # fmt: skip

    ids = [fact["id"] for fact in ran.lines()]
    assert "microsoft-2024-cloud-ai" in ids
    for id_ in ids:
        fact = ready.library.facts[id_]
        assert fact.topic == "investment"
        assert "microsoft" in {entity for _, entity in fact.named()}
    assert run(ready, "export", "--entity", "nobody at all").status == 2
    assert run(ready, "export", "--since", "yesterday").status == 2


def test_export_of_a_workbook(ready: Compiled, folder: Path) -> None:
    assert run(ready, "export", "--format", "xlsx", "--output", "facts.xlsx").status == 0

    book = load_workbook(io.BytesIO((folder / "facts.xlsx").read_bytes()), read_only=True)
    assert len(list(book["facts"].values)) == len(ready.library.facts) + 1
