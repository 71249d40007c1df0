"""Silences: « pause jusqu'au 4 janvier », « en congé jusqu'à lundi », « je suis de retour ».

Why one is away is never kept (LIVED §2.3): a doubt about an absence carries no text.
"""

from datetime import date, timedelta

from bot.domain.intents import Back, Doubt, Intent, NotThisTime, Pause
from bot.domain.reading.context import Context
from bot.domain.reading.counts import Counted, Counter
from bot.domain.reading.dates import neighbours
from bot.domain.reading.numbers import number_at
from bot.domain.reading.tokens import Kind, Sentence

_LONGEST = 400
_LENGTHS = {"day": 1, "week": 7, "month": 30}


def away(sentence: Sentence, start: int, context: Context) -> Intent | None:
    """Return what a sentence that opens with an absence, or the end of one, means."""
    lexicon = context.lexicon
    back = lexicon.closed.size(sentence, start, "back")
    if stands_alone(sentence, start, back, context) and not counts_people(sentence, start, context):
        return Back()
    if lexicon.until.size(sentence, start, "returns"):
        return until(sentence, start, context)
    if not stands_alone(sentence, start, lexicon.away.size(sentence, start, "absence"), context):
        return None
    if lexicon.until.find(sentence, start) is not None:
        return until(sentence, start, context) or Pause()
    dated = context.days(sentence).find(start)
    return Pause() if dated else Pause(pause_end(sentence, start, context))


def stands_alone(sentence: Sentence, start: int, size: int, context: Context) -> bool:
    """Say whether a phrase is meant: one word must end there, unlike « malade chronique », "back office"."""
    end = start + size
    ends = sentence.kind(end) in {None, Kind.MARK, Kind.EMOJI}
    goes_on = context.lexicon.until.size(sentence, end) or context.lexicon.closed.size(
        sentence, end, "filler"
    )
    return size > 1 or (size == 1 and bool(ends or goes_on))


def counts_people(sentence: Sentence, start: int, context: Context) -> bool:
    """Say whether people are counted: then it is no control word but something that was done."""
    anyone = Counted(frozenset(), people=True, channels=False, divisible=False)
    count = Counter(sentence, context.lexicon, anyone, frozenset()).find(start)
    return count is not None and not count.alone


def until(sentence: Sentence, start: int, context: Context) -> Doubt | None:
    """An absence until a day: does it include it? English leaves it out, French takes it in: ask."""
    found = _last_said(sentence, start, context)
    if found is None:
        return None
    day, how = found
    leaves_it_out, takes_it_in = Pause(day - timedelta(days=1)), Pause(day)
    if how == "returns":
        return Doubt("until", (leaves_it_out, NotThisTime()), "")
    pauses = (takes_it_in, leaves_it_out) if how == "included" else (leaves_it_out, takes_it_in)
    return Doubt("until", (*pauses, NotThisTime()), "")


def _last_said(sentence: Sentence, start: int, context: Context) -> tuple[date, str] | None:
    place = context.lexicon.until.find(sentence, start)
    match = context.lexicon.until.at(sentence, place) if place is not None else None
    if place is None or match is None:
        return None
    days = [day for day in context.days(sentence).find(place, fractions=False) if day.coming]
    return (days[0].read(ahead=True), match.value) if days else None


def pause(sentence: Sentence, start: int, context: Context) -> Intent:
    """Return a pause; of unknown length, Pouce asks how long."""
    for day in context.days(sentence).find(start, fractions=False)[-1:]:
        if day.impossible and day.typed:
            around = tuple(Pause(each) for each in neighbours(day.typed, context.today))
            said = context.spoken_impossible(day.typed)
            return Doubt("impossible_date", around, sentence.text, {"day": said})
    return Pause(pause_end(sentence, start, context))


def pause_end(sentence: Sentence, start: int, context: Context) -> date | None:
    """Return the last day of a pause, None if it is not said."""
    lexicon = context.lexicon
    place = lexicon.until.find(sentence, start)
    spoken = lexicon.until.at(sentence, place) if place is not None else None
    left_out = spoken is not None and spoken.value != "included"
    left_out = left_out and lexicon.until.find(sentence, start, "inclusive") is None
    week = lexicon.days.find(sentence, start, "next_week", "this_week")
    if week is not None:
        sunday = context.today + timedelta(days=6 - context.today.weekday())
        following = lexicon.days.size(sentence, week, "next_week") and not spoken
        return sunday + timedelta(days=7) if following else sunday
    days = [day for day in context.days(sentence).find(start, fractions=False) if not day.impossible]
    if days:
        return days[-1].read(ahead=True) - timedelta(days=int(left_out))
    return _lasting(sentence, start, context)


def _lasting(sentence: Sentence, start: int, context: Context) -> date | None:
    """« 3 jours », "a week": today is the first of them."""
    for place in range(start, len(sentence)):
        number = number_at(sentence, place, context.lexicon)
        unit = context.lexicon.units.at(sentence, number.last) if number else None
        if number and unit:
            days = min(int(number.value * _LENGTHS[unit.value]), _LONGEST)
            return context.today + timedelta(days=max(days, 1) - 1)
    return None
