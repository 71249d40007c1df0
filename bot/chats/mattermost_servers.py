"""The Mattermost servers that Pouce is on, what opens them, and which one a command comes from.

What the store knows is read again after a minute, and when a command is not known: another process may have
installed Pouce meanwhile, or taken it off.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import structlog

from bot.chats.mattermost_installs import PLATFORM, opened, server_of
from bot.config import Mattermost
from bot.domain.people import CLOCK
from bot.platforms.mattermost.install import Kept
from bot.store import Installation, Store
from bot.vault import Locked, Vault

_FRESH = timedelta(minutes=1)
_AGAIN = timedelta(seconds=5)
"""How often at most an unknown token makes us look: anybody may send one."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Server:
    """One server, and what we work with there."""

    installation: Installation
    kept: Kept
    by_hand: tuple[str, ...] = field(default=(), repr=False)
    """Tokens of commands that the configuration gives, whatever their team."""

    def has(self, team: str, token: str) -> bool:
        """Say whether a command's token is that of its team, in a time that tells nothing of it."""
        known = (self.kept.commands.get(team, ""), *self.by_hand)
        return any([hmac.compare_digest(each.encode(), token.encode()) for each in known if each])  # noqa: C419 # all of them, always


@dataclass
class Servers:
    """What the store and the configuration say together."""

    store: Store
    vault: Vault
    now: Callable[[], datetime]
    given: Mattermost | None = None
    _held: dict[int, Server] = field(default_factory=dict, repr=False)
    _read_at: datetime | None = None
    _one_at_a_time: Lock = field(default_factory=Lock)

    def all(self) -> list[Server]:
        """Return every server where Pouce is."""
        self._look(_FRESH)
        return list(self._held.values())

    def at(self, workspace: int) -> Server | None:
        """Return the server of a workspace."""
        self._look(_FRESH)
        return self._held.get(workspace)

    def called(self, team: str, token: str) -> Server | None:
        """Return the server whose command has this token in this team."""
        for age in (_FRESH, _AGAIN):
            self._look(age)
            found = [each for each in self._held.values() if each.has(team, token)]
            if found:
                return found[0]
        return None

    def _look(self, age: timedelta) -> None:
        with self._one_at_a_time:
            now = self.now()
            if self._read_at is not None and abs(now - self._read_at) < age:
                return
            with self.store.read(CLOCK) as memory:
                installations = memory.installations(PLATFORM)
                names = {each.id: each.external_id for each in memory.workspaces()}
            servers = (self._server(each, names[each.workspace]) for each in installations)
            self._held = {each.installation.workspace: each for each in servers if each}
            self._read_at = now

    def _server(self, installation: Installation, name: str) -> Server | None:
        """Return a server; what the configuration gives of it comes first."""
        given = self.given if self.given and server_of(self.given.url) == name else None
        kept = self._kept(installation)
        if given and given.token:
            commands = kept.commands if kept else {}
            kept = Kept(given.url, given.token, kept.token_id if kept else "", commands)
        by_hand = given.command_tokens if given else ()
        return Server(installation, kept, by_hand) if kept else None

    def _kept(self, installation: Installation) -> Kept | None:
        if not installation.secrets:
            return None
        try:
            return opened(self.vault, installation.secrets)
        except Locked:
            fix = "put the older key of POUCE_SECRET_KEY back after the new one, or install Pouce there again"
            log.exception("server locked", action="open", workspace=installation.workspace, fix=fix)
            return None
