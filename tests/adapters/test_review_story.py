"""New knowledge, from an article to a corrected digest: the wired process, a store in SQLite, a page,
Slack and Discord of our own on loopback, and a clock that the test moves.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.ingest.commands import LOOPBACK
from adapters.library import Libraries
from adapters.own_library import own_library
from adapters.serve import Assembly
from adapters.settings import Settings
from adapters.slack.checks import Json
from adapters.store.store import Store
from adapters.terminal.cli import run_cli
from facts.compiled import Compiled, compiled
from tests.adapters.discord.fake import TOKEN, FakeDiscord, fake_discord
from tests.adapters.discord.test_review import asked, fields, pressed, sent
from tests.adapters.discord.world import ALICE, GUILD, texts
from tests.adapters.ingest.serving import page, site, text
from tests.adapters.slack.conftest import Clock, recorded, server_settings
from tests.adapters.slack.fake_slack import FakeSlack
from tests.adapters.slack.visible import visible
from tests.facts.packs import clean_pack

TOKYO_NINE = datetime.fromisoformat("2026-11-23T00:00:30+00:00")  # NOW is 18:00 the day before
SHARED = f"slack:T0ACME,discord:{GUILD}"
WRONG = "Acme said that it would invest US$540 million in a data centre in Osaka."
RIGHT = "Acme said that it would invest US$450 million in a data centre in Osaka."
ARTICLE = (
    "Acme said on 2 November 2026 that it would invest $450 million in a data centre in Japan. "
    + "Nobody else in the report gave a figure that could be compared with this one. " * 5
)


@dataclass
class Wired:
    """The process's services, running, with all that surrounds them."""

    slack: FakeSlack
    discord: FakeDiscord
    clock: Clock
    store: Store
    libraries: Libraries
    folder: Path
    pack: Path

    async def slash(self, line: str) -> str:
        """What Slack shows for a slash command."""
        return visible((await self._sent("slash_commands", "slash_command", text=line))["blocks"])

    async def suggest(self, link: str) -> str:
        """What Slack shows whoever suggests a message with a link."""
        message = {"type": "message", "user": "U0BOB", "text": f"Read <{link}>!", "ts": "1.0"}
        await self._sent("interactive", "message_shortcut_suggest", message=message)
        answer = await soon(lambda: self.slack.of("response_url"))
        return visible(answer[0]["blocks"])

    async def _sent(self, kind: str, name: str, **changes: Any) -> Json:
        envelope: Json = {
            "envelope_id": name, "type": kind, "accepts_response_payload": True,
            "payload": recorded(name, self.slack, **changes),
        }  # fmt: skip
        await self.slack.send(envelope)
        return dict((await self.slack.ack()).get("payload", {}))

    def posts_to(self, channel: str) -> list[Json]:
        """What was posted to a channel of Slack."""
        return [p for p in self.slack.of("chat.postMessage") if p["channel"] == channel]

    async def terminal(self, *words: str) -> str:
        """What `japan-ai` prints in a process of its own that has the same store."""
        settings = Settings(data=self.folder, packs=(self.pack,), cache=self.folder / "cache")
        return await asyncio.to_thread(_printed, settings, words)


def _printed(settings: Settings, words: tuple[str, ...]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        run_cli(words, lambda: own_library(settings), settings.packs, "en", None)
    return out.getvalue()


@asynccontextmanager
async def wired(ready: Compiled, pack: Path, folder: Path) -> AsyncIterator[Wired]:
    async with (
        FakeSlack().serving() as slack, fake_discord(FakeDiscord()) as discord,
        Store.open(f"sqlite:///{folder / 'japan-ai.db'}") as store,
    ):  # fmt: skip
        clock = Clock()
        settings = server_settings(
            slack, slack_app_token=SecretStr("xapp-test"), discord_token=SecretStr(TOKEN),
            discord_api=discord.url, shared=SHARED, curators=f"discord:{GUILD}:{ALICE}",
            review_channels="slack:T0ACME:C0CURATORS", data=folder,
        )  # fmt: skip
        circles = settings.review_settings().circles
        libraries = Libraries(ready, [pack], folder, store.published, circles, poll=0.2)
        services = Assembly(settings, store, libraries, clock).services()
        tasks = [asyncio.create_task(service.run()) for service in services]
        await asyncio.wait_for(slack.opened.wait(), 10)
        await discord.wait(lambda: discord.sockets)
        yield Wired(slack, discord, clock, store, libraries, folder, pack)
        for service in reversed(services):
            await service.stop()
        await asyncio.gather(*tasks)
        assert slack.wrong == []
        assert discord.refused == []


async def soon(found: Callable[[], Any]) -> Any:
    """What it gives, as soon as it gives anything; a library takes some seconds to compile."""
    async with asyncio.timeout(90):
        while not (value := found()):
            await asyncio.sleep(0.05)
        return value


async def test_from_an_article_to_a_digest_that_is_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOOPBACK, "1")
    pack = clean_pack(tmp_path / "pack")  # a small one: it is compiled in a moment
    ready = compiled([pack], tmp_path / "cache")
    async with (
        site({"/report": text(page(ARTICLE))}) as (address, _),
        wired(ready, pack, tmp_path) as world,
    ):
        slack, discord = world.slack, world.discord
        await world.slash("digest on 09:00 Asia/Tokyo count:10 about:Acme")
        thanks = await world.suggest(f"{address}/report")
        told = await soon(lambda: world.posts_to("C0CURATORS"))
        assert "Thank" in thanks
        assert "$450 million" in visible(told[0]["blocks"])

        queue = await asked(discord, "list")
        item = (await pressed(discord, queue, "1"))["data"]
        form = (await pressed(discord, item, "Approve"))["data"]
        done = await sent(discord, form, en=WRONG)
        assert "Published" in texts(done["components"])

        def published() -> list[str]:
            facts = world.libraries.everybody().library.facts
            return [id_ for id_, fact in facts.items() if fact.text("en") == WRONG]

        (fact,) = await soon(published)
        assert WRONG in " ".join(
            (await world.terminal("ask", "How much did Acme announce in November 2026?")).split()
        )

        world.clock.at = TOKYO_NINE
        (digest,) = await soon(lambda: world.posts_to("C0GENERAL"))
        assert WRONG in visible(digest["blocks"])
        sent_as = await soon_sent(world, fact)

        change = await discord.answered(await discord.slash("review", decision=f"change {fact}"))
        assert {"kind", "reason"} <= set(fields(change["data"]))
        await sent(discord, change["data"], en=RIGHT, kind="correction", reason="misread")
        (edit,) = await soon(lambda: slack.of("chat.update"))
        said = visible(edit["blocks"])
        assert (edit["channel"], edit["ts"]) == ("C0GENERAL", sent_as)
        assert said.index(WRONG) < said.index(RIGHT)
        assert said.count(RIGHT) == 2  # in the note, and as the fact itself
        assert said.count(WRONG) == 1
        while await world.store.posts.showing(fact, 2, world.clock.at):  # nothing more to correct
            await asyncio.sleep(0.05)
        assert len(slack.of("chat.update")) == 1


async def soon_sent(world: Wired, fact: str) -> str:
    """The id of the message that showed a fact first, as soon as it is noted."""
    async with asyncio.timeout(15):
        while not (shown := await world.store.posts.showing(fact, 2, world.clock.at)):
            await asyncio.sleep(0.05)
    (post,) = shown
    return post.message
