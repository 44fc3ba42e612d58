"""The pages: what each says, in which language, and what a browser may keep."""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from adapters.web.site import HERE, KEPT
from bot.words import catalogue
from facts.compiled import Compiled
from facts.fact import TOPICS, Fact, Version
from facts.language import LANGUAGES, Text
from facts.library import Library
from facts.problem import Problem
from tests.adapters.cards import HOSTILE
from tests.adapters.contract import texts_of
from tests.adapters.web.conftest import Client, changed, client, parts
from tests.adapters.web.visible import Page
from tests.helpers import NOW, ask

FACT = "microsoft-2024-cloud-ai"
SURVEY = "white-paper-2024-generative-ai-use-9-1-percent"
PAGES = ("/", "/?q=investments", "/topics/tip", f"/facts/{FACT}", "/sources",
         "/sources/founder-park-2024", "/library", "/nothing")  # fmt: skip


async def opened(site: Client, address: str, **headers: str) -> Page:
    response = await site.get(address, headers=headers)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("tag", ["en", "ja", "zh", "zh-tw"])
async def test_every_page_is_whole_in_every_language(site: Client, address: str, tag: str) -> None:
    page = await opened(site, f"{address}{'&' if '?' in address else '?'}lang={tag}")

    assert page.open == []
    assert page.all("html") == [{"lang": {"zh": "zh-Hans", "zh-tw": "zh-Hant"}.get(tag, tag)}]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("label") == [{"for": "q"}]


@pytest.mark.parametrize("address", PAGES)
async def test_links_of_ours_keep_a_chosen_language(site: Client, address: str) -> None:
    page = await opened(site, f"{address}{'&' if '?' in address else '?'}lang=ja")
    ours = [
        link for link in page.links() if re.match(r"/(\?|$|topics|facts|sources|library)", link)
    ]

    assert len(ours) > 5
    wanted = [link for link in ours if not link.endswith(".json")]
    assert [link for link in wanted if "lang=" not in link] == []
    assert [given["value"] for given in page.all("input") if given["name"] == "lang"] == ["ja"]


@pytest.mark.parametrize("address", ["/", "/topics/market", f"/facts/{FACT}", "/sources", "/library",
                                     "/?q=tips", "/sources/indigo-talk-2025"])  # fmt: skip
async def test_no_link_of_ours_is_dead(site: Client, address: str) -> None:
    for link in dict.fromkeys((await opened(site, address)).links()):
        if link.startswith("/"):
            assert (await site.get(link)).status_code == 200, link


@pytest.mark.parametrize(
    ("header", "language"),
    [("ja", "ja"), ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-CN", "zh-Hans"), ("fr", "en"), ("", "en"),
     ("de;q=0.9, ja;q=0.8, en;q=0.7", "ja"), ("en;q=0, ja;q=0.1", "ja"), ("*", "en"), ("ja;q=x", "en")],
)  # fmt: skip
async def test_a_browser_is_spoken_to_in_its_language(
    site: Client, header: str, language: str
) -> None:
    response = await site.get("/", headers={"accept-language": header})

    assert Page(response.text).all("html") == [{"lang": language}]
    assert response.headers["content-language"] == language
    assert "Accept-Language" in response.headers["vary"]


async def test_the_address_wins_over_the_header_and_nonsense_is_no_language(site: Client) -> None:
    chosen = await site.get("/?lang=ZH-tw", headers={"accept-language": "ja"})
    nonsense = await site.get("/?lang=xx", headers={"accept-language": "ja"})

    assert chosen.headers["content-language"] == "zh-Hant"
    assert nonsense.headers["content-language"] == "ja"


async def test_an_answer_is_in_the_language_of_the_question(site: Client) -> None:
    japanese = await site.get("/", params={"q": "マイクロソフトの日本への投資"})
    chosen = await site.get("/", params={"q": "マイクロソフトの日本への投資", "lang": "en"})

    assert japanese.headers["content-language"] == "ja"
    assert chosen.headers["content-language"] == "en"


@pytest.mark.parametrize(
    "line", ["microsoft investment", "tips hiring", "compare japan us generative ai use", "softbak",
             "nintendo ai spending", "source afp-gestion-2024", "help"],
)  # fmt: skip
async def test_the_search_answers_as_the_bot_does(site: Client, ready: Compiled, line: str) -> None:
    page = await opened(site, f"/?q={line.replace(' ', '+')}")
    reply = ask(ready, line, locale="en")

    seen = " ".join(page.text.split())
    texts = [t for block in reply.card.blocks for t in texts_of(block, lambda button: button.label)]
    assert texts
    assert [t for t in (reply.card.title, *texts) if " ".join(t.split()) not in seen] == []


async def test_an_answer_leads_to_the_pages_of_its_facts_with_a_receipt(site: Client) -> None:
    page = await opened(site, "/?q=investments+microsoft")

    assert f"/facts/{FACT}" in page.links()
    assert f"Receipt: {FACT}, version 1, archive 1095a7bd6e6c, 15f0a7948e46" in page.text


