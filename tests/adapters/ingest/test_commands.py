import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.ingest.commands import ingest_commands
from facts.archive import verify
from facts.check import check
from facts.compiled import Compiled
from facts.pack import BUILT_IN, read_pack
from tests.adapters.ingest.serving import ARTICLE, Answer, page, site, text


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(f"# A report\n\n{ARTICLE}\n", encoding="utf-8")
    return path


def run(ready: Compiled, *arguments: object, loopback: bool = False) -> Result:
    (command,) = ingest_commands(lambda: ready)
    return CliRunner().invoke(
        command, [str(a) for a in arguments], standalone_mode=False,
        env={"JAPAN_AI_TEST_LOOPBACK": "1" if loopback else None},
    )  # fmt: skip


@contextmanager
def served(answers: dict[str, Answer]) -> Iterator[str]:
    """The site on a thread of its own: the command has its own loop."""
    loop, address, done = asyncio.new_event_loop(), [""], asyncio.Event()
    ready = threading.Event()

    async def serve() -> None:
        async with site(answers) as (url, _):
            address[0] = url
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait(10)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


def data(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_a_file_s_drafts_are_printed(ready: Compiled, article: Path) -> None:
    result = run(ready, article)
    assert result.return_value == 0
    assert "> SoftBank said on Friday that it would invest $3 billion" in result.output
    assert "money 3,000,000,000 USD" in result.output
    assert "1 drafts of 1 facts from 1 documents" in result.output


def test_json_has_the_whole_draft(ready: Compiled, article: Path) -> None:
    (draft,) = data(run(ready, article, "--json"))["drafts"]
    start, end = draft["quote"]["start"], draft["quote"]["end"]
    assert article.read_text(encoding="utf-8")[start:end] == draft["quote"]["exact"]
    assert draft["values"][0]["currency"] == "USD"


def test_what_can_t_be_read_is_named_and_the_rest_goes_on(
    ready: Compiled, article: Path, tmp_path: Path
) -> None:
    result = run(ready, article, tmp_path / "none.pdf", "http://127.0.0.1:1/x", "--json")
    found = data(result)
    assert result.return_value == 1
    assert found["errors"][str(tmp_path / "none.pdf")] == "no such file"
    assert "inside a network" in found["errors"]["http://127.0.0.1:1/x"]
    assert len(found["drafts"]) == 1


def test_the_same_document_twice_is_one(ready: Compiled, article: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(article.read_bytes())
    found = data(run(ready, article, copy, article, "--json"))
    assert list(found["doubles"]) == [str(copy)]
    assert len(found["documents"]) == 1


def test_a_page_is_fetched_where_the_tests_setting_allows_it(ready: Compiled) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra `ingest` (trafilatura)")
    with served({"/a": text(page(ARTICLE * 3))}) as url:
        assert "inside a network" in data(run(ready, f"{url}/a", "--json"))["errors"][f"{url}/a"]
        found = data(run(ready, f"{url}/a", "--json", loopback=True))
    assert found["errors"] == {}
    assert found["documents"][0]["address"] == f"{url}/a"
    assert found["drafts"][0]["quote"]["exact"] in ARTICLE


def test_what_is_written_is_a_pack_that_lacks_only_statements(
    ready: Compiled, article: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pack"
    assert run(ready, article, "--write", folder).return_value == 0
    for path in folder.glob("facts/*/*.toml"):
        words = path.read_text(encoding="utf-8")
        for language in ("en", "ja", "zh"):
            words = words.replace(f'{language} = ""', f'{language} = "A statement."')
        path.write_text(words, encoding="utf-8")
    pack = read_pack(folder)
    pack.base = read_pack(BUILT_IN)
    assert check(pack) == []
    assert len(pack.facts) == 1
    lock, problems = verify(pack, folder / "archives")
    assert [p.message for p in problems] == [
        p.message for p in problems if "is quoted" in p.message
    ]
    assert len(lock.quotes) == 1


def test_a_curator_s_work_is_never_written_over(
    ready: Compiled, article: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pack"
    run(ready, article, "--write", folder)
    (path,) = folder.glob("facts/*/*.toml")
    path.write_text("# mine", encoding="utf-8")
    assert "kept as it is" in run(ready, article, "--write", folder).output
    assert path.read_text(encoding="utf-8") == "# mine"


def test_words_of_a_page_can_t_steer_the_terminal(ready: Compiled, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(
        "\x1b[2J\u202eSoftBank\u2066 said it would invest $3 billion in Rapidus \x07now.\n" * 2
    )
    shown = run(ready, path).output
    assert not set(shown) & {"\x1b", "\u202e", "\u2066", "\x07"}
    assert "$3 billion" in shown


def test_an_archive_of_the_library_is_known_again(ready: Compiled, tmp_path: Path) -> None:
    import hashlib

    from facts.archive import Lock

    path = tmp_path / "copy.txt"
    path.write_text(ARTICLE)
    library = ready.library
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = next(iter(library.sources))
    lock = Lock({**library.lock.archives, source: digest})
    known = Compiled(type(library)(**{**vars(library), "lock": lock}), ready.index, ready.rates)
    assert data(run(known, path, "--json"))["documents"][0]["source"] == source
