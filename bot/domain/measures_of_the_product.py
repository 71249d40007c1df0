"""How what is learned, decided and tried about the product becomes facts (PRACTICES §5).

As in `bot.domain.measures`, a fact that is not known is None, and what is said of it is passed over.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date

from bot.domain.activities import Activity
from bot.domain.counting import (
    Seen,
    all_of,
    answering,
    began_on,
    is_lifted,
    latest_by,
    number,
    recent_of,
    since_last,
    sum_of,
    to_follow,
    total,
)
from bot.domain.impact import cost_per_use, dimensions_fresh, north_star
from bot.domain.links import followed
from bot.domain.practices import Practice
from bot.domain.values import Age, Choice, Money

_SHOWN = 3


def learnings(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` learnings, how many `strong` ones, the day of the `last`, the interviews since (`unread`)."""
    records = all_of(practice, seen)
    met = [each for each in seen.activities if each.practice == "interview" and each.day <= seen.today]
    solid = seen.thresholds.learning_solid_from
    since = [each for each in met if not records or each.id > records[-1].id]
    return {
        "n": len(records) or None,
        "strong": sum(number(each.answers.get("confidence"), 0) >= solid for each in records) or None,
        "last": records[-1].day if records else None,
        "unread": len(since) or None,
    }


def scenarios(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` scenarios, how many were `tested` with somebody, how many were `dropped`."""
    records = latest_by(all_of(practice, seen), "name")
    return {
        "n": len(records) or None,
        "tested": sum(number(each.answers.get("tested_with"), 0) > 0 for each in records)
        if records
        else None,
        "dropped": answering(records, "outcome", value="dropped"),
    }


def outreach(practice: Practice, seen: Seen) -> dict[str, object]:
    """People `contacted`, who `replied`, who `adopted`, and the calls that are `due`."""
    records = recent_of(practice, seen)
    return {
        "contacted": total(records, practice) if records else None,
        "replied": sum_of(records, "replied"),
        "adopted": sum_of(records, "adopted"),
        "due": to_follow(practice, seen),
    }


def impact(practice: Practice, seen: Seen) -> dict[str, object]:
    """The north star: `indicator`, `value`, `unit`, `last`, `target`, `delta`; `fresh` dimensions, `cost`."""
    star = north_star(all_of(practice, seen))
    if star is None:
        return {"indicator": None}
    cost = cost_per_use(seen)
    return {
        "indicator": star.name,
        "value": star.value,
        "unit": star.unit if star.unit.casefold() not in {"", star.name.casefold()} else None,
        "last": star.day,
        "target": star.target,
        "delta": star.delta,
        "fresh": dimensions_fresh(all_of(practice, seen), seen.today, seen.thresholds),
        "cost": Money(cost) if cost is not None else None,
    }


def decisions(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` decisions, how many are `linked` to what users did or said, `stopped` things.

    `own` were taken without waiting: in no days, or by the team or its intrapreneur.
    """
    records = recent_of(practice, seen)
    return {
        "n": len(records) or None,
        "linked": sum(bool(each.links) or bool(each.answers.get("because")) for each in records) or None,
        "stopped": answering(records, "kind", value="stop") or None,
        "own": sum(map(_own, records)) or None,
        "learned": since_last(practice, seen, frozenset({"learning", "user_test"})),
        "looped": followed(seen),
        "heard": _heard(seen),
    }


def _own(decision: Activity) -> bool:
    waited = decision.answers.get("waited")
    return waited == 0 if waited is not None else decision.answers.get("who") in {"team", "intrapreneur"}


def blockers(practice: Practice, seen: Seen) -> dict[str, object]:
    """How many are `open`, of which `kinds`, the `age` of the oldest; how many were `lifted`."""
    records = all_of(practice, seen)
    lifted = [each for each in records if is_lifted(each)]
    waiting = [each for each in records if each not in lifted]
    kinds = Counter(str(each.answers["kind"]) for each in waiting if each.answers.get("kind"))
    days = [began_on(each) for each in waiting]
    return {
        "open": len(waiting) if records else None,
        "kinds": [Choice("kind", each) for each, _ in kinds.most_common(_SHOWN)] or None,
        "age": Age((seen.today - min(days)).days) if days else None,
        "lifted": len(lifted) or None,
    }


def ideas(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` ideas, from which `sources`, how many `answered`, `tested`; the `source` not heard for longest."""
    records = all_of(practice, seen)
    field = practice.field("source")
    choices = field.choices if field else ()
    last = {str(each.answers.get("source")): each.day for each in records}
    quiet = min(choices, key=lambda each: (last.get(each, date.min), choices.index(each)), default=None)
    told = Counter(str(each.answers["source"]) for each in records if each.answers.get("source"))
    return {
        "n": len(records) or None,
        "sources": [Choice("source", each) for each, _ in told.most_common(_SHOWN)] or None,
        "answered": sum(bool(each.answers.get("answer")) for each in records) or None,
        "tested": answering(records, "state", value="tested") or None,
        "source": Choice("source", quiet) if quiet else None,
    }


def growth(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` trials, how many were `kept`, and the `stage` of the last one."""
    records = all_of(practice, seen)
    stage = next(
        (str(each.answers["stage"]) for each in reversed(records) if each.answers.get("stage")), None
    )
    return {
        "n": len(records) or None,
        "kept": answering(records, "keep", value="keep"),
        "stage": Choice("stage", stage) if stage else None,
    }


def _heard(seen: Seen) -> int | None:
    return (
        sum(
            each.practice in {"user_test", "feedback"} and seen.since <= each.day <= seen.today
            for each in seen.activities
        )
        or None
    )


OF_THE_PRODUCT: tuple[Callable[[Practice, Seen], dict[str, object]], ...] = (
    learnings,
    scenarios,
    outreach,
    impact,
    decisions,
    blockers,
    ideas,
    growth,
)
