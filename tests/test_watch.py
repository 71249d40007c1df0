"""A process that stood still for too long ends as it wakes; one that did not goes on."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Event

import pytest

from bot.watch import watchdog

LONGEST = 1.0
STOPS = f"""
import os, signal
from datetime import timedelta
from bot.watch import watchdog

with watchdog(timedelta(seconds={LONGEST})):
    os.kill(os.getpid(), signal.SIGSTOP)
    print("went on", flush=True)
"""


@pytest.mark.parametrize(
    ("stood_still", "end"), [(0.0, (0, "went on\n")), (1.5 * LONGEST, (-signal.SIGALRM, ""))]
)
def test_a_process_that_stood_still_for_too_long_does_nothing_more(
    stood_still: float, end: tuple[int, str]
) -> None:
    with subprocess.Popen([sys.executable, "-c", STOPS], stdout=subprocess.PIPE, text=True) as process:
        os.waitpid(process.pid, os.WUNTRACED)
        Event().wait(stood_still)
        process.send_signal(signal.SIGCONT)
        said, _ = process.communicate(timeout=30)
        assert (process.returncode, said) == end


def test_nothing_ends_a_process_that_is_no_longer_watched() -> None:
    with watchdog(timedelta(minutes=10)):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
