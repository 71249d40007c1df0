"""Turning what is due into words: one question with its four buttons, and lines with one button each."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.coach import asides
from bot.coach.drafts import draft_button
from bot.coach.turn import Kit
from bot.domain.compose import Composed
from bot.domain.facts import facts_for
from bot.domain.messages import Button, Message, Part, Style
from bot.domain.nudges import ASIDES, Ask, Nudge
from bot.domain.outlook import Outlook, TeamOutlook
from bot.domain.practices import Practice, PracticeWords
from bot.domain.values import Age, Ahead, Choice, Money, Phrase
from bot.domain.verdicts import Due
from bot.words import Speech

_NEAR = 6  # days within which the name of the day suffices


def nudge_message(
    kit: Kit, outlook: Outlook, composed: Composed, nudges: Sequence[Nudge], today: date
) -> Message:
    """Return the message of a moment: the question first, then the lines."""
    speech = kit.words.speech(outlook.person.language)
    teams = {of.team.id: of for of in outlook.teams}
    several = len(teams) > 1
    pairs = list(zip(composed.items, nudges, strict=True))
    texts = [
        _worded(kit, speech, teams[due.team], due, nudge, today, several=several) for due, nudge in pairs
    ]
    question, asked = pairs[0]
    parts = tuple(
        Part(text, (_line_button(speech, due, nudge),))
        for (due, nudge), text in zip(pairs[1:], texts[1:], strict=True)
    )
    greeting = (
        speech.say("nudge.greeting", name=outlook.person.name) if _opens_the_week(outlook, today) else ""
    )
    return Message(
        text=f"{greeting} {texts[0]}".lstrip(),
        buttons=question_buttons(speech, question, asked),
        parts=parts,
        footer=speech.say("nudge.private") if question.private else "",
    )


def _opens_the_week(outlook: Outlook, today: date) -> bool:
    return not any(day < today for day, _ in outlook.moments)


def _worded(
    kit: Kit, speech: Speech, of: TeamOutlook, due: Due, nudge: Nudge, today: date, *, several: bool
) -> str:
    if due.ask in ASIDES:
        return asides.worded(kit, speech, due)
    practice = kit.catalogue[due.practice]
    facts = worded_facts(speech, practice, facts_for(due, practice, of, today), today)
    words = practice.words.get(speech.language) or practice.words["fr"]
    text = speech.pick(
        variants(words, due, as_line=nudge.as_line), facts, seed=f"{due.practice}:{due.period}"
    )
    if due.ask is Ask.INTRODUCE:
        text = f"{words.introduction} {text}" if not nudge.as_line else words.introduction
    return speech.say("nudge.for_team", team=of.team.name, text=text) if several else text


def variants(words: PracticeWords, due: Due, *, as_line: bool) -> tuple[str, ...]:
    """Return the wordings that suit an item: by step, by reminder, by plan, as a line or as a question."""
    if due.ask is Ask.PLANNED_DAY:
        return words.planned
    if due.ask is Ask.PLAN_PAST:
        return words.plan_past or words.nudge
    for name in (due.step, due.reminder):
        if name and name in words.by_reminder:
            return words.by_reminder[name]
    return words.line if as_line and words.line else words.nudge


def worded_facts(
    speech: Speech, practice: Practice, facts: Mapping[str, object], today: date
) -> dict[str, object]:
    """Put into the person's language the facts that are ids: a step, a phase, a kind."""
    words = practice.words.get(speech.language) or practice.words["fr"]
    shown = dict(facts)
    for name in ("step", "next"):
        if shown.get(name):
            shown[name] = words.steps.get(str(shown[name]).partition(":")[0])
    for name in ("phase", "class"):
        if shown.get(name):
            shown[name] = speech.say(f"{name}.{shown[name]}")
    if isinstance(shown.get("day"), date):
        shown["day"] = _spoken_day(speech, shown["day"], today)  # type: ignore[arg-type] # a date, as just checked
    return {name: _said(speech, practice, value) for name, value in shown.items()}


def _said(speech: Speech, practice: Practice, value: object) -> object:
    """Put into words a fact that is not said as it is; any other is left to the wording."""
    match value:
        case Choice(field, chosen):
            return speech.choice(practice, field, chosen)
        case Money(cents):
            return speech.money(cents)
        case Age(days):
            return speech.age(days) if days > 0 else None  # what is of today has none
        case Ahead(days):
            return speech.ahead(days)
        case Phrase(key, named):
            return speech.say(key, **{name: _said(speech, practice, each) for name, each in named.items()})
        case list() | tuple():
            return [_said(speech, practice, each) for each in value]
    return value


def _spoken_day(speech: Speech, day: date, today: date) -> str:
    """Return « lundi » for a day of this last week, and the whole date otherwise."""
    return speech.weekday(day) if 0 <= (today - day).days <= _NEAR else speech.long_day(day)


def question_buttons(speech: Speech, due: Due, nudge: Nudge) -> tuple[Button, ...]:
    """Return the buttons of the question: four, or two when the practice is new, or the criterion's."""
    if due.ask in ASIDES:
        return asides.buttons(speech, due.ask, nudge.id)
    identifier = (str(nudge.id),)
    if due.ask is Ask.INTRODUCE:
        return (
            Button(speech.say("button.try"), "try_it", identifier, Style.PRIMARY),
            Button(speech.say("button.not_for_us"), "not_for_us", identifier),
        )
    if due.ask is Ask.PLANNED_DAY:
        return (
            Button(speech.say("button.write"), "criterion", identifier, Style.PRIMARY),
            Button(speech.say("button.pass"), "seen", identifier),
        )
    return (
        Button(speech.say("button.log"), "log", identifier, Style.PRIMARY),
        *draft_button(speech, due.practice, nudge.id),
        Button(speech.say("button.plan"), "plan", identifier),
        Button(speech.say("button.later"), "later", identifier),
        Button(speech.say("button.skip"), "skip", identifier),
    )


def _line_button(speech: Speech, due: Due, nudge: Nudge) -> Button:
    if due.ask in ASIDES:
        return asides.line_button(speech, due.ask, nudge.id)
    if due.ask is Ask.INTRODUCE:
        return Button(speech.say("button.try"), "try_it", (str(nudge.id),))
    if due.ask is Ask.PLANNED_DAY:
        return Button(speech.say("button.write"), "criterion", (str(nudge.id),))
    return Button(speech.say("button.log_one"), "log", (str(nudge.id),))
