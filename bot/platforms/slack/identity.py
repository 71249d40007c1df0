"""Who are we there? One cheap question, for wiring and for the doctor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient

from bot.platforms.slack.errors import only_four_failures


@dataclass(frozen=True, slots=True)
class Identity:
    """What a bot token opens."""

    team: str
    enterprise: str
    org_wide: bool
    """Installed for a whole Enterprise organisation."""
    bot_user: str
    bot: str
    name: str
    """Of the workspace."""
    url: str
    scopes: frozenset[str]
    date: datetime | None
    """The hour by Slack's clock, to compare ours with: signatures are refused past five minutes."""


def auth_test(client: WebClient, token: str) -> Identity:
    """Ask Slack whose token this is; raises the four failures of `Platform`."""
    with only_four_failures():
        answer = client.auth_test(token=token)
        headers = {name.lower(): str(value) for name, value in answer.headers.items()}
        return Identity(
            team=answer.get("team_id") or "",
            enterprise=answer.get("enterprise_id") or "",
            org_wide=bool(answer.get("is_enterprise_install")),
            bot_user=answer.get("user_id") or "",
            bot=answer.get("bot_id") or "",
            name=answer.get("team") or "",
            url=answer.get("url") or "",
            scopes=frozenset(filter(None, map(str.strip, headers.get("x-oauth-scopes", "").split(",")))),
            date=_date(headers),
        )


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
