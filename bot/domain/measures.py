"""How records become facts. One function per way of counting; the catalogue names it in `measure`.

« Aucune donnée » is not zero: a fact that is not known is None, and its wordings are passed over (METHOD §7).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.committees import committee_kind, decision_of, last_committee, next_committee
from bot.domain.counting import Seen, all_of, answering, day_of, recent_of, riskiest, shared, total
from bot.domain.measures_of_the_house import OF_THE_HOUSE
from bot.domain.measures_of_the_product import OF_THE_PRODUCT
from bot.domain.periods import week_of
from bot.domain.phases import Phase
from bot.domain.practices import Practice
from bot.domain.readiness import readiness
from bot.domain.thresholds import Thresholds
from bot.domain.values import Age, Ahead, Choice, Money, Phrase

_FOUR_WEEKS = timedelta(days=28)
_CONTACT = frozenset({"user_test", "interview"})
_DONE = frozenset({"answered", "fixed"})


__all__ = ["MEASURES", "Measure", "Seen", "shared"]

Measure = Callable[[Practice, Seen], dict[str, object]]


def satisfies_user_test(activity: Activity, phase: Phase) -> bool:
    """Say whether a record counts as a test: from construction on, an interview does not (LIVED §5)."""
    return activity.practice == "user_test" or (
        activity.practice == "interview" and phase is Phase.INVESTIGATION
    )


def contact_weeks(activities: Sequence[Activity], today: date, weeks: int = 12) -> int:
    """Count the last complete ISO weeks with at least one test or interview."""
    monday = week_of(today).first
    met = {week_of(each.day).first for each in activities if each.practice in _CONTACT}
    return sum(monday - timedelta(weeks=n) in met for n in range(1, weeks + 1))


def count(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` records since the day looked back to, and the `last` one's day."""
    records = all_of(practice, seen)
    return {
        "n": len(recent_of(practice, seen)) if records else None,
        "last": records[-1].day if records else None,
    }


