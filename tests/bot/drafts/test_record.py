import tomllib
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.draft import Document
from bot.drafts.drafter import draft_facts
from bot.drafts.record import SourceDraft, fact_slug, fact_toml, quoted, slug, source_toml
from facts.check import check
from facts.compiled import Compiled
from facts.pack import BUILT_IN, read_pack

TEXT = (
    'On April 9, 2026, Microsoft said: "it will invest ¥3.5 trillion\\ in Japan" over two years.\n'
    "According to a survey by Tideline Research, 12.5% of 1,850 firms use AI.\n"
    "Sakana AI ranks 4th in Japan and is worth more than $2 billion, up from $1.1 billion in 2024.\n"
)
SOURCE = SourceDraft(
    "page", 'A "title"\nof two lines', "Paper", "en", "2026-05-01", True, "page.txt",
    "https://a.example/?q=1", ("An Author",),
)  # fmt: skip


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_written_draft_passes_the_check_once_a_statement_is_given(
    ready: Compiled, tmp_path: Path
) -> None:
    drafts = draft_facts(ready, [Document("page", TEXT, "en", "2026-05-01")], least=-100)
    write(tmp_path, "sources/page.toml", source_toml(SOURCE))
    for draft in drafts:
        text = fact_toml(draft, date(2026, 5, 2))
        for language in ("en", "ja", "zh"):
            text = text.replace(f'{language} = ""', f'{language} = "Words of a curator."')
        write(tmp_path, f"facts/{draft.topic}/{fact_slug(draft)}.toml", text)
    pack = read_pack(tmp_path)
    pack.base = read_pack(BUILT_IN)
    assert check(pack) == []
    assert len(pack.facts) == len(drafts) >= 3
    assert pack.sources["page"].url == "https://a.example/?q=1"


def test_without_a_statement_the_check_says_so(ready: Compiled, tmp_path: Path) -> None:
    (draft, *_) = draft_facts(ready, [Document("page", TEXT, "en", "2026-05-01")])
    write(tmp_path, f"facts/{draft.topic}/a.toml", fact_toml(draft, date(2026, 5, 2)))
    assert "statement" in {problem.key for problem in read_pack(tmp_path).problems}


@given(st.text())
def test_any_text_is_one_string(text: str) -> None:
    read = tomllib.loads(f"key = {quoted(text)}")
    assert read == {"key": text.encode("utf-8", "replace").decode("utf-8")}


@given(st.text())
def test_an_id_is_small_letters_digits_and_hyphens(text: str) -> None:
    made = slug(text)
    assert made == slug(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 1 <= len(made) <= 60
