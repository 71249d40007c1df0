"""Is this Pouce well? What a monitor reads at /readyz, and what `pouce doctor` tells a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK
from bot.sockets import BEAT
from bot.store import Blocked, Store, StoreUnavailable, at_head

_STALE_TICK = timedelta(minutes=3)
_LATE = timedelta(minutes=15)
"""A message that could have left this long ago: spreading takes ten minutes."""
_SILENT = timedelta(minutes=2)
"""A connection on which not even the answer to a ping came for so long is cut, whatever it looks like."""
TICK = "tick"
SOCKET = "socket "
"""How what is said of a connection begins."""


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. With a fault, this process cannot do its work; a warning asks somebody to look."""

    faults: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    tick_age: float | None = None
    """Seconds since the clock last ticked, anywhere; None when it never did."""
    oldest_due: float = 0.0
    """Seconds since the message that waits longest could have left."""
    under_way: dict[DeliveryState, int] = field(default_factory=dict)
    blocked: tuple[Blocked, ...] = ()
    sockets: dict[str, float] = field(default_factory=dict)
    """Long-lived connections that a process holds, by name: seconds since something last came by each."""

    def as_json(self) -> dict[str, object]:
        """Return what /readyz shows."""
        return {
            "faults": self.faults,
            "warnings": self.warnings,
            "tick_age_seconds": self.tick_age,
            "oldest_due_seconds": self.oldest_due,
            "under_way": {state.value: count for state, count in self.under_way.items()},
            "blocked_workspaces": {
                str(each.workspace): {"until": each.until.isoformat(), "fix": each.why}
                for each in self.blocked
            },
            "sockets": {name: {"last_frame_seconds": age} for name, age in self.sockets.items()},
        }


def _told(blocked: Blocked) -> dict[str, str | None]:
    return {"until": blocked.until.isoformat(), "fix": blocked.why}


def examine(store: Store, now: datetime, *, ticking: bool = True) -> Health:
    """Look at the database, the clock and what waits. `ticking`: whether time passes by itself here."""
    try:
        if not at_head(store.engine):
            return Health({"database": "migrations are pending: run pouce migrate"})
        return _examined(store, now, ticking=ticking)
    except StoreUnavailable as fault:
        return Health({"database": str(fault)})


def _examined(store: Store, now: datetime, *, ticking: bool) -> Health:
    with store.read(CLOCK) as memory:
        beats, leases, oldest = memory.beats(), memory.leases(), memory.oldest_due(now)
        blocked, under_way = memory.blocked(now), memory.under_way()
    last = beats.get(TICK)
    age = now - last if last else None
    silent = _silent(beats, leases, now)
    late = now - oldest if oldest else timedelta(0)
    return Health(
        faults=_faults(age) if ticking else {},
        warnings={**_warnings(late, blocked), **_cut(silent)} if ticking else {},
        tick_age=age.total_seconds() if age is not None else None,
        oldest_due=late.total_seconds(),
        under_way=under_way,
        blocked=tuple(blocked),
        sockets={name: length.total_seconds() for name, length in silent.items()},
    )


def _faults(age: timedelta | None) -> dict[str, str]:
    if age is None:
        return {"clock": "it has never ticked: start `pouce worker`"}
    if age > _STALE_TICK:
        return {"clock": f"it last ticked {_minutes(age)} ago: is a `pouce worker` running?"}
    return {}


def _warnings(late: timedelta, blocked: list[Blocked]) -> dict[str, str]:
    found = {f"workspace {each.workspace}": f"its messages wait: {each.why}" for each in blocked if each.why}
    if late > _LATE:
        found["messages"] = f"one could have left {_minutes(late)} ago: look at the log and at the workers"
    return found


def _silent(
    beats: Mapping[str, datetime], leases: Mapping[str, datetime], now: datetime
) -> dict[str, timedelta]:
    """Return for how long nothing came by each connection that a process holds."""
    seen = {name.removeprefix(BEAT): at for name, at in beats.items() if name.startswith(BEAT)}
    return {name: now - at for name, at in sorted(seen.items()) if leases.get(name, at) > now}


def _cut(silent: Mapping[str, timedelta]) -> dict[str, str]:
    return {
        f"{SOCKET}{name}": f"nothing came by it for {_minutes(length)}: look at the log and at the network"
        for name, length in silent.items()
        if length > _SILENT
    }


def _minutes(length: timedelta) -> str:
    return f"{round(length.total_seconds() / 60)} min"
