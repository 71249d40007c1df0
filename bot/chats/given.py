"""The one workspace, or server, whose token is in the configuration: whose it is, asked when Pouce starts."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.config import ConfigFaults
from bot.platforms.base import Lost, PlatformError
from bot.store import Installation, Memory

_Who = TypeVar("_Who")


def whose(
    ask: Callable[[], _Who], token: str, where: str, what: str, known: Callable[[], bool]
) -> _Who | None:
    """Ask a chat whose a token is; None without an answer, when the last one may be believed.

    `token` is the setting, `where` the address, and `what` is known once a chat has answered.

    Raises:
        ConfigFaults: when the chat refuses, or when nothing is known yet.
    """
    try:
        return ask()
    except Lost as silence:
        if known():
            return None
        chat = token.partition(".")[0]
        raise ConfigFaults(
            [f"{chat}: {where} does not answer ({silence}), and {what} is not known yet"]
        ) from None
    except PlatformError as refusal:
        raise ConfigFaults([f"{token}: {refusal}"]) from None


def install_alone(memory: Memory, platform: str, installation: Installation, now: datetime) -> None:
    """Note where the token of the configuration is good, and forget where an earlier one was."""
    memory.install(installation)
    for other in memory.installations(platform):
        if other.workspace != installation.workspace and not other.secrets:
            memory.uninstall(other.workspace, now)
