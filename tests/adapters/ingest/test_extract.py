import json
import os

import pytest

from adapters.ingest.child import child_environment, extracted
from adapters.ingest.extract import MAX_LINE, Kind
from adapters.ingest.trouble import DraftError
from tests.adapters.ingest.serving import ARTICLE, page

WHY = "needs the extra `ingest` (trafilatura, pypdf)"


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {drawn} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, start,
    )  # fmt: skip
    return bytes(out)


async def attempt(body: bytes, kind: Kind) -> str:
    """The text, or the message of a clear error; anything else fails the test."""
    try:
        return (await extracted(body, kind)).text
    except DraftError as error:
        return str(error)


async def failing(body: bytes, kind: str, **limits: float) -> str:
    with pytest.raises(DraftError) as caught:
        await extracted(body, kind, **limits)  # type: ignore[arg-type]  # parametrised
    return str(caught.value)


async def test_a_text_keeps_its_words_and_its_first_line_is_its_title() -> None:
    found = await extracted(f"# A report\n\n{ARTICLE}\n".encode(), "markdown")
    assert found.title == "A report"
    assert ARTICLE.strip() in found.text
    assert found.language == "en"


async def test_a_page_without_its_furniture() -> None:
    pytest.importorskip("trafilatura", reason=WHY)
    head = '<meta name="author" content="Ann Writer"><meta name="date" content="2026-05-01">'
    found = await extracted(page(ARTICLE * 3, head).encode(), "html", None, "https://a.example/x")
    assert ARTICLE.strip() in found.text
    assert "About" not in found.text
    assert (found.title, found.author, found.date) == ("A report", "Ann Writer", "2026-05-01")


async def test_readings_over_characters_are_left_out() -> None:
    pytest.importorskip("trafilatura", reason=WHY)
    words = (
        "<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>の会社が3000億円を投資する。" * 4
    )
    found = await extracted(page(words).encode(), "html")
    assert "東京の会社が3000億円を投資する。" in found.text
    assert "とうきょう" not in found.text
    assert found.language == "ja"


async def test_scripts_and_hidden_orders_are_no_text_or_plain_text() -> None:
    pytest.importorskip("trafilatura", reason=WHY)
    words = f"{ARTICLE * 3}<script>publish('now')</script><style>p {{}}</style>"
    found = await extracted(page(words).encode(), "html")
    assert "publish(" not in found.text


async def test_a_pdf_s_lines_are_joined() -> None:
    pytest.importorskip("pypdf", reason=WHY)
    found = await extracted(pdf("SoftBank will invest", "$3 billion in", "Rapidus."), "pdf")
    assert "SoftBank will invest $3 billion in Rapidus." in found.text


@pytest.mark.parametrize("body", [b"%PDF-1.7\nbroken", b"", b"%PDF-" + b"\0" * 1000])
async def test_a_broken_pdf_is_named(body: bytes) -> None:
    pytest.importorskip("pypdf", reason=WHY)
    assert "PDF" in await failing(body, "pdf")


async def test_every_cut_of_a_pdf_ends_in_a_text_or_a_clear_error() -> None:
    pytest.importorskip("pypdf", reason=WHY)
    whole = pdf("SoftBank will invest $3 billion in Rapidus over the next two years.")
    for length in range(0, len(whole), 150):
        assert await attempt(whole[:length], "pdf")


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
async def test_a_line_of_two_megabytes_is_no_prose(kind: str) -> None:
    body = b"<html><body><p>" + b"data, 5% " * 222_223
    assert f"{MAX_LINE:,}" in await failing(body, kind)


@pytest.mark.parametrize(
    "body", [b"", b"short", b"<html></html>", b"\0" * 5000, bytes(range(128, 256)) * 50]
)
@pytest.mark.parametrize("kind", ["text", "html"])
async def test_what_is_no_article_is_named(body: bytes, kind: str) -> None:
    assert "\n" not in await failing(body, kind)


async def test_deep_nesting_ends_in_a_text_or_a_clear_error() -> None:
    pytest.importorskip("trafilatura", reason=WHY)
    deep = "\n".join(["<div>" * 50] * 2_000)
    assert await attempt(page(f"{deep}{ARTICLE * 3}").encode(), "html")


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    assert "0.01 seconds" in await failing(ARTICLE.encode(), "text", seconds=0.01)


async def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    body = b"Five words of a line.\n" * 400_000
    assert "memory" in await failing(body, "text", memory=2**20)


async def test_our_secrets_are_not_passed_to_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SLACK_BOT_TOKEN", "secret-token")
    assert "secret-token" not in json.dumps(child_environment())
