"""Somebody else takes the product over: nothing is lost, nothing is asked of who leaves (LIVED §6.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.coach.mentions import handle_in, somebody, why_not
from bot.coach.summaries import row_texts
from bot.coach.turn import Turn, in_place, tell
from bot.domain.activities import Activity
from bot.domain.measures import shared
from bot.domain.messages import Button, File, Message, Reply, Style
from bot.domain.people import Membership, Role, Standing, Team

_PAST = timedelta(days=3_650)


def hand_over(turn: Turn, rest: str) -> list[Reply]:
    """`/coach relève @bob`: ask a member of the team whether they take over."""
    team = _led_by(turn)
    handle = handle_in(turn, rest)
    if team is None or not handle:
        return tell(turn.say("succession.whom"))
    heir = somebody(turn, handle)
    if heir is None:
        return tell(why_not(turn, handle))
    membership = turn.memory.membership(team.id, heir.id)
    if heir.id == turn.person.id or membership is None or not membership.is_member():
        return tell(turn.say("succession.not_here", name=heir.name, team=team.name))
    told = turn.to(heir)
    identifiers = (str(team.id), str(turn.person.id))
    button = Button(told.say("button.take_over"), "take_over", identifiers, Style.PRIMARY)
    letter = Message(told.say("succession.letter", name=turn.person.name, team=team.name), (button,))
    return [*tell(turn.say("succession.sent", name=heir.name)), Reply(letter, recipient=heir.id)]


def _led_by(turn: Turn) -> Team | None:
    led = [team for team, each in turn.teams if each.is_member() and each.role is Role.INTRAPRENEUR]
    return led[0] if led else None


def take_over(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Accept: the roles change, the newcomer reads what is known, and who leaves is thanked."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    leaver = turn.memory.person(int(args[1]))
    former = turn.memory.membership(team.id, leaver.id) if team and leaver else None
    own = turn.memory.membership(team.id, turn.person.id) if team else None
    if team is None or leaver is None or own is None or not _leads(former):
        return tell(turn.say("press.already"))
    turn.memory.put_membership(replace(own, role=Role.INTRAPRENEUR))
    if former:
        turn.memory.put_membership(replace(former, role=Role.TEAMMATE, asked=frozenset()))
    detail = {"from": leaver.id, "to": turn.person.id}
    turn.memory.note(team.id, "succession", detail, turn.now)
    turn.reschedule()
    thanks = turn.to(leaver).say("succession.told", name=turn.person.name, team=team.name)
    alt = turn.say("succession.file_alt", team=team.name)
    file = File(f"{turn.say('succession.file')}.md", "text/markdown", _page(turn, team).encode(), alt)
    return [
        *in_place(turn.say("succession.done", team=team.name)),
        Reply(Message(turn.say("succession.ready"), files=(file,)), later=True),
        Reply(Message(thanks), recipient=leaver.id),
    ]


def _leads(membership: Membership | None) -> bool:
    active = membership is not None and membership.standing is Standing.ACTIVE
    return active and membership is not None and membership.role is Role.INTRAPRENEUR


def _page(turn: Turn, team: Team) -> str:
    """Return what the newcomer needs: where things stand, decisions, what is open, who may help."""
    known = shared(turn.memory.activities(team.id, since=turn.today - _PAST))
    span = team.span_on(turn.today)
    lines = [f"# {turn.say('succession.title', team=team.name)}", ""]
    if span:
        phase, day = turn.say(f"phase.{span.phase}"), turn.speech.long_day(span.starts_on, year=True)
        lines += [turn.say("succession.phase", phase=phase, day=day), ""]
    sections = {
        "summary": [f"{label} : {text}" for label, text in row_texts(turn, team)],
        "decisions": list(_told(turn, known, "decision", "title", "because")),
        "open": list(_open(turn, known)),
        "allies": list(_told(turn, known, "ally", "unit", "need")),
    }
    for name, rows in sections.items():
        lines += [f"## {turn.say(f'succession.{name}')}", ""]
        lines += [*(f"- {row}" for row in rows or [turn.say("succession.nothing")]), ""]
    return "\n".join(lines)


def _told(turn: Turn, known: Sequence[Activity], practice: str, what: str, why: str) -> Iterator[str]:
    for each in known:
        if each.practice == practice and each.answers.get(what):
            reason = f" ({each.answers[why]})" if each.answers.get(why) else ""
            yield f"{turn.speech.day(each.day, year=True)} : {each.answers[what]}{reason}"


def _open(turn: Turn, known: Sequence[Activity]) -> Iterator[str]:
    for each in known:
        practice = turn.kit.catalogue.get(each.practice)
        if practice and practice.opens and each.closed_on is None and practice.main_field:
            text = each.answers.get(practice.main_field.id) or each.text
            yield f"{turn.practice_words(practice).label} : {text}"
