"""How the room begins: with the people of the tour, or with nobody; and how somebody comes in."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.casting import Cast
from bot.catalogue import tour_file
from bot.domain.moments import instant
from bot.domain.people import Role
from bot.platforms.room.house import Impossible, Obstacle, Occupant
from bot.store import Resident
from bot.stories.script import NOBODY, parse
from bot.stories.steps import PersonLine, Script

_OTHER = {"fr": "en", "en": "fr"}
_LONGEST_NAME = 60
_CHANNEL = "team-"
"""How the id of a channel begins; nobody's does."""
_STATIC = "static"
"""The folder of the page's own files, next to people's windows."""


def channel_of(team: int) -> str:
    """Return the id of a team's channel."""
    return f"{_CHANNEL}{team}"


def tour_script(prompts: Path, language: str) -> Script:
    """Return who is there when the room opens; to somebody who reads English, languages trade places."""
    script = parse(tour_file(prompts, "room.story").read_text(encoding="utf-8"))
    if language == "fr":
        return script
    traded = (replace(each, language=_OTHER[each.language]) for each in script.people)
    return replace(script, people=tuple(traded))


def tour_starts_at(script: Script) -> datetime:
    """Return the hour at which the tour begins."""
    return instant(script.first_hour.date(), script.first_hour.time(), script.zone)


def play_cast(cast: Cast, script: Script, now: datetime) -> None:
    """Put the teams and the people of the tour there."""
    for team in script.teams:
        cast.add_team(team)
    for person in script.people:
        cast.add_person(replace(person, zone=person.zone or script.zone.key), now)


def occupants_of(script: Script) -> list[Occupant]:
    """Return the people of the tour, each once, with all they are."""
    found: dict[str, Occupant] = {}
    for line in script.people:
        known = found.get(line.name)
        roles = (*(known.roles if known else ()), *_role(line))
        zone = line.zone or script.zone.key
        found[line.name] = Occupant(line.name, line.name.capitalize(), line.language, zone, roles)
    return list(found.values())


def _role(line: PersonLine) -> tuple[tuple[Role, str], ...]:
    return () if line.role == NOBODY or line.team is None else ((Role(line.role), line.team),)


def newcomer(name: str, language: str, zone: str, languages: Collection[str]) -> Resident:
    """Return somebody who may come in, or raise Impossible."""
    said = " ".join(name.split())
    external_id = re.sub(r"[^\w.-]+", "-", said.casefold()).strip("-.")
    if not external_id or len(said) > _LONGEST_NAME or external_id.startswith((_CHANNEL, _STATIC)):
        raise Impossible(Obstacle.NO_NAME)
    if language not in languages or not _is_zone(zone):
        raise Impossible(Obstacle.NO_ZONE)
    return Resident(external_id, said, language, zone)


def _is_zone(zone: str) -> bool:
    return zone in available_timezones() and bool(ZoneInfo(zone))
