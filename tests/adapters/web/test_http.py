"""Headers, methods, limits and what browsers may keep."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.app import routes
from adapters.web.rate import CLIENTS, Buckets, Rate
from facts.compiled import Compiled
from tests.adapters.web.conftest import Client, changed, client, parts
from tests.adapters.web.visible import Page
from tests.helpers import NOW

FACT = "/facts/microsoft-2024-cloud-ai"
ALL = ("/", "/?q=investments", "/topics/tip", FACT, FACT + ".json", "/sources", "/library",
       "/sources/founder-park-2024", "/api/facts", "/api/search?q=microsoft", "/api/openapi.json")  # fmt: skip
OTHERS = ("/nothing", "/api/nothing", "/static/site.css", "/?q=" + "x" * 2000, "/static/app.py")


@pytest.mark.parametrize("address", [*ALL, *OTHERS])
async def test_every_response_forbids_what_a_page_never_does(site: Client, address: str) -> None:
    headers = (await site.get(address)).headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("address", ["/", FACT, "/?q=investments", "/library"])
async def test_pages_load_nothing_from_elsewhere_and_hold_no_code(
    site: Client, address: str
) -> None:
    page = Page((await site.get(address)).text)

    loaded = [given.get("href") or "" for given in page.all("link")]
    loaded += [given.get("src") or "" for given in page.all("script")]
    assert loaded
    assert all(each.startswith(("/static/", "/facts/")) for each in loaded)
    assert not {name for _, given in page.tags for name in given} & {"style", "onclick", "onload"}
    assert page.all("style") == page.all("img") == page.all("iframe") == []


@pytest.mark.parametrize("address", ALL)
async def test_a_browser_that_has_a_page_gets_nothing_again(site: Client, address: str) -> None:
    first = await site.get(address)
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await site.get(address, headers={"if-none-match": known})

        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    assert first.headers["cache-control"] == "no-cache"
    other = await site.get(address, headers={"if-none-match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_another_day_language_library_or_question_is_another_page(ready: Compiled) -> None:
    fewer = changed(ready, lambda library: replace(library, entities={}))
    sites = (
        parts(ready), parts(ready, now=lambda: NOW + timedelta(days=1)), parts(fewer),
        parts(ready, public_url="https://a.example"),
    )  # fmt: skip
    tags = set()
    for each in sites:
        async with client(each) as site:
            tags.add((await site.get("/sources")).headers["etag"])
    async with client(sites[0]) as site:
        for address in ("/sources?lang=ja", "/?q=a", "/?q=b", FACT, FACT + ".json"):
            tags.add((await site.get(address)).headers["etag"])
        tags.add((await site.get("/sources", headers={"accept-language": "ja"})).headers["etag"])
        tags.add((await site.get(FACT, headers={"accept": "application/json"})).headers["etag"])

    assert len(tags) == 4 + 7


async def test_a_library_that_changes_is_shown_at_once(ready: Compiled) -> None:
    now = [ready]
    async with client(parts(ready, library=lambda: now[0])) as site:
        before = await site.get("/sources")
        now[0] = changed(ready, lambda library: replace(library, facts={}))
        after = await site.get("/sources")

    facts = ready.library.facts.values()
    quoting = sum("afp-gestion-2024" in fact.sources() for fact in facts)
    assert f"{quoting} facts" in before.text
    assert "0 facts" in after.text
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize("address", [*ALL, "/static/site.css"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"])
async def test_other_methods_are_refused(site: Client, address: str, method: str) -> None:
    response = await site.request(method, address)

    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_head_tells_what_get_would(site: Client) -> None:
    for address in ALL:
        head, get = await site.head(address), await site.get(address)
        assert head.status_code == 200
        assert head.headers == get.headers


async def test_a_huge_question_is_refused_clearly(site: Client) -> None:
    long = await site.get("/", params={"q": "x" * 1001, "lang": "en"})
    fits = await site.get("/", params={"q": "漢" * 1000})
    huge = await site.get("/?q=" + "x" * 20_000)
    path = await site.get("/facts/" + "x" * 20_000)
    program = await site.get("/api/search?q=" + "x" * 20_000)

    assert [each.status_code for each in (long, fits, huge, path, program)] == [
        414,
        200,
        414,
        414,
        414,
    ]
    assert "That is too long: 1001 characters" in long.text
    assert "up to 16384 characters" in Page(huge.text).text
    assert max(map(len, (huge.text, path.text, program.text))) < 5000
    assert "up to 16384" in program.json()["error"]


async def test_one_client_that_asks_too_often_waits_and_others_do_not(ready: Compiled) -> None:
    limited = parts(ready, rate=Rate(burst=3, per_second=0.25))
    async with client(limited) as site:
        statuses = [(await site.get("/sources")).status_code for _ in range(3)]
        refused = await site.get("/sources")
        program = await site.get("/api/facts")

    assert statuses == [200, 200, 200]
    assert (refused.status_code, program.status_code) == (429, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 4
    assert "Too many requests" in refused.text
    assert program.json()["suggestions"] == []


async def test_a_proxy_on_this_machine_is_believed_and_nobody_else(ready: Compiled) -> None:
    async def statuses(peer: str) -> list[int]:
        async with client(parts(ready, rate=Rate(burst=1, per_second=0.01)), peer) as site:
            return [
                (await site.get("/", headers={"x-forwarded-for": f"1.1.1.1, 203.0.113.{n}"})).status_code
                for n in range(2)
            ]  # fmt: skip

    assert await statuses("127.0.0.1") == [200, 200]
    assert await statuses("192.0.2.9") == [200, 429]


def test_tokens_come_back_with_time() -> None:
    now = [0.0]
    buckets = Buckets(Rate(burst=2, per_second=0.5), lambda: now[0])

    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("a")] == [0, 0, 2]
    now[0] = 1.0
    assert buckets.wait("a") == 1
    now[0] = 2.0
    assert buckets.wait("a") == 0
    now[0] = 1000.0
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 2]


def test_an_owner_of_ipv6_addresses_has_one_bucket() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), lambda: 0.0)

    assert buckets.wait("2001:db8::1") == 0
    assert buckets.wait("2001:db8::ffff:2") == 1
    assert buckets.wait("2001:db8:0:1::1") == 0
    assert buckets.wait("not an address") == 0


def test_clients_that_are_remembered_are_limited() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), lambda: 0.0)
    buckets.wait("first")
    for number in range(CLIENTS):
        buckets.wait(str(number))

    assert buckets.wait(str(CLIENTS - 1)) == 1
    assert buckets.wait("first") == 0


async def test_styles_are_kept_for_as_long_as_their_address_lasts(site: Client) -> None:
    page = Page((await site.get("/")).text)
    sheet = next(given["href"] for given in page.all("link") if given["rel"] == "stylesheet")
    response = await site.get(str(sheet))

    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["cache-control"]
    assert (await site.get("/static/site.css")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["app.py", "../app.py", "..%2fapp.py", "%2e%2e%2fsite.py", ".", ""]
)
async def test_only_the_files_of_pages_are_served(site: Client, name: str) -> None:
    assert (await site.get(f"/static/{name}")).status_code == 404


async def test_a_bug_is_said_without_telling_about_it(ready: Compiled) -> None:
    broken = changed(ready, lambda library: replace(library, sources={}))
    site = client(parts(broken))
    site._transport.raise_app_exceptions = False  # type: ignore[attr-defined]  # as a server does
    async with site:
        response = await site.get(FACT)

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "Traceback" not in response.text
    assert response.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["[", "a b", "", "x" * 300])
async def test_an_odd_host_is_no_trouble(site: Client, host: str) -> None:
    response = await site.get("/facts/nothing", headers={"host": host})

    assert response.status_code == 404


async def test_the_site_stands_behind_the_routes_of_a_platform(ready: Compiled) -> None:
    async def events(_: Request) -> Response:
        return PlainTextResponse("theirs")

    shared = Starlette(routes=[Route("/slack/events", events), *routes(parts(ready))])
    transport = httpx.ASGITransport(shared)
    async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as site:
        theirs, ours = await site.get("/slack/events"), await site.get(FACT)
        nobodys = await site.get("/slack/nothing%0a")

    assert theirs.text == "theirs"
    assert "Microsoft said" in ours.text
    assert (nobodys.status_code, nobodys.headers["x-frame-options"]) == (404, "DENY")
