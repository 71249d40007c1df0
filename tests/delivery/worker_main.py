"""One worker process on a database and a chat server, until SIGTERM.

It begins once it is told, and says `ready` once it works. With `stop_at`, it stops itself (SIGSTOP) at the
n-th passage by a label, and says `stopped` just before.
"""

import logging
import os
import signal
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from math import inf
from multiprocessing.connection import Connection
from threading import Event

import structlog

from bot import worker
from bot.charts import draw_png
from bot.config import Config
from bot.domain.people import CLOCK
from bot.platforms.base import Pace, Platform
from bot.platforms.slack.client import SlackVoice, web_client
from bot.postman import Postman
from bot.watch import watchdog
from bot.wiring import Bot, build
from tests.delivery.http_voice import HttpVoice


@dataclass
class Spec:
    """What a worker stands on. Durations are in seconds."""

    database: str
    port: int
    chat: str = "http"
    """Or `slack`: the fake one of tests/slack, where the token of a workspace is `xoxb-` and its id."""
    senders: int = 4
    lease: float = 60.0
    timeout: float = 1.0
    per_second: float | None = None
    burst: int = 20
    gap: float = 0.0
    stop_at: tuple[str, int] | None = None
    watchdog: bool = True
    """Whether it ends as soon as it wakes from a long stop, as `pouce worker` does."""
    module: str = "tests.delivery.worker_main"
    """Where its `bot_on` is: each chat has its own voices."""

    def pace(self) -> Pace:
        rate = inf if self.per_second is None else self.per_second
        return Pace(rate, self.burst, timedelta(seconds=self.gap), timedelta(seconds=self.timeout))


@dataclass(frozen=True)
class Labelled(Bot):
    """A Pouce whose postman tells where he is."""

    label: Callable[[str], None] = field(default=print)

    @property
    def postman(self) -> Postman:
        return replace(super().postman, label=self.label)


def bot_on(spec: Spec, label: Callable[[str], None] = lambda _: None) -> Bot:
    """Assemble a Pouce that speaks to the chat server in every workspace there is."""
    bot = build(Config(database_url=spec.database, secret_keys=("a key for these workers",)))
    with bot.store.read(CLOCK) as memory:
        workspaces = {each.id: each.external_id for each in memory.workspaces()}
    if spec.chat == "slack":
        voices: dict[int, Platform] = {
            id_: slack_voice(spec, f"xoxb-{name}") for id_, name in workspaces.items()
        }
    else:
        voices = dict.fromkeys(workspaces, HttpVoice(spec.port, spec.pace(), label=label))
    lease = timedelta(seconds=spec.lease)
    return Labelled(bot.kit, bot.store, bot.seal, voices, lease=lease, label=label)


def slack_voice(spec: Spec, token: str) -> Platform:
    client = web_client(f"http://127.0.0.1:{spec.port}/api/", spec.pace())
    return SlackVoice(client, lambda: token, draw_png, lambda: datetime.now(UTC), spec.pace())


def stopper(where: str, passage: int, desk: "Connection[str, str]") -> Callable[[str], None]:
    """Stop the process at the n-th passage by a label, as a machine that is put to sleep."""
    seen = 0

    def _label(name: str) -> None:
        nonlocal seen
        seen += name == where
        if name == where and seen == passage:
            desk.send("stopped")
            os.kill(os.getpid(), signal.SIGSTOP)

    return _label


def work(spec: Spec, desk: "Connection[str, str]") -> None:
    """Wait for a word, then work until told to stop."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    desk.recv()
    label = stopper(*spec.stop_at, desk) if spec.stop_at else lambda _: None
    bot = import_module(spec.module).bot_on(spec, label)
    desk.send("ready")
    with watchdog(bot.lease / 2) if spec.watchdog else nullcontext():
        worker.run(bot, stopped, senders=spec.senders)
    bot.store.close()
