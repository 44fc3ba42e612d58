import asyncio
import gzip
import zlib

import pytest
from aiohttp import web

from adapters.ingest.fetch import Limits, fetch
from adapters.ingest.guard import Reach
from adapters.ingest.trouble import DraftError
from tests.adapters.ingest.serving import HERE, NOW, page, site, text


async def failing(url: str, limits: Limits | None = None, reach: Reach = HERE) -> str:
    with pytest.raises(DraftError) as caught:
        await fetch(url, NOW, reach, limits)
    return str(caught.value)


async def test_a_page_comes_with_what_its_server_says() -> None:
    async with site({"/a": text(page("Words."), "text/html; charset=Shift_JIS")}) as (url, seen):
        got = await fetch(f"{url}/a#part", NOW, HERE)
    assert (got.kind, got.charset, got.at) == ("html", "Shift_JIS", NOW)
    assert got.address == f"{url}/a"
    assert b"Words." in got.body
    assert [request.path for request in seen] == ["/robots.txt", "/a"]
    assert all("japan-ai-briefing-bot" in request.headers["User-Agent"] for request in seen)
    assert all("Cookie" not in request.headers for request in seen)


async def test_loopback_is_refused_without_the_tests_setting() -> None:
    async with site({"/a": text("x")}) as (url, seen):
        assert "inside a network" in await failing(f"{url}/a", reach=Reach())
        named = url.replace("127.0.0.1", "localhost")
        assert "inside a network" in await failing(f"{named}/a", reach=Reach())
    assert seen == []


async def test_other_ways_to_write_loopback_are_refused() -> None:
    for host in ("2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "①②⑦.1"):
        assert await failing(f"http://{host}/", reach=Reach())


def redirect(to: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


async def test_a_redirect_into_a_network_is_refused() -> None:
    for target in ("http://169.254.169.254/latest", "http://10.0.0.1/", "file:///etc/passwd"):

        async def away(request: web.Request, to: str = target) -> web.Response:
            return redirect(to)

        async with site({"/a": away}) as (url, seen):
            assert await failing(f"{url}/a")
        assert len(seen) == 2  # robots.txt and the page that redirects


async def test_five_redirects_are_followed_and_no_more() -> None:
    async def on(request: web.Request) -> web.StreamResponse:
        left = int(request.query["n"])
        return redirect(f"/a?n={left - 1}") if left else await text("the end")(request)

    async with site({"/a": on}) as (url, _):
        assert (await fetch(f"{url}/a?n=5", NOW, HERE)).address == f"{url}/a?n=0"
        assert "redirects" in await failing(f"{url}/a?n=6")


async def test_robots_txt_is_asked_at_every_host_and_obeyed() -> None:
    closed = text("User-agent: *\nDisallow: /no", "text/plain")
    async with site({"/robots.txt": closed, "/no/a": text("x")}) as (url, seen):
        assert "robots.txt" in await failing(f"{url}/no/a")

        async def away(request: web.Request) -> web.Response:
            return redirect(f"{url}/no/a")

        async with site({"/yes": away}) as (other, _):
            assert "robots.txt" in await failing(f"{other}/yes")
    assert {request.path for request in seen} == {"/robots.txt"}


async def test_a_site_whose_robots_txt_fails_is_left_alone() -> None:
    async def broken(request: web.Request) -> web.Response:
        return web.Response(status=503)

    async with site({"/robots.txt": broken, "/a": text("x")}) as (url, _):
        assert "robots.txt" in await failing(f"{url}/a")


async def test_answers_that_are_no_page_are_named() -> None:
    async def gone(request: web.Request) -> web.Response:
        return web.Response(status=410)

    answers = {"/gone": gone, "/film": text(b"x", "video/mp4")}
    async with site(answers) as (url, _):
        assert "410" in await failing(f"{url}/gone")
        assert "video/mp4" in await failing(f"{url}/film")


async def test_what_is_too_large_is_dropped_on_the_way() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)

    async with site({"/a": endless}) as (url, _):
        assert "larger than" in await failing(f"{url}/a", Limits(bytes=1_000_000))


def packed(body: bytes, coding: str = "gzip") -> web.Response:
    return web.Response(
        body=body, headers={"Content-Type": "text/html", "Content-Encoding": coding}
    )


async def test_a_packed_page_is_unpacked_and_a_bomb_is_not() -> None:
    async def small(request: web.Request) -> web.Response:
        return packed(gzip.compress(b"words of a page"))

    async def bomb(request: web.Request) -> web.Response:
        return packed(gzip.compress(b"\0" * 200_000_000, 1))

    async def broken(request: web.Request) -> web.Response:
        return packed(b"no gzip")

    async def other(request: web.Request) -> web.Response:
        return packed(zlib.compress(b"x"), "br")

    answers = {"/small": small, "/bomb": bomb, "/broken": broken, "/other": other}
    async with site(answers) as (url, _):
        assert (await fetch(f"{url}/small", NOW, HERE)).body == b"words of a page"
        assert "unpacked" in await failing(f"{url}/bomb") or "larger" in await failing(
            f"{url}/bomb"
        )
        assert "packed wrongly" in await failing(f"{url}/broken")
        assert "not asked for" in await failing(f"{url}/other")


async def test_a_slow_server_is_not_waited_for() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.02)

    async with site({"/a": slow}) as (url, _):
        assert "did not come within 0.3 seconds" in await failing(f"{url}/a", Limits(seconds=0.3))


async def test_a_host_that_is_not_there_is_named() -> None:
    assert await failing("http://does-not-exist.invalid/")
