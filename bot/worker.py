"""A process that works: plans each minute, sends as soon as something may leave, and stops in good order."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import ceil
from threading import Event, Lock, Thread
from time import monotonic

import structlog

from bot import clock
from bot.postman import Postman
from bot.sockets import TURN, Keeper
from bot.store import StoreUnavailable
from bot.wiring import Bot

SENDERS = 4
_IDLE = 1.0  # seconds between two looks when nothing waits
_SOON = 0.02  # seconds when something waits for its pace, or for another process
_LAST = 8.0  # seconds given to what is under way when told to stop

log = structlog.get_logger()


def run(bot: Bot, stopped: Event, *, senders: int = SENDERS) -> None:
    """Plan and send until told to stop; then finish what is under way, or hand it back, in under 10 s."""
    gc.freeze()  # modules, catalogue and holidays stay: looking at them again is a fifth of planning
    postman = replace(bot.postman, stopping=stopped.is_set)
    _resume(postman, stopped)
    round_ = _Round(postman, stopped, senders)
    threads = [Thread(target=round_.go, name=f"sender-{n}", daemon=True) for n in range(senders)]
    keeper = Keeper(bot.store, bot.sockets)
    threads.append(Thread(target=_settle, args=(postman, stopped), name="settler", daemon=True))
    threads.append(Thread(target=_hold, args=(keeper, stopped), name="keeper", daemon=True))
    stop_planning = clock.start(lambda now: _plan(bot, postman, now, stopped))
    for thread in threads:
        thread.start()
    stopped.wait()
    until = monotonic() + _LAST
    for thread in threads:
        thread.join(max(until - monotonic(), 0.0))
    with _going_on("stop"):
        postman.let_go(_now())
    stop_planning()


def _now() -> datetime:
    return datetime.now(UTC)


def _resume(postman: Postman, stopped: Event) -> None:
    """Before anything leaves, put in doubt what the last process was sending, however long that takes."""
    resumed = False
    while not resumed and not stopped.is_set():
        with _going_on("resume"):
            postman.resume(_now())
            resumed = True
        if not resumed:
            stopped.wait(_IDLE)


def _plan(bot: Bot, postman: Postman, now: datetime, stopped: Event) -> None:
    with _going_on("plan"):
        bot.plan(now, stopped.is_set)
        postman.expire(now)


def _settle(postman: Postman, stopped: Event) -> None:
    while not stopped.wait(_IDLE):
        with _going_on("settle"):
            postman.settle(_now())


def _hold(keeper: Keeper, stopped: Event) -> None:
    while not stopped.is_set():
        with _going_on("hold"):
            keeper.turn(_now())
        stopped.wait(TURN)
    with _going_on("hold"):
        keeper.close(_now())


@contextmanager
def _going_on(action: str) -> Iterator[None]:
    """Let a database that is away for a while be a line in the log, and nothing worse."""
    try:
        yield
    except StoreUnavailable as fault:
        log.warning("database away", action=action, why=str(fault))
    except Exception:  # a fault of ours must not end a thread that everybody depends on
        log.exception("fault", action=action)


@dataclass
class _Round:
    """The workspaces in turn, shared between threads so that none has more than its part of them."""

    postman: Postman
    stopped: Event
    senders: int
    _busy: Counter[int] = field(default_factory=Counter)
    _last: int = 0
    _lock: Lock = field(default_factory=Lock)

    def go(self) -> None:
        """Serve one workspace after another until told to stop."""
        while not self.stopped.is_set():
            pause = _IDLE
            with _going_on("send"):
                pause = self._step()
            self.stopped.wait(pause)

    def _step(self) -> float:
        """Serve the next workspace, if any; return how long to wait before the next one."""
        waiting = self.postman.waiting(_now())
        workspace = self._taken(waiting)
        if workspace is None:
            return _SOON if waiting else _IDLE
        try:
            served = self.postman.serve(workspace, _now())
        finally:
            self._left(workspace)
        return _SOON if served is None else 0.0

    def _taken(self, waiting: list[int]) -> int | None:
        """Take the next workspace that has fewer threads than its part."""
        most = ceil(self.senders / max(len(waiting), 1))
        with self._lock:
            free = [each for each in waiting if self._busy[each] < most]
            if not free:
                return None
            chosen = next((each for each in free if each > self._last), free[0])
            self._busy[chosen] += 1
            self._last = chosen
            return chosen

    def _left(self, workspace: int) -> None:
        with self._lock:
            self._busy[workspace] -= 1
