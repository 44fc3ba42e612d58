"""The app manifest: everything that Slack's settings pages ask, accepted as it stands."""

from typing import Any

from bot.words import say

COMMAND = "/japan-ai"
SHORTCUT, SUGGEST = "look_up", "suggest"  # callback ids of the message shortcuts
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

# Scope -> what it is for and what happens without it; docs/slack.md shows the same, by test.
REQUIRED_SCOPES = {
    "commands": (
        "`/japan-ai` and the shortcuts “Look this up” and “Suggest as source”",
        "none of them is there",
    ),
    "app_mentions:read": ("answering a mention in a channel", "mentions stay unanswered"),
    "chat:write": ("posting answers", "only slash commands are answered"),
    "im:history": ("reading direct messages to the bot", "direct messages stay unanswered"),
    "im:write": ("opening direct messages", "nothing can be sent to a person on its own"),
    "users:read": (
        "the reader's language from their Slack settings",
        "a reader without a choice is answered in the language of the question",
    ),
    "files:write": ("sending charts and exports", "answers come without files"),
}
OPTIONAL_SCOPES = {
    "assistant:write": (
        "agent view: suggested prompts and a status (paid workspaces)",
        "direct messages work without prompts and status",
    ),
    "channels:read": (
        "showing the names of public channels; whether the bot is a member where a digest is set",
        "channels are named by their id; a digest where the bot is no member fails, as `why` says",
    ),
    "groups:read": ("the same for private channels", "channels are named by their id"),
    "channels:history": (
        "looking up whether a digest arrived in a public channel",
        "a digest whose fate is unknown stays marked so",
    ),
    "groups:history": ("the same for private channels", "the same"),
    "usergroups:read": (
        "who curates, by user group",
        "curators are named one by one in the settings",
    ),
}
BOT_EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")

PROMPTS = {  # in the languages of the readers: the agent view can't be translated
    "Microsoft in Japan": "microsoft investment in Japan",
    "How many use AI?": "How many people in Japan use generative AI?",
    "日本のAI投資": "日本のAI投資 一覧",
    "在日本做生意": "在日本做生意有什么建议？",
}
_LONG = (
    "Ask about Japan's AI market in English, Japanese or Chinese: investments, funding, public "
    "money, adoption, and practitioners' advice. Every answer is a curated fact with the exact "
    "words of its source, who said it and when, and what to be careful about. When the library "
    "has no fact, the bot says so. No language model writes the answers."
)


def manifest(url: str | None = None) -> dict[str, Any]:
    """The manifest (schema 2) of an app that is reached by Socket Mode, or at a public `url`.

    `url` is an https address without a path, such as https://bot.example.org.
    """
    base = url.rstrip("/") if url else None
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": say("en", "help.title"),
            "description": "Curated, quoted facts about Japan's AI market",
            "long_description": _LONG,
            "background_color": "#1d3557",
        },
        "features": _features(base),
        "oauth_config": _oauth(base),
        "settings": _settings(base),
    }


def _features(base: str | None) -> dict[str, Any]:
    command = {
        "command": COMMAND,
        "description": "A sourced answer about Japan's AI market",
        "usage_hint": "microsoft investment | adoption | tips hiring | help",
        "should_escape": True,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "japan-ai", "always_online": True},
        "slash_commands": [command | _url(base, "url")],
        "shortcuts": [{
            "name": "Look this up",
            "type": "message",
            "callback_id": SHORTCUT,
            "description": "What the library has on what this message says",
        }, {
            "name": "Suggest as source",
            "type": "message",
            "callback_id": SUGGEST,
            "description": "Let the curators have what this message links to, or its text",
        }],
        "agent_view": {
            "agent_description": "Answers on Japan's AI market from curated facts, each with the "
            "exact words of its source. Says so when it has no fact.",
            "suggested_prompts": prompts(),
        },
    }  # fmt: skip


def prompts() -> list[dict[str, str]]:
    """The four suggested prompts of the agent view."""
    return [{"title": title, "message": message} for title, message in PROMPTS.items()]


def _oauth(base: str | None) -> dict[str, Any]:
    redirect = {"redirect_urls": [base + REDIRECT_PATH]} if base else {}
    scopes = {
        "bot": [*REQUIRED_SCOPES, *OPTIONAL_SCOPES],
        "bot_optional": list(OPTIONAL_SCOPES),
    }
    return {**redirect, "scopes": scopes}


def _settings(base: str | None) -> dict[str, Any]:
    return {
        "event_subscriptions": {"bot_events": list(BOT_EVENTS)} | _url(base, "request_url"),
        "interactivity": {"is_enabled": True} | _url(base, "request_url"),
        "org_deploy_enabled": False,
        "socket_mode_enabled": base is None,
        # Tokens that rotate need a store of installations, which only the OAuth flow fills.
        "token_rotation_enabled": base is not None,
    }


def _url(base: str | None, key: str) -> dict[str, str]:
    return {key: base + EVENTS_PATH} if base else {}
