"""`/coach relier`: one person in several chats (LIVED §2.1, hole G), joined by a code typed in the other one.

Eight digits that live ten minutes and serve once, and five wrong ones an hour: nobody guesses a code. Only
somebody who is in nothing yet is merged; two histories are never mixed.
"""

import re
from datetime import timedelta
from hashlib import sha256
from secrets import randbelow

from bot.coach.turn import Turn, tell
from bot.domain.messages import Message, Reply
from bot.domain.moments import local_date, next_midnight

_LIFE = timedelta(minutes=10)
_DIGITS = 8
_HOUR = timedelta(hours=1)
_WRONG_TRIES = 5  # in an hour
_NOT_A_DIGIT = re.compile(r"[^0-9]")


def link(turn: Turn, rest: str) -> list[Reply]:
    """Give a code; or join this chat to the one where the code was given."""
    return _join(turn, _NOT_A_DIGIT.sub("", rest)) if rest.strip() else _give_code(turn)


def _give_code(turn: Turn) -> list[Reply]:
    turn.memory.forget_codes(turn.now, turn.now - _HOUR)
    code = _draw()
    while not turn.memory.give_code(turn.person.id, digest(code), turn.now + _LIFE):
        code = _draw()
    half = _DIGITS // 2
    places = turn.memory.places_of(turn.person.id)
    linked = turn.say("link.linked", places=turn.speech.join(places)) if len(places) > 1 else ""
    return tell(turn.say("link.code", code=f"{code[:half]} {code[half:]}"), footer=linked)


def _draw() -> str:
    return f"{randbelow(10**_DIGITS):0{_DIGITS}}"


def digest(code: str) -> str:
    """Return what is kept of a code."""
    return sha256(f"pouce.link:{code}".encode()).hexdigest()


def _join(turn: Turn, code: str) -> list[Reply]:
    """Check everything before using the code up: what is refused changes nothing."""
    if len(code) != _DIGITS:
        return tell(turn.say("link.malformed"))
    if turn.memory.wrong_tries(turn.person.id, turn.now - _HOUR) >= _WRONG_TRIES:
        return tell(turn.say("link.too_many"))
    known = turn.memory.code_of(digest(code), turn.now)
    if known is None:
        turn.memory.note_wrong_try(turn.person.id, turn.now)
        return tell(turn.say("link.wrong"))
    if turn.memory.is_in(known, turn.event.who.workspace):
        return tell(turn.say("link.same_chat"))
    if not turn.memory.is_blank(turn.person.id):
        return tell(turn.say("link.not_blank"))
    if not turn.memory.use_code(digest(code)):
        return tell(turn.say("link.wrong"))
    return _joined(turn, known)


def _joined(turn: Turn, known: int) -> list[Reply]:
    here = turn.memory.places_of(turn.person.id)[0]
    turn.memory.merge(turn.event.who, known)
    person, home = turn.memory.person(known), turn.memory.home_of(known)
    if person is None or home is None:
        raise LookupError(known)
    warning = turn.to(person).say("link.told", name=turn.person.name, place=here)
    turn.memory.plan(
        f"link:{turn.source}",
        known,
        home,
        Message(warning),
        not_before=turn.now,
        expires_at=next_midnight(turn.now, person.tz),
        local_date=local_date(turn.now, person),
    )
    there = turn.memory.places_of(known)[0]
    return tell(turn.say("link.done", name=person.name, place=there))
