"""A Mattermost with a bot, a few people, and the voice of Pouce on it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.people import Address, AddressKind
from bot.platforms.mattermost.client import PACE, MattermostVoice, typed_driver
from tests.mattermost import contract
from tests.mattermost.fake.server import served
from tests.mattermost.fake.state import Mattermost

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
CALLBACK = "https://pouce.example.org/mattermost"
QUICK = replace(PACE, timeout=timedelta(seconds=2))


@dataclass
class Desk:
    """One server and the voice of Pouce on it, at an hour that only moves when told to."""

    mattermost: Mattermost
    now: datetime = NOW
    voice: MattermostVoice = field(init=False)
    drivers: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mattermost.fixed = self.now.timestamp()
        self.voice = self.hired()

    def hired(self, base: str = "", token: str = "token-pouce") -> MattermostVoice:  # noqa: S107 # of a fake
        """Return another voice, that remembers nothing."""
        driver: Any = typed_driver(base or self.mattermost.base, token, QUICK)
        self.drivers.append(driver)
        return MattermostVoice(driver, CALLBACK, lambda _: b"PNG", lambda: self.now, pace=QUICK)

    def close(self) -> None:
        """Let go of every connection."""
        for each in self.drivers:
            each.close()

    def go_on(self, length: timedelta) -> None:
        """Let time go by, there as here."""
        self.now += length
        self.mattermost.fixed = self.now.timestamp()

    def person(self, name: str = "ada") -> Address:
        return Address(1, self.mattermost.who(name).id)

    def channel(self, id_: str) -> Address:
        return Address(1, id_, AddressKind.CHANNEL)


@contextmanager
def opened(mattermost: Mattermost, path: str = "") -> Iterator[Desk]:
    """Serve a Mattermost; at the end, all that was said on it held to Mattermost's own file."""
    with served(mattermost, path):
        mattermost.bot("pouce", "aides")
        mattermost.user("ada", "aides")
        mattermost.user("bob", "aides")
        with closing(Desk(mattermost)) as desk:
            yield desk
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []
