"""Forms from practices: what is asked, filled with what is known, and read back field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.coach.turn import Turn
from bot.domain.activities import Activity, Answers, Value
from bot.domain.messages import Form, Input
from bot.domain.practices import Field, FieldKind, Practice
from bot.domain.reading import Context, Fault, read_field

DAY = "day"
Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form said, and what is wrong with it, by field id."""

    answers: Answers
    day: date
    errors: Mapping[str, str]
    text: str
    """What the main field says."""


def context_of(turn: Turn, **more: object) -> Context:
    """Return what the reader needs to know about the person and the day."""
    return Context(
        catalogue=turn.kit.catalogue,
        lexicon=turn.kit.lexicon,
        today=turn.said_on,
        works=lambda: turn.work(turn.team),
        language=turn.person.language,
        **more,  # type: ignore[arg-type] # the caller names Context's own fields
    )


def practice_form(turn: Turn, practice: Practice, verb: str, args: tuple[str, ...], known: Answers) -> Form:
    """Return the form of a practice, filled with what is known, its day last."""
    words = turn.practice_words(practice)
    inputs = tuple(_input(turn, practice, field, known.get(field.id)) for field in practice.fields)
    day = Input(DAY, FieldKind.DATE, turn.say("form.day"), value=str(known.get(DAY, turn.today.isoformat())))
    return Form(words.label, verb, args, (*inputs, day), turn.say("form.record"))


def correction_form(turn: Turn, practice: Practice, activity: Activity) -> Form:
    """Return the form of a record, filled with it."""
    known = {**activity.answers, DAY: activity.day.isoformat()}
    return practice_form(turn, practice, "correct", (str(activity.id),), known)


def _input(turn: Turn, practice: Practice, field: Field, value: Value | None) -> Input:
    words = turn.practice_words(practice).fields[field.id]
    return Input(
        id=field.id,
        kind=field.kind,
        label=words.label,
        hint=words.hint,
        required=field.required,
        choices=tuple((choice, words.choices.get(choice, choice)) for choice in field.choices)
        or _yes_or_no(turn, field),
        value=_shown(field, value),
    )


def _yes_or_no(turn: Turn, field: Field) -> tuple[tuple[str, str], ...]:
    if field.kind is not FieldKind.YES_NO:
        return ()
    return (("yes", turn.say("word.yes")), ("no", turn.say("word.no")))


def _shown(field: Field, value: Value | None) -> str | list[str] | None:
    """Return a stored value as the person would type it."""
    if value is None or isinstance(value, list):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = value / 100 if field.kind is FieldKind.MONEY and not isinstance(value, str) else value
    return f"{number:f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)


def read_form(turn: Turn, practice: Practice, values: Values) -> Filled:
    """Read what was filled in: every wrong field has its sentence, nothing else is lost."""
    context = context_of(turn)
    answers: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for field in (*practice.fields, Field(DAY, FieldKind.DATE, future=practice.plannable)):
        found = read_value(field, values.get(field.id, ""), context)
        if isinstance(found, Fault):
            errors[field.id] = fault_sentence(turn, practice, field, found)
        elif found is not None:
            answers[field.id] = found
    day = date.fromisoformat(str(answers.pop(DAY, turn.today.isoformat())))
    main = practice.main_field
    return Filled(answers, day, errors, str(answers.get(main.id, "")) if main else "")


def read_value(field: Field, value: str | list[str], context: Context) -> Value | Fault | None:
    """Read one value of a form; nothing is fine where nothing is required."""
    text = ", ".join(value) if isinstance(value, list) else value
    if not text.strip():
        return Fault("missing") if field.required else None
    return read_field(field, text, context)


def fault_sentence(turn: Turn, practice: Practice, field: Field, fault: Fault) -> str:
    """Say what is wrong with a field and what to type instead."""
    words = turn.practice_words(practice).fields.get(field.id)
    choices = turn.speech.join(list(words.choices.values())) if words else ""
    return turn.say(f"fault.{fault.kind}", choices=choices)
