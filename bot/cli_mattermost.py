"""The commands about Mattermost."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from bot.chats.mattermost_installs import forget, installed, keep, opened, server_of
from bot.coach.turn import Kit
from bot.config import Config, ConfigFaults, load_config
from bot.domain.practices import Tier
from bot.findings import Finding
from bot.platforms.base import PlatformError
from bot.platforms.mattermost.blocks import Step
from bot.platforms.mattermost.client import typed_driver
from bot.platforms.mattermost.command import Wanted, Wording
from bot.platforms.mattermost.install import Installer, Kept, uninstall
from bot.store import Installation, Store, migrate
from bot.vault import Locked, Vault
from bot.wiring import build_kit

DOORS = "/mattermost"
_Url = Annotated[
    str, typer.Option(help="The server's address, as in its SiteURL. By default, that of the configuration.")
]
_AdminToken = Annotated[
    str,
    typer.Option(
        envvar="MATTERMOST_ADMIN_TOKEN",
        show_envvar=True,
        help="Of an administrator; - reads it from the standard input. It is used once, and not kept.",
    ),
]
_Teams = Annotated[
    list[str] | None,
    typer.Option("--team", help="A team, by its name in addresses; several times. By default, your own."),
]
_BotName = Annotated[str, typer.Option(help="The name of the bot's account.")]
_Language = Annotated[
    str, typer.Option("--lang", help="fr or en, for every team. By default, what most of each chose.")
]

_HereOnly = Annotated[
    bool,
    typer.Option("--here-only", help="Ask nothing of the server, which is gone: forget its tokens here."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the others, under `mattermost`."""
    group = typer.Typer(no_args_is_help=True, help="Put Pouce on a Mattermost server, or take it off.")
    group.command(name="install")(install_pouce)
    group.command(name="uninstall")(uninstall_pouce)
    app.add_typer(group, name="mattermost")


def install_pouce(
    url: _Url = "",
    admin_token: _AdminToken = "",
    team: _Teams = None,
    bot_name: _BotName = "pouce",
    lang: _Language = "",
) -> None:
    """Make the bot, add it to teams, register its command in each; a second run changes what differs.

    Ends with 1 when something keeps Pouce from working there: each line says what to change.
    """
    config = load_config()
    wanted = _wanted(config, url, team or (), bot_name, lang)
    vault = Vault(config.sealing_keys())
    with _store(config) as store, _speaking(wanted.url) as connect:
        held = _held(vault, installed(store, wanted.url))
        given = _given(config, wanted.url)
        installer = Installer(connect(_asked(admin_token)), wanted, connect, held, given)
        made = installer.install()
        if made:
            keep(store, vault, *made, datetime.now(UTC))
    _tell(installer.steps)


def uninstall_pouce(url: _Url = "", admin_token: _AdminToken = "", *, here_only: _HereOnly = False) -> None:
    """Remove the commands, revoke the bot's token, disable the bot; what was recorded stays here."""
    config = load_config()
    base = _base(config, url)
    with _store(config) as store, _speaking(base) as connect:
        row = installed(store, base)
        if row is None:
            raise ConfigFaults([f"{base}: Pouce is not installed there; nothing has changed"])
        kept = _held(Vault(config.sealing_keys()), row) or Kept(base, "")
        doors = f"{config.web.public_url}{DOORS}"
        steps = [] if here_only else uninstall(connect(_asked(admin_token)), row.bot_user, kept, doors)
        forget(store, row.workspace, datetime.now(UTC))
    _tell([*steps, Step("here", "its tokens are forgotten")])


def _given(config: Config, url: str) -> str:
    """Return the token of an account that was made by hand, for this server and no other."""
    given = config.mattermost
    return given.token if given and server_of(given.url) == server_of(url) else ""


def _base(config: Config, url: str) -> str:
    url = url or (config.mattermost.url if config.mattermost else "")
    if not url.startswith(("http://", "https://")):
        raise ConfigFaults(["--url: give the server's address, such as https://chat.example.org"])
    return url.rstrip("/")


@contextmanager
def _store(config: Config) -> Iterator[Store]:
    with closing(Store(config.database_url)) as store:
        migrate(store.engine)
        yield store


def _held(vault: Vault, row: Installation | None) -> Kept | None:
    """Return what an earlier run left, where we can still read it."""
    if row is None or not row.secrets:
        return None
    try:
        return opened(vault, row.secrets)
    except Locked:
        return None


@contextmanager
def _speaking(url: str) -> Iterator[Callable[[str], Any]]:
    """Speak to a server with one token or another; what it refuses is one line."""
    with ExitStack() as opened_here:
        try:
            yield lambda token: opened_here.enter_context(closing(typed_driver(url, token)))
        except PlatformError as failure:
            raise ConfigFaults([f"{url}: {failure}"]) from failure


def _asked(token: str) -> str:
    """Return the administrator's token, typed without being shown if it was not given."""
    if token == "-":  # noqa: S105 # the standard input
        return sys.stdin.readline().strip()
    return token or str(typer.prompt("The administrator's token", hide_input=True))


def _wanted(config: Config, url: str, teams: Sequence[str], bot_name: str, lang: str) -> Wanted:
    kit = build_kit(config)
    if lang and lang not in kit.languages:
        raise ConfigFaults([f"--lang: Pouce does not speak {lang}; it speaks {', '.join(kit.languages)}"])
    return Wanted(
        url=_base(config, url),
        doors=f"{config.web.public_url}{DOORS}",
        word=config.command,
        bot_name=bot_name,
        wordings={each: wording(kit, each) for each in kit.languages},
        language=lang or config.language,
        teams=teams,
        same_language=bool(lang),
    )


def wording(kit: Kit, language: str) -> Wording:
    """Return what people read of Pouce first; the hint of its command has room for the core practices."""
    say = kit.words.speech(language).say
    core = (each for each in kit.catalogue.practices if each.tier is Tier.CORE)
    names = [each.words[language].aliases[0] for each in core]
    return Wording(
        title="Pouce",
        description=say("app.description"),
        command=say("app.command"),
        hint=say("app.hint", practices=" | ".join(names)),
    )


def _tell(steps: Sequence[Step]) -> None:
    for each in steps:
        typer.echo(Finding(each.what, each.said, each.fix).line())
    if any(each.fix for each in steps):
        sys.exit(1)
