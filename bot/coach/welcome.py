"""Arriving: whose product, which phase, which days, who reads what; then one real record, shown back.

Nothing is sent to anyone who has not acted first, and nothing that fell due before is ever asked.
"""

from dataclasses import replace
from datetime import date

from bot.coach import members
from bot.coach.committee import dated
from bot.coach.forms import Values, context_of
from bot.coach.places import after_form
from bot.coach.settings import day_inputs, phase_inputs, read_phase, with_days
from bot.coach.turn import Turn, ask, refuse, tell
from bot.domain.activities import Draft
from bot.domain.committees import committee_due, next_committee, said_to_be_due
from bot.domain.messages import Button, Form, Input, Message, Reply, Style
from bot.domain.people import Membership, Role, Standing, Team, TeamState
from bot.domain.practices import Catalogue, FieldKind
from bot.domain.reading import Fault, read_field
from bot.domain.reading.normal import clean
from bot.domain.thresholds import Thresholds

MILESTONE = "milestone"
COMMITTEE = "committee"
DRIVE = "drive"


def hello(turn: Turn) -> list[Reply]:
    """Say who Pouce is and what it never does, and offer the ways in."""
    if turn.waiting:
        return [Reply(members.invitation(turn, team, membership)) for team, membership in turn.waiting]
    buttons = (
        Button(turn.say("button.create_team"), "create_team", (), Style.PRIMARY),
        Button(turn.say("button.join_team"), "join_team"),
        Button(turn.say("button.propose_team"), "propose_team"),
    )
    return tell(turn.say("welcome.hello", name=turn.person.name), *buttons)


def create_form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """Ask for the product, its phase and since when."""
    name = Input("name", FieldKind.TEXT, turn.say("form.product"), required=True)
    inputs = (name, *phase_inputs(turn))
    return ask(Form(turn.say("welcome.create_title"), "create_team", (), inputs, turn.say("form.continue")))


