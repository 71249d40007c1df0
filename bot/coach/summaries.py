"""Saying how things are: one's week, the team as its coach reads it, help for a telephone."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.coach.echo import key_date
from bot.coach.nudge import worded_facts
from bot.coach.turn import Turn, tell, under_present_names
from bot.domain.calendar import WorkDays
from bot.domain.committees import next_committee
from bot.domain.measures import MEASURES, Seen, shared
from bot.domain.messages import Button, Chart, Fact, Message, Reply
from bot.domain.nudges import ASIDES
from bot.domain.people import READERS, Team
from bot.domain.periods import week_of
from bot.domain.practices import Practice, Tier, Visibility
from bot.domain.reading.normal import fold as folded
from bot.domain.summary import TeamSummary, chart_facts, summarise
from bot.domain.summary import my_week as week_rows

_YEAR = timedelta(days=400)
_SHOWN_IN_HELP = 8


def my_week(turn: Turn, _: str = "") -> list[Reply]:
    """What I noted this week, private records included, and what is planned."""
    facts = []
    for team in turn.own_teams:
        activities = turn.memory.activities(team.id, since=turn.today - timedelta(days=14))
        for each in week_rows(turn.person.id, activities, turn.today, week_of(turn.today)):
            practice = turn.kit.catalogue[each.practice]
            about = each.text or key_date(turn, practice, each.answers)
            line = _one_line(turn, turn.practice_words(practice).label, about)
            facts.append(Fact(turn.speech.day(each.day), line))
    facts += [
        Fact(turn.speech.day(day), turn.say("week.planned", practice=label)) for day, label in plans(turn)
    ]
    facts += [fact for team in turn.own_teams for fact in _private_rows(turn, team)]
    text = turn.say(
        "week.head" if facts else "week.empty", day=turn.speech.long_day(week_of(turn.today).first)
    )
    return [Reply(Message(text, facts=tuple(facts)))]


def _private_rows(turn: Turn, team: Team) -> list[Fact]:
    """Return what is known of the practices that nobody else sees: nowhere else is it said."""
    known = turn.memory.activities(team.id, since=turn.today - _YEAR)
    own = tuple(each for each in known if each.author == turn.person.id)
    work = WorkDays(closed=turn.kit.closed_days(team.holidays))
    seen = Seen(team, own, work, turn.today, turn.today - _YEAR, turn.thresholds(team))
    told = [each for each in turn.kit.catalogue.practices if each.visibility is Visibility.PRIVATE]
    noted = [each for each in told if any(record.practice == each.id for record in own)]
    return [
        Fact(
            turn.say("week.private", practice=_label(turn, each.id)),
            _row_text(turn, each, MEASURES[each.measure](each, seen), has_data=True),
        )
        for each in noted
    ]


def plans(turn: Turn) -> list[tuple[date, str]]:
    """Return what is planned from today on: the day, and the practice in words."""
    return [
        (nudge.planned_on, _label(turn, nudge.key.practice))
        for nudge in turn.open_nudges()
        if nudge.planned_on and nudge.planned_on >= turn.today and nudge.ask not in ASIDES
    ]


def _label(turn: Turn, practice_id: str) -> str:
    return turn.practice_words(turn.kit.catalogue[practice_id]).label


def _one_line(turn: Turn, label: str, text: str) -> str:
    flat = " ".join(text.split())[:60]
    return turn.say("week.line", practice=label, text=flat) if flat else label


def team(turn: Turn, rest: str) -> list[Reply]:
    """`/coach équipe [name]`: the team's summary, for whoever may read it; no hint that another exists."""
    if not turn.read_teams:
        return tell(turn.say("team.none"))
    found = _matching(turn.read_teams, rest)
    if not found:
        return tell(turn.say("team.unknown", name=rest.strip()))
    if len(found) > 1:
        buttons = tuple(Button(each.name, "team", (str(each.id),)) for each in found[:5])
        return tell(turn.say("team.which"), *buttons)
    return summary_of(turn, found[0])


def _matching(readable: Sequence[Team], words: str) -> list[Team]:
    if not words.strip():
        return list(readable)
    folded = fold(words)
    return [each for each in readable if folded in fold(each.name)]


def fold(text: str) -> str:
    """Return a text without accents or case, its plurals dropped: « Aides simples » is « aide simple »."""
    return " ".join(word.rstrip("s") for word in folded(text).split())


