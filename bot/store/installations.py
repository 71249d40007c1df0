"""What a chat gave Pouce to work with in a workspace: who its bot is there, and its tokens, closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.store.delivery_tables import InstallationRow
from bot.store.scoped import Scoped, here
from bot.store.tables import WorkspaceRow


@dataclass(frozen=True, slots=True)
class Installation:
    """Pouce in one workspace of a chat."""

    workspace: int
    secrets: str
    """Tokens, as `bot.vault` closes them: the store cannot read them."""
    bot_user: str
    """The chat's id of the account that Pouce speaks with."""
    bot: str = ""
    """The chat's id of the bot itself, where it has one."""
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    """When the token stops working; None when it does not."""
    removed_at: datetime | None = None
    """When somebody took Pouce out of the workspace."""


_INSTALLATION = (
    InstallationRow.workspace_id,
    InstallationRow.secrets,
    InstallationRow.bot_user,
    InstallationRow.bot,
    InstallationRow.scopes,
    InstallationRow.expires_at,
    InstallationRow.removed_at,
)
_INSTALLATIONS = select(*_INSTALLATION)
_OF_PLATFORM = (
    _INSTALLATIONS.join(WorkspaceRow, WorkspaceRow.id == InstallationRow.workspace_id)
    .where(
        WorkspaceRow.platform == bindparam("platform"),
        InstallationRow.removed_at.is_(None),
        here(InstallationRow.workspace_id),
    )
    .order_by(InstallationRow.workspace_id)
)


class Installations(Scoped):
    """Where Pouce is installed. Only the clock sees more than one workspace."""

    def install(self, installation: Installation) -> None:
        """Note that Pouce is in a workspace, or is back there, with the tokens it has now."""
        self._require_workspace(installation.workspace)
        values = {
            "secrets": installation.secrets,
            "bot_user": installation.bot_user,
            "bot": installation.bot,
            "scopes": installation.scopes,
            "expires_at": installation.expires_at,
            "removed_at": None,
        }
        self._put(InstallationRow, {"workspace_id": installation.workspace}, values)

    def renew(self, installation: Installation, held: str) -> bool:
        """Keep new tokens, unless another process renewed the ones that were held; say whether it did not."""
        mine = (
            InstallationRow.workspace_id == installation.workspace,
            InstallationRow.secrets == held,
            here(InstallationRow.workspace_id),
        )
        values = {"secrets": installation.secrets, "expires_at": installation.expires_at}
        return self._change(update(InstallationRow).where(*mine).values(values)).rowcount == 1

    def installation(self, workspace: int, *, locked: bool = False) -> Installation | None:
        """Return what Pouce has in a workspace, even where it was removed.

        Locked, others who want to change it wait until this unit of work is over (PostgreSQL).
        """
        query = _INSTALLATIONS.where(
            InstallationRow.workspace_id == workspace, here(InstallationRow.workspace_id)
        )
        row = self._first(query.with_for_update() if locked else query)
        return Installation(*row) if row else None

    def installations(self, platform: str) -> list[Installation]:
        """Return every place of a chat where Pouce is, and was not removed from."""
        return [Installation(*row) for row in self._all(_OF_PLATFORM, platform=platform)]

    def uninstall(self, workspace: int, now: datetime, held: str | None = None) -> bool:
        """Note that Pouce was taken out of a workspace: its tokens are forgotten, what was recorded stays.

        `held`: unless it was given others than these meanwhile.
        """
        mine = [
            InstallationRow.workspace_id == workspace,
            InstallationRow.removed_at.is_(None),
            here(InstallationRow.workspace_id),
        ]
        if held is not None:
            mine.append(InstallationRow.secrets == held)
        gone = update(InstallationRow).where(*mine).values(removed_at=now, secrets="", expires_at=None)
        return self._change(gone).rowcount == 1
