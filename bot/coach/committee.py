"""The committee's date: how far it is, and the next step towards it, on the person's own days."""

from dataclasses import replace
from datetime import date, timedelta

from bot.coach.echo import seen_by
from bot.coach.turn import Turn, tell
from bot.domain.activities import Activity, Draft
from bot.domain.committees import committee_kind
from bot.domain.messages import Button, Message, Reply, Style
from bot.domain.people import Team

COMMITTEE = "committee"
_SOON = timedelta(days=7)  # a step this near was dealt with by giving the date


def next_step(turn: Turn, team: Team, day: date) -> tuple[str, date] | None:
    """Return the next step of the countdown and its day, slid back to a mission day."""
    practice = turn.kit.catalogue[COMMITTEE]
    work = turn.work(team)
    for reminder in practice.reminders:
        if reminder.before != "next committee":
            continue
        for n, step in sorted(reminder.timetable(turn.thresholds(team)), reverse=True):
            when = work.on_or_before(day - timedelta(days=n))
            if when and when > turn.today + _SOON:
                return turn.practice_words(practice).steps.get(step, step), when
    return None


def countdown(turn: Turn, team: Team, day: date) -> str:
    """Return « Comité d’investissement le mar. 2 mars 2027, dans 99 jours. Prochaine étape : … »."""
    phase = team.phase_on(turn.today)
    kind = turn.say(f"committee.{committee_kind(phase)}") if phase else turn.say("committee.investment")
    shown = turn.speech.day(day, year=day.year != turn.today.year)
    text = turn.say("committee.noted", kind=kind, day=shown, ahead=turn.speech.ahead((day - turn.today).days))
    step = next_step(turn, team, day)
    if step is None:
        return text
    return f"{text} {turn.say('committee.next_step', step=step[0], day=turn.speech.long_day(step[1]))}"


def with_countdown(turn: Turn, activity: Activity, message: Message) -> Message:
    """Return the confirmation of a coming committee, with its distance and its next step."""
    team, day = turn.team_of(activity.team), activity.answers.get("date")
    if activity.practice != COMMITTEE or team is None or not isinstance(day, str):
        return message
    when = date.fromisoformat(day)
    if when < turn.today:
        return message
    return replace(message, text=f"{countdown(turn, team, when)} {seen_by(turn, activity, team)}")


def dated(turn: Turn, team_id: int, day_text: str) -> list[Reply]:
    """Record the date given at arrival."""
    team = next((each for each in turn.own_teams if each.id == team_id), None)
    day = date.fromisoformat(day_text)
    if team is None:
        return tell(turn.say("press.not_yours"))
    draft = Draft(team.id, COMMITTEE, turn.person.id, turn.today, {"date": day_text}, source=turn.source)
    activity = turn.memory.record(draft, turn.now)
    button = Button(turn.say("button.correct"), "correct", (str(activity.id),), Style.PRIMARY)
    text = (
        countdown(turn, team, day)
        if day >= turn.today
        else turn.say("committee.past", day=turn.speech.long_day(day))
    )
    return tell(text, button)