def rounds_and_people(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` rounds and `people` of tests in 28 days; `before` development; `refuted` ideas (METHOD §7)."""
    records = all_of(practice, seen)
    lately = [each for each in records if each.day > seen.today - _FOUR_WEEKS]
    return {
        "n": len(lately) if records else None,
        "people": total(lately, practice) if records else None,
        "before": answering(lately, "before_build", value=True),
        "refuted": answering(lately, "verdict", value="refuted"),
        "target": seen.thresholds.user_tests_people_a_month,
    }


def contacts(practice: Practice, seen: Seen) -> dict[str, object]:
    """Interviews: `n`, `people` against `target`, by `segments`, in the `field`, `users`, `experts`.

    In an investigation, `coverage` says for each segment out of how many (METHOD §7).
    """
    records = all_of(practice, seen)
    told = ((str(each.answers["kind"]), each) for each in records if each.answers.get("kind"))
    kinds = _people(told, practice)
    segments = _people(((tag, each) for each in records for tag in each.tags), practice)
    return {
        "n": len(records) or None,
        "people": total(records, practice) if records else None,
        "target": seen.thresholds.interviews_target,
        "segments": _segments(segments, seen, "") or None,
        "coverage": _segments(segments, seen, _expected(seen)) or None,
        "field": answering(records, "place", value="field"),
        "users": kinds["user"] + kinds["agent"] if kinds else None,
        "experts": kinds["expert"] if kinds else None,
    }


def _segments(met: Counter[str], seen: Seen, of: str) -> list[str]:
    """Return the profiles met most, and how often each was."""
    return [f"{profile} ({n}{of})" for profile, n in met.most_common(seen.thresholds.interview_segments)]


def _expected(seen: Seen) -> str:
    investigates = seen.team.phase_on(seen.today) is Phase.INVESTIGATION
    return f"/{seen.thresholds.interviews_a_segment}" if investigates else ""


def _people(met: Iterable[tuple[str, Activity]], practice: Practice) -> Counter[str]:
    """Count the people met under each name, and not the meetings."""
    people: Counter[str] = Counter()
    for name, each in met:
        people[name] += total([each], practice)
    return people


def feedback_days(practice: Practice, seen: Seen) -> dict[str, object]:
    """Working days with feedback (`d`) out of those of the span (`w`), its `themes`, how many are `done`."""
    known = all_of(practice, seen)
    records = recent_of(practice, seen)
    worked = seen.work.between(seen.since, seen.today)
    themes = Counter(tag for each in records for tag in each.tags)
    heard = {each.day for each in records}
    return {
        "n": len(records) if known else None,
        "d": len(heard & set(worked)) if known else None,
        "w": len(worked),
        "themes": [tag for tag, _ in themes.most_common(3)] or None,
        "done": sum(each.answers.get("action") in _DONE for each in records) or None,
    }


def release_rhythm(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` releases in 28 days, `visible` to users; `days` since the last; `class` of rhythm (METHOD §7)."""
    records = all_of(practice, seen)
    lately = [each for each in records if each.day > seen.today - _FOUR_WEEKS]
    return {
        "n": total(lately, practice) if records else None,
        "days": (seen.today - records[-1].day).days or None if records else None,
        "class": release_class(lately, seen.today, seen.thresholds) if records else None,
        "visible": answering(lately, "user_visible", value=True) or None,
    }


def release_class(releases: Sequence[Activity], today: date, thresholds: Thresholds) -> str:
    """Return `daily` (on many days of four weeks), `weekly` (in each of them), `monthly` or `rare`."""
    days = {each.day for each in releases if today - _FOUR_WEEKS < each.day <= today}
    if len(days) >= thresholds.release_daily_days:
        return "daily"
    if len({week_of(day).key for day in days}) >= thresholds.release_weekly_weeks:
        return "weekly"
    return "monthly" if days else "rare"


def unknowns(practice: Practice, seen: Seen) -> dict[str, object]:
    """How many are `open`, `age` in days and `question` of the riskiest; how many `closed`, `releases`."""
    records = all_of(practice, seen)
    opened = [each for each in records if each.closed_on is None]
    closed = [each for each in records if each.closed_on and seen.since <= each.closed_on <= seen.today]
    first = riskiest(opened)
    return {
        "open": len(opened) if records else None,
        "age": Age((seen.today - first.day).days) if first else None,
        "question": first.answers.get("question") if first else None,
        "closed": len(closed) if records else None,
        "releases": _releases(seen),
    }


def _releases(seen: Seen) -> int | None:
    """Count the releases since the day looked back to; None when none was ever noted."""
    days = [each.day for each in seen.activities if each.practice == "release" and each.day <= seen.today]
    return sum(day >= seen.since for day in days) if days else None


def focus(practice: Practice, seen: Seen) -> dict[str, object]:
    """The `goal` of the week, and what it plans: `contact_on`, `release_on`."""
    records = [each for each in all_of(practice, seen) if each.day in week_of(seen.today)]
    answers = records[-1].answers if records else {}
    return {
        "goal": answers.get("goal"),
        "contact_on": day_of(answers.get("contact_on")),
        "release_on": day_of(answers.get("release_on")),
    }


def committee(_: Practice, seen: Seen) -> dict[str, object]:
    """The next committee: its `kind`, its `date`, how far `ahead` it is; pieces `ready` out of `total`.

    `ahead` is said « demain », « dans 14 jours »; `days` is the figure alone. And the `outcome` of the last
    one: when it was held, what it decided and granted, its criteria.
    """
    return {**_coming(seen), "outcome": _outcome(seen)}


def _coming(seen: Seen) -> dict[str, object]:
    day = next_committee(seen.activities, seen.today)
    if day is None:
        return {"kind": None, "date": None, "ahead": None, "days": None, "ready": None, "total": None}
    ready, pieces = readiness(seen)
    kind = Phrase(f"committee.{committee_kind(seen.team.phase_on(seen.today))}")
    return {
        "kind": kind,
        "date": day,
        "ahead": Ahead((day - seen.today).days),
        "days": (day - seen.today).days or None,
        "ready": ready,
        "total": pieces or None,
    }


def _outcome(seen: Seen) -> Phrase | None:
    """Return the sentence about the last committee that tells all that is known of it."""
    day = last_committee(seen.activities, seen.today)
    if day is None:
        return None
    record = decision_of(seen.activities, day, seen.today)
    answers = record.answers if record else {}
    told: dict[str, object] = {"decision": Choice("decision", str(answers["decision"]))} if record else {}
    amount = answers.get("amount")
    if isinstance(amount, int):
        told["amount"] = Money(amount)
    if answers.get("criteria"):
        told["criteria"] = " ".join(str(answers["criteria"]).split())
    return Phrase("_".join(["committee.last", *told]), {"last": day, **told})


def milestones(practice: Practice, seen: Seen) -> dict[str, object]:
    """Days from the start of construction to the first user (`d`) and version (`v`); the `next` milestone.

    `d_target` and `v_target` are the days that the method expects.
    """
    reached = all_of(practice, seen)
    d, v = _days_to("first_user", reached, seen), _days_to("first_version", reached, seen)
    return {
        "d": d,
        "v": v,
        "d_target": seen.thresholds.first_user_days if d is not None else None,
        "v_target": seen.thresholds.first_version_days if v is not None else None,
        "next": _next_step(practice, {str(each.answers.get("kind")) for each in reached}, seen),
    }


def _days_to(kind: str, reached: Sequence[Activity], seen: Seen) -> int | None:
    """Count the days that construction took to reach a milestone, when both its ends are known."""
    starts = [span.starts_on for span in seen.team.phases if span.phase is Phase.CONSTRUCTION]
    dated = (each.day for each in reached if each.answers.get("kind") == kind and not _ticked(each, seen))
    days = [day for day in dated if starts and day >= min(starts)]
    return (min(days) - min(starts)).days if days else None


def _ticked(activity: Activity, seen: Seen) -> bool:
    """Say whether a milestone comes from the list of arrival: reached, but nobody told on which day."""
    days = (each.day for each in seen.activities if each.author is not None)
    arrived = seen.team.arrived_on or min(days, default=None)
    return activity.day == arrived and not activity.text and set(activity.answers) == {"kind"}


def _next_step(practice: Practice, reached: set[str], seen: Seen) -> str | None:
    span = seen.team.span_on(seen.today)
    if span is None:
        return None
    coming = (
        (n, step)
        for reminder in practice.reminders
        if reminder.after and span.phase in reminder.phases
        for n, step in reminder.timetable(seen.thresholds)
        if span.starts_on + timedelta(days=n) >= seen.today and step not in reached
    )
    return min(coming, default=(0, None))[1]


MEASURES: Mapping[str, Measure] = {
    each.__name__: each
    for each in (
        count,
        rounds_and_people,
        contacts,
        feedback_days,
        release_rhythm,
        unknowns,
        focus,
        committee,
        milestones,
        *OF_THE_PRODUCT,
        *OF_THE_HOUSE,
    )
}
