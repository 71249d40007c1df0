"""Who is meant by « @chloe »: somebody Pouce has met, or whom the chat tells of in the very message."""

import re

from bot.coach.turn import Turn, met
from bot.domain.events import Profile, Said
from bot.domain.people import Address, Person
from bot.domain.reading.normal import fold

_HANDLE = re.compile(r"@([\w.\-]+)")
_MARKED = re.compile(r"<@([^|>]+)(?:\|@?([^>]*))?>")


def handle_in(turn: Turn, text: str) -> str:
    """Return who a text names: the chat's own id where the chat gives it, else the name as typed."""
    found = _HANDLE.search(text)
    typed = str(found[1]) if found else text.strip().split(" ")[0]
    said = turn.event.text if isinstance(turn.event, Said) else ""
    ids = {str(mark[2] or "").split(" ")[0]: str(mark[1]) for mark in _MARKED.finditer(said)}
    return ids.get(typed, typed)


def somebody(turn: Turn, handle: str) -> Person | None:
    """Return who is meant; somebody the chat tells of is made known, in the language of their chat."""
    external_id, profile = _told(turn, handle)
    if profile and is_nobody(profile):
        return None
    person = turn.memory.find_person(external_id) or turn.memory.find_person(handle)
    if person or profile is None:
        return person
    address = Address(turn.event.who.workspace, external_id)
    return met(turn.kit, turn.memory, address, profile, turn.now)


def with_names(said: Said) -> str:
    """Return a text where people are called by their names, as whoever wrote it read them."""
    names = {f"@{each}": f"@{profile.name or each}" for each, profile in said.mentioned.items()}
    return _HANDLE.sub(lambda found: names.get(found[0], found[0]), said.text)


def why_not(turn: Turn, handle: str) -> str:
    """Say why nobody can be invited under a handle."""
    _, profile = _told(turn, handle)
    if profile and is_nobody(profile):
        return turn.say("invite.nobody", name=profile.name or handle)
    return turn.say("invite.unknown", handle=handle)


def is_nobody(profile: Profile) -> bool:
    """Say whether nobody would read what is written there."""
    return profile.gone or profile.is_bot


def _told(turn: Turn, handle: str) -> tuple[str, Profile | None]:
    mentioned = turn.event.mentioned if isinstance(turn.event, Said) else {}
    if handle in mentioned:
        return handle, mentioned[handle]
    named = [each for each in mentioned.items() if fold(each[1].name) == fold(handle)]
    return named[0] if len(named) == 1 else (handle, None)
