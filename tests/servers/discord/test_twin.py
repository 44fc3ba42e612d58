"""The whole bot, as a process of its own, with discord.py on a gateway that is not ours."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from adapters.discord.declare import declared
from tests.adapters.discord.world import EPHEMERAL, V2, buttons, texts
from tests.servers.discord.conftest import BotProcess, Twin

pytestmark = pytest.mark.servers

Start = Callable[[], BotProcess]


def test_a_day_of_the_bot_on_discord(twin: Twin, start: Start) -> None:
    bot = start()

    installed = twin.wait(lambda: twin.do("commands"))
    assert {c["name"] for c in installed} == {c["name"] for c in declared()}

    mention = twin.do("say", content=f"<@{twin.info['bot']}> microsoft investment")
    answer = twin.answer_after(mention["id"])
    assert "2.9 billion" in texts(answer["components"])
    assert answer["flags"] & V2

    response = twin.response(twin.slash("investments", company="Oracle"))
    assert response["type"] == 4
    slash = twin.answer_after(answer["id"])
    assert "8 billion" in texts(slash["components"])

    typing = {"name": "company", "type": 3, "value": "micrsof", "focused": True}
    sub = {"name": "investments", "type": 1, "options": [typing]}
    data = {"id": "1", "name": "japan-ai", "type": 1, "options": [sub]}
    offered = twin.response(twin.do("interact", type=4, data=data)["id"])
    assert "Microsoft" in str(offered)

    private = twin.slash("tips", about="hiring", private=True)
    assert twin.response(private)["type"] == 4
    assert twin.answer_after(slash["id"])["flags"] & EPHEMERAL

    pressed(twin, slash, "Source", "Founder Park")
    form_and_thread(twin, answer)

    assert bot.end() < 10
    assert "Unclosed" not in bot.log()
    assert "Traceback" not in bot.log()


def pressed(twin: Twin, message: dict[str, Any], label: str, shows: str) -> None:
    """A press edits the asker's answer in place."""
    custom_id = buttons(message["components"])[label]
    press = twin.do("click", messageId=message["id"], customId=custom_id)
    assert twin.response(press["id"])["type"] == 7

    def edited() -> bool:
        every = twin.do("messages")
        return any(m["id"] == message["id"] and shows in texts(m["components"]) for m in every)

    twin.wait(edited)


def form_and_thread(twin: Twin, answer: dict[str, Any]) -> None:
    """The form of a follow-up, and a conversation in a thread."""
    follow_up = buttons(answer["components"])["Follow-up"]
    opened = twin.do("click", messageId=answer["id"], customId=follow_up)
    assert twin.response(opened["id"])["type"] == 9
    form = twin.do("response", id=opened["id"])
    custom_id = _custom_id(form)
    before = twin.newest()["id"]
    twin.do("submit", customId=custom_id, fields=[{"customId": "text", "value": "and Oracle?"}])
    assert "8 billion" in texts(twin.answer_after(before)["components"])

    path = f"{twin.api}/channels/{twin.info['channel']}/messages/{answer['id']}/threads"
    headers = {"Authorization": f"Bot {twin.info['token']}"}
    thread = httpx.post(path, json={"name": "more"}, headers=headers).json()["id"]
    mention = f"<@{twin.info['bot']}>"
    said = twin.do("say", channelId=thread, content=f"{mention} microsoft investment")
    first = twin.answer_after(said["id"], thread)
    said = twin.do("say", channelId=thread, content=f"{mention} what about Oracle?")
    assert int(said["id"]) > int(first["id"])
    assert "8 billion" in texts(twin.answer_after(said["id"], thread)["components"])


def _custom_id(response: dict[str, Any]) -> str:
    data = response["data"]
    found = json.loads(data) if isinstance(data, str) else data
    return str(found["custom_id"])


def test_buttons_work_after_a_restart_and_commands_are_not_told_twice(
    twin: Twin, start: Start
) -> None:
    bot = start()
    before = twin.newest()["id"]
    twin.response(twin.slash("investments", company="Microsoft"))
    answer = twin.answer_after(before)
    bot.end()
    again = start()
    pressed(twin, answer, "Source", "Founder Park")
    assert again.end() < 10
