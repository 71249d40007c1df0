"""How what is done in the administration, with the team and for oneself becomes facts (PRACTICES §5).

As in `bot.domain.measures`, a fact that is not known is None, and what is said of it is passed over.
"""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.activities import Value
from bot.domain.counting import (
    Seen,
    all_of,
    answering,
    day_of,
    last_day,
    latest_by,
    number,
    sum_of,
    to_follow,
    total,
)
from bot.domain.money import left_of, runway_ends
from bot.domain.practices import Practice
from bot.domain.values import Age, Choice, Money

_ASKED_LATELY = timedelta(days=91)
_SHOWN = 3
_EXPERTISES = frozenset({"legal", "security", "personal_data", "communication", "it", "purchasing", "hr"})
"""The services that the description of the intrapreneur implies (LIVED §5, T3)."""


def sponsor_gap(practice: Practice, seen: Seen) -> dict[str, object]:
    """The day of the `last` direct talk and its `age`, and the promises still `open`."""
    records = all_of(practice, seen)
    promised = [each for each in records if each.answers.get("promise")]
    return {
        "last": records[-1].day if records else None,
        "age": Age((seen.today - records[-1].day).days) if records else None,
        "open": to_follow(practice, seen) if promised else None,
    }


def budget_left(practice: Practice, seen: Seen) -> dict[str, object]:
    """What is `left` of the `envelope`, until when (`runway`), when it was `published`, when it `ends_on`."""
    records = all_of(practice, seen)
    last = records[-1].answers if records else {}
    envelope, left, runway = last.get("envelope"), left_of(records), runway_ends(records, seen.today)
    published = [each.day for each in records if each.answers.get("url")]
    told = [each for each in seen.activities if each.text and each.answers.get("kind") == "public_budget"]
    published += [each.day for each in told]
    return {
        "envelope": Money(envelope) if isinstance(envelope, int) else None,
        "left": Money(left) if left is not None else None,
        "runway": runway,
        "published": max(published, default=None),
        "ends_on": day_of(last.get("ends_on")),
    }


def committee_ask(practice: Practice, seen: Seen) -> dict[str, object]:
    """The last ask: its `amount`, `team`, `criteria`, and how many parts are `missing`."""
    records = all_of(practice, seen)
    if not records:
        return {"amount": None}
    answers = records[-1].answers
    amount = answers.get("amount")
    return {
        "amount": Money(amount) if isinstance(amount, int) else None,
        "team": answers.get("team"),
        "criteria": answers.get("criteria"),
        "missing": sum(not answers.get(each.id) for each in practice.fields),
    }


