"""What Discord is told of the commands, and when; the links and the doctor."""

import asyncio
from dataclasses import replace

import pytest
from click.testing import CliRunner

from adapters.discord.commands import discord_commands
from adapters.discord.declare import LOCALES, declared, digest_of, of_guild
from adapters.discord.doctor import examine
from adapters.discord.invite import application_id, server_link, user_link
from adapters.discord.service import DiscordService
from adapters.service import BadTokenError
from bot.commands import COMMANDS
from facts.compiled import Compiled
from tests.adapters.discord.conftest import parts_of
from tests.adapters.discord.fake import TOKEN, FakeDiscord
from tests.adapters.discord.payload import problems
from tests.adapters.discord.world import APP, GUILD, application
from tests.fakes import FakeKeyValue, FakeLeases, fake_ports

COMMANDS_PATH = f"/applications/{APP}/commands"


def test_the_declarations_are_such_as_discord_takes() -> None:
    assert problems("commands", declared()) == []
    assert problems("commands", of_guild(declared())) == []


def test_every_command_and_option_is_declared_and_said_in_every_language() -> None:
    group, *menus = declared()
    assert [sub["name"] for sub in group["options"]] == [c.name for c in COMMANDS]
    assert [menu["name"] for menu in menus] == ["Look this up", "Suggest as source"]
    assert all(set(menu["name_localizations"]) == set(LOCALES) for menu in menus)
    for sub, command in zip(group["options"], COMMANDS):
        names = [option["name"] for option in sub["options"]]
        assert names == [command.words, *(o.key for o in command.options), "private"]
        for item in (sub, *sub["options"]):
            assert set(item["name_localizations"]) == set(LOCALES), item["name"]
            assert set(item["description_localizations"]) == set(LOCALES), item["name"]
            assert item["name_localizations"]["en-US"] == item["name"]
        assert sub["name_localizations"]["ja"] != sub["name"]


def test_names_in_one_language_are_different() -> None:
    group = declared()[0]
    for items in (group["options"], *(sub["options"] for sub in group["options"])):
        for locale in LOCALES:
            names = [item["name_localizations"][locale] for item in items]
            assert len(set(names)) == len(names), names


def test_commands_may_be_used_everywhere_and_be_installed_by_anyone() -> None:
    for command in declared():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]


async def started(
    ready: Compiled, fake: FakeDiscord, notes: FakeKeyValue, guild: int | None = None
) -> None:
    """Start the bot, and stop it as soon as it is connected."""
    parts = replace(parts_of(ready, fake_ports(), notes, []), guild=guild)
    service = DiscordService(TOKEN, parts, FakeLeases(), api=fake.url)
    before, task = fake.identified, asyncio.create_task(service.run())
    await fake.until(lambda: fake.identified > before)
    await service.stop()
    await task


async def test_commands_are_told_once_and_again_when_they_changed(
    ready: Compiled, fake: FakeDiscord
) -> None:
    notes = FakeKeyValue()
    await started(ready, fake, notes)
    await started(ready, fake, notes)
    assert len(list(fake.to("PUT", COMMANDS_PATH))) == 1
    notes.texts = dict.fromkeys(notes.texts, ("other", None, None))
    await started(ready, fake, notes)
    assert len(list(fake.to("PUT", COMMANDS_PATH))) == 2


async def test_stale_commands_are_deleted_first_and_discords_own_kept(
    ready: Compiled, fake: FakeDiscord
) -> None:
    fake.commands = [
        {"id": "7", "type": 1, "name": "ask", "description": "old"},
        {"id": "8", "type": 4, "name": "launch", "description": "an activity"},
    ]
    await started(ready, fake, FakeKeyValue())
    changes = [(c.method, c.path) for c in fake.calls if c.method in ("DELETE", "PUT")]
    assert changes == [("DELETE", f"{COMMANDS_PATH}/7"), ("PUT", COMMANDS_PATH)]
    assert [c["name"] for c in fake.commands] == [
        "japan-ai", "Look this up", "Suggest as source", "launch",
    ]  # fmt: skip


async def test_a_server_to_develop_in_alone_gets_the_commands(
    ready: Compiled, fake: FakeDiscord
) -> None:
    await started(ready, fake, FakeKeyValue(), GUILD)
    assert list(fake.to("PUT", COMMANDS_PATH)) == []
    sent = next(fake.to("PUT", f"/applications/{APP}/guilds/{GUILD}/commands"))
    assert digest_of(sent.body) == digest_of(of_guild(declared()))


async def test_a_refused_sync_is_no_reason_not_to_serve(ready: Compiled, fake: FakeDiscord) -> None:
    notes = FakeKeyValue()
    fake.fail(COMMANDS_PATH, 403, body={"code": 50001, "message": "Missing Access"})
    await started(ready, fake, notes)
    assert notes.texts == {}


def test_the_links_ask_for_the_least() -> None:
    assert server_link(APP) == (
        f"https://discord.com/oauth2/authorize?client_id={APP}"
        "&scope=bot+applications.commands&integration_type=0&permissions=274877975552"
    )
    assert user_link(APP) == (
        f"https://discord.com/oauth2/authorize?client_id={APP}"
        "&scope=applications.commands&integration_type=1"
    )


async def test_the_links_are_those_of_the_tokens_application(fake: FakeDiscord) -> None:
    assert await application_id(TOKEN, fake.url) == APP
    with pytest.raises(BadTokenError):
        await application_id("bad", fake.url)


async def test_invite_prints_both_links(fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("JAPAN_AI_DISCORD_API", fake.url)
    result = await asyncio.to_thread(CliRunner().invoke, discord_commands(), ["invite"])
    assert server_link(APP) in result.output
    assert user_link(APP) in result.output


def test_invite_without_a_token_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    result = CliRunner().invoke(discord_commands(), ["invite"])
    assert result.exit_code == 1
    assert "DISCORD_TOKEN is not set" in result.output


async def test_the_doctor_finds_a_good_installation_good(
    ready: Compiled, fake: FakeDiscord
) -> None:
    await started(ready, fake, FakeKeyValue())
    lines = await examine(TOKEN, fake.url)
    assert [line for good, line in lines if not good] == []
    assert len(lines) == 5


async def test_the_doctor_says_what_is_wrong(fake: FakeDiscord) -> None:
    assert [good for good, _ in await examine("bad", fake.url)] == [False]
    wrong = {**application(), "integration_types_config": {"0": {}}}
    wrong["interactions_endpoint_url"] = "https://elsewhere.example/"
    fake.fail("/applications/@me", 200, body=wrong)
    fake.fail("/gateway/bot", 503)
    text = "\n".join(line for good, line in await examine(TOKEN, fake.url) if not good)
    for part in ("Interactions Endpoint URL", "User Install", "japan-ai", "gateway"):
        assert part in text
    fake.fail("/users/@me", 0, times=9)
    assert "can't be reached" in (await examine(TOKEN, fake.url))[0][1]
