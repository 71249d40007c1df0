"""What the configured chats add to a bot: doors by HTTP, voices, and long-lived connections."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.chats import mattermost, slack
from bot.chats.mattermost_installs import PLATFORM, close_again
from bot.chats.mattermost_sockets import Sockets
from bot.config import Config
from bot.domain.people import CLOCK
from bot.platforms.base import Listen
from bot.platforms.mattermost import guard, listen
from bot.platforms.slack.guard import MOST
from bot.platforms.slack.listen import EVENTS
from bot.platforms.slack.oauth import INSTALL, REDIRECT
from bot.platforms.slack.socket import connect
from bot.store import Store, migrate
from bot.vault import Vault
from bot.wiring import Bot

_FILE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Way:
    """What answers under some paths."""

    paths: Sequence[str]
    listen: Listen
    most: int = 64 * 1024
    """Bytes of a body."""


def is_spoken(config: Config) -> bool:
    """Say whether there is a real chat: in the configuration, or a server that was installed by a command."""
    return bool(config.chats) or _has_servers(config.database_url)


def open_chats(config: Config, bot: Bot) -> list[Way]:
    """Give a bot its voices on the configured chats, and return their doors."""
    return [*_open_slack(config, bot), *_open_mattermost(config, bot)]


def _open_slack(config: Config, bot: Bot) -> list[Way]:
    if config.slack is None:
        return []
    given = config.slack
    house = slack.open_slack(config, bot, given)
    doors = slack.doors(house, given)
    ways = []
    if given.by_socket:
        slack.require_socket(given)
        bot.sockets["slack"] = lambda: connect(doors, given.app_token, given.api_url, house.now)
    else:
        ways.append(Way((EVENTS,), doors.listen, MOST))
    if given.by_oauth:
        ways.append(Way((INSTALL, REDIRECT), slack.installing(house, config, given).listen))
    return ways


def _open_mattermost(config: Config, bot: Bot) -> list[Way]:
    """Serve Mattermost even before it has a server: one may be installed meanwhile."""
    close_again(bot.store, Vault(config.sealing_keys()))
    house = mattermost.open_mattermost(config, bot)
    doors = listen.Doors(house)
    sockets = Sockets(house, doors)
    sockets.look_around(house.now())
    bot.chores.append(sockets.look_around)
    return [Way((guard.COMMAND, guard.ACTION, guard.DIALOG), doors.listen, guard.MOST)]


def _has_servers(database_url: str) -> bool:
    if database_url.startswith(_FILE) and not Path(database_url.removeprefix(_FILE)).exists():
        return False
    with closing(Store(database_url)) as store:
        migrate(store.engine)
        with store.read(CLOCK) as memory:
            return bool(memory.installations(PLATFORM))