async def test_a_receipt_has_the_address_that_people_can_pass_on(ready: Compiled) -> None:
    async with client(parts(ready, public_url="https://facts.example/")) as site:
        answer = await opened(site, "/?q=investments+microsoft")
        fact = await opened(site, f"/facts/{FACT}")

    assert f"https://facts.example/facts/{FACT}" in answer.links()
    assert f"https://facts.example/facts/{FACT}" in fact.text


async def test_a_fact_has_all_that_its_reader_must_stand_up_for(
    site: Client, ready: Compiled
) -> None:
    fact = ready.library.facts[SURVEY]
    page = await opened(site, f"/facts/{SURVEY}")

    for language in LANGUAGES:
        assert fact.text(language) in page.text
    for words in fact.quotes:
        assert words.exact in page.text
    assert fact.caveat is not None
    assert fact.caveat.best("en") in page.text
    for word in ("9.1%", "individuals in Japan", "Ministry of Internal Affairs", "Founder Park (WeChat)",
                 "2 years 3 months ago", "survey result", "automated review", "智能乌鸦. “",
                 "Version 1", ready.library.lock.archives["founder-park-2024"]):  # fmt: skip
        assert word in page.text, word
    assert fact.conflicts_with
    assert {f"/facts/{id_}" for id_ in fact.conflicts_with} <= set(page.links())
    assert {"/sources/founder-park-2024", f"/facts/{SURVEY}.json", "/topics/adoption"} <= set(
        page.links()
    )


async def test_amounts_stand_as_written_and_converted(site: Client) -> None:
    page = await opened(site, f"/facts/{FACT}")

    assert "29亿美元" in page.text
    assert "≈ ¥440 billion (1 USD = 151.8 JPY, ECB reference rate of 9 April 2024)" in page.text


async def test_traditional_readers_get_our_words_in_their_characters_and_quotes_to_the_letter(
    site: Client, ready: Compiled
) -> None:
    page = await opened(site, f"/facts/{FACT}?lang=zh-tw")

    assert "微軟於2024年4月宣佈" in page.text
    assert ready.library.facts[FACT].text("zh") in page.text
    assert "微软宣布就云计算和AI领域" in page.text


def corrected(library: Library) -> Library:
    fact = library.facts[FACT]
    old = Text(en="An <old> wording.", ja="古い表現。", zh="旧措辞。")
    history = (
        Version(1, date(2026, 1, 2), "wording", old, "said too much"),
        Version(2, date(2026, 3, 4), "correction", old, "the amount was wrong"),
    )
    return replace(library, facts=library.facts | {FACT: replace(fact, version=3, history=history)})


async def test_earlier_versions_stand_below_the_current_one(ready: Compiled) -> None:
    async with client(parts(changed(ready, corrected))) as site:
        english = (await opened(site, f"/facts/{FACT}")).text
        traditional = (await opened(site, f"/facts/{FACT}?lang=zh-tw")).text

    told = ("the current one", "Version 2", "corrected, 4 March 2026", "the amount was wrong",
            "Version 1", "reworded, 2 January 2026", "said too much")  # fmt: skip
    places = [english.rindex(words) for words in told]
    assert places == sorted(places)
    assert english.count("An <old> wording.") == 2
    assert "舊措辭。" in traditional


async def test_a_topic_lists_all_its_facts(site: Client, ready: Compiled) -> None:
    for topic in TOPICS:
        page = await opened(site, f"/topics/{topic}")
        ids = {f"/facts/{f.id}" for f in ready.library.facts.values() if f.topic == topic}

        assert {link for link in page.links() if link.startswith("/facts/")} == ids


async def test_tips_stand_in_their_groups(site: Client) -> None:
    page = await opened(site, "/topics/tip")

    assert "Building trust" in page.text
    assert "Selling" in page.text


async def test_a_source_shows_what_of_it_is_quoted(site: Client, ready: Compiled) -> None:
    for id_ in ready.library.sources:
        page = await opened(site, f"/sources/{id_}")
        facts = [f for f in ready.library.facts.values() if id_ in f.sources()]

        assert f"in {len(facts)} facts" in page.text
        assert {f"/facts/{f.id}" for f in facts} <= set(page.links())
        assert [
            q for f in facts for q in f.quotes if q.source == id_ and q.exact not in page.text
        ] == []


async def test_the_library_counts_itself(site: Client, ready: Compiled) -> None:
    text = re.sub(r"\s+", " ", (await opened(site, "/library")).text)
    facts = ready.library.facts.values()

    assert f"Facts {len(facts)} " in text
    assert f"Quotes {sum(len(f.quotes) for f in facts)} " in text
    assert "Problems none" in text
    assert f"automated review: curation of the first library {len(facts)}" in text
    old = [f for f in facts if is_old(ready.library, f)]
    assert f"Past their date for a recheck {len(old)} " in text


def is_old(library: Library, fact: Fact) -> bool:
    last = library.period(fact).last
    return last is not None and NOW.date() - last > timedelta(days=fact.recheck_days)


