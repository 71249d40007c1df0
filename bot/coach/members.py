"""Who is in: invitations, requests, proposals; readers come by invitation, between two dates, and leave."""

from dataclasses import replace
from datetime import date, timedelta

from bot.coach.forms import Values
from bot.coach.mentions import handle_in, somebody, why_not
from bot.coach.settings import phase_inputs, read_phase
from bot.coach.turn import Turn, ask, in_place, refuse, tell
from bot.domain.messages import Button, Form, Input, Message, Reply, Style
from bot.domain.people import READERS, Membership, Person, Role, Standing, Team, TeamState
from bot.domain.practices import FieldKind
from bot.domain.reading.normal import clean


def invite(turn: Turn, rest: str) -> list[Reply]:
    """`/coach inviter @chloe coach`: find the person, then ask from when they may read."""
    team = _team_here(turn)
    if team is None:
        return tell(turn.say("invite.elsewhere" if turn.team else "note.no_team_short"))
    handle = handle_in(turn, rest)
    if not handle:
        return tell(turn.say("invite.whom"))
    person = somebody(turn, handle)
    if person is None:
        return tell(why_not(turn, handle))
    role = _role(turn, rest)
    identifiers = (str(team.id), str(person.id), role.value)
    if role not in READERS:
        return _invited(turn, team, person, role, None)
    buttons = (
        Button(
            turn.say("invite.from_today"), "invite", (*identifiers, turn.today.isoformat()), Style.PRIMARY
        ),
        Button(turn.say("invite.from_start"), "invite", (*identifiers, "")),
    )
    return tell(turn.say("invite.since", name=person.name, role=turn.say(f"role.{role}")), *buttons)


def _team_here(turn: Turn) -> Team | None:
    """Return their team that lives where they act: its people are called in, and let go, from there."""
    return next((each for each in turn.own_teams if each.workspace == turn.event.who.workspace), None)


def _role(turn: Turn, text: str) -> Role:
    """Read a role by the beginning of its name, in any language: « observatrice » is an observer."""
    speeches = [turn.kit.words.speech(language) for language in turn.kit.languages]
    stems = {speech.say(f"role.{role}")[:5].lower(): role for role in Role for speech in speeches}
    words = text.lower().split()
    return next(
        (role for stem, role in stems.items() if any(w.startswith(stem) for w in words)), Role.TEAMMATE
    )


