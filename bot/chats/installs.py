"""Where Pouce is installed on Slack, and the tokens it works with: opened, renewed, never shown.

What the store knows is read again after a minute: another process may have installed, removed or renewed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

import structlog
from slack_sdk.oauth.installation_store import Bot as SlackBot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from bot.domain.people import CLOCK, Scope
from bot.platforms.base import Busy, PlatformError, Refused
from bot.platforms.slack.oauth import Tokens
from bot.store import Installation, Store
from bot.vault import Locked, Vault

PLATFORM = "slack"
BEFORE = timedelta(hours=2)
"""How long before its end a token is renewed: both are good meanwhile (docs.slack.dev, token rotation)."""
_FRESH = timedelta(minutes=1)
_TURN = timedelta(seconds=30)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Held:
    """An installation, its tokens closed, and when it was read."""

    installation: Installation
    read_at: datetime


@dataclass
class Installs:
    """Implements the keeping of installations on the store."""

    store: Store
    vault: Vault
    now: Callable[[], datetime]
    exchange: Callable[[Tokens, datetime], Tokens]
    """Gives new tokens for the old ones, now; raises the failures of a chat."""
    test: Callable[[str], object]
    """Asks the chat whose a token is; raises its failures."""
    fixed: str = field(default="", repr=False)
    """The token of the configuration, for the one workspace."""
    owner: str = field(default_factory=lambda: uuid4().hex)
    _held: dict[int, Held] = field(default_factory=dict, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def keep(self, installation: SlackInstallation) -> None:
        """Note what a workspace gave when it installed Pouce."""
        bot = installation.to_bot()
        org_wide = bool(bot.is_enterprise_install)
        external = (bot.enterprise_id if org_wide else bot.team_id) or ""
        name = (installation.enterprise_name if org_wide else installation.team_name) or ""
        with self.store.write(CLOCK) as memory:
            workspace = memory.workspace(PLATFORM, external, name)
            memory.install(self._closed(workspace, bot))
            memory.unblock(workspace, self.now())
        self._held.pop(workspace, None)
        log.info("installed", action="install", workspace=workspace)

    def _closed(self, workspace: int, bot: SlackBot) -> Installation:
        secrets = {"token": bot.bot_token or "", "refresh": bot.bot_refresh_token or ""}
        ends = bot.bot_token_expires_at
        lasts = timedelta(seconds=ends - bot.installed_at) if ends else None
        return Installation(
            workspace,
            self.vault.close(secrets),
            bot.bot_user_id or "",
            bot.bot_id or "",
            tuple(sorted(bot.bot_scopes or ())),
            self.now() + lasts if lasts else None,
        )

    def installation(self, workspace: int) -> Installation | None:
        """Return an installation that stands."""
        found = self._held.get(workspace)
        now = self.now()
        if found and abs(now - found.read_at) < _FRESH:
            return found.installation
        with self.store.read(CLOCK) as memory:
            read = memory.installation(workspace)
        if read is None or read.removed_at:
            self._held.pop(workspace, None)
            return None
        self._held[workspace] = Held(read, now)
        return read

    def all(self) -> list[Installation]:
        """Return every installation that stands."""
        with self.store.read(CLOCK) as memory:
            return memory.installations(PLATFORM)

    def token(self, workspace: int) -> str:
        """Return the token that opens a workspace now; raise Refused where there is none."""
        found = self.installation(workspace)
        if found and self._ends_within(found, timedelta(0)):
            found = self.renewed(workspace)
        if found is None:
            fault = "Pouce was removed from this workspace: install it again"
            raise Refused(fault)
        return self._clear(found).token

    def removed(self, workspace: int) -> None:
        """Forget the tokens of a workspace that took Pouce out; what was said of older ones changes nothing.

        Installed again, it has new tokens by the time Slack tells that the old ones are gone. Raises what a
        chat may, when it does not say whether the tokens that are held are good.
        """
        self._held.pop(workspace, None)
        found = self.installation(workspace)
        if found is None or self._is_taken(workspace):
            return
        with self.store.write(Scope(workspace)) as memory:
            if memory.uninstall(workspace, self.now(), found.secrets):
                log.info("uninstalled", action="uninstall", workspace=workspace)
        self._held.pop(workspace, None)

    def _is_taken(self, workspace: int) -> bool:
        try:
            self.test(self.token(workspace))
        except Refused:
            return False
        return True

    def close_again(self) -> None:
        """Close every token with the newest key, so that an older one may be taken away."""
        for each in self.all():
            if each.secrets:
                with suppress(Locked), self.store.write(CLOCK) as memory:
                    closed = self.vault.close(self.vault.open(each.secrets))
                    memory.renew(replace(each, secrets=closed), held=each.secrets)

    def renew_all(self) -> None:
        """Renew the tokens that end soon, even of a workspace where nobody says anything."""
        soon = self.now() + BEFORE
        for each in self.all():
            if each.expires_at and each.expires_at <= soon:
                try:
                    self.renewed(each.workspace)
                except PlatformError as failure:
                    log.warning(
                        "token not renewed", action="renew", workspace=each.workspace, why=str(failure)
                    )

    def renewed(self, workspace: int) -> Installation | None:
        """Renew the token of a workspace, one process and one thread at a time; return what stands now."""
        with self._one_at_a_time:
            return self._renewed(workspace)

    def _renewed(self, workspace: int) -> Installation | None:
        name = f"slack-token:{workspace}"
        with self.store.write(CLOCK) as memory:
            mine = memory.take_lease(name, self.owner, self.now(), _TURN)
        self._held.pop(workspace, None)
        found = self.installation(workspace)
        if found is None or not self._ends_within(found, BEFORE):
            return found
        if not mine:
            if self._ends_within(found, timedelta(0)):
                raise Busy(2)
            return found
        return self._exchanged(found)

    def _exchanged(self, installation: Installation) -> Installation | None:
        fresh = self.exchange(self._clear(installation), self.now())
        secrets = {"token": fresh.token, "refresh": fresh.refresh}
        closed = replace(installation, secrets=self.vault.close(secrets), expires_at=fresh.expires_at)
        with self.store.write(CLOCK) as memory:
            memory.renew(closed, held=installation.secrets)
        self._held.pop(installation.workspace, None)
        log.info("token renewed", action="renew", workspace=installation.workspace)
        return self.installation(installation.workspace)

    def _ends_within(self, installation: Installation, length: timedelta) -> bool:
        ends = installation.expires_at
        return ends is not None and ends <= self.now() + length

    def _clear(self, installation: Installation) -> Tokens:
        if not installation.secrets:
            return Tokens(self.fixed, "")
        try:
            secrets = self.vault.open(installation.secrets)
        except Locked:
            fault = "no key of POUCE_SECRET_KEY opens this workspace's token: put the older key back after it"
            raise Refused(fault) from None
        return Tokens(secrets["token"], secrets["refresh"], installation.expires_at)
