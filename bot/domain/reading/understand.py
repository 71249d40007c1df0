"""From what was read to what it means: a record, a plan, or two readings to choose from."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.domain.activities import Value
from bot.domain.intents import Doubt, Intent, Log, OpenForm, Plan
from bot.domain.reading.context import Context
from bot.domain.reading.counts import Counted
from bot.domain.reading.dates import Day, nearest, neighbours, soonest
from bot.domain.reading.extract import Found, extract, leading_date
from bot.domain.reading.numbers import Number
from bot.domain.reading.openings import Opening
from bot.domain.reading.tokens import Kind, Sentence


def understand(sentence: Sentence, opening: Opening, context: Context) -> Intent | None:
    """Return what a sentence means for the practice it opens with; None if it means nothing for it."""
    alone = opening.first or (opening.likely and bool(opening.alias) and _at_most_one(opening.before))
    if alone and says_nothing_after(sentence, opening.start):
        return OpenForm(opening.practice.id)
    found = extract(sentence, opening, context)
    meant = _meant(sentence, found, opening, context)
    return replace(meant, text=sentence.text) if isinstance(meant, Doubt) else meant


def _meant(sentence: Sentence, found: Found, opening: Opening, context: Context) -> Intent | None:
    if found.day and found.day.impossible:
        return _impossible(found, found.day, context)
    day = _day(sentence, found, context)
    if opening.only_ahead and (day is None or day <= context.today):
        return None
    if day is None or day <= context.today or leading_date(found.practice):
        return _recorded(found, day, opening, context)
    return _ahead(found, day, context)


def _at_most_one(number: Number | None) -> bool:
    """« j'ai fait un test » names it, and no more."""
    return number is None or number.article


def says_nothing_after(sentence: Sentence, start: int) -> bool:
    """Say whether only marks follow: « test ! » says no more than « test »."""
    return all(token.kind in {Kind.MARK, Kind.QUOTE, Kind.EMOJI} for token in sentence.tokens[start:])


def _day(sentence: Sentence, found: Found, context: Context) -> date | None:
    """Return the day a sentence names, if it is the day of the thing done or planned."""
    day, practice = found.day, found.practice
    if day is None:
        return None
    if leading_date(practice):
        return _held(day, context.today) if found.answers.get("decision") else soonest(day, context.today)
    cues = context.lexicon.cues
    done = cues.find(sentence, 0, "past") is not None
    planned = cues.find(sentence, 0, "plan") is not None and not done
    if day.bare:
        return day.read(ahead=planned and practice.plannable)
    on = nearest(day, context.today)
    if on <= context.today:
        return on
    said_in_passing = done and not found.day_follows_verb
    counts = practice.count_field is not None and not practice.count_field.with_unit
    free_text = not practice.plannable and not (found.day_at_edge and counts)
    return None if said_in_passing or free_text else on


def _held(day: Day, today: date) -> date:
    """Return the day of what has decided something already: « comité jeudi : poursuivre »."""
    return day.read(ahead=False) if day.bare else nearest(day, today)


def _log(found: Found, day: date | None, context: Context) -> Log:
    """Return the record; a day that the form has a field for goes there, and the record is of today."""
    field = leading_date(found.practice)
    text = found.text if day else found.whole
    answers: dict[str, Value] = {**found.answers, **_main(found, text), **found.amounts.answers}
    if field and day:
        answers[field.id] = day.isoformat()
    return Log(
        practice=found.practice.id,
        day=context.today if field or day is None else day,
        answers=answers,
        text=text,
        tags=found.tags,
        links=found.links,
        day_given=day is not None and field is None,
        approximate=found.count is not None and found.count.approximate,
        check=found.count is not None and found.count.check,
    )


def _main(found: Found, text: str) -> dict[str, Value]:
    """Return the main answer with its day, where the text keeps it."""
    main = found.practice.main_field
    taken = main is not None and text and found.answers.get(main.id, "") == found.text
    return {main.id: text} if main and taken else {}


def _recorded(found: Found, day: date | None, opening: Opening, context: Context) -> Intent:
    log = _log(found, day, context)
    if found.amounts.otherwise is not None:
        literal = replace(log, answers={**log.answers, **found.amounts.otherwise})
        return Doubt("amount", (log, literal, OpenForm(log.practice)), found.text)
    return _people_or_sessions(found, log, opening, context)


def _people_or_sessions(found: Found, log: Log, opening: Opening, context: Context) -> Intent:
    """« 3 tests » counts the sessions, or the people: ask; « 3 entretiens » are three people."""
    field = found.counted
    if opening.before is None or field is None or (found.count and not found.count.alone):
        return log
    number = opening.before
    counted = replace(log, answers={**log.answers, field.id: number.value}, approximate=number.approximate)
    people = Counted.by(found.practice, context.lexicon).people and found.practice.field("channel") is None
    if not people or context.lexicon.one_each.holds(opening.alias, found.practice.id):
        return counted
    if number.value == 1:
        return log
    times = replace(log, times=int(number.value))
    return Doubt("people_or_sessions", (counted, times), log.text, {"n": str(number.value)})


def _ahead(found: Found, day: date, context: Context) -> Intent:
    """A coming day is a plan; a practice without plans asks whether it is a record of today."""
    log = _log(found, day, context)
    if not found.practice.plannable:
        today = replace(log, day=context.today, day_given=False)
        return Doubt("future_record", (today,), log.text, {"day": context.spoken(day)})
    plan = _plan(found, log, day)
    counted = _as_a_count(found, log, day)
    return Doubt("date_or_count", (plan, counted), log.text) if counted else plan


def _as_a_count(found: Found, log: Log, day: date) -> Log | None:
    """« test 2 décembre » may be two people, last December: on its first day, for want of another."""
    said, field = found.day, found.practice.count_field
    if said is None or said.count is None or not found.day_follows_verb or field is None or found.count:
        return None
    month = date(day.year - 1, day.month, 1)
    return replace(log, day=month, day_given=True, answers={**log.answers, field.id: said.count})


def _impossible(found: Found, day: Day, context: Context) -> Doubt:
    """« Le 31 novembre n'existe pas »: offer the days around it, as records or plans."""
    typed = day.typed
    around = neighbours(typed, context.today) if typed else ()
    options = tuple(_offered(found, around, context)) or (_log(found, None, context),)
    said = context.spoken_impossible(typed) if typed and around else ""
    return Doubt("impossible_date", options, found.text, {"day": said})


def _offered(found: Found, days: tuple[date, ...], context: Context) -> Iterator[Intent]:
    for day in days:
        log = _log(found, day, context)
        if day <= context.today or leading_date(found.practice):
            yield log
        elif found.practice.plannable:
            yield _plan(found, log, day)


def _plan(found: Found, log: Log, day: date) -> Plan:
    """Return the plan; what was learned is not known yet."""
    main = found.practice.main_field
    answers = {key: value for key, value in log.answers.items() if main is None or key != main.id}
    return Plan(log.practice, day, answers, log.text, log.tags)
