"""Does a record already answer what would be asked?"""

from datetime import timedelta

from bot.domain.activities import Activity
from bot.domain.case import Case, day_recorded
from bot.domain.occasions import Occasion
from bot.domain.periods import Period
from bot.domain.practices import Practice, Reminder, Satisfies
from bot.domain.readiness import READY

_FRESH = timedelta(days=7)  # a countdown step is pointless this soon after the subject was dealt with


def is_answered(occasion: Occasion, practice: Practice, reminder: Reminder, case: Case) -> bool:
    """Say whether a record already makes the question pointless."""
    enough = reminder.satisfied_by
    records = case.of.records(enough) if enough else case.of.records_of(practice.id)
    if reminder.scope is Satisfies.PERSON:
        records = [each for each in records if each.author == case.of.membership.person]
    if occasion.within:
        first, last = occasion.within.first, occasion.within.last
        touched = [each for each in records if first <= each.day <= last or _closed_in(each, occasion.within)]
        return len(touched) >= case.of.thresholds.figure(reminder.goal)
    if reminder.before:
        return not _is_eve(reminder, occasion) and any(
            day_recorded(each) >= case.moment.today - _FRESH for each in records if READY not in each.answers
        )
    if reminder.on_field and not reminder.when:
        return any(_follows(each, occasion) for each in records)
    if reminder.after and occasion.step:
        step = occasion.step.partition(":")[0]
        named = any(step in field.choices for field in practice.fields)
        return any(step in each.answers.values() or not named for each in records)
    return False


def _is_eve(reminder: Reminder, occasion: Occasion) -> bool:
    """Say whether a step is that of the day before, which comes whatever was noted: it is the last chance."""
    return bool(reminder.steps) and (reminder.days[-1], reminder.steps[-1]) == (1, occasion.step)


def _follows(activity: Activity, occasion: Occasion) -> bool:
    """Say whether a later record was made once the day promised in another one had come."""
    later = occasion.record is not None and activity.id > occasion.record
    return later and day_recorded(activity) >= occasion.fell_due


def _closed_in(activity: Activity, period: Period) -> bool:
    return activity.closed_on is not None and activity.closed_on in period