def allies(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` services known, how many `allies`, the expertises `missing`, and what is `due`."""
    records = latest_by(all_of(practice, seen), "unit")
    known = {str(each.answers.get("kind")) for each in records}
    field = practice.field("kind")
    missing = [each for each in (field.choices if field else ()) if each in _EXPERTISES and each not in known]
    return {
        "n": len(records) or None,
        "allies": answering(records, "stance", value="ally"),
        "missing": [Choice("kind", each) for each in missing[:_SHOWN]] or None,
        "due": to_follow(practice, seen),
    }


def news(practice: Practice, seen: Seen) -> dict[str, object]:
    """The day of the `last` news and its `age`; how many `asks` were made of partners in three months."""
    records = all_of(practice, seen)
    recent = [each for each in records if each.day > seen.today - _ASKED_LATELY]
    return {
        "last": records[-1].day if records else None,
        "age": Age((seen.today - records[-1].day).days) if records else None,
        "asks": sum(bool(each.answers.get("ask")) for each in recent) or None,
    }


def rituals(practice: Practice, seen: Seen) -> dict[str, object]:
    """The day of the `last` retrospective and `demo`; whoever noted was there `took` times out of `n`."""
    records = all_of(practice, seen)
    told = [each for each in records if each.answers.get("took_part") is not None]
    return {
        "last": last_day(records, "retro"),
        "demo": last_day(records, "demo"),
        "took": sum(each.answers.get("took_part") is True for each in told) if told else None,
        "n": len(told) or None,
    }


def workshops(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` workshops or days in the field, `people`, how useful they were (`roti`), in `rated` answers."""
    records = all_of(practice, seen)
    marks = [number(each.answers["roti"], 0) for each in records if each.answers.get("roti")]
    return {
        "n": len(records) or None,
        "people": total(records, practice) if records else None,
        "roti": round(sum(marks) / len(marks), 1) if marks else None,
        "rated": len(marks) or None,
        "last": records[-1].day if records else None,
    }


def trainings(practice: Practice, seen: Seen) -> dict[str, object]:
    """`hours` spent on which `topics`, and how many practices were `kept`."""
    records = all_of(practice, seen)
    topics = dict.fromkeys(
        str(each.answers["topic"]) for each in reversed(records) if each.answers.get("topic")
    )
    return {
        "n": len(records) or None,
        "hours": sum_of(records, "hours"),
        "topics": [Choice("topic", each) for each in topics][:_SHOWN] or None,
        "kept": answering(records, "keep", value="keep") or None,
    }


def public_voice(practice: Practice, seen: Seen) -> dict[str, object]:
    """`n` times spoken, about `reach` people, `leads` opened; when the product `sheet` was refreshed."""
    records = all_of(practice, seen)
    return {
        "n": len(records) or None,
        "reach": sum_of(records, "reach"),
        "leads": sum(bool(each.answers.get("follow_up")) for each in records) or None,
        "sheet": last_day(records, "product_sheet"),
    }


def card(practice: Practice, seen: Seen) -> dict[str, object]:
    """The last card: `pitch`, `objective`, `sponsor_role`; and `since` when the phase is on."""
    records = all_of(practice, seen)
    span = seen.team.span_on(seen.today)
    told: dict[str, Value] = {}
    for each in records:
        told |= {name: value for name, value in each.answers.items() if value}
    return {
        "pitch": told.get("pitch"),
        "objective": told.get("objective"),
        "sponsor_role": told.get("sponsor_role"),
        "since": span.starts_on if span and records else None,
    }


def mediations(practice: Practice, seen: Seen) -> dict[str, object]:
    """How many matters are `open`, and how many are `solved`; of one person, for their eyes only."""
    records = all_of(practice, seen)
    solved = [each for each in records if each.closed_on or each.answers.get("state") == "agreed"]
    return {
        "open": len(records) - len(solved) if records else None,
        "solved": len(solved) or None,
    }


def time_share(practice: Practice, seen: Seen) -> dict[str, object]:
    """`days` a month on average, the `target`, and what takes the rest (`obstacles`); for one's own eyes."""
    records = all_of(practice, seen)
    said = [number(each.answers.get("days"), 0) for each in records if each.answers.get("days") is not None]
    obstacles = [str(each.answers["obstacle"]) for each in records if each.answers.get("obstacle")]
    phase = seen.team.phase_on(seen.today)
    return {
        "days": round(sum(said) / len(said), 1) if said else None,
        "target": seen.thresholds.days_a_month(phase),
        "obstacles": obstacles[-2:] or None,
    }


def drive(practice: Practice, seen: Seen) -> dict[str, object]:
    """The last `why`, its day (`since`), and the last `word`; never counted anywhere."""
    records = all_of(practice, seen)
    reasons = [each for each in records if each.answers.get("why")]
    words = [each for each in records if each.answers.get("word")]
    return {
        "why": reasons[-1].answers["why"] if reasons else None,
        "since": reasons[-1].day if reasons else None,
        "word": words[-1].answers["word"] if words else None,
    }


OF_THE_HOUSE: tuple[Callable[[Practice, Seen], dict[str, object]], ...] = (
    sponsor_gap,
    budget_left,
    committee_ask,
    allies,
    news,
    rituals,
    workshops,
    trainings,
    public_voice,
    card,
    mediations,
    time_share,
    drive,
)
