"""How much may be said to one person in a week? Everything proactive counts (PRACTICES §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.people import Rhythm


@dataclass(frozen=True, slots=True)
class Allowance:
    """The most that is said in a week: what fits is said, the rest waits for its next turn."""

    messages: int
    items: int
    """Questions and lines together."""


SILENCE = Allowance(messages=0, items=0)
_BY_DAYS = MappingProxyType(
    {
        1: Allowance(1, 2),
        2: Allowance(2, 4),
        3: Allowance(3, 5),
        4: Allowance(4, 6),
        5: Allowance(5, 8),
    }
)


@dataclass(frozen=True, slots=True)
class Budget:
    """The allowance of a week, by how many mission days it has."""

    by_days: Mapping[int, Allowance] = field(default_factory=lambda: _BY_DAYS)
    gentle: Allowance = Allowance(1, 3)
    """Of a week of any length, for the gentle rhythm."""

    def for_week(self, working_days: int, rhythm: Rhythm) -> Allowance:
        """Return what may be said in a week; a week without a working day is silent."""
        if working_days < 1:
            return SILENCE
        if rhythm is Rhythm.GENTLE:
            return self.gentle
        known = [days for days in self.by_days if days <= working_days]
        return self.by_days[max(known)] if known else SILENCE