def team_pressed(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """The button of one team."""
    found = next((each for each in turn.read_teams if str(each.id) == args[0]), None)
    return summary_of(turn, found) if found else tell(turn.say("press.not_yours"))


def summary_of(turn: Turn, about: Team) -> list[Reply]:
    """The facts at once, the drawing right after."""
    summary = _summarise(turn, about)
    said = Reply(summary_message(turn, about, summary))
    if not summary.series:
        return [said]
    drawing = Reply(
        Message(turn.say("team.drawing", team=about.name), chart=_chart(turn, about, summary)), later=True
    )
    return [said, drawing]


def _summarise(turn: Turn, about: Team) -> TeamSummary:
    span = about.span_on(turn.today)
    closed = turn.kit.closed_days(about.holidays)
    known = under_present_names(turn.kit, turn.memory.activities(about.id, since=turn.today - _YEAR))
    activities = shared(known)
    work, figures = WorkDays(closed=closed), turn.thresholds(about)
    return summarise(about, span, activities, turn.kit.catalogue, work, turn.today, figures)


def summary_message(turn: Turn, about: Team, summary: TeamSummary) -> Message:
    """Put a team's summary into words: what happened, what is asked of nobody in particular, one question."""
    span = about.span_on(turn.today)
    phase = turn.say(f"phase.{span.phase}") if span else turn.say("phase.unknown")
    facts = [Fact(label, text) for label, text in _texts(turn, summary)]
    flags = [turn.say(f"flag.{flag.id}", **_shown(turn, flag.facts)) for flag in summary.flags]
    until = (
        turn.say("team.until", day=turn.speech.long_day(summary.noted_until))
        if summary.noted_until
        else turn.say("team.nothing_yet")
    )
    text = " ".join([turn.say("team.head", team=about.name, phase=phase), until, *flags])
    question = (
        turn.say("team.question", question=turn.say(f"question.{summary.question}"))
        if summary.question
        else ""
    )
    footer = turn.say("team.same_lines")
    return Message(f"{text}\n{question}".rstrip(), facts=tuple(facts), footer=footer)


def row_texts(turn: Turn, about: Team) -> list[tuple[str, str]]:
    """Return what is known of each practice of a team: its label, and its line."""
    return _texts(turn, _summarise(turn, about))


def _texts(turn: Turn, summary: TeamSummary) -> list[tuple[str, str]]:
    practices = [(row, turn.kit.catalogue[row.practice]) for row in summary.rows]
    return [
        (_label(turn, row.practice), _row_text(turn, practice, row.facts, has_data=row.has_data))
        for row, practice in practices
    ]


def _shown(turn: Turn, facts: Mapping[str, object]) -> dict[str, object]:
    shown: dict[str, object] = {}
    for name, value in facts.items():
        shown[name] = turn.speech.long_day(value) if isinstance(value, date) else value
    return shown


def _row_text(turn: Turn, practice: Practice, facts: Mapping[str, object], *, has_data: bool) -> str:
    words = turn.practice_words(practice)
    if not has_data:
        return words.none
    known = worded_facts(turn.speech, practice, facts, turn.today)
    try:
        return turn.speech.pick(words.summary, known, seed=practice.id)
    except LookupError:  # recorded once, and nothing to say of these weeks
        return words.none


def _chart(turn: Turn, about: Team, summary: TeamSummary) -> Chart:
    rows = tuple((_label(turn, practice), counts) for practice, counts in summary.series.items())
    columns = tuple(turn.speech.short_week(key) for key in summary.weeks)
    labels = dict(zip(summary.series, rows, strict=True))
    told = [
        turn.say("chart.row", practice=labels[each.practice][0], n=each.total, weeks=each.weeks)
        for each in chart_facts(summary.series)
    ]
    return Chart(turn.say("chart.title", team=about.name), columns, rows, alt=" ".join(told))


def teams(turn: Turn, _: str = "") -> list[Reply]:
    """Every team one follows, soonest committee first; the same lines that each team reads."""
    if not turn.read_teams:
        return tell(turn.say("team.none"))
    followed = by_committee(turn)
    facts = tuple(Fact(each.name, team_line(turn, each)) for each in followed)
    buttons = tuple(Button(each.name, "team", (str(each.id),)) for each in followed[:5])
    return [Reply(Message(turn.say("teams.head"), buttons, facts=facts, footer=turn.say("team.same_lines")))]


def by_committee(turn: Turn) -> list[Team]:
    """Return the teams they read, soonest committee first."""
    return sorted(turn.read_teams, key=lambda each: (_committee_of(turn, each) or date.max, each.name))


def _committee_of(turn: Turn, about: Team) -> date | None:
    return next_committee(turn.memory.activities(about.id, practice="committee"), turn.today)


def team_line(turn: Turn, about: Team) -> str:
    """Return the phase of a team, and its next committee."""
    span = about.span_on(turn.today)
    phase = turn.say(f"phase.{span.phase}") if span else turn.say("phase.unknown")
    committee = _committee_of(turn, about)
    if committee is None:
        return turn.say("teams.line", phase=phase)
    return turn.say("teams.line_committee", phase=phase, day=turn.speech.day(committee))


def figures(turn: Turn, practice_id: str, since: date) -> list[Reply]:
    """Answer « combien de tests ce mois-ci ? » for the first team one reads."""
    about = turn.read_teams[0]
    practice = turn.kit.catalogue[practice_id]
    activities = shared(tuple(turn.memory.activities(about.id, since=since)))
    closed = turn.kit.closed_days(about.holidays)
    seen = Seen(about, activities, WorkDays(closed=closed), turn.today, since, turn.thresholds(about))
    has_data = any(each.practice == practice.id for each in activities)
    text = _row_text(turn, practice, MEASURES[practice.measure](practice, seen), has_data=has_data)
    return tell(turn.say("question.answer", month=turn.speech.month(since), text=text))


def help_screen(turn: Turn, _: str = "") -> list[Reply]:
    """One screen: the line to type, what can be noted in this phase, and the verbs that exist."""
    phase = turn.team.phase_on(turn.today) if turn.team else None
    practices = turn.kit.catalogue.in_phase(phase) if phase else turn.kit.catalogue.practices
    usual = sorted(practices, key=lambda each: (each.tier is not Tier.CORE, each.main_field is None))
    lines = [
        Fact(turn.practice_words(each).label, turn.practice_words(each).examples[0])
        for each in usual[:_SHOWN_IN_HELP]
    ]
    buttons = (Button(turn.say("button.settings"), "settings"), Button(turn.say("button.privacy"), "privacy"))
    reads = any(membership.role in READERS for _, membership in turn.teams)
    verbs = turn.say("help.verbs_reader" if reads else "help.verbs")
    return [Reply(Message(turn.say("help.head"), buttons, facts=tuple(lines), footer=verbs))]


def privacy(turn: Turn, _: str = "") -> list[Reply]:
    """Who reads what, at any time."""
    return tell(turn.say("privacy.screen"))
