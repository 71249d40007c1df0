"""One worker process that speaks Mattermost: to a server of its own for each workspace, by its number."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.config import Config
from bot.domain.people import CLOCK
from bot.platforms.base import Platform
from bot.platforms.mattermost.client import MattermostVoice, typed_driver
from bot.wiring import Bot, build
from tests.delivery.worker_main import Labelled, Spec

CALLBACK = "https://pouce.example.org/mattermost"


def bot_on(spec: Spec, label: Callable[[str], None] = lambda _: None) -> Bot:
    """Assemble a Pouce that speaks to one Mattermost for each workspace there is."""
    bot = build(Config(database_url=spec.database, secret_keys=("a key for these workers",)))
    with bot.store.read(CLOCK) as memory:
        workspaces = sorted(each.id for each in memory.workspaces())
    voices: dict[int, Platform] = {ws: _voice(spec, n) for n, ws in enumerate(workspaces, start=1)}
    lease = timedelta(seconds=spec.lease)
    return Labelled(bot.kit, bot.store, bot.seal, voices, lease=lease, label=label)


def _voice(spec: Spec, number: int) -> MattermostVoice:
    pace = spec.pace()
    driver = typed_driver(f"http://127.0.0.1:{spec.port}/{number}", "token-pouce", pace)
    return MattermostVoice(driver, CALLBACK, lambda _: b"", lambda: datetime.now(UTC), pace=pace)
