"""Files and pictures of answers in Discord: attached to them, and shown where they belong."""

from typing import Any

import pytest

from adapters.pictures.drawer import Draw, DrawingError
from bot.card import Chart
from tests.adapters.discord.conftest import Running
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.world import ALICE, ME, buttons, texts, user

ASKED = {"id": "5", "type": 2, "user": user(ALICE), "authorizing_integration_owners": {}}


async def drawn(chart: Chart) -> bytes:
    if "investment" not in chart.title:
        raise DrawingError("the extra `charts` is not installed")
    return b"\x89PNG" + chart.title.encode()


@pytest.fixture
def draw() -> Draw:
    return drawn


def of_type(components: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    found = [c for c in components if c["type"] == kind]
    return found + [c for each in components for c in of_type(each.get("components", []), kind)]


async def test_a_chart_is_a_picture_with_words(bot: Running, fake: FakeDiscord) -> None:
    token = await fake.slash("chart", what="investments")
    call = await fake.call("POST", f"/interactions/\\d+/{token}/callback")
    shown = call.body["data"]["components"]
    (gallery,) = of_type(shown, 12)

    assert gallery["items"][0]["media"]["url"] == "attachment://chart-1.png"
    assert "US$20 billion" in gallery["items"][0]["description"]
    assert "█" not in texts(shown)
    assert [*call.files] == ["chart-1.png"]


async def test_without_pictures_it_is_bars_and_the_reason(bot: Running, fake: FakeDiscord) -> None:
    token = await fake.slash("chart", what="foundation models")
    call = await fake.call("POST", f"/interactions/\\d+/{token}/callback")

    assert "█" in texts(call.body["data"]["components"])
    assert "charts" in texts(call.body["data"]["components"])
    assert call.files == {}


async def test_a_brief_comes_with_its_files(bot: Running, fake: FakeDiscord) -> None:
    await fake.say(f"<@{ME}> brief microsoft")
    call = await fake.call("POST", r"/channels/\d+/messages")

    names = {
        f["file"]["url"].removeprefix("attachment://") for f in of_type(call.body["components"], 13)
    }
    assert names == call.files.keys()
    assert {name.rpartition(".")[2] for name in names} == {"md", "html"}


async def test_another_page_has_no_files_and_the_first_one_has_them_again(
    bot: Running, fake: FakeDiscord
) -> None:
    token = await fake.slash("brief", theme="microsoft")
    first = await fake.call("POST", f"/interactions/\\d+/{token}/callback")
    message = fake.shown(first.body["data"], attachments=[attachment()], interaction_metadata=ASKED)
    labels = buttons(first.body["data"]["components"])
    turned = await fake.press(message, labels["Next page"])
    second = await fake.call("POST", f"/interactions/\\d+/{turned}/callback")

    assert len(first.files) == 2
    assert second.files == {}
    assert of_type(second.body["data"]["components"], 13) == []


def attachment() -> dict[str, Any]:
    return {"id": "5", "filename": "brief.md", "size": 3, "url": "https://cdn.example/a",
            "proxy_url": "https://cdn.example/a"}  # fmt: skip
