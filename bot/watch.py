"""Keeping an eye on the hour while a batch of messages is being sent."""

from datetime import datetime, timedelta
from time import monotonic

_NOTHING = 0.1  # seconds
_FRESH = 0.1  # seconds during which what the store said of a workspace still holds


class Late(Exception):
    """What was taken was held for too long, or is not to be sent now: it goes back."""


class Watch:
    """What time it is while a batch is being sent, and whether it is still ours."""

    def __init__(self, now: datetime, lease: timedelta) -> None:
        self._began, self._now, self._lease = monotonic(), now, lease.total_seconds()
        self._looked = self._began

    @property
    def now(self) -> datetime:
        """The instant that was given, and what went by since: an instant of a story stands still."""
        gone = monotonic() - self._began
        return self._now + timedelta(seconds=gone) if gone > _NOTHING else self._now

    def must_look(self) -> bool:
        """Say whether to ask the store again if the workspace rests; taking the batch was the first time."""
        now = monotonic()
        if now - self._looked <= _FRESH:
            return False
        self._looked = now
        return True

    def require_time(self) -> None:
        """Raise Late when another process may soon take over what was taken."""
        if monotonic() - self._began > self._lease / 2:
            raise Late
