"""Slack, put together: the house that its doors open on, one voice for each workspace, the socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from bot.charts import draw_png
from bot.chats.given import install_alone, whose
from bot.chats.household import Hands, Household, clock, hands_of, senders_of
from bot.chats.installs import PLATFORM, Installs
from bot.config import Config, ConfigFaults, Slack
from bot.domain.people import CLOCK, Address, Scope
from bot.platforms.base import PlatformError, Refused
from bot.platforms.slack.client import SlackVoice, web_client
from bot.platforms.slack.guard import Guard
from bot.platforms.slack.house import Away, Seat
from bot.platforms.slack.identity import auth_test
from bot.platforms.slack.listen import Doors
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.oauth import REDIRECT, Application, Installing, Tokens, renewed
from bot.platforms.slack.people import hurried
from bot.platforms.slack.shapes import Site
from bot.platforms.slack.socket import check
from bot.store import Installation
from bot.vault import Vault
from bot.wiring import Bot

_PATIENCE = timedelta(seconds=1)
_LATELY = timedelta(days=30)
"""For so long after they looked at it, an App Home is kept up to date; later, opening it makes it anew."""

log = structlog.get_logger()


@dataclass(kw_only=True)
class SlackHouse(Household):
    """Implements `House` on one bot."""

    installs: Installs
    client: WebClient
    command: str
    patience: timedelta = _PATIENCE
    _numbers: dict[str, int] = field(default_factory=dict)
    """Which workspace an id of Slack's is, here: that never changes."""
    _stale: set[Address] = field(default_factory=set)
    """Whose App Home waits to be shown anew."""

    def seat(self, site: Site) -> Seat | None:
        """Return Pouce in a workspace; None where it is not installed."""
        with self.only_away():
            workspace = self._number(site.external_id)
            installation = self.installs.installation(workspace) if workspace is not None else None
        return self.seated(installation) if installation else None

    def _number(self, external_id: str) -> int | None:
        if external_id not in self._numbers:
            with self.bot.store.read(CLOCK) as memory:
                found = memory.known_workspace(PLATFORM, external_id)
            if found is None:
                return None
            self._numbers[external_id] = found
        return self._numbers[external_id]

    def seated(self, installation: Installation) -> Seat:
        """Return Pouce in a workspace where it is installed, with a voice there."""
        workspace = installation.workspace
        voice = self.bot.voices.get(workspace)
        if not isinstance(voice, SlackVoice):
            token = partial(self.installs.token, workspace)
            voice = SlackVoice(self.client, token, draw_png, self.now, excuse=self.excuse)
            self.bot.voices[workspace] = voice
        return Seat(workspace, installation.bot_user, installation.bot, voice)

    def opened(self, seat: Seat, who: Address) -> None:
        """Show their App Home to somebody who looks at it, and note that they do."""
        with self.only_away(), self.bot.store.write(Scope(who.workspace)) as memory:
            memory.opened_home(who, self.now())
        self.refresh(seat, who)

    def refresh(self, seat: Seat, who: Address) -> None:
        """Show an App Home as it is now, once the answer has left: once for what somebody does in a row."""
        if who not in self._stale:
            self._stale.add(who)
            self.later("home", lambda: self._publish(seat, who))

    def _publish(self, seat: Seat, who: Address) -> None:
        self._stale.discard(who)
        with self.bot.store.read(Scope(who.workspace)) as memory:
            if not memory.looks_at_home(who, self.now() - _LATELY):
                return
        seat.voice.publish_home(who.external_id, lambda: self.bot.home(who, self.now()))

    def knows(self, who: Address) -> bool:
        """Say whether somebody who is there met Pouce."""
        return self.person(who) is not None

    def keep(self, installation: SlackInstallation) -> None:
        """Note what a workspace gave when it installed Pouce."""
        with self.only_away():
            self.installs.keep(installation)

    def removed(self, seat: Seat) -> None:
        """Note that Pouce was taken out of a workspace: its messages wait, what was recorded stays.

        Its voice goes when the clock looks around: a message may be in its hands at this instant.
        """
        try:
            with self.only_away():
                self.installs.removed(seat.workspace)
        except PlatformError as failure:  # Slack brings it again
            raise Away from failure

    def look_around(self, _: datetime) -> None:
        """Each minute: speak where Pouce was installed meanwhile, and no more where it was removed."""
        standing = {each.workspace: each for each in self.installs.all()}
        for each in standing.values():
            self.seated(each)
        for workspace, voice in list(self.bot.voices.items()):
            if isinstance(voice, SlackVoice) and workspace not in standing:
                del self.bot.voices[workspace]
        self.installs.renew_all()


