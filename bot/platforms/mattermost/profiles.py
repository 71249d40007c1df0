"""Who somebody is, from what Mattermost says of an account and of its status (PLATFORMS §2.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.events import Profile


@dataclass(frozen=True, slots=True)
class Known:
    """What Mattermost said of somebody, and when it was asked."""

    at: datetime
    profile: Profile


def profile_of(user: Mapping[str, Any], status: Mapping[str, Any] | None = None) -> Profile:
    """Return an account as Pouce knows people; a status says when do-not-disturb ends."""
    if user["delete_at"]:
        return Profile(name=_name(user), gone=True)
    return Profile(
        name=_name(user),
        language=(user.get("locale") or "").partition("-")[0],
        zone=_zone(user.get("timezone") or {}),
        quiet_until=_quiet(status) if status else None,
        is_bot=bool(user.get("is_bot")),
    )


def _name(user: Mapping[str, Any]) -> str:
    full = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
    return user.get("nickname") or full or str(user["username"])


def _zone(timezone: Mapping[str, Any]) -> str:
    """Return the zone that the client found, or the one that was chosen; true and false are written out."""
    automatic = str(timezone.get("useAutomaticTimezone", "")).lower() == "true"
    return str(timezone.get("automaticTimezone" if automatic else "manualTimezone") or "")


def _quiet(status: Mapping[str, Any]) -> datetime | None:
    """Return when do-not-disturb ends. Without an end, the message leaves: Mattermost itself keeps quiet."""
    end = status.get("dnd_end_time") or 0
    return datetime.fromtimestamp(end, UTC) if status.get("status") == "dnd" and end > 0 else None
