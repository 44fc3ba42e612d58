"""Who and what there is in the Discord of the tests, as Discord's own JSON, and what it shows."""

from typing import Any

ME, APP, ROLE = 900000000000000001, 900000000000000001, 900000000000000002
GUILD, GENERAL, THREAD, FORUM, POST, VOICE, QUIET = range(800000000000000001, 800000000000000008)
DM = 800000000000000020
ALICE, BOB = 700000000000000001, 700000000000000002
EVERYTHING = str(((1 << 53) - 1) & ~(1 << 3))  # but for an administrator, whom nothing stops
V2 = 1 << 15
EPHEMERAL = 1 << 6

Json = dict[str, Any]


def user(id_: int) -> Json:
    names = {ME: "japan-ai", ALICE: "alice", BOB: "bob"}
    return {"id": str(id_), "username": names.get(id_, "someone"), "discriminator": "0",
            "avatar": None, "global_name": None, "bot": id_ == ME}  # fmt: skip


def member(id_: int, of: Json | None = None) -> Json:
    found = {"roles": [], "joined_at": "2026-01-01T00:00:00Z", "deaf": False, "mute": False,
             "flags": 0, "permissions": EVERYTHING}  # fmt: skip
    return {**found, "user": of or user(id_)}


def role(id_: int, name: str, permissions: str, **more: Any) -> Json:
    return {"id": str(id_), "name": name, "permissions": permissions, "color": 0, "hoist": False,
            "position": 0, "managed": bool(more), "mentionable": False, "flags": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            **more}  # fmt: skip


def text_channel(id_: int, deny: str = "0") -> Json:
    overwrite = {"id": str(GUILD), "type": 0, "allow": "0", "deny": deny}
    return {"id": str(id_), "type": 0, "name": f"c{id_ % 100}", "position": 0,
            "permission_overwrites": [overwrite], "guild_id": str(GUILD)}  # fmt: skip


def thread(id_: int, parent: int, *, archived: bool = False, locked: bool = False) -> Json:
    meta = {"archived": archived, "auto_archive_duration": 60, "locked": locked,
            "archive_timestamp": "2026-01-01T00:00:00Z"}  # fmt: skip
    return {"id": str(id_), "type": 11, "guild_id": str(GUILD), "parent_id": str(parent),
            "owner_id": str(ALICE), "name": "thread", "message_count": 1, "member_count": 1,
            "rate_limit_per_user": 0, "thread_metadata": meta}  # fmt: skip


def application() -> Json:
    return {
        "id": str(APP), "name": "japan-ai", "icon": None, "description": "", "bot_public": True,
        "bot_require_code_grant": False, "summary": "", "verify_key": "", "flags": 0,
        "owner": user(BOB), "integration_types_config": {"0": {}, "1": {}},
    }  # fmt: skip


def empty_message(id_: int, channel: int, author: Json) -> Json:
    """An empty message."""
    return {
        "id": str(id_), "channel_id": str(channel), "author": author, "content": "",
        "timestamp": "2026-11-22T09:00:00+00:00", "edited_timestamp": None, "tts": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 0,
    }  # fmt: skip


def guild(permissions: str, locale: str) -> Json:
    """The one server."""
    tags = {"bot_id": str(ME)}
    return {
        "id": str(GUILD), "name": "Test", "owner_id": str(BOB), "preferred_locale": locale,
        "roles": [role(GUILD, "@everyone", permissions), role(ROLE, "bot", "0", tags=tags)],
        "channels": [
            text_channel(GENERAL), text_channel(QUIET, deny="2048"),
            {"id": str(FORUM), "type": 15, "name": "forum", "position": 1},
            {"id": str(VOICE), "type": 2, "name": "voice", "position": 1, "bitrate": 64000,
             "user_limit": 0, "permission_overwrites": []},
        ],
        "threads": [thread(THREAD, GENERAL, archived=True), thread(POST, FORUM)],
        "members": [{**member(ME, user(ME)), "roles": [str(ROLE)]}], "emojis": [],
        "features": [], "stickers": [], "member_count": 3, "joined_at": "2026-01-01T00:00:00Z",
        "large": False, "voice_states": [], "presences": [], "stage_instances": [],
        "verification_level": 0, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "nsfw_level": 0, "premium_tier": 0,
        "premium_progress_bar_enabled": False, "system_channel_flags": 0, "afk_timeout": 60,
    }  # fmt: skip


def texts(components: list[Json]) -> str:
    """All text of a message's components."""
    found = []
    for component in components:
        if component["type"] == 10:
            found.append(component["content"])
        found.append(texts(component.get("components", [])))
    return "\n".join(filter(None, found))


def buttons(components: list[Json]) -> dict[str, str]:
    """The ids of a message's buttons by their labels (or signs)."""
    found: dict[str, str] = {}
    for component in components:
        if component["type"] == 2 and "custom_id" in component:
            label = component.get("label") or component["emoji"]["name"]
            found[label] = component["custom_id"]
        found |= buttons(component.get("components", []))
    return found
