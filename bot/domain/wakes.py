"""Going through time by jumps: from one instant at which something happens to the next."""

from collections.abc import Callable, Iterator
from datetime import datetime

_PATIENCE = 100  # ticks at one instant before the clock is said to be stuck


class StuckClock(Exception):
    """Tick after tick, the same instant is still awaited: something is due and is never done."""

    def __init__(self, awaited: datetime) -> None:
        super().__init__(f"the clock is stuck: tick after tick, it still awaits {awaited:%Y-%m-%d %H:%M} UTC")


def wakes(
    next_wake: Callable[[datetime], datetime | None], now: datetime, target: datetime
) -> Iterator[datetime]:
    """Yield the instants to tick at, target last: the same comes of it as if every minute were ticked.

    `next_wake` says when something may happen next, perhaps already past; None when nothing is awaited.
    """
    ticks = 0
    while (wake := next_wake(now)) is not None and wake <= target:
        ticks = ticks + 1 if wake <= now else 0
        if ticks > _PATIENCE:
            raise StuckClock(wake)
        now = max(wake, now)
        yield now
    yield target
