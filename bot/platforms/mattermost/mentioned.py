"""Who is named in what somebody typed, and what heads the thread where they typed it: the server is asked."""

import re
from collections.abc import Mapping

import structlog

from bot.domain.events import Profile, Said, Where, Written
from bot.domain.people import Address
from bot.platforms.base import PlatformError
from bot.platforms.mattermost.happenings import posted
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.shapes import Malformed

_NAME = re.compile(r"(?<![\w@.-])@([A-Za-z0-9](?:[\w.-]*\w)?)")
_MOST_MENTIONS = 3

log = structlog.get_logger()


def with_ids(
    seat: Seat, text: str, named: Mapping[str, str] | None = None
) -> tuple[str, Mapping[str, Profile]]:
    """Return a text that names people by their ids, and what Mattermost says of each."""
    found: dict[str, tuple[str, Profile]] = {}
    names = dict.fromkeys(each.lower() for each in _NAME.findall(text))
    for name in list(names)[:_MOST_MENTIONS]:
        told = _told_of(seat, name, named)
        if told:
            found[name] = told
    known = {name: user for name, (user, _) in found.items()}
    return _NAME.sub(lambda hit: f"@{known.get(hit[1].lower(), hit[1])}", text), dict(found.values())


def _told_of(seat: Seat, name: str, named: Mapping[str, str] | None) -> tuple[str, Profile] | None:
    """Return who bears a name; a command says it, of the people of its team."""
    try:
        if named is None:
            return seat.voice.named(name)
        if name in named:
            return named[name], seat.voice.profile(Address(seat.workspace, named[name]))
    except PlatformError as failure:
        log.info("mention not known", action="profile", why=str(failure))
    return None


def heading(seat: Seat, said: Said) -> Written | None:
    """Return what heads the thread in which Pouce was named, unless Pouce wrote it."""
    if said.where is not Where.CHANNEL or said.thread is None:
        return None
    try:
        there = posted(seat.voice.written(said.thread))
    except (PlatformError, Malformed) as failure:
        log.info("thread not read", action="thread", why=str(failure))
        return None
    mine = there.user_id == seat.bot_user
    return None if mine else Written(there.message, there.at)
