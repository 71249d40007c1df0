"""What is written where Pouce reads: said to it, or not.

The same post comes by the socket, as text within a `posted` event, and in the list of a channel's posts after
a cut. The id of the event is made of the post's own, so that it is heard once, whichever way it comes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import Field, ValidationError

from bot.domain.events import Said, Where
from bot.domain.people import Address
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.shapes import Id, Malformed, NoId, Part, Short, Text

DIRECT = "D"
"""The type of a channel between two people; `data.channel_type` of the event, `type` of the channel."""
_LAST = 10**14
"""Milliseconds since 1970 that are no date any more: nobody posts after the year 5000."""


class Posted(Part):
    """A post, as far as it is read."""

    id: Id
    user_id: Id
    channel_id: Id
    root_id: NoId = ""
    message: Text = ""
    type: Short = ""
    """Nothing when somebody typed it; the server's own begin with `system_`."""
    create_at: int = Field(0, ge=0, le=_LAST)
    delete_at: int = 0
    props: dict[str, Any] | None = None

    @property
    def at(self) -> datetime | None:
        """When it was written, where the server says."""
        return datetime.fromtimestamp(self.create_at / 1e3, UTC) if self.create_at else None


def posted(post: Mapping[str, Any]) -> Posted:
    """Read a post; raise Malformed."""
    try:
        return Posted.model_validate(post)
    except ValidationError as fault:
        raise Malformed from fault


def heard(post: Mapping[str, Any], channel_type: str, seat: Seat) -> Said | None:
    """Return what a new post says to Pouce, None when it is not for it; raise Malformed.

    In a direct channel, everything is; elsewhere, what names it. Who is named in it is not known yet.
    """
    found = posted(post)
    if not _is_typed(found, seat):
        return None
    name = _mention(seat.bot_name)
    text = name.sub("", found.message, count=1).strip()
    if channel_type == DIRECT:
        return _said(found, seat, Where.DIRECT, text)
    return _said(found, seat, Where.CHANNEL, text) if name.search(found.message) else None


def _is_typed(post: Posted, seat: Seat) -> bool:
    """Say whether a person wrote this: neither Pouce, nor a program, nor the server."""
    props = post.props or {}
    by_program = any(str(props.get(name, "")).lower() == "true" for name in ("from_bot", "from_webhook"))
    return not (post.user_id == seat.bot_user or post.type or post.delete_at or by_program)


def _mention(name: str) -> re.Pattern[str]:
    """Return how Pouce is named: clients take the signs that end a sentence for no part of a name."""
    return re.compile(rf"(?<![\w@.-])@{re.escape(name)}(?![\w-]|\.+\w)", re.IGNORECASE)


def _said(post: Posted, seat: Seat, where: Where, text: str) -> Said:
    return Said(
        Address(seat.workspace, post.user_id),
        f"post:{post.id}",
        text=text,
        where=where,
        channel=None if where is Where.DIRECT else post.channel_id,
        thread=post.root_id or None,
        opens_forms=False,
        at=post.at,
    )
