import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.ingest.archives import Archives
from adapters.ingest.trouble import DraftError
from tests.adapters.ingest.serving import NOW

URL = "https://a.example/x"


def test_a_text_is_kept_with_its_hash_its_address_and_the_time(tmp_path: Path) -> None:
    saved = Archives(tmp_path).save(b"words", "a-report", URL, NOW)
    assert saved.state == "new"
    kept = saved.archive
    assert (tmp_path / "archives" / kept.file).read_bytes() == b"words"
    assert kept.sha256 == hashlib.sha256(b"words").hexdigest()
    assert (kept.addresses, kept.accessed) == ((URL,), "2026-05-02T08:30:00+00:00")


def test_the_same_document_twice_is_one_source(tmp_path: Path) -> None:
    first = Archives(tmp_path).save(b"words", "a-report", URL, NOW)
    again = Archives(tmp_path).save(b"words", "other", "https://b.example/", NOW)
    assert again.state == "known"
    assert again.archive.source == first.archive.source
    assert again.archive.addresses == (URL, "https://b.example/")
    assert len(list((tmp_path / "archives").iterdir())) == 1


def test_a_newer_text_of_an_address_is_a_new_archive_of_it(tmp_path: Path) -> None:
    first = Archives(tmp_path).save(b"words", "a-report", URL, NOW)
    later = Archives(tmp_path).save(b"other words", "a-report-2", URL, NOW + timedelta(days=1))
    assert later.state == "newer"
    assert later.archive.source == "a-report"
    assert later.archive.replaces == first.archive.sha256
    assert (tmp_path / "archives" / first.archive.file).read_bytes() == b"words"


def test_two_documents_of_one_name_are_two_sources(tmp_path: Path) -> None:
    archives = Archives(tmp_path)
    names = [archives.save(t, "a-report", None, NOW).archive.source for t in (b"1", b"2", b"3")]
    assert names == ["a-report", "a-report-2", "a-report-3"]


def test_a_broken_list_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "archives.json").write_text("[{}]")
    with pytest.raises(DraftError, match="broken"):
        Archives(tmp_path)
    assert json.loads((tmp_path / "archives.json").read_text()) == [{}]
