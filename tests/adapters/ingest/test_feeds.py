import pytest

from adapters.ingest.feeds import FeedPorts, Feeds
from facts.compiled import Compiled
from tests.adapters.ingest.serving import HERE, site, text
from tests.adapters.ingest.waiting import Changing, Intake, paths

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>
{}</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>News</title>{}</feed>"""


def rss(*links: str) -> str:
    items = (f"<item><title>One</title><link>{link}</link></item>" for link in links)
    return RSS.format("".join(items))


def feeds(intake: Intake, *addresses: str, owner: str = "a") -> Feeds:
    ports = FeedPorts(intake.ports.suggestions, intake.key_value, intake.leases)
    return Feeds(ports, addresses, intake.clock, owner, HERE)


def suggested(intake: Intake) -> list[str | None]:
    return [s.link for s in intake.ports.suggestions.waiting.values()]


async def test_every_new_entry_is_suggested_to_everybody_once(ready: Compiled) -> None:
    intake, feed = (
        Intake(ready),
        Changing(rss("https://a.example/1#top", "https://a.example/2"), "application/rss+xml"),
    )
    async with site({"/feed": feed}) as (url, seen):
        polled = feeds(intake, f"{url}/feed")
        assert await polled.turn()
        assert suggested(intake) == ["https://a.example/1", "https://a.example/2"]
        assert {s.circle for s in intake.ports.suggestions.waiting.values()} == {"all"}
        intake.ports.suggestions.waiting.clear()  # they were read
        feed.words = rss("https://a.example/3", "https://a.example/1", "https://a.example/2")
        assert not await polled.turn()  # an hour has not gone by
        intake.clock.passes(minutes=59)
        assert not await polled.turn()
        intake.clock.passes(minutes=2)
        assert await polled.turn()
    assert suggested(intake) == ["https://a.example/3"]
    assert paths(seen) == ["/feed", "/feed"]


async def test_a_feed_that_is_as_it_was_is_not_sent_again(ready: Compiled) -> None:
    intake = Intake(ready)
    feed = Changing(
        rss("https://a.example/1"),
        "text/xml",
        ETag='"v1"',
        Last_Modified="Sat, 02 May 2026 08:00:00 GMT",
    )
    async with site({"/feed": feed}) as (url, seen):
        await feeds(intake, f"{url}/feed").turn()
        intake.clock.passes(hours=2)
        await feeds(intake, f"{url}/feed", owner="a").turn()  # as after a restart
        intake.clock.passes(hours=2)
        await feeds(intake, f"{url}/feed").turn()
    asked = [r.headers for r in seen if r.path == "/feed"]
    assert "If-None-Match" not in asked[0]
    assert [h["If-None-Match"] for h in asked[1:]] == ['"v1"', '"v1"']
    assert asked[1]["If-Modified-Since"] == "Sat, 02 May 2026 08:00:00 GMT"
    assert suggested(intake) == ["https://a.example/1"]


async def test_atom_is_read_and_other_links_are_not(ready: Compiled) -> None:
    entries = "".join(
        f'<entry><title>x</title><link rel="alternate" href="{link}"/></entry>'
        for link in ("https://a.example/1", "javascript:alert(1)", "file:///etc/passwd", "")
    )
    intake = Intake(ready)
    async with site({"/feed": text(ATOM.format(entries), "application/atom+xml")}) as (url, _):
        await feeds(intake, f"{url}/feed").turn()
    assert suggested(intake) == ["https://a.example/1"]


@pytest.mark.parametrize("words", ["", "<html><body>No such feed</body></html>"])
async def test_what_is_no_feed_suggests_nothing(ready: Compiled, words: str) -> None:
    intake = Intake(ready)
    async with site({"/feed": text(words, "text/xml")}) as (url, _):
        assert await feeds(intake, f"{url}/feed").turn()
    assert suggested(intake) == []


async def test_what_fails_is_asked_less_and_less_often(ready: Compiled) -> None:
    intake = Intake(ready)
    async with site({}) as (url, seen):
        for _ in range(72):
            await feeds(intake, f"{url}/feed").turn()
            intake.clock.passes(hours=1)
    assert len(paths(seen)) == 6  # after 0, 2, 6, 14, 30 and 54 hours


async def test_a_feed_that_fails_holds_up_no_other(ready: Compiled) -> None:
    intake = Intake(ready)
    async with site({"/good": text(rss("https://a.example/1"), "text/xml")}) as (url, _):
        await feeds(intake, f"{url}/gone", f"{url}/good").turn()
    assert suggested(intake) == ["https://a.example/1"]


async def test_of_several_processes_one_polls(ready: Compiled) -> None:
    intake = Intake(ready)
    async with site({"/feed": text(rss("https://a.example/1"), "text/xml")}) as (url, seen):
        assert await feeds(intake, f"{url}/feed", owner="a").turn()
        intake.clock.passes(hours=2)
        assert not await feeds(intake, f"{url}/feed", owner="b").turn()
        intake.leases.lapse()
        assert await feeds(intake, f"{url}/feed", owner="b").turn()
    assert len(paths(seen)) == 2


async def test_an_entity_bomb_ends_in_a_clear_error(ready: Compiled) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12)
    )
    bomb += "]><rss version='2.0'><channel><title>&m;</title></channel></rss>"
    intake = Intake(ready)
    async with site({"/feed": text(bomb, "text/xml")}) as (url, _):
        assert await feeds(intake, f"{url}/feed").turn()
    assert suggested(intake) == []
