"""Settling how Pouce behaves with someone: language, days, hour, zone, rhythm; and their team's phase."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.coach.asides import tips_wanted
from bot.coach.forms import Values
from bot.coach.turn import Turn, ask, refuse, tell
from bot.coach.volunteers import teammate_of
from bot.domain.messages import Button, Form, Input, Reply, Style
from bot.domain.people import Person, Rhythm, Role
from bot.domain.phases import ACTIVE, Phase, PhaseSpan
from bot.domain.practices import FieldKind

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def show(turn: Turn, _: str = "") -> list[Reply]:
    """Say the settings in a few lines, with one button to change them."""
    buttons = [Button(turn.say("button.change"), "settings", (), Style.PRIMARY)]
    if turn.team:
        buttons.append(Button(turn.say("button.change_phase"), "phase", (str(turn.team.id),)))
    if teammate_of(turn):
        buttons.append(Button(turn.say("button.choose_asked"), "volunteer"))
    if any(each.role is Role.INTRAPRENEUR for _, each in turn.teams if each.is_member()):
        to = "off" if tips_wanted(turn) else "on"
        buttons.append(Button(turn.say(f"tip.{to}"), "tips", (to,)))
    buttons.append(Button(turn.say("button.pause"), "pause_form"))
    return tell(said(turn), *buttons)


def said(turn: Turn) -> str:
    """Return the settings in one line."""
    person = turn.person
    return turn.say(
        "settings.now",
        days=turn.speech.join([turn.say(f"day.{DAYS[day]}") for day in sorted(person.days)]),
        time=turn.speech.time(person.moment),
        zone=person.zone,
        rhythm=turn.say(f"rhythm.{person.rhythm}"),
    )


def form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """Open the settings, filled with what they are."""
    languages = tuple((each, turn.say(f"language.{each}")) for each in turn.kit.languages)
    rhythms = tuple((each.value, turn.say(f"rhythm.{each}")) for each in Rhythm)
    inputs = (
        *day_inputs(turn, turn.person),
        Input(
            "rhythm",
            FieldKind.CHOICE,
            turn.say("form.rhythm"),
            choices=rhythms,
            value=turn.person.rhythm.value,
        ),
        Input(
            "language",
            FieldKind.CHOICE,
            turn.say("form.language"),
            choices=languages,
            value=turn.person.language,
        ),
    )
    return ask(Form(turn.say("settings.title"), "settings", (), inputs, turn.say("form.save")))


def day_inputs(turn: Turn, person: Person) -> tuple[Input, ...]:
    """Return the fields for mission days, hour and zone."""
    days = tuple((name, turn.say(f"day.{name}")) for name in DAYS)
    asked = asks_zone(turn)
    return (
        Input(
            "days",
            FieldKind.CHOICES,
            turn.say("form.days"),
            required=True,
            choices=days,
            value=[DAYS[n] for n in sorted(person.days)],
        ),
        Input(
            "moment",
            FieldKind.TEXT,
            turn.say("form.moment"),
            turn.say("form.moment_hint"),
            value=f"{person.moment:%H:%M}",
        ),
        Input(
            "zone",
            FieldKind.TEXT,
            turn.say("form.zone"),
            turn.say("form.zone_hint"),
            required=asked,
            value=None if asked else person.zone,
        ),
    )


def asks_zone(turn: Turn) -> bool:
    """Say whether the zone is a guess: the chat tells who they are, and not where."""
    told = turn.event.told
    return bool(told.name) and known_zone(told.zone) is None and not turn.person.own_zone


def saved(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep new settings and recompute the next moment."""
    person, errors = with_days(turn, values)
    if errors:
        return refuse(errors)
    rhythm = str(values.get("rhythm") or person.rhythm.value)
    language = str(values.get("language") or person.language)
    if rhythm not in set(Rhythm) or language not in turn.kit.languages:
        return tell(turn.say("press.outdated"))
    told = turn.event.told.language[:2].lower()
    own = _is_own(person.own_language, person.language, language, told)
    person = replace(person, rhythm=Rhythm(rhythm), language=language, own_language=own)
    turn.memory.save(person)
    after = turn.with_person(person)
    after.reschedule(turn.person)
    return [Reply(each.message) for each in show(after)]


def with_days(turn: Turn, values: Values) -> tuple[Person, dict[str, str]]:
    """Return the person with the days, hour and zone of a form, and what is wrong with them."""
    person, errors = turn.person, {}
    names = values.get("days", [])
    wanted = names.replace(" ", "").split(",") if isinstance(names, str) else names
    days = frozenset(DAYS.index(each) for each in wanted if each in DAYS)
    moment, zone = _moment(str(values.get("moment", ""))), known_zone(str(values.get("zone", "")))
    if not days:
        errors["days"] = turn.say("fault.no_day")
    if values.get("moment") and moment is None:
        errors["moment"] = turn.say("fault.moment")
    if zone is None and (values.get("zone") or asks_zone(turn)):
        errors["zone"] = turn.say("fault.zone" if values.get("zone") else "fault.missing")
    own = _is_own(person.own_zone, person.zone, zone or person.zone, turn.event.told.zone)
    changed = replace(person, days=days or person.days, moment=moment or person.moment)
    return replace(changed, zone=zone or person.zone, own_zone=own), errors


def _is_own(was: bool, before: str, after: str, told: str) -> bool:  # noqa: FBT001 - one field of a person
    """Say whether a value is the person's own: a form sent as it opened chooses nothing.

    Whoever chooses what their chat tells follows it again.
    """
    return was if after == before else after != told


def _moment(text: str) -> time | None:
    """Read « 9:30 », « 9h30 », « 16 h » as an hour of the day."""
    digits = (
        text.lower()
        .replace("h", ":")
        .replace(" ", "")
        .replace("\u00a0", "")
        .replace("\u202f", "")
        .rstrip(":")
    )
    hour, _, minute = digits.partition(":")
    if not hour.isdecimal() or not (minute or "0").isdecimal():
        return None
    return time(int(hour), int(minute or 0)) if int(hour) < 24 and int(minute or 0) < 60 else None  # noqa: PLR2004 - a clock


def known_zone(text: str) -> str | None:
    """Return a zone of the time zone database, or None."""
    try:
        return ZoneInfo(text.strip()).key if text.strip() else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def phase_inputs(turn: Turn, current: PhaseSpan | None = None) -> tuple[Input, ...]:
    """Return the fields for a phase and its start."""
    phases = tuple((each.value, turn.say(f"phase.{each}")) for each in Phase if each in ACTIVE)
    since = current.starts_on if current else turn.today
    return (
        Input(
            "phase",
            FieldKind.CHOICE,
            turn.say("form.phase"),
            required=True,
            choices=phases,
            value=current.phase.value if current else None,
        ),
        Input(
            "since",
            FieldKind.DATE,
            turn.say("form.since"),
            turn.say("form.since_hint"),
            required=True,
            value=since.isoformat(),
        ),
    )


def read_phase(turn: Turn, values: Values) -> tuple[PhaseSpan | None, dict[str, str]]:
    """Read a phase and its start from a form, or what is wrong with them."""
    errors: dict[str, str] = {}
    phase, since = str(values.get("phase", "")), None
    if phase not in ACTIVE:
        errors["phase"] = turn.say("fault.missing")
    try:
        since = date.fromisoformat(str(values.get("since", "")).strip())
    except ValueError:
        errors["since"] = turn.say("fault.not_a_date")
    if since and since > turn.today:
        errors["since"] = turn.say("fault.future")
    return (PhaseSpan(Phase(phase), since), {}) if since and not errors else (None, errors)
