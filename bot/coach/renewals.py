"""A profile changed in the chat: what the person did not choose here follows it, and nothing is said."""

from dataclasses import replace
from datetime import datetime

from bot.coach.settings import known_zone
from bot.coach.turn import Kit, reschedule
from bot.domain.events import Renewed
from bot.domain.people import Person
from bot.store import Memory


def renewed(kit: Kit, memory: Memory, event: Renewed) -> Person | None:
    """Return somebody as their chat now tells; None when nothing changes.

    Of somebody who has several chats, the one they are written to tells; a closed account tells nothing.
    """
    person, told = memory.person_at(event.who), event.told
    if person is None or told.gone or memory.home_of(person.id) != event.who:
        return None
    spoken = told.language[:2].lower()
    language = spoken if spoken in kit.languages and not person.own_language else person.language
    zone = person.zone if person.own_zone else known_zone(told.zone) or person.zone
    after = replace(person, name=told.name or person.name, language=language, zone=zone)
    return after if after != person else None


def renew(kit: Kit, memory: Memory, event: Renewed, now: datetime) -> None:
    """Keep it, and look at them at the right hour: no day is skipped, none counts twice."""
    before, after = memory.person_at(event.who), renewed(kit, memory, event)
    if before and after:
        memory.save(after)
        reschedule(kit, memory, after, now, before)
