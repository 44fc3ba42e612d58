import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.ingest.decode import decoded
from adapters.ingest.trouble import DraftError

JAPANESE = "日本政府は半導体の新工場に3000億円を補助すると発表した。生成AIの利用も増えている。"
CHINESE = "日本政府宣布向半导体新工厂提供3000亿日元补贴，生成式人工智能的使用也在增加。"


@pytest.mark.parametrize("declared", ["right", None, "utf-8", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (JAPANESE, "utf-8"), (JAPANESE, "iso2022_jp"), (CHINESE, "gb18030"),
        (CHINESE, "utf-8"), (JAPANESE, "utf-16"), (JAPANESE, "utf-8-sig"),
    ],
)  # fmt: skip
def test_wrong_and_missing_charsets_are_seen_through(
    text: str, charset: str, declared: str | None
) -> None:
    said = charset if declared == "right" else declared
    assert decoded((text * 3).encode(charset), said, html=False) == text * 3


def test_the_page_s_own_word_is_heard() -> None:
    body = f'<html><head><meta charset="Shift_JIS"></head>{JAPANESE}</html>'.encode("shift_jis")
    assert JAPANESE in decoded(body, None, html=True)


def test_a_shift_jis_page_said_to_be_gb18030_is_read_or_refused() -> None:
    body = (JAPANESE * 3).encode("shift_jis")
    assert decoded(body, "gb18030", html=False) == JAPANESE * 3


def test_what_is_no_writing_is_refused() -> None:
    noise = bytes(range(128, 256)) * 40
    with pytest.raises(DraftError, match="can't be read"):
        decoded(noise, "shift_jis", html=False)


@given(st.binary(), st.sampled_from([None, "utf-8", "shift_jis", "utf-7", "zlib", "idna"]))
def test_any_bytes_give_a_text_or_a_clear_error(body: bytes, charset: str | None) -> None:
    found = attempt(body, charset)
    assert isinstance(found, str) or "can't be read" in str(found)


def attempt(body: bytes, charset: str | None) -> str | DraftError:
    try:
        return decoded(body, charset, html=True)
    except DraftError as error:
        return error
