"""`pouce doctor`: each thing that Pouce needs, looked at in turn; what fails says exactly what to mend.

A chat adds its own checks to the list, from what it alone knows.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.catalogue import CatalogueFaults
from bot.chats import mattermost_doctor, slack_doctor
from bot.config import Config, ConfigFaults, load_config
from bot.domain.people import CLOCK
from bot.findings import Check, Finding
from bot.health import SOCKET, examine
from bot.store import Store, StoreUnavailable, at_head, file_of
from bot.wiring import build_kit

_SKEW = timedelta(seconds=30)
_ROOM = 200 * 1024 * 1024  # bytes free on the disk of a SQLite database

_UNSAID = "until then messages wait, and none is lost before its day is over"
_UNHEARD = "until then Pouce does not hear what people do there"


def diagnose(now: datetime) -> list[Finding]:
    """Look at the configuration first: without it, nothing else can be looked at."""
    try:
        config = load_config()
    except ConfigFaults as faults:
        return [Finding("configuration", line, "see config.example.toml") for line in faults.lines]
    found = [Finding("configuration", "read")]
    for check in _CHECKS:
        found += check(config, now)
    return found


def _keys(config: Config, _: datetime) -> Iterator[Finding]:
    if config.secret_keys:
        yield Finding("keys", f"{len(config.secret_keys)} given")
    else:
        yield Finding("keys", "none given: this machine's own, in var/secret_key")


def _catalogue(config: Config, _: datetime) -> Iterator[Finding]:
    try:
        kit = build_kit(config)
    except CatalogueFaults as faults:
        lines = str(faults).splitlines()
        yield Finding("catalogue", f"{len(lines)} fault(s), the first: {lines[0]}", "run `pouce check`")
        return
    yield Finding("catalogue", f"{len(kit.catalogue.practices)} practices in {len(kit.languages)} languages")


def _database(config: Config, now: datetime) -> Iterator[Finding]:
    store = Store(config.database_url)
    try:
        if not at_head(store.engine):
            yield Finding("database", "its tables are not those of this version", "run `pouce migrate`")
            return
        yield from _skew(store, now)
        yield from _delivery(store, now, ticking=not config.on_sqlite or bool(config.chats))
    except StoreUnavailable as fault:
        yield Finding("database", str(fault), "mend this first: nothing is recorded meanwhile")
    finally:
        store.close()


def _skew(store: Store, now: datetime) -> Iterator[Finding]:
    with store.write(CLOCK) as memory:
        away = abs(memory.database_clock() - now)
    if away > _SKEW:
        seconds = round(away.total_seconds())
        yield Finding("clocks", f"the database's is {seconds} s away from ours", "set both by NTP")
    else:
        yield Finding("database", "answers, can be written, and its clock is ours")


def _delivery(store: Store, now: datetime, *, ticking: bool) -> Iterator[Finding]:
    health = examine(store, now, ticking=ticking)
    found = {**health.faults, **health.warnings}
    for what, said in found.items():
        heard = what.startswith(SOCKET)
        yield Finding(what, said, _UNHEARD if heard else _UNSAID)
    if not found:
        waiting = sum(health.under_way.values())
        yield Finding("delivery", f"{waiting} message(s) under way, none late, no chat refuses")


def _disk(config: Config, _: datetime) -> Iterator[Finding]:
    file = file_of(config.database_url)
    if file is None:
        return
    folder = file.parent
    free = shutil.disk_usage(folder if folder.exists() else Path.cwd()).free
    told = f"{free // (1024 * 1024)} MB free for {folder}"
    yield Finding("disk", told, "" if free > _ROOM else "free some space: a full disk records nothing")


_CHECKS: tuple[Check, ...] = (_keys, _catalogue, _database, _disk, slack_doctor.look, mattermost_doctor.look)