def created(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Make the team, or offer the imported one that bears this name."""
    span, errors = read_phase(turn, values)
    name = " ".join(clean(str(values.get("name", ""))).split())
    if not name:
        errors["name"] = turn.say("fault.missing")
    if span is None or errors:
        return refuse(errors)
    known = [team for team in turn.memory.teams_named(name) if team.state is TeamState.IMPORTED]
    if known and not turn.own_teams:
        return _offer_claim(turn, known[0], (name, span.phase.value, span.starts_on.isoformat()))
    team = turn.memory.create_team(name, (span,), holidays=turn.kit.default_holidays)
    return enter(turn, team)


def _offer_claim(turn: Turn, team: Team, typed: tuple[str, ...]) -> list[Reply]:
    buttons = (
        Button(turn.say("welcome.claim_yes"), "claim", (str(team.id),), Style.PRIMARY),
        Button(turn.say("welcome.claim_no"), "create_anyway", typed),
    )
    return tell(turn.say("welcome.claim", team=team.name), *buttons)


def create_anyway(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Un autre produit »: make a new team under the same name."""
    values = {"phase": args[1], "since": args[2]}
    span, errors = read_phase(turn, values)
    if span is None:
        return tell(next(iter(errors.values())))
    return enter(turn, turn.memory.create_team(args[0], (span,), holidays=turn.kit.default_holidays))


def claim(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Take an imported team while it is empty; later claims ask its members."""
    team = turn.memory.team(int(args[0]))
    if team is None:
        return tell(turn.say("press.outdated"))
    if team.state is not TeamState.IMPORTED:
        return members.request(turn, team)
    team = replace(team, state=TeamState.ACTIVE)
    turn.memory.save_team(team)
    turn.memory.note(team.id, "claimed", {"by": turn.person.id}, turn.now)
    return enter(turn, team)


def enter(turn: Turn, team: Team) -> list[Reply]:
    """Make the person the intrapreneur of a team, and go on with their days."""
    turn.memory.put_membership(Membership(team.id, turn.person.id, Role.INTRAPRENEUR, Standing.ACTIVE))
    turn.memory.note(
        team.id, "entered", {"person": turn.person.id, "role": Role.INTRAPRENEUR.value}, turn.now
    )
    button = Button(turn.say("button.my_days"), "arrive", (str(team.id),), Style.PRIMARY)
    return tell(turn.say("welcome.team_ready", team=team.name), button)


def days_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask for mission days, hour and zone."""
    inputs = day_inputs(turn, turn.person)
    return ask(Form(turn.say("welcome.days_title"), "arrive", args, inputs, turn.say("form.continue")))


def days_saved(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the days, then show the one privacy screen."""
    person, errors = with_days(turn, values)
    if errors:
        return refuse(errors)
    turn.memory.save(person)
    button = Button(turn.say("privacy.clear"), "arrived", args, Style.PRIMARY)
    return tell(turn.say("privacy.screen"), button)


def arrived(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Onboarding is over: from now on things fall due. Show what may be ticked, ask for one real record."""
    first = turn.person.arrived_on is None
    person = replace(turn.person, privacy_read=True, arrived_on=turn.person.arrived_on or turn.today)
    turn.memory.save(person)
    after = turn.with_person(person)
    after.reschedule()
    team = next((each for each in after.own_teams if str(each.id) == args[0]), None)
    if team is None or not first:
        return tell(after.say("welcome.ready"))
    if team.arrived_on is None:
        turn.memory.save_team(replace(team, arrived_on=after.today))
    asked = [*_tick_list(after, team), *_committee_question(after, team), *_why(after, team)]
    return [*asked, *_first_record(after, team)]


def past_steps(catalogue: Catalogue, team: Team, today: date, thresholds: Thresholds) -> list[str]:
    """Return the milestones of the team's phase that fell due before today."""
    practice, span = catalogue.get(MILESTONE), team.span_on(today)
    if practice is None or span is None:
        return []
    elapsed = (today - span.starts_on).days
    return [
        step
        for reminder in practice.reminders
        if span.phase in reminder.phases
        for n, step in reminder.timetable(thresholds)
        if n < elapsed
    ]


def past_milestones(turn: Turn, team: Team) -> list[str]:
    """Return the past milestones that are not recorded."""
    done = {each.answers.get("kind") for each in turn.memory.activities(team.id, practice=MILESTONE)}
    past = past_steps(turn.kit.catalogue, team, turn.today, turn.thresholds(team))
    return [step for step in past if step not in done]


def _tick_list(turn: Turn, team: Team) -> list[Reply]:
    if not past_milestones(turn, team):
        return []
    button = Button(turn.say("button.tick"), "tick", (str(team.id),), Style.PRIMARY)
    return tell(turn.say("welcome.tick"), button)


def tick_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the list of what may be done already, once."""
    team = turn.memory.team(int(args[0]))
    steps = past_milestones(turn, team) if team else []
    words = turn.practice_words(turn.kit.catalogue[MILESTONE])
    choices = tuple((step, words.steps.get(step, step)) for step in steps)
    inputs = (Input("done", FieldKind.CHOICES, turn.say("form.done"), choices=choices),)
    return ask(Form(turn.say("welcome.tick_title"), "tick", args, inputs, turn.say("form.record")))


def ticked(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Record what was ticked; what was not is never reproached."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    names = values.get("done", [])
    wanted = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
    if team is None:
        return tell(turn.say("press.not_yours"))
    done = [step for step in past_milestones(turn, team) if step in wanted]
    for step in done:
        source = f"tick:{team.id}:{step}"
        draft = Draft(team.id, MILESTONE, turn.person.id, turn.today, {"kind": step}, source=source)
        turn.memory.record(draft, turn.now)
    return after_form(turn, tell(turn.say("welcome.ticked", n=len(done))))


def _committee_question(turn: Turn, team: Team) -> list[Reply]:
    """Ask once for the date of the next committee, with the date by which it should be held."""
    activities = turn.memory.activities(team.id, practice=COMMITTEE)
    if next_committee(activities, turn.today):
        return []
    due = committee_due(team, activities, turn.today, turn.thresholds(team))
    key = "welcome.committee_due" if due and due >= turn.today else "welcome.committee"
    day = turn.speech.long_day(said_to_be_due(due)) if due else ""
    buttons = (
        Button(turn.say("welcome.committee_yes"), "committee_date", (str(team.id),), Style.PRIMARY),
        Button(turn.say("welcome.committee_later"), "committee_unknown"),
    )
    return tell(turn.say(key, day=day), *buttons)


def committee_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask for the date of the committee."""
    inputs = (Input("date", FieldKind.DATE, turn.say("form.committee_date"), required=True),)
    return ask(Form(turn.say("form.committee_date"), "committee_date", args, inputs, turn.say("form.record")))


def committee_unknown(turn: Turn, _: tuple[str, ...]) -> list[Reply]:
    """« À fixer »: no date for now."""
    return tell(turn.say("welcome.committee_unknown"))


def committee_dated(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Record the committee's date, and say the next step towards it."""
    practice = turn.kit.catalogue[COMMITTEE]
    field = practice.field("date")
    found = read_field(field, str(values.get("date", "")), context_of(turn)) if field else None
    if found is None or isinstance(found, Fault):
        return refuse({"date": turn.say(f"fault.{found.kind if found else 'missing'}")})
    return after_form(turn, dated(turn, int(args[0]), str(found)))


def _why(turn: Turn, team: Team) -> list[Reply]:
    """Offer the person who leads the product to write why; in a message of its own, for it is private."""
    practice, role = turn.kit.catalogue.get(DRIVE), turn.memory.membership(team.id, turn.person.id)
    leads = role is not None and role.role is Role.INTRAPRENEUR
    if practice is None or not leads or team.phase_on(turn.today) not in practice.phases:
        return []
    return tell(turn.say("welcome.why"), Button(turn.say("button.write"), "form", (practice.id,)))


def _first_record(turn: Turn, team: Team) -> list[Reply]:
    """Ask for one real thing already lived, so that the first day shows what Pouce is for."""
    phase = team.phase_on(turn.today)
    practice = next((each for each in turn.kit.catalogue.in_phase(phase) if each.plannable), None)
    if practice is None:
        return []
    label = turn.practice_words(practice).label
    button = Button(turn.say("button.log"), "form", (practice.id,), Style.PRIMARY)
    return [Reply(Message(turn.say("welcome.first_record", practice=label), (button,)))]