def open_slack(
    config: Config, bot: Bot, slack: Slack, now: Callable[[], datetime] = clock, hands: Hands | None = None
) -> SlackHouse:
    """Return the house on Slack, with a voice wherever Pouce is installed.

    `hands` do what may wait until an answer has left.
    """
    client = web_client(slack.api_url)
    installs = Installs(
        bot.store,
        Vault(config.sealing_keys()),
        now,
        _exchange(slack, client),
        partial(auth_test, hurried(client, _PATIENCE.total_seconds())),
        slack.bot_token,
    )
    installs.close_again()
    if slack.bot_token:
        _install_fixed(bot, client, slack, now())
    house = SlackHouse(
        bot=bot,
        installs=installs,
        client=client,
        command=config.command,
        language=config.language,
        now=now,
        hands=hands or hands_of("slack"),
        senders=hands or senders_of("slack"),
        away=Away,
    )
    for each in installs.all():
        house.seated(each)
    bot.chores.append(house.look_around)
    return house


def _exchange(slack: Slack, client: WebClient) -> Callable[[Tokens, datetime], Tokens]:
    def exchange(held: Tokens, now: datetime) -> Tokens:
        if not slack.by_oauth:
            fault = "slack.bot_token has expired: give a new one, or client_id and client_secret"
            raise Refused(fault)
        return renewed(client, slack.client_id, slack.client_secret, held, now)

    return exchange


def _install_fixed(bot: Bot, client: WebClient, slack: Slack, now: datetime) -> None:
    """Ask Slack whose the token of the configuration is; without an answer, believe the last one."""

    def known() -> bool:
        with bot.store.read(CLOCK) as memory:
            return bool(memory.installations(PLATFORM))

    ask = partial(auth_test, client, slack.bot_token)
    mine = whose(ask, "slack.bot_token", slack.api_url, "its workspace", known)
    if mine is None:
        return
    external = mine.enterprise if mine.org_wide else mine.team
    with bot.store.write(CLOCK) as memory:
        workspace = memory.workspace(PLATFORM, external, mine.name)
        installation = Installation(workspace, "", mine.bot_user, mine.bot, tuple(sorted(mine.scopes)))
        install_alone(memory, PLATFORM, installation, now)


def require_socket(slack: Slack) -> None:
    """Say before anything starts that the app's token is no good; a Slack that is away is tried again."""
    try:
        check(slack.app_token, slack.api_url)
    except Refused as refusal:
        raise ConfigFaults([str(refusal)]) from None
    except PlatformError as failure:
        log.warning("socket not opened yet", action="socket", why=str(failure))


def doors(house: SlackHouse, slack: Slack) -> Doors:
    """Return what answers for Slack."""
    return Doors(house, Guard(slack.signing_secret))


def installing(house: SlackHouse, config: Config, slack: Slack) -> Installing:
    """Return the doors by which workspaces install Pouce."""
    application = Application(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=sorted(SCOPES),
        redirect_uri=f"{config.web.public_url}{REDIRECT}",
        secret=config.sealing_keys()[0],
    )
    return Installing(application, house, slack.api_url, _say(house), house.language)


def _say(house: SlackHouse) -> Callable[..., str]:
    return lambda key, **facts: house.say(None, key, **facts)
