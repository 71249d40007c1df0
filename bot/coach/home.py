"""Where things stand: the short answer to `/coach`, and the card of a chat's home.

The card holds six things, most useful first (LIVED §2.2): the next step, the week, the committee, what is
planned, the last notes with their way back, the settings. It reads and never writes.
"""

from dataclasses import replace
from datetime import timedelta

from bot.coach import settings, summaries, welcome
from bot.coach.echo import described, seen_by, shortened
from bot.coach.remind import decide, look
from bot.coach.turn import Turn, tell
from bot.domain.activities import Activity
from bot.domain.committees import next_committee
from bot.domain.messages import Button, Fact, Message, Part, Reply, Style
from bot.domain.nudges import ASIDES
from bot.domain.people import Team
from bot.domain.periods import week_of
from bot.domain.practices import Visibility
from bot.domain.summary import my_week

_YEAR = timedelta(days=400)
_LAST = 5  # notes shown with a way back
_MOST = 20  # teams shown: a chat's home holds a hundred blocks, and people scroll little


def state(turn: Turn) -> list[Reply]:
    """`/coach` alone: where things stand, and the next useful step."""
    if turn.team is None:
        return summaries.teams(turn) if turn.read_teams else tell(turn.say("note.no_team_short"))
    standing = _standing(turn, turn.team)
    change = Button(turn.say("button.settings"), "settings")
    return [Reply(replace(standing, buttons=(*standing.buttons, change)))]


def home(turn: Turn) -> Message:
    """Return the card: what is theirs, and nothing of anybody else's."""
    if not turn.read_teams:
        return _welcome(turn)
    if turn.team:
        card = _standing(turn, turn.team)
    else:
        card = Message(turn.say("teams.head"), footer=turn.say("team.same_lines"))
    parts = (*_invitations(turn), *_last_notes(turn), *_teams(turn), _settings(turn))
    return replace(card, parts=parts)


def _welcome(turn: Turn) -> Message:
    first, *others = [reply.message for reply in welcome.hello(turn) if reply.message]
    return replace(first, parts=tuple(_part(each) for each in others))


def _invitations(turn: Turn) -> list[Part]:
    if not turn.waiting:
        return []
    return [_part(reply.message) for reply in welcome.hello(turn) if reply.message]


def _part(message: Message) -> Part:
    return Part(message.text, message.buttons, message.quote)


def _standing(turn: Turn, team: Team) -> Message:
    """Return the next step, the week, the committee and what is planned; or how to finish arriving."""
    if turn.person.arrived_on is None:
        days = Button(turn.say("button.my_days"), "arrive", (str(team.id),), Style.PRIMARY)
        return Message(turn.say("welcome.team_ready", team=team.name), (days,))
    buttons = (
        Button(turn.say("button.week"), "week", (), Style.PRIMARY),
        Button(turn.say("button.team"), "team", (str(team.id),)),
    )
    return Message(_next_step(turn, team), buttons, facts=tuple(_facts(turn, team)))


def _next_step(turn: Turn, team: Team) -> str:
    """Say what would be asked first today if nothing else were, and of which team."""
    composed = decide(turn.kit, look(turn.kit, turn.memory, turn.person, turn.now), turn.now, turn.now)
    items = composed.items if composed else ()
    question = next((each for each in items if each.ask not in ASIDES), None)
    about = next((each for each in turn.own_teams if question and each.id == question.team), team)
    span = about.span_on(turn.today)
    head = turn.say("state.head", team=about.name, phase=turn.say(f"phase.{span.phase}") if span else "")
    if question is None:
        return f"{head} {turn.say('state.nothing_due')}"
    label = turn.practice_words(turn.kit.catalogue[question.practice]).label
    return f"{head} {turn.say('state.next', practice=label)}"


def _facts(turn: Turn, team: Team) -> list[Fact]:
    week = week_of(turn.today)
    noted = [
        row
        for own in turn.own_teams
        for row in my_week(turn.person.id, turn.memory.activities(own.id, since=week.first), turn.today, week)
    ]
    facts = [Fact(turn.say("state.noted"), turn.say("state.records", n=len(noted)))]
    committee = next_committee(turn.memory.activities(team.id, since=turn.today - _YEAR), turn.today)
    if committee:
        ahead = turn.speech.ahead((committee - turn.today).days)
        when = {"day": turn.speech.day(committee), "ahead": ahead}
        facts.append(Fact(turn.say("state.committee"), turn.say("state.committee_in", **when)))
    plans = [f"{label} ({turn.speech.day(day)})" for day, label in summaries.plans(turn)]
    return [*facts, Fact(turn.say("state.planned"), ", ".join(plans))] if plans else facts


def _last_notes(turn: Turn) -> list[Part]:
    """Return what they noted last, private notes included: this card has one reader."""
    since = turn.now - _YEAR
    return [_note(turn, each) for each in turn.memory.latest_by(turn.person.id, since, _LAST)]


def _note(turn: Turn, activity: Activity) -> Part:
    team, text = turn.team_of(activity.team), described(turn, activity)
    if len(turn.own_teams) > 1 and team:
        text = turn.say("echo.for_team", what=text, team=team.name)
    if team and activity.visibility is Visibility.PRIVATE:
        text = f"{text}. {seen_by(turn, activity, team)}"
    identifier = (str(activity.id),)
    buttons = (
        Button(turn.say("button.correct"), "correct", identifier),
        Button(turn.say("button.undo"), "undo", identifier),
    )
    return Part(text, buttons, shortened(activity.text))


def _teams(turn: Turn) -> list[Part]:
    """Return a line and a button for each team they follow, the one on top of the card left out."""
    followed = [each for each in summaries.by_committee(turn) if turn.team is None or each.id != turn.team.id]
    return [
        Part(
            turn.say("home.team", team=each.name, line=summaries.team_line(turn, each)),
            (Button(each.name, "team", (str(each.id),)),),
        )
        for each in followed[:_MOST]
    ]


def _settings(turn: Turn) -> Part:
    return Part(settings.said(turn), (Button(turn.say("button.settings"), "settings"),))
