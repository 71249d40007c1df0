"""`/coach appeler`: a message that somebody writes to their coach. It is no record: nothing is counted.

It stands in for any figure about how people feel (LIVED §5, T2): help is asked for, never deduced.
"""

from collections.abc import Sequence

from bot.coach.echo import kept, shortened
from bot.coach.forms import Values
from bot.coach.turn import Turn, ask, in_place, refuse, tell
from bot.domain.messages import Button, Form, Input, Message, Reply, Style
from bot.domain.people import Person, Role, Standing, Team
from bot.domain.practices import FieldKind
from bot.domain.reading.normal import fold
from bot.store import Pending

LONGEST = 2_000
"""Characters of a message: past that, people had better speak."""
_OFFERED = 4
_NAME = 12  # characters of a name on a button
_KIND = "call"


def call(turn: Turn, rest: str) -> list[Reply]:
    """Show what is about to be sent and to whom, or open a sheet to write on."""
    coaches = _coaches(turn)
    if not turn.own_teams:
        return tell(turn.say("call.readers" if turn.read_teams else "note.no_team_short"))
    if not coaches:
        return tell(turn.say("call.nobody"), quote=kept(rest))
    if not rest.strip():
        return ask(_form(turn, coaches, "", ()))
    if len(rest) > LONGEST:
        return tell(turn.say("call.too_long", n=len(rest), most=LONGEST), quote=kept(rest))
    pending = turn.memory.open_pending(turn.person.id, _KIND, {"text": rest.strip()}, turn.now)
    return tell(_question(turn, coaches), *_buttons(turn, coaches, pending), quote=rest.strip())


def _coaches(turn: Turn) -> list[tuple[Team, Person]]:
    """Return the coaches of their teams who can be reached, each once."""
    found: dict[int, tuple[Team, Person]] = {}
    for team in turn.own_teams:
        for person, membership in turn.memory.members(team.id):
            reads = membership.standing is Standing.ACTIVE and membership.reads_on(turn.today)
            if membership.role is Role.COACH and reads and turn.memory.address_of(person.id):
                found.setdefault(person.id, (team, person))
    return list(found.values())[:_OFFERED]


def _question(turn: Turn, coaches: Sequence[tuple[Team, Person]]) -> str:
    names = turn.speech.join([person.name for _, person in coaches])
    return turn.say("call.confirm" if len(coaches) == 1 else "call.to_whom", name=names)


def _buttons(turn: Turn, coaches: Sequence[tuple[Team, Person]], pending: Pending) -> list[Button]:
    identifier = str(pending.id)
    several = len(coaches) > 1
    return [
        *(
            Button(
                turn.say("call.send_to", name=shortened(person.name, _NAME))
                if several
                else turn.say("form.send"),
                "call_send",
                (identifier, str(person.id)),
                Style.PRIMARY,
            )
            for _, person in coaches
        ),
        Button(turn.say("button.edit"), "call_edit", (identifier,)),
        Button(turn.say("call.drop"), "call_drop", (identifier,)),
    ]


def _form(turn: Turn, coaches: Sequence[tuple[Team, Person]], text: str, args: tuple[str, ...]) -> Form:
    names = tuple((str(person.id), person.name) for _, person in coaches)
    first = names[0][0] if len(names) == 1 else None
    whom = Input("to", FieldKind.CHOICE, turn.say("call.field_to"), "", True, names, first)  # noqa: FBT003 - required
    words = Input("text", FieldKind.LONG_TEXT, turn.say("call.field_text"), required=True, value=text or None)
    intro = turn.say("call.intro")
    return Form(turn.say("call.title"), "call", args, (whom, words), turn.say("form.send"), intro)


def edit(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Modifier »: the same words, on a sheet."""
    pending = turn.memory.pending(int(args[0]))
    coaches = _coaches(turn)
    if pending is None or not coaches:
        return tell(turn.say("press.already"))
    return ask(_form(turn, coaches, str(pending.data["text"]), args))


def drop(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Ne pas envoyer »: nothing leaves, nothing stays."""
    turn.memory.close_pending(int(args[0]))
    return in_place(turn.say("call.dropped"))


def send(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Send it, once, to one coach."""
    pending = turn.memory.pending(int(args[0]))
    if pending is None:
        return tell(turn.say("press.already"))
    turn.memory.close_pending(pending.id)
    told, *letter = _sent(turn, int(args[1]), str(pending.data["text"]))
    return [*in_place(told.message.text if told.message else ""), *letter]


def submitted(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Send what was written on the sheet."""
    text = str(values.get("text", "")).strip()
    if not text:
        return refuse({"text": turn.say("fault.missing")})
    if len(text) > LONGEST:
        return refuse({"text": turn.say("fault.too_long")})
    coaches = [person for _, person in _coaches(turn)]
    chosen = _chosen(coaches, str(values.get("to", "")))
    if chosen is None and coaches:
        names = turn.speech.join([each.name for each in coaches])
        return refuse({"to": turn.say("fault.not_a_choice", choices=names)})
    if args:
        turn.memory.close_pending(int(args[0]))
    return _sent(turn, chosen.id if chosen else 0, text)


def _chosen(coaches: Sequence[Person], said: str) -> Person | None:
    """Return whom the sheet names, by what a chat sends or by their name; nobody is guessed among several."""
    if not said.strip():
        return coaches[0] if len(coaches) == 1 else None
    return next((each for each in coaches if said == str(each.id) or fold(said) == fold(each.name)), None)


def _sent(turn: Turn, coach: int, text: str) -> list[Reply]:
    found = next(((team, person) for team, person in _coaches(turn) if person.id == coach), None)
    if found is None:
        return tell(turn.say("call.nobody"), quote=kept(text))
    team, person = found
    theirs = turn.to(person)
    letter = Message(
        theirs.say("call.letter", name=turn.person.name, team=team.name),
        quote=text,
        footer=theirs.say("call.letter_foot", name=turn.person.name),
    )
    return [*tell(turn.say("call.sent", name=person.name)), Reply(letter, recipient=person.id)]
