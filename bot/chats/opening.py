"""What the configured chats add to a bot: doors by HTTP, voices, and long-lived connections."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chats import slack
from bot.config import Config
from bot.platforms.base import Listen
from bot.platforms.slack.guard import MOST
from bot.platforms.slack.listen import EVENTS
from bot.platforms.slack.oauth import INSTALL, REDIRECT
from bot.platforms.slack.socket import connect
from bot.wiring import Bot


@dataclass(frozen=True, slots=True)
class Way:
    """What answers under some paths."""

    paths: Sequence[str]
    listen: Listen
    most: int = 64 * 1024
    """Bytes of a body."""


def open_chats(config: Config, bot: Bot) -> list[Way]:
    """Give a bot its voices on the configured chats, and return their doors."""
    return _open_slack(config, bot)


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