async def test_problems_of_packs_are_counted_and_never_shown(ready: Compiled) -> None:
    problem = Problem("/home/someone/pack/facts/x.toml", "claim", "secret words")
    broken = changed(ready, lambda library: replace(library, problems=[problem]))
    async with client(parts(broken)) as site:
        text = (await opened(site, "/library")).text

    assert "1 records were left out" in text
    assert "someone" not in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("address", "near"),
    [("/facts/microsoft-2024-clod-ai", f"/facts/{FACT}"), ("/facts/Microsoft-2024-cloud-ai", f"/facts/{FACT}"),
     ("/sources/founderpark", "/sources/founder-park-2024"), ("/topics/investments", "/topics/investment"),
     (f"/fact/{FACT}", f"/facts/{FACT}")],
)  # fmt: skip
async def test_what_is_not_there_is_answered_with_what_is_near(
    site: Client, address: str, near: str
) -> None:
    response = await site.get(address)

    assert response.status_code == 404
    assert near in Page(response.text).links()
    assert "etag" not in response.headers


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_questions_are_answered_and_do_nothing(site: Client, text: str) -> None:
    harmless = {tag for tag, _ in (await opened(site, "/?q=microsoft")).tags}
    question = text.encode("utf-8", "replace").decode()
    response = await site.get("/", params={"q": question})
    page = Page(response.text)

    assert response.status_code in (200, 400, 414)
    assert {tag for tag, _ in page.tags} - harmless <= {
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h2",
        "blockquote",
    }
    assert page.open == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", response.text)
    assert "<script>" not in response.text


@pytest.mark.parametrize("text", HOSTILE[:6])
async def test_hostile_paths_are_shown_and_do_nothing(site: Client, text: str) -> None:
    response = await site.get("/facts/" + quote(text, safe="", errors="replace"))

    assert response.status_code == 404
    assert Page(response.text).open == []
    assert "<script>" not in response.text


async def test_an_empty_question_is_the_first_page(site: Client) -> None:
    first = await opened(site, "/")

    assert (await opened(site, "/?q=")).text == first.text
    assert (await opened(site, "/?q=++")).text.split() == first.text.split()


@pytest.mark.parametrize(
    "header", ["", "text/html", "application/json;q=0.5, text/html", "*/*", ",;q", "q=1;;,"]
)
async def test_a_fact_is_a_page_unless_json_is_preferred(site: Client, header: str) -> None:
    await opened(site, f"/facts/{FACT}", accept=header)


def test_the_words_of_templates_are_in_the_catalogues() -> None:
    text = "".join(path.read_text() for path in (HERE / "templates").glob("*.html"))
    keys = set(re.findall(r"say\('([a-z_.]+)'[,)]", text))

    assert len(keys) > 30
    assert keys <= set(catalogue("en"))


def test_no_word_of_the_site_is_unused() -> None:
    files = [*HERE.rglob("*.py"), *HERE.rglob("*.html")]
    code = "".join(path.read_text() for path in files)
    built = (
        "web.kind_",
        "web.review_",
        "web.bad_",
        "web.not_",
        "web.too_",
        "web.failed",
        "web.bad",
    )
    unused = [key for key in catalogue("en") if key.startswith("web.") and key not in code]

    assert [key for key in unused if not key.startswith(built)] == []


async def test_a_page_is_made_once_for_all_readers_of_a_language(ready: Compiled) -> None:
    async with client(parts(ready)) as site:
        first, again = await site.get("/library?lang=ja"), await site.get("/library?lang=ja")
        other = await site.get("/library?lang=zh")

    assert first.content == again.content
    assert first.headers == again.headers
    assert other.content != first.content


async def test_more_addresses_than_are_kept_are_answered_all_the_same(ready: Compiled) -> None:
    async with client(parts(ready)) as site:
        first = (await site.get("/sources?n=0")).text
        for number in range(KEPT + 5):
            assert (await site.get(f"/sources?n={number}")).status_code == 200

        assert (await site.get("/sources?n=0")).text == first


@pytest.mark.parametrize(
    ("line", "media_type", "begins"),
    [("investments export:xlsx", "application/vnd.openxmlformats", b"PK"), ("tips hiring export:csv", "text/csv", b""),
     ("chart investments export:png", "image/svg+xml", b"<svg"), ("chart investments export:svg", "image/svg+xml", b"<svg")],
)  # fmt: skip
async def test_a_file_that_was_asked_for_can_be_fetched(
    site: Client, line: str, media_type: str, begins: bytes
) -> None:
    links = [
        link for link in (await opened(site, "/?q=" + quote(line))).links() if "/files/" in link
    ]
    response = await site.get(links[0])

    assert response.headers["content-type"].startswith(media_type)
    assert response.headers["content-disposition"].startswith('attachment; filename="japan-ai-')
    assert response.content.startswith(begins)
    assert len(response.content) > 200


@pytest.mark.parametrize("address", ["/files/0", "/files/0?q=microsoft", "/files/9?q=investments+export:csv",
                                     "/files/x", "/files/99999999999999999999?q=tips+export:csv"])  # fmt: skip
async def test_a_file_that_is_not_there_is_not_found(site: Client, address: str) -> None:
    assert (await site.get(address)).status_code == 404
