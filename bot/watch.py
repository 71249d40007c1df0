"""Keeping an eye on the hour while messages are being sent, and on what holds a process up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic

_NOTHING = 0.1  # seconds
_FRESH = 0.05
"""Seconds during which what the database said is believed: less than a real chat takes to answer."""
_OFTEN = 4


class Late(Exception):
    """What was taken was held for too long, or is not to be sent now: it goes back."""


class Watch:
    """What time it is while something that takes a while is done."""

    def __init__(self, now: datetime) -> None:
        self._began, self._now = monotonic(), now
        self._looked = self._began

    @property
    def now(self) -> datetime:
        """The instant that was given, and what went by since: an instant of a story stands still."""
        gone = monotonic() - self._began
        return self._now + timedelta(seconds=gone) if gone > _NOTHING else self._now

    def must_look(self) -> bool:
        """Say whether to ask the database again; taking the batch was the first time."""
        now = monotonic()
        if now - self._looked <= _FRESH:
            return False
        self._looked = now
        return True


@contextmanager
def watchdog(longest: timedelta) -> Iterator[None]:
    """Have the kernel end this process if it stands still for so long, before it does anything more.

    A process that is stopped (SIGSTOP, a paused container) between its last look at the database and the
    write on its socket would otherwise go on and send what another one has sent meanwhile. Only the default
    action of a signal that waits comes before whatever the process does next.
    """
    ended = Event()
    seconds = longest.total_seconds()

    def _wind() -> None:
        while not ended.wait(seconds / _OFTEN):
            signal.setitimer(signal.ITIMER_REAL, seconds)

    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    thread = Thread(target=_wind, name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        signal.setitimer(signal.ITIMER_REAL, 0)
