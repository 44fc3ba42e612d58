from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.language import Text
from facts.source import NotContent, Source, archive_text, content_spans


def report(*not_content: NotContent, published: str = "2024") -> Source:
    return Source(
        id="report", title=Text("A"), publisher=Text("B"), kind="article", language="en",
        published=published, date_note=Text("C"), archive="a.txt", not_content=not_content,
    )  # fmt: skip


def content(text: str, *parts: NotContent) -> list[str]:
    return [text[start:end] for start, end in content_spans(report(*parts), text)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**bold** words", "bold words"),
        ("***very*** bold****", "very bold"),
        ("5 * 3 = 15, *slanted*", "5 * 3 = 15, *slanted*"),
        (r"2\.9 billion \[sic\] \- a\_b", "2.9 billion [sic] - a_b"),
        (r"C:\new \名 \ end", r"C:\new \名 \ end"),
        ("two\r\nlines\n\n\tand  spaces\u3000", "two\r\nlines\n\n\tand  spaces\u3000"),
        ("微软**将投资**29亿美元\\。", "微软将投资29亿美元\\。"),
        ("\ufeffstart ＊＊", "\ufeffstart ＊＊"),
        ("", ""),
    ],
)
def test_only_runs_of_asterisks_and_escapes_are_deleted(raw: str, text: str) -> None:
    assert archive_text(raw.encode()) == text


@given(st.text(st.characters(exclude_characters="*\\", exclude_categories=["Cs"])))
def test_a_text_without_marks_stays_as_it_is(raw: str) -> None:
    assert archive_text(raw.encode()) == raw


WORD = st.text("a名 ,\n", min_size=1, max_size=4)
PUNCTUATION = st.sampled_from("!\"#$%&'()+,-./:;<=>?@[]^_`{|}~")


@given(st.lists(st.tuples(st.integers(0, 5), WORD)))
def test_single_asterisks_stay_and_runs_go(parts: list[tuple[int, str]]) -> None:
    raw = "".join("*" * run + word for run, word in parts)

    assert archive_text(raw.encode()) == "".join(("*" if n == 1 else "") + w for n, w in parts)


@given(st.lists(st.tuples(PUNCTUATION, WORD)))
def test_a_backslash_before_ascii_punctuation_goes(parts: list[tuple[str, str]]) -> None:
    raw = "".join(f"\\{mark}{word}" for mark, word in parts)

    assert archive_text(raw.encode()) == "".join(mark + word for mark, word in parts)


def test_an_archive_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        archive_text("数百億円".encode("shift_jis"))


def test_the_whole_text_is_content_without_marks() -> None:
    assert content("All of it.") == ["All of it."]
    assert content("") == []


def test_each_part_runs_to_the_first_end_after_it() -> None:
    picture = NotContent("![](", "picture", ")")

    assert content("a![](x)b![](y)c)", picture) == ["a", "b", "c)"]


def test_the_end_is_looked_for_after_the_beginning() -> None:
    fence = NotContent("----", "card", "----")

    assert content("a----card----b", fence) == ["a", "b"]


@pytest.mark.parametrize("ends", [None, "never"])
def test_a_part_without_an_end_runs_to_the_end_of_the_archive(ends: str | None) -> None:
    more = NotContent("Read more", "links", ends)

    assert content("text. Read more: x", more) == ["text. "]


def test_parts_that_overlap_are_left_out_together() -> None:
    outer = NotContent("<<<<", "card", ">>>>")
    inner = NotContent("![](", "picture", ")")

    assert content("a<<<<b![](c)d>>>>e", inner, outer) == ["a", "e"]
    assert content("a<<<<b![](c>>>>d)e", inner, outer) == ["a", "e"]


def test_a_mark_that_is_not_in_the_archive_is_an_error() -> None:
    with pytest.raises(ValueError, match="Read more"):
        content_spans(report(NotContent("Read more", "links")), "nothing of it")


@given(st.text("ab<>", max_size=60))
def test_content_is_ordered_and_holds_no_beginning_of_a_part(text: str) -> None:
    text += "<<<<"
    spans = content_spans(report(NotContent("<<<<", "card", ">")), text)

    assert all(start < end for start, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    assert not any("<<<<" in text[start:end] for start, end in spans)
    first_mark = text.index("<<<<")
    assert (spans[0] == (0, first_mark)) if first_mark else (not spans or spans[0][0] > 0)


@pytest.mark.parametrize("begins", ["", "abc", "x" * 41])
def test_a_mark_is_neither_too_short_nor_a_piece_of_the_archive(begins: str) -> None:
    with pytest.raises(ValueError, match="4 to 40"):
        NotContent(begins, "links")


@pytest.mark.parametrize("ends", ["", "x" * 41])
def test_an_end_mark_is_neither_empty_nor_a_piece_of_the_archive(ends: str) -> None:
    with pytest.raises(ValueError, match="1 to 40"):
        NotContent("Read more", "links", ends)


def test_the_date_of_a_source_is_checked() -> None:
    with pytest.raises(ValueError, match="August"):
        report(published="August 2024")
