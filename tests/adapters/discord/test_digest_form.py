"""A channel's digest, set in a form that a command opens."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from adapters.discord.service import DiscordService
from bot.desk import Desk
from bot.digest.choose import Chooser
from bot.digest.desk import DigestDesk
from bot.digest.subscription import Channel, Subscription
from facts.compiled import Compiled
from tests import digest_fakes
from tests.adapters.discord.conftest import Running, parts_of
from tests.adapters.discord.fake import TOKEN, FakeDiscord
from tests.adapters.discord.world import EPHEMERAL, GENERAL, GUILD, Json, texts
from tests.digest_fakes import FakeStore
from tests.fakes import FakeKeyValue, FakeLeases, fake_ports
from tests.helpers import NOW

FORM = 9
CHANNEL = Channel("discord", str(GUILD), str(GENERAL))
FILLED: dict[str, Any] = {
    "time": "8:30", "zone": "new york", "days": ["mon", "thu"], "topics": ["tip"], "count": "5",
}  # fmt: skip


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(digest_fakes.Clock(NOW))


@pytest.fixture
async def bot(fake: FakeDiscord, ready: Compiled, store: FakeStore) -> AsyncIterator[Running]:
    ports, notes, leases = fake_ports(), FakeKeyValue(), FakeLeases()
    gone: list[tuple[int, int | None]] = []
    digests = DigestDesk(store, store, FakeKeyValue(), lambda now: Chooser(now.library))
    desk = Desk(lambda: ready, ports, digests)
    parts = replace(parts_of(ready, ports, notes, gone), desk=desk)
    service = DiscordService(TOKEN, parts, leases, api=fake.url)
    running = Running(service, ports, notes, leases, gone, asyncio.create_task(service.run()))
    yield running
    await service.stop()
    await running.task


async def opened(fake: FakeDiscord, **more: Any) -> Json:
    """The form that `/japan-ai digest setting:edit` opens."""
    given = [{"name": "setting", "type": 3, "value": more.pop("setting", "edit")}]
    data = {"id": "1", "name": "japan-ai", "type": 1,
            "options": [{"name": "digest", "type": 1, "options": given}]}  # fmt: skip
    response = await fake.answered(await fake.interact(2, data, **more))
    assert response["type"] == FORM
    form: Json = response["data"]
    return form


def fields(form: Json) -> dict[str, Json]:
    return {label["component"]["custom_id"]: label["component"] for label in form["components"]}


def chosen(field: Json) -> list[str]:
    return [option["value"] for option in field["options"] if option.get("default")]


async def sent(fake: FakeDiscord, **changes: Any) -> Json:
    """The answer to a form that is sent as FILLED, but for changes."""
    labels = []
    for name, value in (FILLED | changes).items():
        given = {"type": 3, "values": value} if isinstance(value, list) else {"type": 4, "value": value}  # fmt: skip
        labels.append({"type": 18, "id": 1, "component": {"id": 2, "custom_id": name, **given}})
    form = {"custom_id": (await opened(fake))["custom_id"], "components": labels}
    response = await fake.answered(await fake.interact(5, form))
    answer: Json = response["data"]
    return answer


def read(answer: Json) -> str:
    """What people read, without the signs that keep markup away."""
    return texts(answer["components"]).replace("\\", "")


async def test_the_form_starts_with_the_usual_settings(bot: Running, fake: FakeDiscord) -> None:
    form = await opened(fake)
    found = fields(form)
    assert form["title"] == "Daily digest"
    assert [found[name]["value"] for name in ("time", "zone", "count")] == ["09:00", "Asia/Tokyo", "3"]  # fmt: skip
    assert len(chosen(found["days"])) == 7
    assert chosen(found["topics"]) == []


async def test_the_form_shows_what_is_set(
    bot: Running, fake: FakeDiscord, store: FakeStore
) -> None:
    known = Subscription(CHANNEL, time(7, 5), "Europe/Berlin", (0, 2), ("tip",), count=7)
    await store.put(known, NOW)
    form = await opened(fake, setting="編集", locale="ja")
    found = fields(form)
    assert form["title"] == "毎日のダイジェスト"
    assert found["days"]["options"][0]["label"] == "月曜日"
    assert [found[name]["value"] for name in ("time", "zone", "count")] == ["07:05", "Europe/Berlin", "7"]  # fmt: skip
    assert (chosen(found["days"]), chosen(found["topics"])) == (["mon", "wed"], ["tip"])


async def test_a_sent_form_sets_the_digest(
    bot: Running, fake: FakeDiscord, store: FakeStore
) -> None:
    known = Subscription(CHANNEL, about="microsoft", tag="ja", topics=("market",))
    await store.put(known, NOW)
    answer = await sent(fake)
    wish = store.wishes[CHANNEL]
    assert (wish.at, wish.zone, wish.days) == (time(8, 30), "America/New_York", (0, 3))
    assert (wish.topics, wish.count, wish.active) == (("tip",), 5, True)
    assert (wish.about, wish.tag) == ("microsoft", "ja")
    assert "08:30 (America/New_York)" in read(answer)


async def test_no_topic_is_every_topic(bot: Running, fake: FakeDiscord, store: FakeStore) -> None:
    await store.put(Subscription(CHANNEL, topics=("market",)), NOW)
    await sent(fake, topics=[])
    assert store.wishes[CHANNEL].topics == ()


@pytest.mark.parametrize(("field", "typed"), [("time", "25:00"), ("zone", "Xyzzy"), ("count", "x")])
async def test_what_can_not_be_understood_is_said(
    bot: Running, fake: FakeDiscord, store: FakeStore, field: str, typed: str
) -> None:
    assert typed in read(await sent(fake, **{field: typed}))
    assert store.wishes == {}


async def test_where_the_bot_may_not_post_the_answer_is_for_the_asker(
    bot: Running, fake: FakeDiscord
) -> None:
    fake.permissions = "0"
    assert (await sent(fake))["flags"] & EPHEMERAL
