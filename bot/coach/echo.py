"""The echo is the contract (GRAMMAR §1.6): practice, count, day, segment, who reads it, a way back."""

from datetime import date

from bot.coach.turn import Turn
from bot.domain.activities import Activity, Answers
from bot.domain.messages import Button, Message, Style
from bot.domain.people import Team
from bot.domain.practices import FieldKind, Practice, Visibility
from bot.domain.reading.extract import leading_date

SHOWN = 80  # characters of the person's own words
_FOLD = 3000
_STANDS_FOR_THE_DAY = "date"


def described(turn: Turn, activity: Activity, *, approximate: bool = False) -> str:
    """Return « Test utilisateur, 3 personnes, dim. 22 nov., inscription »."""
    practice = turn.kit.catalogue[activity.practice]
    parts = [
        turn.practice_words(practice).label,
        chosen(turn, practice, activity.answers),
        counted(turn, practice, activity.answers, approximate),
        *also_counted(turn, practice, activity.answers),
    ]
    parts += [*_dates(turn, practice, activity), *activity.tags]
    return ", ".join(part for part in parts if part)


def chosen(turn: Turn, practice: Practice, answers: Answers) -> str:
    """Return what was chosen, for a practice that is neither counted nor told: « fiche problème »."""
    if practice.count_field or practice.main_field:
        return ""
    fields = turn.practice_words(practice).fields
    values = (
        (each.id, str(answers[each.id])) for each in practice.fields if each.choices and each.id in answers
    )
    return next((fields[field].choices.get(value, value) for field, value in values), "")


def counted(turn: Turn, practice: Practice, answers: Answers, approximate: bool = False) -> str:  # noqa: FBT001, FBT002 - reads well where it is called
    """Return « 3 personnes » for the count of a record, or nothing."""
    field = practice.count_field
    value = answers.get(field.id) if field else None
    if field is None or not isinstance(value, int | float):
        return ""
    words = turn.practice_words(practice)
    unit = words.fields[field.id].unit
    if value == 1 and unit.get("one", "").split(" ")[-1].lower() in words.label.lower():
        return ""  # « Livraison, 1 livraison » says it twice
    text = turn.speech.quantity(value, unit)
    measured = answers.get("unit")
    text = f"{text}\u00a0{measured}" if isinstance(measured, str) and measured else text
    return turn.say("echo.about", quantity=text) if approximate else text


def also_counted(turn: Turn, practice: Practice, answers: Answers) -> list[str]:
    """Return « 3 réponses » for each other number of a record that has a unit."""
    fields = turn.practice_words(practice).fields
    return [
        turn.speech.quantity(value, fields[each.id].unit)
        for each in practice.fields
        if each.kind is FieldKind.NUMBER and not each.count and fields[each.id].unit
        if isinstance(value := answers.get(each.id), int | float)
    ]


def dated(turn: Turn, practice: Practice, answers: Answers) -> list[str]:
    """Return « depuis le lun. 2 nov. » or « livraison prévue le ven. 27 nov. » for each date read."""
    fields = turn.practice_words(practice).fields
    told = [
        (fields[each.id].label, date.fromisoformat(str(answers[each.id])))
        for each in practice.fields
        if each.kind is FieldKind.DATE and each.id in answers and (practice.ahead or not each.future)
    ]
    days = [(label, turn.speech.day(day, year=day.year != turn.today.year)) for label, day in told]
    return [f"{label[:1].lower()}{label[1:]} {day}" for label, day in days]


def _dates(turn: Turn, practice: Practice, activity: Activity) -> list[str]:
    """Return the day of a record, and the dates that it gives: the end of a funding, what is to come."""
    held = key_date(turn, practice, activity.answers)
    if held:
        return [held]
    leading = [] if practice.ahead else _leading(turn, practice, activity.answers)
    return [turn.speech.day(activity.day), *dated(turn, practice, activity.answers), *leading]


def _leading(turn: Turn, practice: Practice, answers: Answers) -> list[str]:
    field = leading_date(practice)
    value = answers.get(field.id) if field else None
    if field is None or not value:
        return []
    label = turn.practice_words(practice).fields[field.id].label
    given = turn.speech.day_text(str(value))
    return [turn.say("echo.dated", what=label[:1].lower() + label[1:], day=given)]


def key_date(turn: Turn, practice: Practice, answers: Answers) -> str:
    """Return the date that stands for the day of a record: that of a committee."""
    value = answers.get(_STANDS_FOR_THE_DAY) if practice.field(_STANDS_FOR_THE_DAY) else None
    return turn.speech.day_text(str(value)) if value else ""


def readers(turn: Turn, team: Team) -> str:
    """Return who else reads the team's records: « l’équipe et Chloé »."""
    names = [
        person.name for person, membership in turn.memory.readers(team.id) if membership.reads_on(turn.today)
    ]
    return turn.speech.join([turn.say("echo.team"), *names])


def seen_by(turn: Turn, activity: Activity, team: Team) -> str:
    """Return who reads this record, in one sentence."""
    if activity.visibility is Visibility.PRIVATE:
        return turn.say("echo.private")
    return turn.say("echo.visible", readers=readers(turn, team))


def noted(turn: Turn, activity: Activity, *, approximate: bool = False, then: str = "") -> Message:
    """Return the confirmation of a record, with at most one question after it."""
    team = turn.team_of(activity.team)
    what = described(turn, activity, approximate=approximate)
    if len(turn.own_teams) > 1 and team:
        what = turn.say("echo.for_team", what=what, team=team.name)
    text = turn.say(
        "echo.noted", what=what.rstrip("."), readers=seen_by(turn, activity, team) if team else ""
    )
    return Message(f"{text} {then}".rstrip(), record_buttons(turn, activity), quote=shortened(activity.text))


def record_buttons(turn: Turn, activity: Activity) -> tuple[Button, ...]:
    """Return the way back: correct, undo, and change who reads it."""
    identifier = (str(activity.id),)
    private = activity.visibility is Visibility.PRIVATE
    return (
        Button(turn.say("button.correct"), "correct", identifier, Style.PRIMARY),
        Button(turn.say("button.undo"), "undo", identifier),
        Button(
            turn.say("button.share" if private else "button.hide"), "share" if private else "hide", identifier
        ),
    )


def shortened(text: str, length: int = SHOWN) -> str:
    """Return the first characters of a text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def kept(text: str) -> str:
    """Return a text that was not understood, whole enough to be copied and tried again."""
    return text if len(text) <= _FOLD else text[: _FOLD - 1] + "…"