def invite_pressed(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """The start of access was chosen."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    person = turn.memory.person(int(args[1]))
    if team is None or person is None:
        return tell(turn.say("press.not_yours"))
    since = date.fromisoformat(args[3]) if args[3] else None
    return _invited(turn, team, person, Role(args[2]), since)


def _invited(turn: Turn, team: Team, person: Person, role: Role, since: date | None) -> list[Reply]:
    current = turn.memory.membership(team.id, person.id)
    if current and current.standing is Standing.ACTIVE:
        return tell(turn.say("invite.already", name=person.name))
    until = _end_of_access(turn, team) if role in READERS else None
    membership = Membership(
        team.id, person.id, role, Standing.INVITED, since, until, invited_by=turn.person.id
    )
    turn.memory.put_membership(membership)
    turn.memory.note(team.id, "invited", {"person": person.id, "role": role.value}, turn.now)
    letter = Reply(invitation(turn.to(person), team, membership), recipient=person.id)
    return [*tell(turn.say("invite.sent", name=person.name, role=turn.say(f"role.{role}"))), letter]


def invitation(turn: Turn, team: Team, membership: Membership) -> Message:
    """Return the message that asks someone to accept, in their own language."""
    inviter = turn.memory.person(membership.invited_by) if membership.invited_by else None
    name = inviter.name if inviter else team.name
    if team.state is TeamState.PROPOSED:
        text = turn.say("propose_team.letter", name=name, team=team.name)
    else:
        role = turn.say(f"role.{membership.role}")
        text = turn.say("invite.letter", name=name, team=team.name, role=role)
    identifier = (str(team.id),)
    return Message(
        text,
        (
            Button(turn.say("button.accept"), "accept", identifier, Style.PRIMARY),
            Button(turn.say("button.refuse"), "refuse", identifier),
        ),
    )


def accept(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Accept an invitation; the team is told, with what will be read and from when."""
    team, membership = _invited_to(turn, args)
    if team is None or membership is None:
        return tell(turn.say("press.already"))
    turn.memory.put_membership(replace(membership, standing=Standing.ACTIVE))
    turn.memory.note(team.id, "accepted", {"person": turn.person.id, "role": membership.role.value}, turn.now)
    if team.state is TeamState.PROPOSED:
        turn.memory.save_team(replace(team, state=TeamState.ACTIVE))
        _let_in_proposer(turn, team, membership)
    replies = in_place(turn.say("invite.accepted", team=team.name))
    if membership.role in READERS:
        return [*replies, *_tell_members(turn, team, membership)]
    button = Button(turn.say("button.my_days"), "arrive", (str(team.id),), Style.PRIMARY)
    return [*replies, *tell(turn.say("welcome.team_ready", team=team.name), button)]


def _end_of_access(turn: Turn, team: Team) -> date:
    return turn.today + timedelta(days=turn.thresholds(team).coach_access_days)


def _let_in_proposer(turn: Turn, team: Team, membership: Membership) -> None:
    """The coach who proposed the team reads it from the day its intrapreneur says yes."""
    if membership.invited_by is None:
        return
    until = _end_of_access(turn, team)
    coach = Membership(team.id, membership.invited_by, Role.COACH, Standing.ACTIVE, turn.today, until)
    turn.memory.put_membership(coach)


def _tell_members(turn: Turn, team: Team, membership: Membership) -> list[Reply]:
    replies = []
    for person, other in turn.memory.members(team.id):
        if other.is_member():
            told = turn.to(person)
            since = told.speech.long_day(membership.reads_since) if membership.reads_since else ""
            key = "invite.reads_since" if since else "invite.reads_all"
            text = told.say(key, name=turn.person.name, team=team.name, day=since)
            replies.append(Reply(Message(text), recipient=person.id))
    return replies


def decline(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Refuse an invitation; whoever invited is told, without a reason."""
    team, membership = _invited_to(turn, args)
    if team is None or membership is None:
        return tell(turn.say("press.already"))
    turn.memory.put_membership(replace(membership, standing=Standing.REFUSED))
    replies = in_place(turn.say("invite.refused", team=team.name))
    if membership.invited_by:
        host = turn.memory.person(membership.invited_by)
        if host:
            text = turn.to(host).say("invite.was_refused", name=turn.person.name, team=team.name)
            replies.append(Reply(Message(text), recipient=host.id))
    return replies


def _invited_to(turn: Turn, args: tuple[str, ...]) -> tuple[Team | None, Membership | None]:
    for team, membership in turn.waiting:
        if str(team.id) == args[0]:
            return team, membership
    return None, None


def remove(turn: Turn, rest: str) -> list[Reply]:
    """`/coach retirer @chloe`: end somebody's access at once; said to them, kept in the team's trail."""
    handle = handle_in(turn, rest)
    team, person = _team_here(turn), turn.memory.find_person(handle)
    membership = turn.memory.membership(team.id, person.id) if team and person else None
    if team is None or person is None or membership is None or person.id == turn.person.id:
        return tell(turn.say("remove.unknown", handle=handle))
    turn.memory.put_membership(replace(membership, standing=Standing.ENDED, until=turn.today))
    turn.memory.note(team.id, "removed", {"person": person.id}, turn.now)
    told = Reply(Message(turn.to(person).say("remove.told", team=team.name)), recipient=person.id)
    return [*tell(turn.say("remove.done", name=person.name)), told]


def join_form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """Ask which product they want to join."""
    inputs = (Input("name", FieldKind.TEXT, turn.say("form.product"), required=True),)
    return ask(Form(turn.say("join.title"), "join_team", (), inputs, turn.say("form.send")))


def joined(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Send a request to the members. The answer is the same whether such a team exists or not."""
    teams = turn.memory.teams_named(str(values.get("name", "")))
    active = [team for team in teams if team.state is TeamState.ACTIVE]
    return request(turn, active[0]) if len(active) == 1 else tell(turn.say("join.sent"))


def request(turn: Turn, team: Team) -> list[Reply]:
    """Ask the members of a team to let someone in."""
    current = turn.memory.membership(team.id, turn.person.id)
    if current is None or current.standing in {Standing.ENDED, Standing.REFUSED}:
        wanted = Membership(team.id, turn.person.id, Role.TEAMMATE, Standing.REQUESTED)
        turn.memory.put_membership(wanted)
        turn.memory.note(team.id, "requested", {"person": turn.person.id}, turn.now)
    letters = [
        Reply(_request_letter(turn, person, team), recipient=person.id)
        for person, membership in turn.memory.members(team.id)
        if membership.is_member()
    ]
    return [*tell(turn.say("join.sent")), *letters]


def _request_letter(turn: Turn, member: Person, team: Team) -> Message:
    told = turn.to(member)
    identifiers = (str(team.id), str(turn.person.id))
    return Message(
        told.say("join.letter", name=turn.person.name, team=team.name),
        (
            Button(told.say("button.accept"), "let_in", identifiers, Style.PRIMARY),
            Button(told.say("button.refuse"), "keep_out", identifiers),
        ),
    )


def let_in(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """A member accepts a request."""
    return _settle_request(turn, args, Standing.ACTIVE)


def keep_out(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """A member refuses a request; the person is told nothing that reproaches."""
    return _settle_request(turn, args, Standing.REFUSED)


def _settle_request(turn: Turn, args: tuple[str, ...], standing: Standing) -> list[Reply]:
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    person = turn.memory.person(int(args[1]))
    membership = turn.memory.membership(team.id, person.id) if team and person else None
    if team is None or person is None or membership is None or membership.standing is not Standing.REQUESTED:
        return tell(turn.say("press.already"))
    turn.memory.put_membership(replace(membership, standing=standing))
    turn.memory.note(team.id, standing.value, {"person": person.id, "by": turn.person.id}, turn.now)
    if standing is Standing.REFUSED:
        return in_place(turn.say("join.kept_out", name=person.name))
    told = turn.to(person)
    button = Button(told.say("button.my_days"), "arrive", (str(team.id),), Style.PRIMARY)
    letter = Reply(Message(told.say("join.welcome", team=team.name), (button,)), recipient=person.id)
    return [*in_place(turn.say("join.let_in", name=person.name)), letter]


def propose_form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """For a coach: the product, its phase, and who leads it."""
    inputs = (
        Input("name", FieldKind.TEXT, turn.say("form.product"), required=True),
        *phase_inputs(turn),
        Input(
            "who",
            FieldKind.TEXT,
            turn.say("form.intrapreneur"),
            turn.say("form.intrapreneur_hint"),
            required=True,
        ),
    )
    return ask(Form(turn.say("propose_team.title"), "propose_team", (), inputs, turn.say("form.send")))


def proposed(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Make a team that its coach cannot see until its intrapreneur says yes."""
    span, errors = read_phase(turn, values)
    name = " ".join(clean(str(values.get("name", ""))).split())
    person = somebody(turn, handle_in(turn, str(values.get("who", ""))))
    if not name:
        errors["name"] = turn.say("fault.missing")
    if person is None:
        errors["who"] = turn.say("invite.unknown", handle=str(values.get("who", "")))
    if span is None or person is None or errors:
        return refuse(errors)
    team = turn.memory.create_team(
        name, (span,), TeamState.PROPOSED, holidays=turn.kit.default_holidays, proposed_by=turn.person.id
    )
    membership = Membership(
        team.id, person.id, Role.INTRAPRENEUR, Standing.INVITED, invited_by=turn.person.id
    )
    turn.memory.put_membership(membership)
    letter = Reply(invitation(turn.to(person), team, membership), recipient=person.id)
    return [*tell(turn.say("propose_team.sent", name=person.name, team=team.name)), letter]
