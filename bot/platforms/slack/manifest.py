"""The manifest of the app: all that an administrator would otherwise click together, as text to paste.

Fields and lengths: docs.slack.dev/reference/app-manifest. There is no `agent_view`: with it every direct
message becomes a thread, where slash commands do not work (PLATFORMS §1.12).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.platforms.slack.acts import QUOTE
from bot.platforms.slack.listen import EVENTS
from bot.platforms.slack.oauth import REDIRECT

SCOPES: dict[str, str] = {
    "app_mentions:read": "Hear somebody who calls Pouce by its name in a channel that Pouce was invited to.",
    "chat:write": "Write to people in their own conversation with Pouce, and where Pouce was invited.",
    "commands": "Answer its one slash command, and its one entry in the menu of a message.",
    "dnd:read": "Keep quiet while somebody has notifications paused.",
    "files:write": "Add the drawing of a summary, or a text too long for a message, to a conversation.",
    "im:history": "Read what people write to Pouce alone, and see whether a message in doubt has arrived.",
    "im:write": "Find the conversation of somebody with Pouce again, to look for a message in doubt.",
    "users:read": "Know the name, language and time zone of whoever uses Pouce, and when an account closes.",
}
"""The least that works, each with its reason: the pages of the methods and events say what each one needs.

Not asked for: `im:read`, `channels:history` and the like, `chat:write.public`, `users:read.email`.
"""

BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "tokens_revoked",
    "user_change",
)
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read of the app in Slack, in one language."""

    description: str
    long_description: str
    command: str
    usage_hint: str
    shortcut: str
    shortcut_description: str


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What decides how the app is made."""

    command: str
    """The word after the slash."""
    wording: Wording
    public_url: str
    """Where Slack reaches Pouce; no slash at the end. Of no use with Socket Mode in one workspace."""
    by_socket: bool = False
    many: bool = False
    """Whether workspaces, and whole organisations, install it by themselves."""


def manifest(app: AppSettings) -> dict[str, Any]:
    """Return the manifest."""
    request = {} if app.by_socket else {"request_url": f"{app.public_url}{EVENTS}"}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Pouce",
            "description": app.wording.description,
            "long_description": app.wording.long_description,
        },
        "features": _features(app),
        "oauth_config": {
            **({"redirect_urls": [f"{app.public_url}{REDIRECT}"]} if app.many else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": app.many,
            "socket_mode_enabled": app.by_socket,
            "token_rotation_enabled": app.many,
        },
    }


def _features(app: AppSettings) -> dict[str, Any]:
    url = {} if app.by_socket else {"url": f"{app.public_url}{EVENTS}"}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Pouce", "always_online": True},
        "shortcuts": [
            {
                "name": app.wording.shortcut,
                "type": "message",
                "callback_id": QUOTE,
                "description": app.wording.shortcut_description,
            }
        ],
        "slash_commands": [
            {
                "command": f"/{app.command}",
                **url,
                "description": app.wording.command,
                "usage_hint": app.wording.usage_hint,
                "should_escape": True,  # a mention then comes as an id, whatever the name is
            }
        ],
    }


def as_json(content: dict[str, Any]) -> str:
    """Return a manifest as JSON."""
    return json.dumps(content, ensure_ascii=False, indent=_INDENT)


def as_yaml(content: dict[str, Any]) -> str:
    """Return a manifest as YAML, with the reason of each scope above it."""
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, indent=_INDENT, width=100)
    return "\n".join(_explained(text))


def _explained(text: str) -> Iterator[str]:
    for line in text.splitlines():
        indent, dash, value = line.partition("- ")
        if dash and value in SCOPES:
            yield f"{indent}# {SCOPES[value]}"
        yield line
