"""What led to what: a record may point at the ones it comes from, as `record:42` among its links."""

from collections.abc import Iterable, Sequence

from bot.domain.activities import Activity
from bot.domain.counting import Seen

_PREFIX = "record:"
EVIDENCE = ("user_test", "interview", "feedback", "learning", "measure")
"""What may be the reason of something else, the strongest first."""
HEARD = frozenset({"user_test", "feedback"})
CALLS_FOR = frozenset({"decision", "release"})
"""What closes the loop from a user's word to something done (METHOD §7, loop_closure)."""


def link_to(record_id: int) -> str:
    """Return the link that points at a record."""
    return f"{_PREFIX}{record_id}"


def linked_ids(links: Iterable[str]) -> set[int]:
    """Return the records that some links point at."""
    ids = (each.removeprefix(_PREFIX) for each in links if each.startswith(_PREFIX))
    return {int(each) for each in ids if each.isdecimal()}


def candidates(activities: Sequence[Activity], of: Activity | None, most: int) -> list[Activity]:
    """Return the latest records that another one may come from, newest first."""
    known = linked_ids(of.links) if of else set()
    may = [
        each
        for each in activities
        if each.practice in EVIDENCE and each.id not in known and (of is None or each.id != of.id)
    ]
    return sorted(may, key=lambda each: (each.day, each.id), reverse=True)[:most]


def followed(seen: Seen) -> int | None:
    """Count the tests and feedback of the span that led to a decision or a release; None for none at all.

    A learning on the way counts: a test led to it, and it led to the decision.
    """
    heard = {
        each.id for each in seen.activities if each.practice in HEARD and seen.since <= each.day <= seen.today
    }
    if not heard:
        return None
    reached = {
        id_ for each in seen.activities if each.practice in CALLS_FOR for id_ in linked_ids(each.links)
    }
    reached |= {id_ for each in seen.activities if each.id in reached for id_ in linked_ids(each.links)}
    return len(heard & reached)
