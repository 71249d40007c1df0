"""What is kept of each Mattermost server that Pouce is installed on: one row a server, its secrets closed.

A server is known by its address without the scheme, so that going from http to https changes nothing.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.people import CLOCK
from bot.platforms.mattermost.install import Account, Kept
from bot.store import Installation, Store
from bot.vault import Locked, Vault

PLATFORM = "mattermost"
HEARD = "heard:"
"""How the beat of what was heard last of a workspace begins: the hour of a post, by the server's clock."""
_COMMAND = "command:"


def server_of(url: str) -> str:
    """Return how a server is known: its name, its port and its path."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2].lower()}{parts.path.rstrip('/')}"


def closed(vault: Vault, kept: Kept) -> str:
    """Return what the store keeps of a server."""
    commands = {f"{_COMMAND}{team}": token for team, token in kept.commands.items()}
    return vault.close({"url": kept.url, "token": kept.token, "token_id": kept.token_id, **commands})


def opened(vault: Vault, secrets: str) -> Kept:
    """Return what was kept of a server; raise Locked when none of our keys opens it."""
    told = vault.open(secrets)
    commands = {
        name.removeprefix(_COMMAND): token for name, token in told.items() if name.startswith(_COMMAND)
    }
    return Kept(told["url"], told["token"], told["token_id"], commands)


def installed(store: Store, url: str) -> Installation | None:
    """Return the installation on a server, unless it was taken off."""
    with store.read(CLOCK) as memory:
        workspace = memory.known_workspace(PLATFORM, server_of(url))
        found = memory.installation(workspace) if workspace is not None else None
    return found if found and not found.removed_at else None


def keep(store: Store, vault: Vault, account: Account, kept: Kept, now: datetime) -> int:
    """Note what Pouce works with on a server; new there, it hears what is written to it from now on."""
    with store.write(CLOCK) as memory:
        workspace = memory.workspace(PLATFORM, server_of(kept.url), server_of(kept.url))
        before = memory.installation(workspace)
        memory.install(Installation(workspace, closed(vault, kept), account.id, account.name))
        memory.unblock(workspace, now)
        if before is None or before.removed_at:
            memory.beat(f"{HEARD}{workspace}", now)
    return workspace


def close_again(store: Store, vault: Vault) -> None:
    """Close every token with the newest key, so that an older one may be taken away."""
    with store.read(CLOCK) as memory:
        standing = [each for each in memory.installations(PLATFORM) if each.secrets]
    for each in standing:
        with suppress(Locked), store.write(CLOCK) as memory:
            again = replace(each, secrets=vault.close(vault.open(each.secrets)))
            memory.renew(again, held=each.secrets)


def forget(store: Store, workspace: int, now: datetime) -> None:
    """Forget the tokens of a server; what was recorded stays."""
    with store.write(CLOCK) as memory:
        memory.uninstall(workspace, now)
