"""One worker process that speaks Mattermost, on every server that Pouce was installed on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.chats.mattermost import open_mattermost
from bot.chats.mattermost_installs import keep
from bot.config import Config, Web
from bot.platforms.mattermost.install import Account, Kept
from bot.store import Store
from bot.vault import Vault
from bot.wiring import Bot, build
from tests.delivery.worker_main import Labelled, Spec
from tests.mattermost.fake.state import id_of

KEYS = ("a key for these workers",)


def installed(store: Store, port: int, number: int) -> list[int]:
    """Note that Pouce was installed on so many servers of one process; return their workspaces."""
    account, vault, now = Account(id_of("pouce"), "pouce"), Vault(KEYS), datetime.now(UTC)
    urls = (f"http://127.0.0.1:{port}/{n}" for n in range(1, number + 1))
    return [keep(store, vault, account, Kept(url, "token-pouce"), now) for url in urls]


def bot_on(spec: Spec, label: Callable[[str], None] = lambda _: None) -> Bot:
    """Assemble a Pouce as a worker does: what it speaks with is what was kept when it was installed."""
    web = Web(public_url="https://pouce.example.org")
    config = Config(database_url=spec.database, secret_keys=KEYS, web=web)
    bot, lease = build(config), timedelta(seconds=spec.lease)
    labelled = Labelled(bot.kit, bot.store, bot.seal, lease=lease, label=label)
    open_mattermost(config, labelled, pace=spec.pace())
    return labelled
