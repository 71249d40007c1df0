"""An account was closed: its person is asked nothing more, and their teams are told, once."""

from datetime import datetime

from bot.coach.turn import Kit
from bot.domain.messages import Message
from bot.domain.moments import local_date, next_midnight
from bot.domain.people import Address, Person, Scope, Team
from bot.store import Memory, Store


def leave(kit: Kit, store: Store, address: Address, now: datetime) -> None:
    """Note that an account was closed, and tell those who record for the same teams.

    Only a closed account is told: closing one's messages, or not answering, is a right (LIVED §2.3).
    """
    with store.read(Scope(address.workspace)) as memory:
        person = memory.person_at(address)
    if person is None:
        return
    with store.write(Scope(address.workspace, person.id)) as memory:
        memory.mark_gone(address)
        if memory.address_of(person.id) is not None:
            return
        for team, membership in memory.teams_of(person.id):
            if membership.is_member():
                _tell(kit, memory, person, team, now)


def _tell(kit: Kit, memory: Memory, gone: Person, team: Team, now: datetime) -> None:
    for other, membership in memory.members(team.id):
        address = memory.address_of(other.id)
        if address is None or other.id == gone.id or not membership.is_member():
            continue
        memory.plan(
            f"left:{gone.id}:{team.id}:{other.id}",
            other.id,
            address,
            Message(kit.words.speech(other.language).say("left.team", name=gone.name, team=team.name)),
            not_before=now,
            expires_at=next_midnight(now, other.tz),
            local_date=local_date(now, other),
        )
