"""Review at the terminal, on a store of its own: from the queue to files that verify."""

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.library import Libraries
from adapters.store.store import Store
from adapters.terminal.cli import run_cli
from adapters.terminal.review import Reviewing, review_commands
from adapters.terminal.review_edit import form_text
from bot.review.circle import Circles
from bot.review.curators import Curators, read_curators
from bot.review.desk import ReviewDesk
from bot.review.form import EditForm, Shown
from bot.review.item import Document, Item
from facts.archive import verify
from facts.check import check
from facts.compiled import Compiled
from facts.pack import BUILT_IN, read_pack
from tests.adapters.terminal.runner import Ran
from tests.bot.review.world import ARTICLE, NOW, SOURCE, drafts

EN = "Sakana AI said it would spend US$450 million on a data centre in Osaka."


class Shell:
    """`japan-ai` on one store; `curators` are those of the settings."""

    def __init__(self, ready: Compiled, data: Path) -> None:
        self.ready, self.data = ready, data
        self.curators = Curators()

    @asynccontextmanager
    async def opened(self, circle: str) -> AsyncIterator[Reviewing]:
        async with Store.open(f"sqlite:///{self.data / 'japan-ai.db'}") as store:
            ports = store.review()
            libraries = Libraries(self.ready, [BUILT_IN], self.data, ports.published, Circles())
            desk = ReviewDesk(ports, self.curators, libraries.of_circle, store.requests)
            yield Reviewing(desk, libraries.of_circle, ports.published.records, ports.queue.archive)

    def run(self, *words: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = run_cli(
                words, lambda: self.ready, (BUILT_IN,), None, None,
                more=review_commands(self.opened, None),
            )  # fmt: skip
        return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture
async def shell(ready: Compiled, tmp_path: Path) -> Shell:
    """A shell whose store has one draft, "i0", of everybody's queue."""
    import hashlib

    source = replace(SOURCE, id="own-example-report")
    draft = replace(drafts(ready)[0], source=source.id)
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    item = Item("i0", "all", "draft", "waiting", 0, NOW, 5.0, draft, source, archive=digest)
    async with Store.open(f"sqlite:///{tmp_path / 'japan-ai.db'}") as store:
        document = Document(source, digest)
        await store.queue.add("all", document, ARTICLE.encode(), [item], None, NOW)
    return Shell(ready, tmp_path)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An editor that leaves the text of this file."""
    left = tmp_path / "left.toml"
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\nsleep 0.01\ncat "{left}" > "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.delenv("VISUAL", raising=False)
    return left


def test_from_the_queue_to_files_that_pass_check_and_verify(shell: Shell, tmp_path: Path) -> None:
    assert "$450 million" in shell.run("review").out
    assert "payer: Sakana AI" in shell.run("review", "show", "i0").out
    refused = shell.run("review", "approve", "i0")
    assert (refused.status, "A statement is needed" in refused.err) == (2, True)

    edited = shell.run("review", "edit", "i0", "--en", EN, "--approve")
    assert (edited.status, edited.err) == (0, "")
    assert "Published." in edited.out
    again = shell.run("review", "edit", "i0", "--en", "Other.", "--approve")
    assert "wording, update or correction" in again.err

    folder, archives = tmp_path / "pack", tmp_path / "archives"
    exported = shell.run("review", "export", str(folder), "--archives", str(archives))
    assert exported.status == 0
    pack = read_pack(folder)
    pack.base = read_pack(BUILT_IN)
    (fact,) = pack.facts.values()
    assert fact.statement.en == EN
    assert {p.message for p in check(pack)} == {"missing translation"}
    lock, problems = verify(pack, archives)
    assert problems == []
    assert (fact.quotes[0].source, fact.quotes[0].exact) in lock.quotes


def test_a_decision_is_logged_and_taken_back(shell: Shell) -> None:
    assert shell.run("review", "reject", "i0", "not", "about", "Japan").status == 0
    assert "Nothing waits" in shell.run("review", "list").out
    assert "Reason: not about Japan" in shell.run("review", "log").out
    assert shell.run("review", "undo", "i0").status == 0
    assert "$450 million" in shell.run("review", "next").out


def test_a_published_fact_is_changed(shell: Shell) -> None:
    shell.run("review", "edit", "i0", "--en", EN, "--approve")
    shown = shell.run("review", "show", "i0").out
    fact = next(word for word in shown.split() if word.startswith("own-sakana-ai")).strip(".,")
    changed = shell.run(
        "review", "change", fact, "--ja", "四億五千万ドル。", "--kind", "wording", "--reason", "ja"
    )  # fmt: skip
    assert (changed.status, changed.err) == (0, "")
    assert "Not yet in Chinese." in changed.out


def test_without_options_the_editor_opens(shell: Shell, editor: Path) -> None:
    editor.write_text(f'en = "{EN}"\nclaim = "announced"\n', encoding="utf-8")
    saved = shell.run("review", "edit", "i0")
    assert (saved.status, saved.err) == (0, "")
    assert "not published yet" in saved.out
    assert EN in shell.run("review", "show", "i0").out

    for left, words in (("en = [", "no TOML"), ('colour = "red"', "colour")):
        editor.write_text(left, encoding="utf-8")
        wrong = shell.run("review", "edit", "i0")
        assert wrong.status == 1
        assert words in wrong.err


def test_a_form_reads_back_as_it_was_written() -> None:
    import tomllib

    fields = EditForm('A "quote" \\ \n', "", "", about="payer: A\nlead: B\x1b[31m", quote="x")
    shown = Shown("i", 0, "Edit\na draft", "q\n[x]", "Paper", fields, notes=("two\nlines",))
    text = form_text(shown)

    assert "\x1b" not in text
    read = tomllib.loads(text)
    assert read["en"] == fields.en
    assert read["about"] == fields.about
    assert set(read) == {"en", "ja", "zh", "about", "quote"}


def test_who_is_no_curator_can_suggest_alone(shell: Shell) -> None:
    shell.curators = read_curators("slack:T1:U1", Circles())
    assert "Only curators" in shell.run("review").err
    assert "Only curators" in shell.run("review", "edit", "i0", "--en", EN).err
    assert "a curator decides" in shell.run("suggest", "https://news.example/a").out
    assert "suggested before" in shell.run("suggest", "https://news.example/a").out
    shell.curators = read_curators("slack:T1:U1,terminal", Circles())
    assert "$450 million" in shell.run("review").out


def test_the_queue_of_a_workspace_is_another(shell: Shell) -> None:
    assert "Nothing waits" in shell.run("review", "--circle", "slack:T1", "list").out
    assert "no such item" in shell.run("review", "--circle", "slack:T1", "show", "i0").err


def test_a_store_that_fails_is_one_line(shell: Shell) -> None:
    (shell.data / "japan-ai.db").write_bytes(b"this is no database, and never was one" * 100)
    ran = shell.run("review")
    assert ran.status == 1
    assert ran.err.count("\n") == 1
