"""What a team could tell its partners: what moved, what was learned, what is stuck, what is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.counting import is_lifted

NEWS = "news"
_MOST = 2  # things in a line: five lines are read, more are not


@dataclass(frozen=True, slots=True)
class News:
    """What the records of a period say, in the team's own words, newest first."""

    since: date
    good: tuple[str, ...]
    learned: tuple[str, ...]
    bad: tuple[str, ...]
    ask: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was noted that could be told."""
        return not (self.good or self.learned or self.bad or self.ask)


def news_of(records: Sequence[Activity], today: date, usual: int) -> News:
    """Gather what is new since the last news, else since the usual number of days."""
    told = [each.day for each in records if each.practice == NEWS and each.day < today]
    since = max(told, default=today - timedelta(days=usual))
    lately = [each for each in reversed(records) if since <= each.day <= today]
    return News(
        since=since,
        good=_first(each.text for each in lately if each.practice == "release"),
        learned=_first(_learned(lately)),
        bad=_first(each.text for each in _stuck(records)),
        ask=_first(_needed(lately)),
    )


def _first(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:_MOST]


def _learned(records: Sequence[Activity]) -> Iterator[str]:
    return (each.text for each in records if each.practice in {"user_test", "learning", "interview"})


def _stuck(records: Sequence[Activity]) -> Iterator[Activity]:
    return (each for each in reversed(records) if each.practice == "blocker" and not is_lifted(each))


def _needed(records: Sequence[Activity]) -> Iterator[str]:
    for each in records:
        field = {"ally": "need", "sponsor": "ask"}.get(each.practice)
        if field and each.answers.get(field):
            yield str(each.answers[field])
